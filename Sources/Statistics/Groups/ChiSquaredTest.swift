/// Pearson's test that the rows of a table have the same distribution: Σ (observed − expected)² / expected.
///
/// Source: K. Pearson, Phil. Mag. 50 (1900) 157–175; continuity: F. Yates, J. R. Stat. Soc. Suppl. 1 (1934) 217–235.
public struct ChiSquaredTest: Equatable, Sendable {
    public let statistic: Double
    /// (rows − 1)(columns − 1), without empty ones.
    public let degrees: Int
    /// 0…1.
    public let pValue: Double
    /// Below 5 the p value is rough, below 1 it should not be shown (W. G. Cochran, Biometrics 10 (1954) 417–451).
    public let smallestExpected: Double

    /// - Parameters:
    ///   - table: counts, row-major; rows and columns of zeros are left out.
    ///   - continuity: Yates' correction, 2 × 2 only.
    /// - Returns: `nil` unless at least 2 × 2 remain of a rectangular table without negative numbers.
    public init?(_ table: [[Int]], continuity: Bool = false) {
        guard let width = table.first?.count,
            table.allSatisfy({ $0.count == width && $0.allSatisfy { (0...1 << 38).contains($0) } })
        else { return nil }
        let rows = table.filter { $0.contains { $0 > 0 } }
        let columns = (0..<width).filter { column in rows.contains { $0[column] > 0 } }
        guard rows.count > 1, columns.count > 1 else { return nil }
        let sums = columns.map { column in Double(rows.reduce(0) { $0 + $1[column] }) }
        let all = sums.reduce(0, +)
        let correct = continuity && rows.count == 2 && columns.count == 2
        var (statistic, smallest) = (0.0, Double.infinity)
        for row in rows {
            let sum = Double(row.reduce(0, +))
            for (index, column) in columns.enumerated() {
                let expected = sum * sums[index] / all
                let gap = (Double(row[column]) - expected).magnitude
                let distance = correct ? gap - min(0.5, gap) : gap
                statistic += distance * distance / expected
                smallest = min(smallest, expected)
            }
        }
        degrees = (rows.count - 1) * (columns.count - 1)
        guard let p = ChiSquaredDistribution.upper(statistic, degrees: Double(degrees)) else { return nil }
        (self.statistic, pValue, smallestExpected) = (statistic, p, smallest)
    }
}
