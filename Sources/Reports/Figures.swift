import Radiology

/// Films of one day and region, whatever their status.
public struct DayRegionCount: Sendable, Equatable {
    /// `YYYY-MM-DD`, local time of the modality.
    public var day: String
    public var region: BodyRegion?
    public var films: Int

    public init(day: String, region: BodyRegion?, films: Int) {
        self.day = day
        self.region = region
        self.films = films
    }
}

/// Read films (status `done`) of one region by the severity that was given to them.
public struct SeverityCount: Sendable, Equatable {
    public var region: BodyRegion?
    /// `nil`: not assessed.
    public var severity: Severity?
    /// Films to which the AI gave this severity.
    public var ai: Int
    /// Films to whose report the radiologist's severity is this one; films without a report count nowhere.
    public var radiologist: Int

    public init(region: BodyRegion?, severity: Severity?, ai: Int, radiologist: Int) {
        self.region = region
        self.severity = severity
        self.ai = ai
        self.radiologist = radiologist
    }
}

/// Read films (status `done`) of one region by how the two verdicts stand to each other.
public struct AgreementCount: Sendable, Equatable {
    public var region: BodyRegion?
    public var agreement: Agreement
    public var films: Int

    public init(region: BodyRegion?, agreement: Agreement, films: Int) {
        self.region = region
        self.agreement = agreement
        self.films = films
    }
}

/// The latest days and the most frequent regions as a grid: what the chart draws and the table under it says.
package struct DayRegionGrid: Sendable, Equatable {
    /// Oldest first.
    package let days: [String]
    /// Most frequent first; the last may be "other regions".
    package let columns: [String]
    package let colours: [UInt32]
    /// `films[day][column]`.
    package let films: [[Int]]

    static let mostDays = 31

    package init(_ counts: [DayRegionCount]) {
        let days = Array(Set(counts.lazy.filter { $0.films > 0 }.map(\.day)).sorted().suffix(Self.mostDays))
        let place = Dictionary(uniqueKeysWithValues: days.enumerated().map { ($1, $0) })
        let shown = counts.filter { place[$0.day] != nil && $0.films > 0 }
        var totals: [BodyRegion?: Int] = [:]
        for count in shown { totals[count.region, default: 0] += count.films }
        let ranked = totals.sorted {
            ($1.value, RegionWords.words($0.key)) < ($0.value, RegionWords.words($1.key))
        }.map(\.key)
        let own = Array(ranked.prefix(Palette.regions.count))
        let hasOther = ranked.count > own.count
        var films = [[Int]](repeating: [Int](repeating: 0, count: own.count + (hasOther ? 1 : 0)), count: days.count)
        for count in shown {
            guard let row = place[count.day] else { continue }
            films[row][own.firstIndex(of: count.region) ?? own.count] += count.films
        }
        self.days = days
        self.films = films
        columns = own.map(RegionWords.words) + (hasOther ? ["other regions"] : [])
        colours = Palette.assign(own) + (hasOther ? [Palette.other] : [])
    }

    package var total: Int { films.reduce(0) { $0 + $1.reduce(0, +) } }
}

/// Films by severity, for both readers: index 0 is "not assessed", then 0…10.
struct SeverityColumns: Sendable, Equatable {
    private(set) var ai = [Int](repeating: 0, count: 12)
    private(set) var radiologist = [Int](repeating: 0, count: 12)

    init(_ counts: [SeverityCount]) {
        for count in counts {
            let column = count.severity.map { $0.score + 1 } ?? 0
            ai[column] += count.ai
            radiologist[column] += count.radiologist
        }
    }

    static func label(_ column: Int) -> String { column == 0 ? "not assessed" : String(column - 1) }
}
