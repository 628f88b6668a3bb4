/// Agreement of two readers beyond chance: κ = (pₒ − pₑ) / (1 − pₑ), −1…1; 0 is chance, 1 is always.
///
/// Sources: J. Cohen, Educ. Psychol. Meas. 20 (1960) 37–46 and Psychol. Bull. 70 (1968) 213–220 (weighted);
/// J. L. Fleiss, J. Cohen, B. S. Everitt, Psychol. Bull. 72 (1969) 323–327 (large-sample variance).
public struct CohenKappa: Equatable, Sendable {
    /// What a disagreement by d of k categories still counts as agreement.
    public enum Weights: String, Sendable, CaseIterable {
        /// 0: only the same category agrees.
        case none
        /// 1 − d / (k − 1).
        case linear
        /// 1 − d² / (k − 1)².
        case quadratic

        func agreement(_ a: Int, _ b: Int, of categories: Int) -> Double {
            let distance = Double(abs(a - b)) / Double(max(1, categories - 1))
            return switch self {
            case .none: a == b ? 1 : 0
            case .linear: 1 - distance
            case .quadratic: 1 - distance * distance
            }
        }
    }

    public let value: Double
    public let standardError: Double
    /// Exams that both assessed.
    public let count: Int

    /// - Parameter table: k × k counts, row-major, one reader down and the other across.
    /// - Returns: `nil` without exams, when chance agrees always, or when the table is not square.
    public init?(table: [[Int]], weights: Weights = .none) {
        let categories = table.indices
        guard table.allSatisfy({ $0.count == table.count && $0.allSatisfy { (0...1 << 38).contains($0) } }) else {
            return nil
        }
        let count = table.joined().reduce(0, +)
        guard count > 0 else { return nil }
        let p = table.map { row in row.map { Double($0) / Double(count) } }
        let weight = categories.map { i in categories.map { weights.agreement(i, $0, of: table.count) } }
        let rows = table.map { Double($0.reduce(0, +)) / Double(count) }
        let columns = categories.map { j in Double(table.reduce(0) { $0 + $1[j] }) / Double(count) }
        let rowMeans = categories.map { i in categories.reduce(0.0) { $0 + columns[$1] * weight[i][$1] } }
        let columnMeans = categories.map { j in categories.reduce(0.0) { $0 + rows[$1] * weight[$1][j] } }
        var (observed, expected) = (0.0, 0.0)
        for i in categories {
            for j in categories {
                observed += weight[i][j] * p[i][j]
                expected += weight[i][j] * (rows[i] * columns[j])
            }
        }
        guard let kappa = Self.value(observed: observed, expected: expected) else { return nil }
        var spread = 0.0
        for i in categories {
            for j in categories {
                let term = weight[i][j] - (rowMeans[i] + columnMeans[j]) * (1 - kappa)
                spread += p[i][j] * (term * term)
            }
        }
        let centre = kappa - expected * (1 - kappa)
        let variance = max(0, spread - centre * centre) / (Double(count) * (1 - expected) * (1 - expected))
        (value, standardError, self.count) = (kappa, variance.squareRoot(), count)
    }

    /// κ ± z · standard error, inside −1…1; for few exams prefer `Bootstrap`.
    public func interval(level: Double = 0.95) -> Interval? {
        Interval.wald(value, standardError, level: level, inside: -1...1)
    }
}

extension CohenKappa {
    /// `CohenKappa.value` alone, for thousands of resamples: the same additions in the same order, so the same bits.
    struct Value {
        private let categories: Int
        /// Row-major.
        private let weights: [Double]

        init(_ weights: Weights, categories: Int) {
            self.categories = categories
            self.weights = (0..<categories * categories).map {
                weights.agreement($0 / categories, $0 % categories, of: categories)
            }
        }

        /// - Parameter cells: `categories` × `categories`, row-major, none below 0.
        func of(_ cells: [Int]) -> Double? {
            var (rows, columns) = ([Int](repeating: 0, count: categories), [Int](repeating: 0, count: categories))
            for row in 0..<categories {
                for column in 0..<categories {
                    let exams = cells[row * categories + column]
                    rows[row] += exams
                    columns[column] += exams
                }
            }
            let count = rows.reduce(0, +)
            guard count > 0 else { return nil }
            let all = Double(count)
            let shares = columns.map { Double($0) / all }
            var (observed, expected) = (0.0, 0.0)
            for row in 0..<categories {
                let share = Double(rows[row]) / all
                for column in 0..<categories {
                    let weight = weights[row * categories + column]
                    observed += weight * (Double(cells[row * categories + column]) / all)
                    expected += weight * (share * shares[column])
                }
            }
            return CohenKappa.value(observed: observed, expected: expected)
        }
    }

    static func value(observed: Double, expected: Double) -> Double? {
        1 - expected > 1e-12 ? (observed - expected) / (1 - expected) : nil
    }
}
