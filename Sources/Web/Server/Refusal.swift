import Hummingbird

/// Why a request is not answered as asked. Becomes `{"error": …}` with its status, or a page for a browser.
public struct Refusal: Error, Sendable, Equatable {
    public let status: HTTPResponse.Status
    /// One sentence for a person; never a patient's data.
    public let sentence: String
    /// Seconds after which it may be tried again.
    public let retryAfter: Int?

    public init(_ status: HTTPResponse.Status, _ sentence: String, retryAfter: Int? = nil) {
        self.status = status
        self.sentence = sentence
        self.retryAfter = retryAfter
    }

    /// For those who know no HTTP types.
    public init(code: Int, _ sentence: String, retryAfter: Int? = nil) {
        self.init(HTTPResponse.Status(code: code), sentence, retryAfter: retryAfter)
    }
}
