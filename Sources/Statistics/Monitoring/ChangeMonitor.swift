/// Sounds when the shares of some categories (positive or not; parsed or not; severity 0…10) have changed, and may be
/// read every night: over *all* nights together the probability of a false alarm is at most α.
///
/// No baseline is needed; the shares before and after are unknown. The evidence after t nights is
///
///     Eₜ = [ Σ_{j<t} wⱼ KT(nights 1…j) KT(nights j+1…t) + (Σ_{j≥t} wⱼ) KT(nights 1…t) ] / maxθ L(θ; nights 1…t)
///
/// with KT of `MixtureLikelihood` and w of `ChangeWeights`. Proof of the bound: the numerator is the probability that one
/// fixed law (a mixture over j) gives the exams, so divided by L(θ) it is a martingale of mean 1 under every unchanged θ
/// (J. Ville 1939), and Eₜ is never above it (universal inference: L. Wasserman, A. Ramdas, S. Balakrishnan, PNAS 117
/// (2020) 16880–16890); so P(some Eₜ ≥ 1/α) ≤ α. It needs what any control chart needs: given the past, an exam's category
/// does not depend on how many exams come that night; categories are fixed before looking. For several monitors at once
/// see `MultipleComparisons.alarms`.
public struct ChangeMonitor: Equatable, Sendable, Codable {
    public let alpha: Double
    public let categories: Int
    /// Counts up to and including each night.
    private var cumulative: [[Int]] = []
    /// ln Eₜ after each night. It may fall again: an alarm that has sounded stays valid.
    public private(set) var logEvidence: [Double] = []
    /// The first night with Eₜ ≥ 1/α.
    public private(set) var alarm: Int?

    /// `nil` unless 2…1000 categories and 0 < α < 1.
    public init?(categories: Int, alpha: Double = 0.05) {
        guard (2...1000).contains(categories), alpha > 0, alpha < 1 else { return nil }
        (self.categories, self.alpha) = (categories, alpha)
    }

    /// How many nights have been appended.
    public var nights: Int { cumulative.count }

    /// One night's exams by category; a night without exams counts too.
    /// - Returns: false, and nothing is changed, when the list has another length or a number outside of 0 … 2³¹.
    @discardableResult
    public mutating func append(_ counts: [Int]) -> Bool {
        guard counts.count == categories, counts.allSatisfy({ (0...1 << 31).contains($0) }) else { return false }
        cumulative.append(cumulative.last.map { zip($0, counts).map(+) } ?? counts)
        let now = MixtureLikelihood.logSum(terms) - MixtureLikelihood.logMaximum(cumulative.last ?? counts)
        logEvidence.append(now)
        if alarm == nil, now >= -Elementary.log(alpha) { alarm = nights - 1 }
        return true
    }

    /// ln of each summand of the numerator: change after night j = 1 … t−1, and last "no change so far".
    private var terms: [Double] {
        guard let all = cumulative.last else { return [] }
        let changed = cumulative.dropLast().enumerated().map { index, before in
            ChangeWeights.log(index + 1) + MixtureLikelihood.log(before) + MixtureLikelihood.log(all, after: before)
        }
        return changed + [ChangeWeights.logTail(cumulative.count) + MixtureLikelihood.log(all)]
    }

    /// Where the change most probably is: the index of the first night after it, and its share of the probability of
    /// all possibilities, 0…1. `nil` while "no change" is the most probable.
    public var changePoint: (night: Int, probability: Double)? {
        let terms = terms
        let all = MixtureLikelihood.logSum(terms)
        guard let best = terms.indices.max(by: { terms[$0] < terms[$1] }), best < terms.count - 1 else { return nil }
        return (best + 1, Elementary.exp(terms[best] - all))
    }
}
