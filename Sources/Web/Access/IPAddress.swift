import Glibc

/// An address of IP version 4 or 6, in one form: version 4 as ::ffff:0:0/96.
struct IPAddress: Hashable, Sendable {
    let bytes: [UInt8]

    init?(_ text: some StringProtocol) {
        // Without the interface of a link-local address.
        let text = text.prefix { $0 != "%" }
        guard text.utf8.count <= 45, text.utf8.allSatisfy({ $0 < 0x80 && $0 > 0x20 }) else { return nil }
        var four = in_addr()
        if inet_pton(AF_INET, String(text), &four) == 1 {
            bytes = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + withUnsafeBytes(of: four) { Array($0) }
            return
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, String(text), &six) == 1 else { return nil }
        bytes = withUnsafeBytes(of: six) { Array($0) }
    }

    var isVersion4: Bool { bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) }

    var isLoopback: Bool {
        isVersion4 ? bytes[12] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }

    /// Whom it is counted as: a household of version 6 has 2^64 addresses.
    var household: String {
        if isVersion4 { return bytes[12...].map { "\($0)" }.joined(separator: ".") }
        return bytes[..<8].map { String($0, radix: 16) }.joined(separator: ":")
    }
}

/// `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`
struct AddressBlock: Sendable {
    private let base: [UInt8]
    private let bits: Int

    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first) else { return nil }
        let width = address.isVersion4 ? 32 : 128
        guard let bits = parts.count == 1 ? width : Int(parts[1]), (0...width).contains(bits) else { return nil }
        (base, self.bits) = (address.bytes, bits + 128 - width)
    }

    func contains(_ address: IPAddress) -> Bool {
        let (whole, rest) = (bits / 8, bits % 8)
        guard base[..<whole] == address.bytes[..<whole] else { return false }
        return rest == 0 || (base[whole] ^ address.bytes[whole]) >> UInt8(8 - rest) == 0
    }
}
