import Foundation
import Radiology
import Reports
import Store

/// Draws the pages from the database: all of them into an empty folder, afterwards only those that a change touches.
///
/// A changed exam touches its own page, those of its two neighbours in the list (they link to each other), those of
/// later films of the same patient and region (they show it), its day, and the pages about everything.
/// No clock and no chance: the same database gives the same bytes.
struct Publisher: Sendable {
    let archive: Archive
    /// `reports`, or where the command line says.
    let folder: String
    let audiences: [Reports.Audience]
    let workspaceName: String
    let threshold: Severity
    let settings: [AboutPage.Setting]
    let attributions: [String]
    let font: String
    let figures: FigureDesk
    let pictures: Pictures
    let progress: @Sendable (Console.Step) -> Void
    /// Counts what would be written, and writes nothing.
    var isPretending = false

    /// The page to open first.
    var start: String { "\(folder)/\(audiences.first?.rawValue ?? "")/\(IndexPage.path)" }

    var statistics: String { "\(folder)/\(audiences.first?.rawValue ?? "")/\(PagePaths.statistics)" }

    struct Published: Encodable, Sendable, Equatable {
        /// Pages drawn, and those among them that say something new.
        var drawn = 0
        var written = 0
        var isWhole = false
        /// Older films that have no viewer yet because their originals cannot be read.
        var unreadableOriginals = 0
        /// Why the charts are missing, when they are.
        var chartProblem: String?
    }

    /// - Parameters:
    ///   - since: draws every page of films from this day on, whatever changed.
    ///   - findingLostPictures: looks for each film whether somebody deleted its pictures.
    ///   - reserve: also draws the films of earlier versions for the viewer, as long as this much of the disk is left.
    func publish(
        since: CalendarDay? = nil, findingLostPictures: Bool = false, catchingUpWithin reserve: DiskReserve? = nil
    ) async throws -> Published {
        try pictures.requireFolder(writing: !isPretending)
        var published = try await drawPages(since: since, findingLostPictures: findingLostPictures)
        guard let reserve, !isPretending else { return published }
        published.unreadableOriginals = try await drawForViewer(within: reserve) {
            // The pages of these films changed: they have a viewer now.
            let more = try await drawPages(since: nil, findingLostPictures: false)
            published.drawn += more.drawn
            published.written += more.written
        }
        return published
    }

    private func drawPages(since: CalendarDay?, findingLostPictures: Bool) async throws -> Published {
        let sequence = try archive.exams.lastChange()
        let writers = try writers()
        let appearance = try appearance(of: writers)
        let notices = try notices()
        let banners = ContentHash(of: "\(notices)").rawValue
        let states = writers.compactMap { PublishedState.read($0.folder) }.filter { $0.appearance == appearance }
        var published = Published()
        let isWhole = states.count < writers.count
        published.isWhole = isWhole
        if isWhole || since != nil {
            try await drawDays(from: isWhole ? nil : since, by: writers, into: &published)
        }
        if !isWhole {
            if findingLostPictures { try await restoreAllPictures() }
            try await drawChanged(since: states.map(\.sequence).min() ?? 0, by: writers, into: &published)
        }
        let present = PublishedState(sequence: sequence, appearance: appearance, notices: banners)
        if isWhole || since != nil || !states.allSatisfy({ $0 == present }) {
            try await drawOverview(
                by: writers, days: try archive.exams.days(), notices: notices, redraws: isWhole, into: &published)
        }
        for writer in writers where !isPretending { try present.write(writer.folder) }
        return published
    }

    /// - Parameter ofFilms: whether pages of films are drawn, too.
    func writers(ofFilms: Bool = true) throws -> [PageWriter] {
        let changed = try archive.exams.lastChangeTime()
        return try audiences.map { audience in
            var frame = PageFrame(
                workspaceName: workspaceName, audience: audience, dataChanged: changed, version: Workstation.version,
                credits: attributions)
            let home = "\(folder)/\(audience.rawValue)"
            frame.hasFilms = ofFilms || FileManager.default.fileExists(atPath: "\(home)/\(PagePaths.index)")
            return PageWriter(
                folder: home, audience: audience, pages: try Pages(frame: frame),
                threshold: threshold, isPretending: isPretending)
        }
    }

    private func appearance(of writers: [PageWriter]) throws -> String {
        let parts = [
            Workstation.version, Pages.fingerprint, workspaceName, "\(threshold.score)",
            settings.map { "\($0.key)=\($0.value)" }.joined(separator: "\n"), attributions.joined(separator: "\n"),
        ]
        return ContentHash(of: parts.joined(separator: "\u{0}")).rawValue
    }

    // MARK: - Films and days

