/// The Secure Hash Algorithm with 256 bits, fed piece by piece.
/// Standard: FIPS 180-4 §§4.1.2, 4.2.2, 5.1.1, 5.3.3, 6.2.
public struct SHA256: Sendable {
    private var state = State()
    /// The last bytes that did not fill a block of 64.
    private var tail: [UInt8] = []
    private var byteCount: UInt64 = 0

    public init() {}

    /// The hash of bytes that are all at hand, as 64 lower-case hexadecimal digits.
    public static func hex(of bytes: some Sequence<UInt8>) -> String { digest(of: bytes).rawValue }

    /// The hash of bytes that are all at hand.
    public static func digest(of bytes: some Sequence<UInt8>) -> ContentHash {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finished()
    }

    /// Takes in the next bytes. Arrays and slices are read in place, without a copy.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ absorb($0) }) == nil { absorb(Array(bytes)) }
    }

    /// The hash of everything taken in so far; more may follow.
    public func finished() -> ContentHash {
        var padding: [UInt8] = [0x80]
        let used = Int(truncatingIfNeeded: byteCount % 64)
        padding.append(contentsOf: repeatElement(0, count: (used < 56 ? 55 : 119) - used))
        let bitCount = byteCount &* 8
        for shift in stride(from: 56, through: 0, by: -8) {
            padding.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
        }
        var last = self
        last.update(padding)
        return ContentHash(words: last.state.words)
    }

    private mutating func absorb(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { absorb($0) } }

    private mutating func absorb(_ bytes: UnsafeBufferPointer<UInt8>) {
        byteCount &+= UInt64(bytes.count)
        var start = 0
        if !tail.isEmpty {
            start = min(64 - tail.count, bytes.count)
            tail.append(contentsOf: bytes[..<start])
            guard tail.count == 64 else { return }
            tail.withUnsafeBufferPointer { state.digest(UnsafeRawBufferPointer($0)) }
            tail.removeAll(keepingCapacity: true)
        }
        let whole = start + (bytes.count - start) / 64 * 64
        state.digest(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start..<whole]))
        tail.append(contentsOf: bytes[whole...])
    }
}

extension SHA256 {
    /// The eight working words between two blocks.
    private struct State {
        var words: [UInt32] = [
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
        ]

        /// Digests whole blocks of 64 bytes; a count that is no multiple of 64 leaves its rest out.
        mutating func digest(_ bytes: UnsafeRawBufferPointer) {
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 128) { room in
                // 0..<64: the round constants; 64..<128: the message schedule.
                _ = room.update(fromContentsOf: SHA256.roundConstants)
                var start = 0
                while start + 64 <= bytes.count {
                    for index in 0..<16 {
                        let word = bytes.loadUnaligned(fromByteOffset: start + index * 4, as: UInt32.self)
                        room[64 + index] = UInt32(bigEndian: word)
                    }
                    for index in 80..<128 {
                        room[index] =
                            SHA256.smallSigma1(room[index - 2]) &+ room[index - 7]
                            &+ SHA256.smallSigma0(room[index - 15]) &+ room[index - 16]
                    }
                    mix(room)
                    start += 64
                }
            }
        }

        /// The 64 rounds of FIPS 180-4 §6.2.2, step 3, eight in a turn so that no word has to move.
        private mutating func mix(_ room: UnsafeMutableBufferPointer<UInt32>) {
            var (a, b, c, d) = (words[0], words[1], words[2], words[3])
            var (e, f, g, h) = (words[4], words[5], words[6], words[7])
            var t = 0
            while t < 64 {
                SHA256.round(a, b, c, &d, e, f, g, &h, room[t] &+ room[t + 64])
                SHA256.round(h, a, b, &c, d, e, f, &g, room[t + 1] &+ room[t + 65])
                SHA256.round(g, h, a, &b, c, d, e, &f, room[t + 2] &+ room[t + 66])
                SHA256.round(f, g, h, &a, b, c, d, &e, room[t + 3] &+ room[t + 67])
                SHA256.round(e, f, g, &h, a, b, c, &d, room[t + 4] &+ room[t + 68])
                SHA256.round(d, e, f, &g, h, a, b, &c, room[t + 5] &+ room[t + 69])
                SHA256.round(c, d, e, &f, g, h, a, &b, room[t + 6] &+ room[t + 70])
                SHA256.round(b, c, d, &e, f, g, h, &a, room[t + 7] &+ room[t + 71])
                t += 8
            }
            words[0] &+= a
            words[1] &+= b
            words[2] &+= c
            words[3] &+= d
            words[4] &+= e
            words[5] &+= f
            words[6] &+= g
            words[7] &+= h
        }
    }

    @inline(__always)
    private static func round(
        _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
        _ h: inout UInt32, _ constantAndWord: UInt32
    ) {
        let choice = g ^ (e & (f ^ g))
        let majority = (a & b) | (c & (a | b))
        let first = h &+ (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) &+ choice &+ constantAndWord
        d = d &+ first
        h = first &+ (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) &+ majority
    }

    @inline(__always) private static func turned(_ word: UInt32, _ bits: UInt32) -> UInt32 {
        word &>> bits | word &<< (32 &- bits)
    }
    @inline(__always) private static func smallSigma0(_ word: UInt32) -> UInt32 {
        turned(word, 7) ^ turned(word, 18) ^ word &>> 3
    }
    @inline(__always) private static func smallSigma1(_ word: UInt32) -> UInt32 {
        turned(word, 17) ^ turned(word, 19) ^ word &>> 10
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4 §4.2.2).
    private static let roundConstants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}
