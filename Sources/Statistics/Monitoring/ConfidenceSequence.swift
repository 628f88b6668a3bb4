/// Intervals of a running rate that hold at *all* times together: however often one looks, the probability that the
/// true rate was ever outside is at most 1 − level. Wider than `Proportion.wilson`, which holds for one look.
///
/// {p : KT(s, f) / (pˢ (1−p)ᶠ) < 1/α}, the rates that the mixture martingale has not refuted.
/// Sources: H. Robbins, Ann. Math. Stat. 41 (1970) 1397–1409; S. R. Howard, A. Ramdas, J. McAuliffe, J. Sekhon, Ann. Stat.
/// 49 (2021) 1055–1080 (beta-binomial mixture).
public enum ConfidenceSequence {
    /// For all exams seen so far; `nil` without exams.
    public static func interval(_ seen: Proportion, level: Double = 0.95) -> Interval? {
        guard let rate = seen.value, level > 0, level < 1 else { return nil }
        let (cases, rest) = (Double(seen.count), Double(seen.complement.count))
        let bound = MixtureLikelihood.log(seen.count, seen.complement.count) + Elementary.log(1 - level)
        /// Below 0 inside of the interval; falls up to the rate and rises after it.
        func excess(_ p: Double) -> Double {
            let ours = cases > 0 ? cases * Elementary.log(p) : 0
            return bound - ours - (rest > 0 ? rest * Elementary.log1p(-p) : 0)
        }
        return Interval(
            cases > 0 ? boundary(excess, outside: 0, inside: rate) : 0,
            rest > 0 ? boundary(excess, outside: 1, inside: rate) : 1, level: level)
    }

    /// Halves until nothing lies between; the outer end is taken.
    private static func boundary(_ excess: (Double) -> Double, outside: Double, inside: Double) -> Double {
        var (outside, inside) = (outside, inside)
        for _ in 0..<1200 {
            let middle = outside + (inside - outside) / 2
            guard middle != outside, middle != inside else { break }
            if excess(middle) < 0 { inside = middle } else { outside = middle }
        }
        return outside
    }
}