    /// Every film and day page, from the newest day to `from`, on all cores.
    private func drawDays(
        from oldest: CalendarDay?, by writers: [PageWriter], into published: inout Published
    ) async throws {
        let days = try archive.exams.days()
        let chosen = days.indices.filter { index in oldest.map { days[index].day ?? $0 >= $0 } ?? true }
        let counter = DrawnCount(of: chosen.reduce(0) { $0 + days[$1].exams }, progress)
        let lanes = max(1, min(ProcessInfo.processInfo.activeProcessorCount, 8, chosen.count))
        try await withThrowingTaskGroup(of: Published.self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    var part = Published()
                    for turn in stride(from: lane, to: chosen.count, by: lanes) {
                        try Task.checkCancellation()
                        try drawDay(days, chosen[turn], by: writers, counter, into: &part)
                        await Task.yield()
                    }
                    return part
                }
            }
            for try await part in group {
                published.drawn += part.drawn
                published.written += part.written
            }
        }
    }

    private func drawDay(
        _ days: [Store.DayCount], _ index: Int, by writers: [PageWriter], _ counter: DrawnCount,
        into published: inout Published
    ) throws {
        let records = try withNotes(try archive.exams.records(onDay: days[index].day, .full))
        for (place, record) in records.enumerated() {
            try Task.checkCancellation()
            let isEdge = place == 0 || place == records.count - 1
            let edge = isEdge ? try archive.exams.neighbours(of: record) : (nil, nil)
            try draw(
                record, newer: place == 0 ? edge.0 : records[place - 1].exam.uid,
                older: place == records.count - 1 ? edge.1 : records[place + 1].exam.uid, by: writers,
                into: &published)
            counter.add()
        }
        try draw(day: days, index, records, by: writers, into: &published)
    }

    /// What changed since a sequence number.
    private func drawChanged(
        since: Int64, by writers: [PageWriter], into published: inout Published
    ) async throws {
        var films: Set<SOPInstanceUID> = []
        var days: Set<String> = []
        var sequence = since
        while true {
            let changes = try archive.exams.records(changedSince: sequence, limit: 500, .list)
            guard let last = changes.last else { break }
            for change in changes {
                try Task.checkCancellation()
                guard let record = change.record else { continue }
                days.insert(String(record.exam.created.prefix(10)))
                films.formUnion(try touched(by: record))
            }
            sequence = last.sequence
        }
        try await draw(films.sorted(), by: writers, into: &published)
        guard !days.isEmpty else { return }
        let all = try archive.exams.days()
        let isChanged = all.map { days.contains($0.day?.description ?? "") || $0.day == nil }
        // Days link to their neighbours, and a day may be new.
        for (index, day) in all.enumerated() {
            guard isChanged[max(0, index - 1)..<min(index + 2, all.count)].contains(true) else { continue }
            let records = try withNotes(try archive.exams.records(onDay: day.day, .list))
            try draw(day: all, index, records, by: writers, into: &published)
            try Task.checkCancellation()
        }
    }

    private func draw(
        _ films: [SOPInstanceUID], by writers: [PageWriter], into published: inout Published
    ) async throws {
        for start in stride(from: 0, to: films.count, by: Self.changeBatch) {
            let part = films[start..<min(start + Self.changeBatch, films.count)]
            let records = try withNotes(try part.compactMap { uid throws in try archive.exams.record(uid) })
            for (number, record) in records.enumerated() {
                let (newer, older) = try archive.exams.neighbours(of: record)
                try draw(record, newer: newer, older: older, by: writers, into: &published)
                progress(.init("Drawing pages", done: start + number + 1, of: films.count))
                try Task.checkCancellation()
                await Task.yield()
            }
        }
    }

    /// Films whose records are held at once; each carries its raw replies.
    private static let changeBatch = 100

    /// The films whose pages mention this one.
    private func touched(by record: ExamRecord) throws -> [SOPInstanceUID] {
        let (newer, older) = try archive.exams.neighbours(of: record)
        let later = try archive.exams.later(than: record.exam.uid).map(\.exam.uid)
        return [record.exam.uid] + [newer, older].compactMap { $0 } + later
    }

    private func draw(
        _ record: ExamRecord, newer: SOPInstanceUID?, older: SOPInstanceUID?, by writers: [PageWriter],
        into published: inout Published
    ) throws {
        let record = withPriors(withPicture(try withRestoredPictures(record, .full)))
        try copyPictures(of: record)
        let previous = try archive.exams.previous(of: record.exam.uid).map { earlier throws in
            withPicture(try withRestoredPictures(earlier, .list))
        }
        for writer in writers {
            published.drawn += 1
            published.written += try writer.film(record, previous: previous, newer: newer, older: older)
        }
    }

    private func draw(
        day days: [Store.DayCount], _ index: Int, _ records: [ExamRecord], by writers: [PageWriter],
        into published: inout Published
    ) throws {
        func name(_ index: Int) -> String? {
            days.indices.contains(index) ? days[index].day?.description ?? "undated" : nil
        }
        let shown = records.map(withPicture)
        for writer in writers {
            published.drawn += 1
            published.written += try writer.day(
                name(index) ?? "undated", shown, newer: name(index - 1), older: name(index + 1))
        }
    }
}
