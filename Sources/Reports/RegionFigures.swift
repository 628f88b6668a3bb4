import Radiology

/// One line of the region table.
struct RegionFigures: Sendable, Equatable {
    let name: String
    let films: Int
    let read: Int
    let assessed: Int
    /// Assessed by the AI at or above the threshold.
    let positive: Int
    let compared: Int
    let agreed: Int

    /// Most films first, then by name; the last line is the sum.
    static func all(
        _ days: [DayRegionCount], _ severities: [SeverityCount], _ agreements: [AgreementCount], _ threshold: Severity
    ) -> [RegionFigures] {
        let regions = Set(days.map(\.region)).union(severities.map(\.region)).union(agreements.map(\.region))
        let lines = regions.map { region in
            Self(
                name: RegionWords.words(region), days.filter { $0.region == region },
                severities.filter { $0.region == region }, agreements.filter { $0.region == region }, threshold)
        }
        let sum = Self(name: "all regions", days, severities, agreements, threshold)
        return lines.sorted { ($1.films, $0.name) < ($0.films, $1.name) } + (lines.isEmpty ? [] : [sum])
    }

    private init(
        name: String, _ days: [DayRegionCount], _ severities: [SeverityCount], _ agreements: [AgreementCount],
        _ threshold: Severity
    ) {
        self.name = name
        films = days.reduce(0) { $0 + $1.films }
        read = severities.reduce(0) { $0 + $1.ai }
        assessed = severities.reduce(0) { $0 + ($1.severity == nil ? 0 : $1.ai) }
        positive = severities.reduce(0) { sum, count in
            guard let severity = count.severity, severity >= threshold else { return sum }
            return sum + count.ai
        }
        compared = agreements.reduce(0) { $0 + ($1.agreement.isAgreement == nil ? 0 : $1.films) }
        agreed = agreements.reduce(0) { $0 + ($1.agreement.isAgreement == true ? $1.films : 0) }
    }

    var fields: Fields {
        let positives = Rate(part: positive, whole: assessed)
        let agreements = Rate(part: agreed, whole: compared)
        return [
            "name": .text(name), "films": .text(CountWords.grouped(films)), "read": .text(CountWords.grouped(read)),
            "assessed": .text(CountWords.grouped(assessed)), "positive": .text(positives.counts),
            "positiveRate": .text(positives.words), "agreed": .text(agreements.counts),
            "agreedRate": .text(agreements.words), "sum": .flag(name == "all regions"),
        ]
    }
}
