/// xoshiro256**: the same numbers for the same seed, on every machine and with every version of Swift.
///
/// The ways to draw from it are written out here, since those of the standard library may change between versions.
/// Not for secrets. Source: D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM Trans. Math.
/// Softw. 47 (2021) 36; seeded by SplitMix64 as its authors recommend.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var (a, b, c, d): (UInt64, UInt64, UInt64, UInt64)

    public init(seed: UInt64) {
        var state = seed
        func split() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        (a, b, c, d) = (split(), split(), split(), split())
    }

    public mutating func next() -> UInt64 {
        let scrambled = b &* 5
        let result = (scrambled << 7 | scrambled >> 57) &* 9
        let shifted = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = d << 45 | d >> 19
        return result
    }

    /// Uniform in the open interval 0 … 1: the middles of 2⁵³ equal cells.
    public mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

    /// Uniform among 0 ..< `count`; 0 when there is nothing to choose from.
    /// Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019) 3.
    public mutating func below(_ count: Int) -> Int {
        guard count > 1 else { return 0 }
        let bound = UInt64(count)
        let least = (0 &- bound) % bound
        while true {
            let product = next().multipliedFullWidth(by: bound)
            if product.low >= least { return Int(product.high) }
        }
    }

    /// How many of `trials` succeed, each with probability `p` in 0…1: exact inversion outwards from the mode, about
    /// √(n p (1−p)) steps; beyond 20 of them by rejection, whose cost does not grow with the trials.
    /// Source: C. D. Kemp, "A modal method for generating binomial variables", Comm. Stat. A 15 (1986).
    public mutating func binomial(_ trials: Int, _ p: Double) -> Int {
        guard trials > 0, p > 0 else { return 0 }
        guard p < 1 else { return trials }
        if Double(trials) * p * (1 - p) > 400 {
            return p > 0.5 ? trials - rejected(trials, 1 - p) : rejected(trials, p)
        }
        let (n, odds) = (Double(trials), p / (1 - p))
        let mode = min(trials, Int((n + 1) * p))
        var left = uniform()
        var (low, high) = (mode, mode)
        var lowMass = BinomialDistribution.mass(Double(mode), n - Double(mode), p: p, q: 1 - p)
        var highMass = lowMass
        left -= lowMass
        if left <= 0 { return mode }
        while low > 0 || high < trials {
            if high < trials {
                highMass *= (n - Double(high)) / Double(high + 1) * odds
                high += 1
                left -= highMass
                if left <= 0 { return high }
            }
            if low > 0 {
                lowMass *= Double(low) / ((n - Double(low) + 1) * odds)
                low -= 1
                left -= lowMass
                if left <= 0 { return low }
            }
        }
        return mode  // rounding left a rest of about 10⁻¹⁵
    }

    /// For p ≤ ½ and n p ≥ 10: transformed rejection with squeeze, 1.1 tries on the average.
    /// Source: W. Hörmann, "The generation of binomial random variates", J. Stat. Comput. Simul. 46 (1993) 101–110 (BTRS).
    private mutating func rejected(_ trials: Int, _ p: Double) -> Int {
        let (n, q) = (Double(trials), 1 - p)
        let deviation = (n * p * q).squareRoot()
        let b = 1.15 + 2.53 * deviation
        let a = -0.0873 + 0.0248 * b + 0.01 * p
        let mode = ((n + 1) * p).rounded(.down)
        let highest = BinomialDistribution.mass(mode, n - mode, p: p, q: q)
        while true {
            let u = uniform() - 0.5
            let v = uniform()
            let edge = 0.5 - u.magnitude
            let drawn = ((2 * a / edge + b) * u + n * p + 0.5).rounded(.down)
            if edge >= 0.07, v <= 0.92 - 4.2 / b { return Int(drawn) }
            guard drawn >= 0, drawn <= n else { continue }
            let height = v * (2.83 + 5.1 / b) * deviation / (a / (edge * edge) + b)
            if height * highest <= BinomialDistribution.mass(drawn, n - drawn, p: p, q: q) { return Int(drawn) }
        }
    }
}
