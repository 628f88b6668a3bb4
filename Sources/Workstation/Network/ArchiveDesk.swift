import DICOM
import DICOMNetwork
import Foundation
import Radiology
import Store

/// Answers one `query` command: asks the archive, says what it has, fetches what is missing.
struct ArchiveDesk: Sendable {
    private let workstation: Workstation
    private let search: StudySearch
    /// `nil` when nothing is to be fetched.
    private let retrieval: StudyRetrieval?
    /// What is said of a study that is not whole here and is not fetched.
    private let missingWord: String
    /// Ours for C-MOVE, when no daemon listens here.
    let door: ListeningDoor?

    private var console: Console { workstation.console }

    /// - Throws: `.badSettings` for TLS settings that cannot be used, or a port that is taken.
    init(_ workstation: Workstation, retrieves: Bool, isRehearsal: Bool) async throws {
        self.workstation = workstation
        missingWord = retrieves && isRehearsal ? "would be fetched" : "missing here"
        let fetches = retrieves && !isRehearsal
        let intake = workstation.networkIntake(arrived: {})
        let archive = try workstation.imageArchive(intake)
        let modalities = workstation.settings.dicom.query.modalities
        search = StudySearch(archive: archive, modalities: modalities)
        retrieval = fetches ? workstation.studyRetrieval(archive) : nil
        let needsDoor = fetches && workstation.settings.dicom.retrievalMethod == .move
        door = needsDoor ? try await workstation.doorUnlessDaemonListens(intake) : nil
    }

    /// One line, or one JSON object, for each study of some windows.
    func show(_ windows: [QueryWindow]) async throws {
        var tally = Tally()
        var seen: Set<StudyInstanceUID> = []
        let windows = QueryWindow.merged(windows)
        for (number, window) in windows.enumerated() {
            let answer = await search.studies(in: window)
            for found in answer.studies where seen.insert(found.study).inserted {
                try await treat(found, into: &tally)
            }
            if let failure = answer.failure { throw failure }
            for gap in answer.gaps { tally.fail(gap.text, gap.problem, as: "not answered whole") }
            console.progress(.init("Asking the archive", done: number + 1, of: windows.count))
        }
        if !console.wantsJSON { console.answer("\(seen.count) studies\(tallied(tally)).") }
        try end(tally)
    }

    private func tallied(_ tally: Tally) -> String {
        let words = tally.sentence([
            "complete", "fetched", "incomplete", "missing here", "would be fetched", "not answered whole",
        ])
        return words == "nothing to do" ? "" : ": " + words
    }

    private func treat(_ found: FoundStudy, into tally: inout Tally) async throws {
        let before = try workstation.archive.exams.count(ofStudy: found.study)
        var row = StudyRow(found, here: before)
        if let retrieval {
            try requireRoom()
            do {
                let outcome = try await retrieval(found.study)
                row.fetched = outcome.fetched
                row.missing = outcome.missing
                if outcome.isComplete {
                    tally.count(outcome.fetched > 0 ? "fetched" : "complete")
                } else {
                    remember(found, outcome.problem, &tally)
                }
            } catch let error as NetworkError where NetworkWords.absence(error) == nil {
                row.missing = row.instances
                remember(found, NetworkWords.sentence(for: error), &tally)
            }
        } else {
            tally.count(found.isComplete(here: before) ? "complete" : missingWord)
        }
        if console.wantsJSON { try console.answer(json: row) } else { console.answer(row.text) }
    }

    /// Nothing is fetched that would fill the disk.
    private func requireRoom() throws {
        do throws(StoreError) {
            try workstation.reserve.check()
        } catch {
            throw WorkstationError(
                .cannotWrite, "There is less free space than MIN_FREE; nothing more is fetched.",
                suggestion: error.suggestion)
        }
    }

    /// A daemon tries it again.
    private func remember(_ found: FoundStudy, _ problem: String, _ tally: inout Tally) {
        tally.fail(found.study.rawValue, problem, as: "incomplete")
        _ = try? workstation.archive.retrievals.note(
            found.study, at: search.archive.title, instances: found.instances, now: workstation.clock.now())
    }

    private func end(_ tally: Tally) throws {
        guard !tally.failures.isEmpty else { return }
        if !console.wantsJSON { tally.failures.forEach { console.answer("\($0.item): \($0.reason)") } }
        throw WorkstationError(
            .someFailed, "\(tally.failures.count) items failed.",
            suggestion: "Run the command again, or `run`, which retries.")
    }
}

