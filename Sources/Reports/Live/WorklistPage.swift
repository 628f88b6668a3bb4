import Radiology

/// Films about which the AI and the radiologist differ, the largest difference first.
public struct WorklistPage: Sendable {
    public static let path = "worklist.html"
    let rows: [LiveFilmRow]
    let total: Int
    let isWithReviewed: Bool
    let threshold: Severity

    /// - Parameters:
    ///   - rows: the largest difference first.
    ///   - total: films in disagreement, reviewed or not.
    ///   - isWithReviewed: whether films that somebody has reviewed already are among the rows.
    public init(rows: [LiveFilmRow], total: Int, isWithReviewed: Bool, threshold: Severity) {
        self.rows = rows
        self.total = total
        self.isWithReviewed = isWithReviewed
        self.threshold = threshold
    }

    package var fields: Fields {
        var fields: Fields = [
            "total": .text(CountWords.films(total)), "shown": .text(CountWords.films(rows.count)),
            "isWithReviewed": .flag(isWithReviewed), "threshold": .text(String(threshold.score)),
            "isEmpty": .flag(rows.isEmpty),
        ]
        if !rows.isEmpty {
            fields["sections"] = .rows([
                [
                    "heading": "Largest difference first", "count": .text(CountWords.films(rows.count)),
                    "withDay": true, "withDifference": true,
                    "rows": .rows(rows.map { $0.fields(from: Self.path) }),
                ]
            ])
        }
        return fields
    }
}
