import Foundation
import Hummingbird
import NIOCore
import Radiology
import Reports
import Store

/// What the answers with pages share.
struct PageDesk: Sendable {
    let house: LiveHouse
    let hub: LiveHub
    let tokens: PatientToken
    let shelf = FiguresShelf()

    init(house: LiveHouse, hub: LiveHub) {
        self.house = house
        self.hub = hub
        tokens = PatientToken(key: house.keys.key("patients"))
    }

    /// Who looks, in the words of the pages.
    struct Reader: Sendable {
        let viewer: Viewer
        /// Of the last event before anything was read for the page.
        let sequence: Int64?

        init(_ viewer: Viewer, sequence: Int64? = nil) {
            self.viewer = viewer
            self.sequence = sequence
        }

        var role: Role { viewer.role }
        var audience: Audience { viewer.role.audience }
        var live: LiveViewer {
            LiveViewer(
                login: viewer.login, role: role.rawValue, mayReview: role >= .reviewer, isAdmin: role == .admin)
        }
    }

    func reader(_ context: LiveContext) throws(Refusal) -> Reader {
        guard let viewer = context.viewer else { throw Refusal(.unauthorized, "Sign in first.") }
        return Reader(viewer, sequence: hub.sequence)
    }

    var threshold: Severity { Severity(house.settings.threshold) ?? .usualThreshold }

    /// Pages as this reader sees them; before they have signed in without names, without navigation.
    func pages(for reader: Reader?) throws -> Pages {
        var frame = PageFrame(
            workspaceName: house.settings.workspaceName, audience: reader?.audience ?? .user,
            dataChanged: reader == nil ? "" : (try? house.archive.exams.lastChangeTime()) ?? "",
            version: house.settings.version, isLive: true, credits: house.settings.credits, viewer: reader?.live)
        frame.sequence = reader?.sequence
        return try Pages(frame: frame)
    }

    // MARK: - Answers

    /// A page. Its tag is that of its bytes: they also depend on settings, files, templates and the time of day, and a
    /// tag that forgot one of them would call an old verdict current.
    func page(_ request: Request, _ context: LiveContext, make: (Reader) throws -> [UInt8]) throws -> Response {
        let reader = try reader(context)
        do { return Self.html(try make(reader), reader, request) } catch let error as StoreError {
            throw Self.refusal(error)
        }
    }

    static func refusal(_ error: StoreError) -> Refusal {
        if case .unknownExam = error { return Refusal(.notFound, "There is no such film.") }
        return Refusal(.serviceUnavailable, "The database does not answer now; try again.", retryAfter: 5)
    }

    static func html(_ bytes: [UInt8], _ reader: Reader, _ request: Request) -> Response {
        let tag = tag(ofPage: bytes, reader)
        if isFresh(tag, for: request) { return notModified(tag) }
        return answer(bytes, type: "text/html; charset=utf-8", tag: tag)
    }

    /// Without the number of the last event: a page that says the same is the same, and the older number only has its
    /// reader hear more.
    private static func tag(ofPage bytes: [UInt8], _ reader: Reader) -> String {
        let mark = reader.sequence.map { Array(" data-seq=\"\($0)\"".utf8) } ?? []
        guard !mark.isEmpty, let place = bytes.prefix(longestOpening).firstRange(of: mark) else {
            return tag(of: bytes)
        }
        return tag(of: Array(bytes[..<place.lowerBound] + bytes[place.upperBound...]))
    }

    /// The number stands in the first tag.
    private static let longestOpening = 256

    /// - Parameter isPersonal: whether a cache between us and the browser must not keep it.
    static func answer(
        _ bytes: [UInt8], type: String, tag: String, status: HTTPResponse.Status = .ok, isPersonal: Bool = true
    ) -> Response {
        var headers: HTTPFields = [.contentType: type, .cacheControl: isPersonal ? "private, no-cache" : "no-cache"]
        if !tag.isEmpty { headers[.eTag] = tag }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func notModified(_ tag: String) -> Response {
        Response(status: .notModified, headers: [.eTag: tag, .cacheControl: "private, no-cache"])
    }

    static func moved(to location: String, _ status: HTTPResponse.Status = .found) -> Response {
        Response(status: status, headers: [.location: location])
    }

    static func tag(of bytes: [UInt8]) -> String { "\"\(ContentHash(of: bytes).rawValue.prefix(32))\"" }

    /// Standard: RFC 9110 §13.1.2.
    static func isFresh(_ tag: String, for request: Request) -> Bool {
        guard let known = request.headers[.ifNoneMatch] else { return false }
        return known.split(separator: ",").contains { part in
            let part = part.drop(while: \.isWhitespace)
            let strong = part.hasPrefix("W/") ? part.dropFirst(2) : part
            return strong == "*" || strong.prefix(while: { !$0.isWhitespace }) == tag
        }
    }

    // MARK: - Addresses

    /// Name, value: decoded; what is no UTF-8 is left out.
    static func parameters(_ request: Request) -> [(name: String, value: String)] {
        (request.uri.query ?? "").split(separator: "&").prefix(64).compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0]), let value = decoded(parts.count > 1 ? parts[1] : "") else { return nil }
            return (name, value)
        }
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }

    /// A part of the path, without the ending that it must have.
    static func part(_ context: LiveContext, _ name: String, ending: String = "") throws(Refusal) -> String {
        guard let text = context.parameters.get(name), text.hasSuffix(ending) else {
            throw Refusal(.notFound, "There is no such page.")
        }
        return String(text.dropLast(ending.count))
    }

    static func uid(_ text: String) throws(Refusal) -> SOPInstanceUID {
        guard let uid = SOPInstanceUID(rawValue: text), uid.rawValue == text else {
            throw Refusal(.notFound, "There is no such film.")
        }
        return uid
    }
}
