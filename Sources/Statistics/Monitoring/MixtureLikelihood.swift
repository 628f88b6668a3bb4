/// The probability of a sequence over k categories when their shares are unknown: averaged over Jeffreys' prior
/// Dirichlet(½, …, ½). It depends on the counts only, so never on the order of a night's exams.
///
/// ln [ Γ(k/2) / Γ(n + k/2) · Π Γ(cᵢ + ½) / Γ(½) ].
/// Source: R. E. Krichevsky, V. K. Trofimov, IEEE Trans. Inf. Theory 27 (1981) 199–207.
enum MixtureLikelihood {
    private static let logGammaOfHalf = 0.572364942924700087071713675677

    static func log(_ counts: [Int]) -> Double {
        var (sum, n) = (0.0, 0)
        for count in counts where count > 0 { (sum, n) = (sum + rising(count), n + count) }
        return sum - whole(n, categories: counts.count)
    }

    /// Of two categories.
    static func log(_ cases: Int, _ others: Int) -> Double {
        rising(cases) + rising(others) - whole(cases + others, categories: 2)
    }

    /// Of what came after `before`: of the differences, cell by cell.
    static func log(_ counts: [Int], after before: [Int]) -> Double {
        var (sum, n) = (0.0, 0)
        for index in counts.indices where counts[index] > before[index] {
            let count = counts[index] - before[index]
            (sum, n) = (sum + rising(count), n + count)
        }
        return sum - whole(n, categories: counts.count)
    }

    /// ln Γ(c + ½) / Γ(½).
    private static func rising(_ count: Int) -> Double { LogGamma.ofHalf(2 * count + 1) - logGammaOfHalf }

    /// ln Γ(n + k/2) / Γ(k/2).
    private static func whole(_ n: Int, categories k: Int) -> Double {
        n > 0 ? LogGamma.ofHalf(2 * n + k) - LogGamma.ofHalf(k) : 0
    }

    /// The greatest that fixed shares can reach: Σ cᵢ ln(cᵢ / n).
    static func logMaximum(_ counts: [Int]) -> Double {
        let n = Double(counts.reduce(0, +))
        return counts.reduce(0.0) { $1 > 0 ? $0 + Double($1) * Elementary.log(Double($1) / n) : $0 }
    }

    /// ln Σ eˣ without overflow.
    static func logSum(_ terms: [Double]) -> Double {
        guard let largest = terms.max(), largest > -.infinity else { return -.infinity }
        return largest + Elementary.log(terms.reduce(0.0) { $0 + Elementary.exp($1 - largest) })
    }
}

/// How the unknown night of the change is weighted beforehand: wⱼ = ln 2 (1/ln(j+1) − 1/ln(j+2)), j = 1, 2, …
///
/// They sum to 1 over all nights to come, and fall hardly faster than 1/j: a change after a year is still found.
enum ChangeWeights {
    private static let ln2 = 0.693147180559945309417

    /// ln wⱼ for j = night.
    static func log(_ night: Int) -> Double {
        night < firstYears.count ? firstYears[max(0, night)] : counted(night)
    }

    /// Asked for with every night of every monitor.
    private static let firstYears = (0..<1500).map { counted(max(1, $0)) }

    private static func counted(_ night: Int) -> Double {
        let (near, far) = (Elementary.log(Double(night) + 1), Elementary.log(Double(night) + 2))
        return Elementary.log(ln2 * (far - near) / (near * far))
    }

    /// Σ over all later nights, from `night` on: ln 2 / ln(night + 1).
    static func logTail(_ night: Int) -> Double {
        Elementary.log(ln2 / Elementary.log(Double(night) + 1))
    }
}
