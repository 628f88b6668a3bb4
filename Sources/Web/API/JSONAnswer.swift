import Hummingbird
import NIOCore
import Radiology

/// Answers that are JSON.
enum JSONAnswer {
    static let type = "application/json; charset=utf-8"

    /// With the tag that `If-None-Match` is compared with: equal bytes, equal tags.
    static func answer(_ bytes: [UInt8]) -> AnswerCache.Answer {
        AnswerCache.Answer(
            body: ByteBuffer(bytes: bytes), tag: "\"\(SHA256.hex(of: bytes).prefix(tagDigits))\"")
    }

    /// 304 without a body when the client has just these bytes.
    static func response(_ answer: AnswerCache.Answer, to request: Request) -> Response {
        var fields: HTTPFields = [
            .eTag: answer.tag, .cacheControl: "private, no-cache", .vary: "Authorization, Cookie",
        ]
        if let known = request.headers[.ifNoneMatch], matches(known, answer.tag) {
            return Response(status: .notModified, headers: fields)
        }
        fields[.contentType] = type
        return Response(status: .ok, headers: fields, body: ResponseBody(byteBuffer: answer.body))
    }

    /// What is never kept: the result of an action, or what belongs to one person.
    static func response(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// `{"status":"success","message":…}`
    /// - Parameter review: the number of the review that was made.
    static func success(_ message: String, review: Int64? = nil) -> Response {
        response(
            JSONWriter.object {
                $0.field("status", "success")
                $0.field("message", message)
                if let review { $0.field("review", Int(review)) }
            })
    }

    /// Tags are compared weakly. Standard: RFC 9110 §13.1.2.
    private static func matches(_ known: String, _ tag: String) -> Bool {
        known.split(separator: ",").contains { part in
            let word = String(part).trimmed
            return word == "*" || word == tag || word == "W/" + tag
        }
    }

    private static let tagDigits = 32
}
