/// Whether what stands between the browser and us is believed when it says for whom it asks.
package struct ProxyTrust: Sendable {
    private let blocks: [AddressBlock]

    /// More hops than any hospital has.
    private static let mostHops = 32
    private static let longest = 2048

    package init(_ texts: [String]) { blocks = texts.compactMap { AddressBlock($0) } }

    /// Who asks, and whether their connection is encrypted.
    package struct Origin: Equatable, Sendable {
        package let address: String
        package let isSecure: Bool
        package let isProxied: Bool
    }

    /// - Parameters:
    ///   - peer: the other end of our connection.
    ///   - forwarded: the values of X-Forwarded-For, in order; each hop adds to the right, so the right-most one that is
    ///     not a proxy of ours is the truth, and what stands left of it is anybody's claim.
    package func origin(peer: String, isSecure: Bool, forwarded: [String], proto: String?) -> Origin {
        guard let address = IPAddress(peer), isTrusted(address) else {
            return Origin(address: peer, isSecure: isSecure, isProxied: false)
        }
        let isSecure = isSecure || Self.isHTTPS(proto)
        return Origin(
            address: Self.text(of: client(behind: address, forwarded), or: peer), isSecure: isSecure, isProxied: true)
    }

    func isTrusted(_ address: IPAddress) -> Bool { blocks.contains { $0.contains(address) } }

    private func client(behind proxy: IPAddress, _ forwarded: [String]) -> Substring? {
        let field = forwarded.joined(separator: ",")
        guard field.utf8.count <= Self.longest else { return nil }
        var last: Substring?
        for hop in field.split(separator: ",").suffix(Self.mostHops).reversed() {
            let hop = Self.withoutPort(hop)
            guard let address = IPAddress(hop) else { return last }
            last = hop
            if !isTrusted(address) { return hop }
        }
        return last
    }

    private static func text(of hop: Substring?, or peer: String) -> String { hop.map { String($0) } ?? peer }

    /// `192.0.2.1`, `192.0.2.1:4711`, `[2001:db8::1]:4711`, `2001:db8::1`
    private static func withoutPort(_ hop: Substring) -> Substring {
        let hop = hop.drop { $0 == " " || $0 == "\t" }
        let text = hop.prefix { $0 != " " && $0 != "\t" }
        if text.first == "[" { return text.dropFirst().prefix { $0 != "]" } }
        let colons = text.utf8.count { $0 == UInt8(ascii: ":") }
        return colons == 1 ? text.prefix { $0 != ":" } : text
    }

    /// The last word is our proxy's.
    private static func isHTTPS(_ proto: String?) -> Bool {
        guard let last = proto?.split(separator: ",").last else { return false }
        return last.filter { $0 != " " }.lowercased() == "https"
    }
}
