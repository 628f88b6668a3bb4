/// The exponential and the logarithm in plain IEEE 754 arithmetic.
///
/// Why not the C library's: it chooses another routine on another processor (with or without fused multiply-add), so the
/// last bit of a page would depend on the machine. These use only `+ − × ÷`, which every machine rounds alike.
/// Error below 1.5 units in the last place (measured against 40-digit arithmetic in the tests).
package enum Elementary {
    private static let ln2High = 6.93147180369123816490e-01
    private static let ln2Low = 1.90821492927058770002e-10
    /// ½ ln 2π.
    package static let halfLogTwoPi = 0.918938533204672741780329736406

    /// eˣ. 0 below −745.13, infinity above 709.78.
    package static func exp(_ x: Double) -> Double {
        guard x > -745.14 else { return x.isNaN ? x : 0 }
        guard x < 709.79 else { return .infinity }
        let twos = (x * 1.44269504088896340736).rounded(.toNearestOrEven)
        let reduced = (x - twos * ln2High) - twos * ln2Low
        let mantissa = 1 + tail(reduced)
        return Double(sign: .plus, exponent: Int(twos), significand: mantissa)
    }

    /// eˣ − 1 without loss near 0.
    package static func expm1(_ x: Double) -> Double {
        x.magnitude < 0.45 ? tail(x) : exp(x) - 1
    }

    /// Taylor's series of eʳ − 1 for |r| ≤ 0.45, r + r² (1/2! + r/3! + … + r¹⁴/16!), its even and odd terms apart so that
    /// the processor adds both at once; the first term left out is below 10⁻¹⁸ r.
    private static func tail(_ r: Double) -> Double {
        let z = r * r
        let a = 1.0 / 479_001_600 + z * (1.0 / 87_178_291_200 + z * (1.0 / 20_922_789_888_000))
        let even = 0.5 + z * (1.0 / 24 + z * (1.0 / 720 + z * (1.0 / 40320 + z * (1.0 / 3_628_800 + z * a))))
        let b = 1.0 / 39_916_800 + z * (1.0 / 6_227_020_800 + z * (1.0 / 1_307_674_368_000))
        let odd = 1.0 / 6 + z * (1.0 / 120 + z * (1.0 / 5040 + z * (1.0 / 362_880 + z * b)))
        return r + z * (even + r * odd)
    }

    /// Natural logarithm; −∞ at 0, NaN below.
    package static func log(_ x: Double) -> Double {
        guard x > 0, x.isFinite else { return x == 0 ? -.infinity : x > 0 ? x : .nan }
        var (twos, mantissa) = (Double(x.exponent), x.significand)
        if mantissa > 1.41421356237309504880 { (twos, mantissa) = (twos + 1, mantissa / 2) }
        return combine(twos, mantissa - 1)
    }

    /// ln(1 + x) without loss near 0.
    package static func log1p(_ x: Double) -> Double {
        guard x.magnitude >= 0.29 else { return combine(0, x) }
        let sum = 1 + x
        guard sum > 0, sum.isFinite else { return log(sum) }
        // What the rounding of 1 + x lost, given back by the first term of its Taylor series.
        return log(sum) + (sum >= 2 ? 1 - (sum - x) : x - (sum - 1)) / sum
    }

    /// twos · ln 2 + ln(1 + f) by 2 artanh(s), s = f / (2 + f), √½ ≤ 1 + f ≤ √2, that is |s| ≤ 0.1716: the Taylor series
    /// 2 (s²/3 + s⁴/5 + … + s²⁴/25), alternate terms apart; the first one left out is below 10⁻¹⁹.
    private static func combine(_ twos: Double, _ f: Double) -> Double {
        let s = f / (2 + f)
        let z = s * s
        let w = z * z
        let a = 2.0 / 15 + w * (2.0 / 19 + w * (2.0 / 23))
        let one = 2.0 / 3 + w * (2.0 / 7 + w * (2.0 / 11 + w * a))
        let b = 2.0 / 17 + w * (2.0 / 21 + w * (2.0 / 25))
        let other = 2.0 / 5 + w * (2.0 / 9 + w * (2.0 / 13 + w * b))
        let series = z * (one + z * other)
        let half = 0.5 * f * f
        let small = s * (half + series) + twos * ln2Low
        return twos * ln2High - ((half - small) - f)
    }
}
