/// What a list of films is asked for, as the address says it and as the form shows it.
///
/// The names and values are those of the list's API. Two selects of the form mean two things each: `reviewed` also
/// offers radiologists (`by:NAME`), `positive` also diagnoses (`of:NAME`), so that the form fits one line and works
/// without a script. An address is always written in the API's words.
public struct FilmQuery: Sendable, Equatable {
    /// Names of the filters that a film list knows, in the order of the address.
    public static let filterNames = [
        "search", "reviewed", "radiologist", "positive", "diagnostic", "correct", "region", "status", "severity",
        "confidence", "flagged", "sex", "from", "to",
    ]
    public static let orders = ["created", "severity", "disagreement"]
    public static let sizes = [10, 20, 50, 100, 200]
    /// What a list shows when nothing is said about the status.
    public static let usualStatus = "done"

    /// Only what narrows, and the status.
    public private(set) var filters: [String: String] = [:]
    public var order = "created"
    /// From 1 on.
    public var page = 1
    /// Films on a page; `nil` = as the settings say.
    public var size: Int?

    private static let longest = 200

    public init() {}

    /// - Parameter parameters: of an address, decoded, in any order; the first of equal names counts.
    public init(_ parameters: [(name: String, value: String)]) {
        for (name, value) in parameters where value.utf8.count <= Self.longest { take(name, value) }
    }

    private mutating func take(_ name: String, _ value: String) {
        let words = value.split { $0 == " " || $0.isNewline }.joined(separator: " ")
        switch (name, words) {
        case ("page", _): page = Int(words).map { min(max($0, 1), 1_000_000) } ?? page
        case ("size", _): size = Int(words).flatMap { Self.sizes.contains($0) ? $0 : nil } ?? size
        case ("order", _): if Self.orders.contains(words) { order = words }
        case ("status", "any"): filters["status"] = "any"
        case (_, ""), (_, "any"): break
        case ("reviewed", _) where words.hasPrefix("by:"): put("radiologist", String(words.dropFirst(3)))
        case ("positive", _) where words.hasPrefix("of:"): put("diagnostic", String(words.dropFirst(3)))
        default: if Self.filterNames.contains(name) { put(name, words) }
        }
    }

    private mutating func put(_ name: String, _ value: String) {
        if filters[name] == nil, !value.isEmpty { filters[name] = value }
    }

    /// The same list without or with one filter.
    public func with(_ name: String, _ value: String?) -> FilmQuery {
        var other = self
        other.filters[name] = value
        other.page = 1
        return other
    }

    public func at(page: Int) -> FilmQuery {
        var other = self
        other.page = page
        return other
    }

    /// The parameters that the index understands; a status that is not said is the usual one.
    public var parameters: [String: String] {
        var parameters = filters
        parameters["status"] = filters["status"] ?? Self.usualStatus
        if parameters["status"] == "any" { parameters["status"] = nil }
        return parameters
    }

    /// Whether anything narrows beyond the usual list.
    public var isNarrowed: Bool { filters.contains { $0.key != "status" || $0.value != Self.usualStatus } }

    /// `search=POPA&status=any&page=2`, percent-encoded, without `?`; empty for the usual list.
    public var text: String {
        var pairs: [(String, String)] = Self.filterNames.compactMap { name in filters[name].map { (name, $0) } }
        if order != "created" { pairs.append(("order", order)) }
        if let size { pairs.append(("size", String(size))) }
        if page > 1 { pairs.append(("page", String(page))) }
        return pairs.map { "\($0.0)=\(PercentText.encoded($0.1))" }.joined(separator: "&")
    }

    func link(_ path: String) -> String { text.isEmpty ? path : path + "?" + text }
}

/// Standard: RFC 3986 §2.1: everything but unreserved characters is written as %XX of its UTF-8 bytes.
public enum PercentText {
    public static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
