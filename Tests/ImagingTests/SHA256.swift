/// SHA-256 (FIPS 180-4), enough to compare pixels with the published sums.
enum SHA256 {
    static func hex(_ message: [UInt8]) -> String {
        var padded = message + [0x80]
        padded += [UInt8](repeating: 0, count: (120 - padded.count % 64) % 64)
        padded += (0..<8).reversed().map { UInt8(truncatingIfNeeded: (message.count * 8) >> (8 * $0)) }
        var state = roots(of: primes.prefix(8), degree: 2)
        let constants = roots(of: primes[...], degree: 3)
        var words = [UInt32](repeating: 0, count: 64)
        for start in stride(from: 0, to: padded.count, by: 64) {
            for i in 0..<16 { words[i] = (0..<4).reduce(0) { $0 << 8 | UInt32(padded[start + 4 * i + $1]) } }
            mix(&words, &state, constants)
        }
        return state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    private static let primes = (2...311).filter { n in !(2..<n).contains { n % $0 == 0 } }

    /// The first 32 bits of the fractional parts of roots.
    private static func roots(of primes: ArraySlice<Int>, degree: Int) -> [UInt32] {
        primes.map { prime in
            var (low, high) = (0.0, 20.0)
            for _ in 0..<80 {
                let middle = (low + high) / 2
                let raised = degree == 3 ? middle * middle * middle : middle * middle
                if raised <= Double(prime) { low = middle } else { high = middle }
            }
            return UInt32(truncatingIfNeeded: Int(low * 4_294_967_296))
        }
    }

    private static func rotated(_ x: UInt32, _ by: UInt32) -> UInt32 { x &>> by | x &<< (32 &- by) }

    private static func mix(_ words: inout [UInt32], _ state: inout [UInt32], _ constants: [UInt32]) {
        for i in 16..<64 {
            let (a, b) = (words[i - 15], words[i - 2])
            let small = rotated(a, 7) ^ rotated(a, 18) ^ a >> 3
            let large = rotated(b, 17) ^ rotated(b, 19) ^ b >> 10
            words[i] = words[i - 16] &+ small &+ words[i - 7] &+ large
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for i in 0..<64 {
            let upper = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
            let first = h &+ upper &+ (e & f ^ ~e & g) &+ constants[i] &+ words[i]
            let lower = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
            let second = lower &+ (a & b ^ a & c ^ b & c)
            (h, g, f, e) = (g, f, e, d &+ first)
            (d, c, b, a) = (c, b, a, first &+ second)
        }
        for (i, word) in [a, b, c, d, e, f, g, h].enumerated() { state[i] = state[i] &+ word }
    }
}
