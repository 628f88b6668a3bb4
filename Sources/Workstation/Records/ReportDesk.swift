import Foundation
import HospitalRecords
import Radiology
import Store
import Web

/// Brings reports that came as HL7 v2 files to their exams. What finds none, or more than one, waits and is listed.
struct ReportDesk: Sendable {
    let archive: Archive
    let tray: ReportTray
    let keeper: ReportKeeper
    /// For its zone and its window of time; nobody is asked.
    let server: RecordServer
    let rules: RegionRules
    let clock: Clock
    var news = LiveNews.silent

    /// How far the time in a report may be from its film's, where nothing else ties them. Narrow: the film may come later
    /// than its report, and the one of the day before must not get it.
    static let window = RecordServer.Window(before: 6 * 3600, after: 6 * 3600)

    /// What a file came to.
    struct Result: Sendable, Equatable {
        var kept = 0
        var waiting = 0
        /// Where the file lies, relative to the workspace.
        var path = ""
    }

    /// Takes a file's reports in. When this returns, the file is in the archive. A file that came before is not followed
    /// twice: a later one may have corrected it.
    /// - Parameter reports: withdrawals among them, as the file has them: a place among them names one for good.
    func take(_ bytes: [UInt8], _ reports: [ORUReport]) throws(StoreError) -> Result {
        let hash = ContentHash(of: bytes).rawValue
        if tray.isDone(hash) { return Result(kept: reports.count, path: tray.paths.shown(tray.path(hash))) }
        var note = ReportTray.Note(hash: hash, received: clock.utc, waiting: [])
        for (index, report) in reports.enumerated() where concernsFilms(report) {
            let numbers = Array(report.patientNumbers.prefix(Self.mostNumbers).map { String($0.value.prefix(64)) })
            note.waiting.append(ReportTray.Note.Entry(index: index, numbers: numbers, problem: Self.noExam))
        }
        let path = try tray.keep(bytes, note)
        let kept = try bring(reports, &note)
        return Result(kept: kept, waiting: note.waiting.count, path: path)
    }

    /// A laboratory's or another modality's report never waits for a film: it is kept as a file and done with.
    private func concernsFilms(_ report: ORUReport) -> Bool {
        (report.type.map { $0 == .radiograph } ?? true) && !report.isOfOtherSection
    }

    /// Looks again for exams of what waits: films have come.
    /// - Parameter films: only the files about their patients are looked into; `nil` = all files.
    /// - Returns: how many reports were brought to their exams.
    func retry(for films: [SOPInstanceUID]? = nil) throws(StoreError) -> Int {
        var kept = 0
        for var note in try notes(for: films) {
            guard try hasFilms(note), let bytes = tray.bytes(note.hash),
                let delivery = try? HL7v2.read(bytes, fallback: server.fallbackCharset)
            else { continue }
            kept += try bring(delivery.orders, &note)
        }
        return kept
    }

    private func notes(for films: [SOPInstanceUID]?) throws(StoreError) -> [ReportTray.Note] {
        guard let films else { return tray.notes() }
        var numbers: Set<String> = []
        for uid in films {
            guard let key = try archive.exams.record(uid, .list)?.exam.patient.key, !key.isUnknown else { continue }
            numbers.insert(key.rawValue.components(separatedBy: "^^^")[0])
        }
        return try archive.waitingReports.files(of: numbers).compactMap(tray.note)
    }

    /// The notes are what counts: the list by which a film finds them is made anew from them. Only when a programme
    /// starts: a note that is written meanwhile would be missed.
    func enterNotes() throws(StoreError) {
        var files: [String: Set<String>] = [:]
        for note in tray.notes() { files[note.hash] = Set(note.waiting.flatMap(\.numbers)) }
        try archive.waitingReports.keepOnly(files)
    }

    static let mostNumbers = 20
    static let noExam = "No exam of this patient and time is here yet."

    private func hasFilms(_ note: ReportTray.Note) throws(StoreError) -> Bool {
        for number in Set(note.waiting.flatMap(\.numbers)) {
            if try !archive.exams.records(ofPatient: number, limit: 1).isEmpty { return true }
        }
        return false
    }

    /// - Returns: how many were kept; the note has what waits.
    private func bring(_ reports: [ORUReport], _ note: inout ReportTray.Note) throws(StoreError) -> Int {
        var still: [ReportTray.Note.Entry] = []
        var kept = 0
        for var entry in note.waiting {
            guard reports.indices.contains(entry.index) else {
                entry.problem = "The file has fewer readable reports than before."
                still.append(entry)
                continue
            }
            let report = reports[entry.index]
            switch try exams(of: report) {
            case .these(let uids):
                for uid in uids { try bring(report, to: uid) }
                kept += 1
            case .several(let count):
                entry.problem = "\(count) exams fit this report; an accession number or a study would tell which."
                still.append(entry)
            case .nobody:
                entry.problem = Self.noExam
                still.append(entry)
            }
        }
        note.waiting = still
        try tray.write(note)
        try archive.waitingReports.keep(note.hash, numbers: Set(still.flatMap(\.numbers)))
        return kept
    }

    /// A later report of the same order takes the earlier one's place; those of two orders of one exam both count, also
    /// when they come in two files.
    private func bring(_ report: ORUReport, to uid: SOPInstanceUID) throws(StoreError) {
        let time = report.reported ?? report.sent
        let numbers = ReportKeeper.numbers(report.orderNumbers, without: try keeper.accession(of: uid))
        let arrived = ArrivedReport(
            text: report.isWithdrawn ? nil : report.text, radiologist: report.radiologist,
            justification: report.justification, type: report.type?.rawValue, rank: ReportRank(report.status),
            written: time.flatMap(keeper.moment), order: report.orderKey, numbers: numbers, way: .file,
            sent: report.sent.flatMap(keeper.moment))
        if report.isWithdrawn { return try withdraw(arrived, for: uid) }
        try keep(arrived, for: uid)
        try fill(report, in: uid)
        news.tell(.reportFetched(uid))
    }

    private func fill(_ report: ORUReport, in uid: SOPInstanceUID) throws(StoreError) {
        guard let key = try archive.exams.record(uid, .list)?.exam.patient.key else { return }
        let told = Patient(key: key, name: report.name ?? "", sex: report.sex, birthDate: report.birthDate)
        try archive.patients.fill(told, now: clock.now())
    }
}
