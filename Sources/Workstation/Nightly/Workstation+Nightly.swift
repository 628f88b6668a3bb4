import Foundation
import Radiology
import Reports
import Store

extension Workstation {
    /// Writes the report of one day, and the list of all nights.
    /// - Parameters:
    ///   - date: `YYYY-MM-DD`; `nil` is yesterday.
    ///   - audience: admin (names) or user (initials); `nil` is every one of the settings.
    ///   - dryRun: says the letter and writes nothing.
    public func nightly(date: String?, audience: String?, dryRun: Bool) throws {
        let day = try reportedDay(date)
        let shelves = try nightShelves(audience)
        _ = try Self.orEnding {
            try archive.facts.refresh { step throws(StoreError) in
                console.progress(.init("Counting the exams of changed days", done: step.done, of: step.total))
            }
        }
        let desk = nightDesk
        let counted = try Self.orEnding {
            let reviewed = try archive.nights.reviewed(in: desk.span(of: day)).map(ExamFact.hash(of:))
            return try desk.count(day, reviewed: Set(reviewed))
        }
        let measured = try isMorningAfter(day) ? Self.orEnding { try nightHealth() } : nil
        var answers: [NightAnswer] = []
        var kept = NightKept()
        for shelf in shelves {
            try Task.checkCancellation()
            let writer = nightWriter(desk, counted, day, shelf, measured)
            answers.append(try Self.orEnding { try write(try writer.make(&kept), shelf, dryRun: dryRun) })
        }
        for answer in answers {
            if console.wantsJSON { try console.answer(json: answer) } else { answer.lines.forEach(console.answer) }
        }
    }

    var nightDesk: NightDesk { NightDesk(archive: archive, threshold: threshold.score, zone: figures.zone) }

    /// The shelf of every audience that pages are drawn for, or of one. Needs no database.
    func nightShelves(_ audience: String?) throws -> [NightShelf] {
        let all = settings.reports.audiences.compactMap { Reports.Audience(rawValue: $0.rawValue) }
        var chosen = all
        if let audience {
            guard let one = Reports.Audience(rawValue: audience) else {
                throw WorkstationError(
                    .usage, "There is no audience \(audience).", suggestion: "Choose admin (names) or user (initials).")
            }
            chosen = [one]
        }
        return chosen.map { NightShelf(audience: $0, reports: paths.reports, paths: paths) }
    }

    /// - Returns: the day, or yesterday; only days that are over have a report.
    func reportedDay(_ date: String?) throws -> CalendarDay {
        guard let today = todayOfModalities,
            let yesterday = CalendarDay(dayNumber: today.dayNumber - 1)
        else {
            throw WorkstationError(
                .usage, "The clock of this machine says no day.",
                suggestion: "Set the clock, or name the day by --date.")
        }
        guard let date else { return yesterday }
        guard let day = CalendarDay(date) else {
            throw WorkstationError(
                .usage, "--date is not a day.", suggestion: "Write the day as YYYY-MM-DD, such as \(yesterday).")
        }
        guard day < today else {
            throw WorkstationError(
                .usage, day == today ? "This day is not over." : "This day has not come yet.",
                suggestion: "Reports are about whole days: choose \(yesterday) or a day before it.")
        }
        return day
    }

    /// What is measured now belongs to a report of yesterday only.
    private func isMorningAfter(_ day: CalendarDay) -> Bool {
        todayOfModalities.map { $0.dayNumber == day.dayNumber + 1 } ?? false
    }

    /// A day is over when it is over at the modalities, wherever this machine stands.
    var todayOfModalities: CalendarDay? { nightDesk.day(of: clock.now()) }

    private func nightWriter(
        _ desk: NightDesk, _ counted: NightDesk.Counted, _ day: CalendarDay, _ shelf: NightShelf,
        _ measured: NightlyHealth?
    ) -> NightWriter {
        let servers = loaded.endpointsInUse.compactMap { endpoint -> String? in
            if case .server(let url) = endpoint { address(of: url) } else { nil }
        }
        // What was measured stays: a report that is made again says how it was on its morning.
        return NightWriter(
            counted: counted, day: day, threshold: threshold, audience: shelf.audience,
            workspaceName: settings.workspace.lastPathComponent, credits: credits, pictures: pictures,
            font: Charts.debianFont, desk: desk, health: shelf.health(day.description) ?? measured,
            servers: servers)
    }

    private func write(_ made: NightWriter.Made, _ shelf: NightShelf, dryRun: Bool) throws -> NightAnswer {
        let night = made.report.night
        let earlier = shelf.nights().last { $0 < night }
        let page = try NightlyPage(made.report, films: shelf.toFilms, earlier: earlier).html()
        var written = 0
        if !dryRun {
            written = try shelf.write(night, page: page, made.file)
            written += try shelf.writeIndex(adding: made.file.entry, workspaceName: made.report.workspaceName)
        }
        return NightAnswer(
            night: night, audience: shelf.audience.rawValue, page: paths.shown(shelf.path(night)), bytes: page.count,
            written: written, isPretending: dryRun, letter: made.report.letter, notices: made.report.notices)
    }
}

/// What `report nightly` answers.
struct NightAnswer: Encodable {
    let night: String
    let audience: String
    let page: String
    let bytes: Int
    /// Files that say something new.
    let written: Int
    let isPretending: Bool
    let letter: [String]
    let notices: [NightlyNotice]

    var lines: [String] {
        let state =
            isPretending
            ? "\(page) would be written (\(bytes / 1024) KiB)."
            : written == 0 ? "\(page) is as it was." : "\(page) written (\(bytes / 1024) KiB)."
        return letter + [state]
    }
}
