/// A sum of floating-point numbers that is exact until it is read: the same in any order and in any grouping.
///
/// Fixed point over the whole range of `Double` (2⁻¹⁰⁷⁴ … 2¹⁰²⁴) in limbs of 32 bits, each kept in 64 so that carries wait.
/// Source: U. Kulisch, "Very fast and exact accumulation of products", Computing 91 (2011) 397–405 (long accumulator).
public struct ExactSum: Mergeable {
    private static let limbCount = 68
    private static let lowestExponent = -1074
    private var limbs = [Int64](repeating: 0, count: limbCount)
    /// Additions since the carries were last passed on; each adds less than 2³² to a limb.
    private var pending = 0

    public init() {}

    /// Adds a finite number; NaN and the infinities are refused.
    /// - Returns: whether the number was taken.
    @discardableResult
    public mutating func add(_ x: Double) -> Bool {
        guard x.isFinite else { return false }
        if x != 0 { place(x, negative: x.sign == .minus) }
        return true
    }

    /// Takes back a number that was added.
    @discardableResult
    public mutating func remove(_ x: Double) -> Bool { add(-x) }

    private mutating func place(_ x: Double, negative: Bool) {
        let isNormal = x.exponentBitPattern > 0
        let bits = x.significandBitPattern | (isNormal ? 1 << 52 : 0)
        let position = isNormal ? Int(x.exponentBitPattern) - 1 : 0
        var rest = UInt128(bits) << UInt128(position % 32)
        var limb = position / 32
        while rest > 0 {
            let chunk = Int64(truncatingIfNeeded: rest & 0xFFFF_FFFF)
            limbs[limb] += negative ? -chunk : chunk
            (rest, limb) = (rest >> 32, limb + 1)
        }
        pending += 1
        if pending >= 1 << 29 { carry() }
    }

    public mutating func merge(_ other: ExactSum) {
        var theirs = other
        theirs.carry()
        carry()
        for limb in limbs.indices { limbs[limb] += theirs.limbs[limb] }
        carry()
    }

    @discardableResult
    public mutating func subtract(_ other: ExactSum) -> Bool {
        var theirs = other
        theirs.carry()
        carry()
        for limb in limbs.indices { limbs[limb] -= theirs.limbs[limb] }
        carry()
        return true
    }

    /// Brings every limb but the last, which carries the sign, into 0 ..< 2³²: one form for one number.
    private mutating func carry() {
        var over: Int64 = 0
        for limb in 0..<(Self.limbCount - 1) {
            let sum = limbs[limb] + over
            limbs[limb] = sum & 0xFFFF_FFFF
            over = sum >> 32
        }
        limbs[Self.limbCount - 1] += over
        pending = 0
    }

    /// The sum, rounded once, to the nearest; `nil` beyond the range of `Double`.
    public var value: Double? {
        var sum = self
        sum.carry()
        let negative = sum.limbs[Self.limbCount - 1] < 0
        if negative {
            for limb in sum.limbs.indices { sum.limbs[limb] = -sum.limbs[limb] }
            sum.carry()
        }
        guard let top = sum.limbs.lastIndex(where: { $0 != 0 }) else { return 0 }
        let magnitude = sum.rounded(from: top)
        guard magnitude.isFinite else { return nil }
        return negative ? -magnitude : magnitude
    }

    /// The four limbs from `top` down hold more than 64 bits; what lies lower only says "more than half" (sticky bit).
    private func rounded(from top: Int) -> Double {
        var window: UInt128 = 0
        for limb in stride(from: top, through: max(0, top - 2), by: -1) {
            window = window << 32 | UInt128(truncatingIfNeeded: limbs[limb])
        }
        let lowest = max(0, top - 2)
        let length = 128 - window.leadingZeroBitCount
        let drop = max(0, length - 64)
        var leading = UInt64(truncatingIfNeeded: window >> UInt128(drop))
        let lost = window & ((1 << UInt128(drop)) - 1) != 0 || limbs[..<lowest].contains { $0 != 0 }
        if lost { leading |= 1 }
        let exponent = Self.lowestExponent + 32 * lowest + drop
        return Double(sign: .plus, exponent: exponent, significand: Double(leading))
    }

    public static func == (a: ExactSum, b: ExactSum) -> Bool {
        var (first, second) = (a, b)
        first.carry()
        second.carry()
        return first.limbs == second.limbs
    }
}

extension ExactSum: Codable {
    public init(from decoder: any Decoder) throws {
        let stored = try decoder.singleValueContainer().decode([Int64].self)
        guard stored.count == Self.limbCount, stored.allSatisfy({ $0.magnitude <= 1 << 32 }) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an exact sum: \(stored.count) limbs"))
        }
        limbs = stored
        carry()
    }

    public func encode(to encoder: any Encoder) throws {
        var sum = self
        sum.carry()
        var container = encoder.singleValueContainer()
        try container.encode(sum.limbs)
    }
}
