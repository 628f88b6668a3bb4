import Foundation

/// A path below the server's base with its parameters.
package struct FHIRQuery: Sendable, Equatable {
    package let path: String
    package private(set) var items: [String] = []

    package init(_ path: String) { self.path = path }

    /// Both are encoded; an empty value is left out.
    package func adding(_ name: String, _ value: String?) -> FHIRQuery {
        guard let value, !value.isEmpty else { return self }
        var query = self
        query.items.append("\(Self.encoded(name))=\(Self.encoded(value))")
        return query
    }

    package var text: String { items.isEmpty ? path : "\(path)?\(items.joined(separator: "&"))" }

    /// Everything but the unreserved characters of RFC 3986 §2.3.
    static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }

    /// The characters `$ , | \` separate values in a search parameter. Standard: FHIR R4 §3.1.1.4.0.3.
    package static func escaped(_ value: String) -> String {
        var result = ""
        for character in value {
            if "\\$,|".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }

    /// Where a link of an answer leads; `nil` for another origin, to which no credentials and no question are sent.
    package static func address(of link: String, base: String) -> String? {
        guard link.utf8.count <= 8192, link.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }) else {
            return nil
        }
        let lowered = link.prefix(8).lowercased()
        if lowered.hasPrefix("http://") || lowered.hasPrefix("https://") {
            // An origin that cannot be told is nobody's.
            guard let theirs = origin(of: link), let ours = origin(of: base) else { return nil }
            return theirs == ours ? link : nil
        }
        if link.hasPrefix("//") || link.prefix(while: { $0 != "/" && $0 != "?" }).contains(":") { return nil }
        if link.hasPrefix("/") { return origin(of: base).map { $0 + link } }
        return link.hasPrefix("?") ? base + link : "\(base)/\(link)"
    }

    /// `https://host:port` in small letters; `nil` with a user name in it.
    static func origin(of address: String) -> String? {
        guard let scheme = address.range(of: "://") else { return nil }
        let authority = address[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }
        let kind = address[..<scheme.lowerBound].lowercased()
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        var host = authority.lowercased()
        let usual = kind == "https" ? ":443" : ":80"
        if host.hasSuffix(usual) { host.removeLast(usual.count) }
        return "\(kind)://\(host)"
    }
}
