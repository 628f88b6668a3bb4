import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("Facts mean the same exams as the list does")
struct FactMatchStories {
    let folder: TemporaryFolder
    let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    private func found(_ filter: ExamFilter, _ threshold: Int, _ set: Set<UInt64>? = nil) throws -> Set<UInt64> {
        var hashes: Set<UInt64> = []
        try archive.facts.walk(filter, threshold: threshold, found: set) { fact, _ in hashes.insert(fact.uidHash) }
        return hashes
    }

    private func listed(_ index: ExamIndex, _ filter: ExamFilter) throws -> Set<UInt64> {
        Set(try index.uids(filter).map(ExamFact.hash(of:)))
    }

    /// Times that break off, that no calendar has, and that are written otherwise.
    private static let oddTimes = [
        "2025", "2025-07", "2025-13-45 10:00:00", "2025/07/01 10:00:00", "2025-02-31 10:00:00", "2025-07-01T10:00:00Z",
        "2025-07-01 10", "2025-07-01 31:00:00", "0000-01-01 00:00:00", "20250701", "x'3230'", "2025-07-0199",
    ]

    @Test("Every filter finds what the list finds", arguments: [(81, 5), (82, 3), (83, 8)] as [(UInt64, Int)])
    func filters(seed: UInt64, threshold: Int) throws {
        var ward = try RandomWard(folder.workspace, seed: seed)
        try ward.admit(1200)
        try ward.run(
            Self.oddTimes.enumerated().map { number, time in
                ("INSERT INTO exams (uid, created, status) VALUES (?, ?, 'done')", ["1.7.\(number)", time])
            } + [("INSERT INTO exams (uid, created, status) VALUES ('../x', '2025-07-01', 'done')", [])])
        try archive.facts.refresh()
        let index = ExamIndex(archive, threshold: threshold)
        var met = 0
        for round in 0..<300 {
            let filter = round == 0 ? ExamFilter() : ExamFilter.random(&ward.numbers)
            let expected = try listed(index, filter)
            var search = ExamFilter()
            (search.search, search.wholeWords) = (filter.search, filter.wholeWords)
            let set = filter.search == nil ? nil : try listed(index, search)
            met += expected.count
            try #require(try found(filter, threshold, set) == expected, "round \(round): \(filter)")
        }
        #expect(met > 3000)
        var search = ExamFilter()
        search.search = "a"
        #expect(try found(search, threshold).isEmpty)
        search.search = ""
        #expect(try found(search, threshold) == listed(index, search))
    }

    @Test("A filter asked about one fact says the same as one made ready for many")
    func matches() throws {
        var ward = try RandomWard(folder.workspace, seed: 84)
        try ward.admit(150)
        try archive.facts.refresh()
        for _ in 0..<40 {
            var filter = ExamFilter.random(&ward.numbers)
            filter.search = nil
            var (one, many) = (Set<UInt64>(), Set<UInt64>())
            try archive.facts.walk { _, records, names in
                let selection = FactSelection(filter, threshold: 5, names: names)
                records.each { fact in
                    if filter.matches(fact, names, threshold: 5) { one.insert(fact.uidHash) }
                    if selection.admits(fact) { many.insert(fact.uidHash) }
                }
            }
            #expect(one == many)
        }
    }

    @Test("The figures that both have are equal: severities, hours, ages and latencies")
    func figures() throws {
        var ward = try RandomWard(folder.workspace, seed: 85)
        try ward.admit(1000)
        try archive.facts.refresh()
        let index = ExamIndex(archive, threshold: 5)
        var (severities, hours) = ([Int](repeating: 0, count: 11), [Int](repeating: 0, count: 24))
        var (aged, seconds) = (0, 0)
        try archive.facts.walk(.done, threshold: 5) { fact, _ in
            if let severity = fact.compared(threshold: 5) { severities[severity.score] += 1 }
            if let hour = fact.hour { hours[hour] += 1 }
            if fact.age != nil { aged += 1 }
            seconds += fact.latency ?? 0
        }
        let insights = try index.insights()
        #expect(try severities == index.severities() && hours == insights.hours)
        #expect(aged == insights.ages.reduce(0) { $0 + $1.exams } && aged > 50)
        #expect(seconds == insights.processing.reduce(0) { $0 + $1.latency.seconds } && seconds > 1000)
    }
}
