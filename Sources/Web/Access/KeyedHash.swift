import Radiology

/// A hash that only who knows the key can make: HMAC with SHA-256. Standard: RFC 2104, FIPS 198-1.
package struct KeyedHash: Sendable {
    private let inner: SHA256
    private let outer: SHA256

    package init(key: [UInt8]) {
        var block = key.count > Self.block ? Self.bytes(of: SHA256.digest(of: key)) : key
        block += [UInt8](repeating: 0, count: Self.block - block.count)
        var (inner, outer) = (SHA256(), SHA256())
        inner.update(block.map { $0 ^ 0x36 })
        outer.update(block.map { $0 ^ 0x5c })
        (self.inner, self.outer) = (inner, outer)
    }

    /// 32 bytes.
    package func callAsFunction(_ message: some Sequence<UInt8>) -> [UInt8] {
        var (inner, outer) = (self.inner, self.outer)
        inner.update(message)
        outer.update(Self.bytes(of: inner.finished()))
        return Self.bytes(of: outer.finished())
    }

    /// In bytes of SHA-256.
    private static let block = 64

    private static func bytes(of hash: ContentHash) -> [UInt8] {
        let digits = hash.rawValue.utf8.map { $0 < 0x3a ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
