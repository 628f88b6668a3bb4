/// What the server answered, whatever its status: a 500 is an answer, not an error of this room.
public struct HTTPResponse: Sendable, Equatable {
    public let status: Int
    public let headers: HTTPHeaders
    public let body: [UInt8]
    /// From the start of the exchange to its last byte.
    public let milliseconds: Int

    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], milliseconds: Int = 0) {
        self.status = status
        self.headers = headers
        self.body = body
        self.milliseconds = milliseconds
    }
}