/// Lists of accession numbers and UIDs.
extension ArchiveDesk {
    /// Goes through a list, line after line, and writes down beside it what became of each; lines that were complete at an
    /// earlier run are passed over.
    func pull(_ path: String, pause: Double) async throws {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw WorkstationError(
                .badInput, "The list cannot be read.", suggestion: "Name a text file (UTF-8) that this user may read.")
        }
        let list = AccessionList(text)
        let outcomes = OutcomeFile(besideList: path)
        let finished = outcomes.finished()
        var tally = Tally()
        for (number, line) in list.lines.enumerated() {
            try Task.checkCancellation()
            if let item = line.item?.text, finished.contains(item) {
                tally.count("done before")
            } else {
                let (word, films, problem) = try await patiently { try await outcome(of: line) }
                do {
                    try outcomes.append(
                        line: line.number, item: line.item?.text ?? "", word, films: films, problem: problem)
                } catch {
                    throw WorkstationError(
                        .cannotWrite, "\(outcomes.name) cannot be written.", suggestion: "Make room or give permission."
                    )
                }
                count(word, "line \(line.number)", problem, &tally)
                if pause > 0, number + 1 < list.lines.count { try await Task.sleep(for: .seconds(pause)) }
            }
            console.progress(.init("Going through the list", done: number + 1, of: list.lines.count))
        }
        try tally.answer(
            ["complete", "found", "done before", "incomplete", "not found", "unusable", "failed"], on: console,
            suggestion: "See \(outcomes.name); run the command again for the rest.")
    }

    private func count(_ word: OutcomeFile.Word, _ item: String, _ problem: String, _ tally: inout Tally) {
        switch word {
        case .complete, .found: tally.count(word.rawValue)
        case .notFound, .unusable, .incomplete, .failed:
            tally.fail(item, problem.isEmpty ? word.rawValue : problem, as: word.rawValue)
        }
    }

    /// An archive that is away is waited for, three times; then the pull ends and can be resumed.
    private func patiently<T>(_ work: () async throws -> T) async throws -> T {
        let pause = BackOff(base: 5, limit: 60, maxAttempts: 4)
        for attempt in 1..<pause.maxAttempts {
            do {
                return try await work()
            } catch let error where NetworkWords.absence(error) != nil {
                try Task.checkCancellation()
                console.note("The archive is away; waiting. \(NetworkWords.sentence(for: error))")
                try await Task.sleep(for: .seconds(pause.delay(afterAttempt: attempt)))
            }
        }
        return try await work()
    }

    private func outcome(
        of line: AccessionList.Line
    ) async throws -> (word: OutcomeFile.Word, films: Int, problem: String) {
        guard let item = line.item else { return (.unusable, 0, "neither an accession number nor a UID") }
        do {
            let answer =
                switch item {
                case .accession(let number): try await search.studies(accession: number)
                case .study(let uid): try await search.studies(uid: uid)
                }
            let studies = answer.studies
            var (films, problem) = (0, answer.gaps.first?.problem ?? "")
            guard !studies.isEmpty || !problem.isEmpty else { return (.notFound, 0, "") }
            guard let retrieval else {
                let count = studies.compactMap(\.instances).reduce(0, +)
                return (problem.isEmpty ? .found : .incomplete, count, problem)
            }
            for found in studies {
                try requireRoom()
                let outcome = try await retrieval(found.study)
                films += outcome.wanted - outcome.missing
                if !outcome.isComplete { problem = outcome.problem }
            }
            return (problem.isEmpty ? .complete : .incomplete, films, problem)
        } catch let error where error is NetworkError && NetworkWords.absence(error) == nil {
            try Task.checkCancellation()
            return (.failed, 0, NetworkWords.sentence(for: error))
        }
    }
}

/// A study as `query` shows it: no names.
private struct StudyRow: Encodable {
    let study: String
    let date: String?
    let time: String?
    let accession: String?
    let modalities: [String]
    let instances: Int?
    let here: Int
    var fetched: Int?
    var missing: Int?

    init(_ found: FoundStudy, here: Int) {
        let answer = found.answer
        (study, instances, self.here) = (found.study.rawValue, found.instances, here)
        (date, time) = (answer.studyDate?.iso, answer.studyTime?.text)
        (accession, modalities) = (answer.accessionNumber, answer.modalities)
    }

    var text: String {
        func plain(_ text: String) -> String {
            String(text.unicodeScalars.map { $0.isPlain ? Character($0) : "?" }.prefix(20))
        }
        let kinds = modalities.map(plain).joined(separator: "/")
        var words = ["\(date ?? "no date")  \(time ?? "")", kinds.isEmpty ? "?" : kinds]
        words.append("\(instances.map(String.init) ?? "?") instances, \(here) here")
        if let fetched { words.append("\(fetched) fetched" + (missing ?? 0 > 0 ? ", \(missing ?? 0) missing" : "")) }
        return (words + [accession.map(plain) ?? "", study]).joined(separator: "  ")
    }
}
