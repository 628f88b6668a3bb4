import Radiology

/// How many films a day has.
public struct DayCount: Sendable, Equatable {
    /// `YYYY-MM-DD`, or `undated`.
    public var day: String
    public var films: Int
    public var read: Int
    public var failed: Int
    /// Read with a severity at or above the threshold.
    public var positive: Int

    public init(day: String, films: Int, read: Int, failed: Int, positive: Int) {
        self.day = day
        self.films = films
        self.read = read
        self.failed = failed
        self.positive = positive
    }
}

/// All days that have films, by month.
public struct DaysPage: Sendable {
    public static let path = PagePaths.days
    let days: [DayCount]
    let threshold: Severity

    /// - Parameter days: newest first.
    public init(days: [DayCount], threshold: Severity) {
        self.days = days
        self.threshold = threshold
    }

    package var fields: Fields {
        var months: [Fields] = []
        var start = 0
        while start < days.count {
            let month = days[start].day.prefix(7)
            let end = days[start...].firstIndex { $0.day.prefix(7) != month } ?? days.count
            let films = days[start..<end].reduce(0) { $0 + $1.films }
            months.append([
                "heading": .text(TimeWords.month(String(month))), "count": .text(CountWords.films(films)),
                "days": .rows(days[start..<end].map(row)),
            ])
            start = end
        }
        var fields: Fields = [
            "threshold": .text(String(threshold.score)),
            "total": .text(CountWords.films(days.reduce(0) { $0 + $1.films })),
        ]
        fields["months"] = .list(months)
        return fields
    }

    private func row(_ day: DayCount) -> Fields {
        let parts = DayPage.parts(films: day.films)
        var row: Fields = [
            "day": .text(day.day), "heading": .text(TimeWords.heading(day.day)),
            "link": .text(PagePaths.toAudience(from: Self.path) + PagePaths.day(day.day)),
            "films": .text(CountWords.grouped(day.films)), "read": .text(CountWords.grouped(day.read)),
            "failed": .text(CountWords.grouped(day.failed)), "positive": .text(CountWords.grouped(day.positive)),
        ]
        if day.failed > 0 { row["hasFailed"] = true }
        if parts > 1 { row["parts"] = .text("\(parts) parts") }
        return row
    }
}
