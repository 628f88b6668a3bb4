/// Sounds when a rate is no longer as agreed (at most 10 % disagreement, say), with a false alarm over *all* nights with
/// probability at most α.
///
/// The evidence after t nights, for target p₀ and a change that begins with night j (weight wⱼ of `ChangeWeights`):
///
///     Eₜ = Σ_{j≤t} wⱼ M(nights j…t) + Σ_{j>t} wⱼ,   M = ∫ (p/p₀)ˢ ((1−p)/(1−p₀))ᶠ π(p) dp
///
/// with s cases and f other exams in those nights. π is Jeffreys' prior Beta(½, ½), cut to the side of p₀ that matters.
/// Each M is a martingale of mean 1 at p₀; cut to p > p₀ it is a supermartingale for every lower rate too, so "above"
/// holds for p ≤ p₀ as well. Then P(some Eₜ ≥ 1/α) ≤ α.
/// Sources: J. Ville (1939); H. Robbins, Ann. Math. Stat. 41 (1970) 1397–1409 (mixtures); A. Ramdas et al., "Game-theoretic
/// statistics and safe anytime-valid inference", Stat. Sci. 38 (2023) 576–601.
public struct TargetMonitor: Equatable, Sendable, Codable {
    public enum Side: String, Sendable, Codable { case above, below, either }

    /// p₀, inside 0…1.
    public let target: Double
    public let side: Side
    public let alpha: Double
    private var cumulative: [Proportion] = []
    /// ln Eₜ after each night.
    public private(set) var logEvidence: [Double] = []
    /// The first night with Eₜ ≥ 1/α.
    public private(set) var alarm: Int?

    /// `nil` unless 0 < target < 1 and 0 < α < 1.
    public init?(target: Double, side: Side = .above, alpha: Double = 0.05) {
        guard target > 0, target < 1, alpha > 0, alpha < 1 else { return nil }
        (self.target, self.side, self.alpha) = (target, side, alpha)
    }

    /// One night's cases of exams; a night without exams counts too.
    /// - Returns: false, and nothing is changed, when all nights together exceed 2⁴⁰ exams.
    @discardableResult
    public mutating func append(_ night: Proportion) -> Bool {
        let before = cumulative.last ?? Proportion(counted: 0, of: 0)
        guard let all = Proportion(before.count + night.count, of: before.total + night.total) else { return false }
        let starts = [Proportion(counted: 0, of: 0)] + cumulative
        cumulative.append(all)
        let reference = Reference(target)
        let terms = starts.enumerated().map { index, start in
            let since = Proportion(counted: all.count - start.count, of: all.total - start.total)
            return ChangeWeights.log(index + 1) + logRatio(since, reference)
        }
        let now = MixtureLikelihood.logSum(terms + [ChangeWeights.logTail(cumulative.count + 1)])
        logEvidence.append(now)
        if alarm == nil, now >= -Elementary.log(alpha) { alarm = cumulative.count - 1 }
        return true
    }

    /// What every M is compared with.
    private struct Reference {
        let logTarget, logRest: Double
        /// π's shares below and above the target.
        let prior: (lower: Double, upper: Double)

        init(_ target: Double) {
            (logTarget, logRest) = (Elementary.log(target), Elementary.log1p(-target))
            prior = IncompleteBeta.of(target, 0.5, 0.5)
        }
    }

    /// ln M: the mixture's probability over the target's.
    private func logRatio(_ seen: Proportion, _ reference: Reference) -> Double {
        guard seen.total > 0 else { return 0 }
        let (cases, rest) = (Double(seen.count), Double(seen.complement.count))
        let expected = cases * reference.logTarget + rest * reference.logRest
        let both = MixtureLikelihood.log(seen.count, seen.complement.count) - expected
        guard side != .either else { return both }
        let after = IncompleteBeta.of(target, cases + 0.5, rest + 0.5)
        let share = side == .above ? after.upper / reference.prior.upper : after.lower / reference.prior.lower
        return both + Elementary.log(share)
    }
}
