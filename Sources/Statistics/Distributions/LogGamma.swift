/// The logarithm of the gamma function.
public enum LogGamma {
    /// ζ(k) − 1 for k = 2 … 30.
    private static let zetaMinusOne: [Double] = [
        0.6449340668482264365, 0.2020569031595942854, 0.08232323371113819152, 0.03692775514336992633,
        0.01734306198444913971, 0.00834927738192282684, 0.004077356197944339379, 0.002008392826082214418,
        0.0009945751278180853371, 0.0004941886041194645587, 0.0002460865533080482986, 0.0001227133475784891468,
        0.00006124813505870482926, 0.00003058823630702049355, 0.00001528225940865187173, 7.637197637899762274e-6,
        3.817293264999839856e-6, 1.908212716553938926e-6, 9.539620338727961132e-7, 4.769329867878064631e-7,
        2.3845050272773299e-7, 1.192199259653110731e-7, 5.960818905125947961e-8, 2.980350351465228019e-8,
        1.490155482836504123e-8, 7.450711789835429492e-9, 3.725334024788457055e-9, 1.862659723513049006e-9,
        9.313274324196681829e-10,
    ]
    /// `stirlingError` of 1 … 9, which counting needs most.
    private static let ofOneToNine: [Double] = [
        0.0810614667953272582, 0.0413406959554092941, 0.0276779256849983391, 0.0207906721037650931,
        0.0166446911898211922,
        0.013876128823070748, 0.0118967099458917701, 0.0104112652619720965, 0.00925546218271273292,
    ]
    /// 1 − γ (Euler's constant).
    private static let oneMinusEuler = 0.42278433509846713939

    /// ln Γ(x) for x > 0, relative error below 10⁻¹² also beside its zeros at 1 and 2; `nil` elsewhere.
    ///
    /// x ≥ 10: Stirling's series. Below: Taylor's series about 2 (DLMF 5.7.3) and Γ(x + 1) = x Γ(x).
    public static func value(_ x: Double) -> Double? { x > 0 && x.isFinite ? of(x) : nil }

    /// As `value`, for an argument known to be positive.
    package static func of(_ x: Double) -> Double {
        if x >= 10 { return (x - 0.5) * Elementary.log(x) - x + Elementary.halfLogTwoPi + series(x) }
        if x < 0.5 { return of(x + 1) - Elementary.log(x) }
        if x < 1.5 { return aboutTwo(x - 1) - Elementary.log1p(x - 1) }
        var (argument, product) = (x, 1.0)
        while argument > 2.5 {
            argument -= 1
            product *= argument
        }
        return aboutTwo(argument - 2) + (product == 1 ? 0 : Elementary.log(product))
    }

    /// ln Γ(i / 2) for i = 1 … 8191, counted once: the monitors ask for counts and a half, thousands of times a night.
    private static let ofSmallHalves = (0..<8192).map { $0 == 0 ? Double.infinity : of(Double($0) / 2) }

    /// ln Γ(i / 2) for i > 0.
    package static func ofHalf(_ i: Int) -> Double {
        i < ofSmallHalves.count ? ofSmallHalves[max(0, i)] : of(Double(i) / 2)
    }

    /// ln Γ(2 + z) = (1 − γ) z + Σ (−1)ᵏ (ζ(k) − 1) zᵏ / k, |z| ≤ ½.
    private static func aboutTwo(_ z: Double) -> Double {
        var sum = 0.0
        for index in zetaMinusOne.indices.reversed() {
            let k = Double(index + 2)
            sum = zetaMinusOne[index] / k - sum * z
        }
        return z * (oneMinusEuler + z * sum)
    }

    /// What Stirling's formula leaves out: ln n! − ½ ln(2πn) − n ln n + n, for n > 0.
    /// Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000), δ(n).
    package static func stirlingError(_ n: Double) -> Double {
        if n >= 10 { return series(n) }
        if n >= 1, n == n.rounded(.down) { return ofOneToNine[Int(n) - 1] }
        return of(n + 1) - (n + 0.5) * Elementary.log(n) + n - Elementary.halfLogTwoPi
    }

    /// Stirling's series (DLMF 5.11.1) for x ≥ 10: Σ B₂ₖ / (2k (2k−1) x²ᵏ⁻¹).
    private static func series(_ x: Double) -> Double {
        let w = 1 / (x * x)
        let far = w * (1.0 / 156 - w * (3617.0 / 122_400))
        let middle = w * (1.0 / 1188 - w * (691.0 / 360_360 - far))
        let near = w * (1.0 / 1260 - w * (1.0 / 1680 - middle))
        return (1.0 / 12 - w * (1.0 / 360 - near)) / x
    }
}
