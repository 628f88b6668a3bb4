/// How fast the standard error changes with the figure: a sixth of the skewness of the leave-one-out values.
///
/// a = Σₛ Σᵢ U³/nₛ³ / (6 (Σₛ Σᵢ U²/nₛ²)^1.5), U = (nₛ − 1) (mean of θ₍ᵢ₎ − θ₍ᵢ₎) within stratum s.
/// Source: B. Efron, JASA 82 (1987) 171–185, §7; several samples: Efron & Tibshirani (1993), §14.5 and problem 14.11.
struct Acceleration {
    let value: Double

    /// `nil` where leaving one exam out leaves the figure undefined. Exams of one cell are left out once for all.
    init?(_ strata: [[Int]], _ statistic: ([[Int]]) -> Double?) {
        var (cubes, squares) = (0.0, 0.0)
        for (stratum, cells) in strata.enumerated() {
            let n = Double(cells.reduce(0, +))
            guard n > 1 else { continue }
            var left: [(value: Double, times: Double)] = []
            for (cell, exams) in cells.enumerated() where exams > 0 {
                var without = strata
                without[stratum][cell] -= 1
                guard let value = statistic(without), value.isFinite else { return nil }
                left.append((value, Double(exams)))
            }
            let mean = left.reduce(0.0) { $0 + $1.value * $1.times } / n
            for (value, times) in left {
                let influence = (n - 1) * (mean - value) / n
                squares += times * (influence * influence)
                cubes += times * (influence * influence * influence)
            }
        }
        value = squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    }
}
