import Radiology

/// The figures above the list.
public struct Counters: Sendable, Equatable {
    public var waiting: Int
    public var readingNow: Int
    /// Films of the latest day that are read.
    public var readOnLatestDay: Int
    /// `YYYY-MM-DD`; empty when there are no films.
    public var latestDay: String
    public var failed: Int
    /// Read by the AI, with no radiologist's verdict yet.
    public var toReview: Int
    /// Something is odd about the answer that stands.
    public var odd: Int

    public init(
        waiting: Int = 0, readingNow: Int = 0, readOnLatestDay: Int = 0, latestDay: String = "", failed: Int = 0,
        toReview: Int = 0, odd: Int = 0
    ) {
        self.waiting = waiting
        self.readingNow = readingNow
        self.readOnLatestDay = readOnLatestDay
        self.latestDay = latestDay
        self.failed = failed
        self.toReview = toReview
        self.odd = odd
    }

    var fields: [Fields] {
        func tile(_ label: String, _ count: Int, _ style: String) -> Fields {
            [
                "label": .text(label), "count": .text(CountWords.grouped(count)),
                "style": .text(count == 0 ? "zero" : style),
            ]
        }
        return [
            tile("waiting", waiting, "waiting"), tile("being read", readingNow, "working"),
            tile(latestDay.isEmpty ? "read" : "read, \(TimeWords.dayAndMonth(latestDay))", readOnLatestDay, "done"),
            tile("failed", failed, "failed"), tile("to review", toReview, "review"),
            tile("odd answers", odd, "odd"),
        ]
    }
}

/// The front page: the newest days, about 300 films.
public struct IndexPage: Sendable {
    public static let path = PagePaths.index
    let counters: Counters
    let rows: [FilmRow]
    let total: Int
    let notices: [Fields]

    /// - Parameters:
    ///   - rows: newest first, whole days as far as possible.
    ///   - total: films in the whole workspace.
    ///   - notices: newest first.
    ///   - audience: for whom the notices are worded.
    public init(
        counters: Counters, rows: [FilmRow], total: Int, notices: [Notice] = [], audience: Audience = .user
    ) {
        self.counters = counters
        self.rows = rows
        self.total = total
        self.notices = notices.map { $0.fields(for: audience) }
    }

    package var fields: Fields {
        var fields: Fields = [
            "counters": .rows(counters.fields), "daysLink": .text(PagePaths.days),
            "shownWords": .text("\(CountWords.grouped(rows.count)) of \(CountWords.films(total))"),
        ]
        fields["sections"] = .list(FilmSections.fields(rows, from: Self.path))
        fields["hasFilms"] = .flag(!rows.isEmpty)
        if total > rows.count { fields["more"] = true }
        fields["notices"] = .list(notices)
        fields["hasNotices"] = .flag(!notices.isEmpty)
        return fields
    }
}

/// All films of one day, or one part of a long day.
public struct DayPage: Sendable {
    /// Films on one page; a longer day is split.
    public static let filmsPerPart = 400

    public let day: String
    /// One-based.
    public let part: Int
    public let parts: Int
    public var path: String { PagePaths.day(day, part: part) }
    let rows: [FilmRow]
    let newer: String?
    let older: String?

    /// How many parts a day of so many films has; at least one.
    public static func parts(films: Int) -> Int { max(1, (films + filmsPerPart - 1) / filmsPerPart) }

    /// - Parameters:
    ///   - day: `YYYY-MM-DD`, or `undated`.
    ///   - rows: of this part, newest first.
    ///   - newer: the next later day that has films.
    ///   - older: the next earlier day that has films.
    public init(
        day: String, rows: [FilmRow], part: Int = 1, parts: Int = 1, newer: String? = nil, older: String? = nil
    ) {
        self.day = day
        self.rows = rows
        self.part = part
        self.parts = parts
        self.newer = newer
        self.older = older
    }

    var title: String { parts > 1 ? "\(day), part \(part) of \(parts)" : day }
    var changed: String { rows.map(\.changed).max() ?? "" }

    package var fields: Fields {
        let up = PagePaths.toAudience(from: path)
        var fields: Fields = ["daysLink": .text(up + PagePaths.days)]
        fields["sections"] = .list(FilmSections.fields(rows, from: path, linksToDay: false))
        fields["newer"] = newer.map { .group(["day": .text($0), "link": .text(up + PagePaths.day($0))]) }
        fields["older"] = older.map { .group(["day": .text($0), "link": .text(up + PagePaths.day($0))]) }
        if parts > 1 {
            fields["parts"] = .rows(
                (1...parts).map { number in
                    [
                        "number": .text(String(number)), "link": .text(up + PagePaths.day(day, part: number)),
                        "here": .flag(number == part),
                    ]
                })
        }
        return fields
    }
}

/// Rows under their day headings.
enum FilmSections {
    static func fields(_ rows: [FilmRow], from page: String, linksToDay: Bool = true) -> [Fields] {
        var sections: [Fields] = []
        var start = 0
        while start < rows.count {
            let day = rows[start].day
            let end = rows[start...].firstIndex { $0.day != day } ?? rows.count
            var section: Fields = [
                "heading": .text(TimeWords.heading(day)), "count": .text(CountWords.films(end - start)),
                "rows": .rows(rows[start..<end].map { $0.fields(from: page) }),
            ]
            if linksToDay {
                section["dayLink"] = .text(PagePaths.toAudience(from: page) + PagePaths.day(day))
            }
            sections.append(section)
            start = end
        }
        return sections
    }
}

enum CountWords {
    /// `12 345`, with a no-break thin space.
    static func grouped(_ count: Int) -> String {
        let digits = Array(String(abs(count)))
        var text = count < 0 ? "−" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "\u{202F}" }
            text.append(digit)
        }
        return text
    }

    static func films(_ count: Int) -> String { count == 1 ? "1 film" : "\(grouped(count)) films" }
}
