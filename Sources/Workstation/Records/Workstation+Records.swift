import Foundation
import HTTPClient
import HospitalRecords
import Radiology
import ServiceLifecycle
import Store
import Web

/// What the workstation has to do with the hospital's records, from the settings.
extension Workstation {
    var isHospitalAsked: Bool { settings.processing.enableHIS }

    /// Reports that are dropped as files; nobody is asked.
    var reportDesk: ReportDesk {
        var server = settings.fhir.server(zone: clock.timeZone, authorities: [])
        server.window = ReportDesk.window
        return ReportDesk(
            archive: archive, tray: ReportTray(paths: paths), keeper: ReportKeeper(archive: archive, clock: clock),
            server: server, rules: regionRules, clock: clock, news: news)
    }

    var recordMark: RecordMark { RecordMark(archive.queryMarks, address: settings.fhir.shownURL) }

    /// - Throws: `.badSettings` when the certificates cannot be read.
    private func fhirClient() throws(WorkstationError) -> FHIRClient {
        let server = settings.fhir.server(zone: clock.timeZone, authorities: try settings.fhir.authorityBytes())
        return FHIRClient(
            server: server, client: HTTPClient(), rules: regionRules, programVersion: "xrayvision/\(Self.version)")
    }

    private func recordDesk(_ fhir: FHIRClient) -> RecordDesk {
        let (whole, fraction) = settings.fhir.poll.components
        var desk = RecordDesk(
            archive: archive,
            age: RecordAge(
                zone: settings.fhir.timeZone ?? clock.timeZone, poll: Double(whole) + Double(fraction) / 1e18),
            server: settings.fhir.server(zone: clock.timeZone, authorities: []).identity,
            trustsOldRequests: settings.fhir.dialect == .predecessor, clock: clock,
            random: { Double.random(in: 0...1) }, ask: { film throws(RecordError) in try await fhir.find(film) })
        desk.news = news
        return desk
    }

    /// - Parameter arrived: called when there is something to check or to show.
    func recordServices(_ wakes: Wakes) throws -> [any Service] {
        // A film may have come while this version's predecessor, or nobody, was at work.
        _ = try Self.orEnding { () throws(StoreError) in
            try reportDesk.enterNotes()
            return try reportDesk.retry()
        }
        guard isHospitalAsked else { return [] }
        let fhir = try fhirClient()
        let wake = WakeUp()
        return [
            RecordsService(
                desk: recordDesk(fhir), alive: { () async throws(RecordError) -> Void in _ = try await fhir.alive() },
                mark: recordMark,
                pause: BackOff(base: 5, limit: 300, maxAttempts: .max), wakeUps: wake, log: log,
                arrived: { [news] in
                    wakes.reader.signal()
                    wakes.pages.signal()
                    news.tell(.state)
                }),
            Ticker(pace: .seconds(5), wakeUps: [wake]),
        ]
    }

    /// Films that are to be read now, for a command that ends: their patients and indications.
    func askHospitalEarly() async throws {
        guard isHospitalAsked else { return }
        var early = EarlyLooks()
        try early.collect(from: archive.exams)
        var uids: [SOPInstanceUID] = []
        while uids.count < 100, let uid = early.next() { uids.append(uid) }
        let desk = recordDesk(try fhirClient())
        // The films do not wait for it.
        _ = try await within(.seconds(10)) { [uids] in try await askHospital(about: uids, desk) }
    }

    /// A command that ends asks for as long as this; what was not asked stays due.
    private func within(_ time: Duration, _ work: @escaping @Sendable () async throws -> Int) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: time)
                return 0
            }
            defer { group.cancelAll() }
            return try await group.next() ?? 0
        }
    }

    /// Asks about what is due, for a command that ends.
    /// - Returns: how many reports came.
    func askHospitalOnce(limit: Int = 1000) async throws -> Int {
        guard isHospitalAsked else { return 0 }
        let desk = recordDesk(try fhirClient())
        var old = 0
        let now = clock.now()
        while try archive.recordSearches.collect(now: now, first: { desk.age.first($0, old: &old, at: now) }) {}
        let searches = archive.recordSearches
        let due = try searches.due(limit, fresh: true, now: now) + searches.due(limit / 4, fresh: false, now: now)
        return try await askHospital(about: due.map(\.uid), desk)
    }

    /// A server that is away ends it, and the searches wait.
    private func askHospital(about uids: [SOPInstanceUID], _ desk: RecordDesk) async throws -> Int {
        var (reports, failures) = (0, 0)
        for uid in uids {
            switch try await desk.look(at: uid) {
            case .report(let arrival): reports += arrival == .unchanged ? 0 : 1
            case .failed(let error): failures += error.recovery == .setAside ? 0 : 1
            case .serverAway(let error):
                recordMark.failed(error.suggestion, at: clock.now())
                console.note("The reports wait: \(error.suggestion)")
                return reports
            case .waiting, .ambiguous, .unknownPatient, .unchanged, .noSuchExam: failures = 0
            }
            if failures >= RecordCircuit.most { return reports }
        }
        return reports
    }

    /// Asks for one film's report now, whether it was looked for before or not.
    /// - Returns: what a person reads about it.
    /// - Throws: `.badInput` for an exam that is not here, `.serviceUnreachable` when the server is away, `.usage` when the
    ///   settings ask no hospital.
    public func fetchReport(of uid: SOPInstanceUID) async throws -> String {
        guard isHospitalAsked else {
            throw WorkstationError(
                .usage, "No record system is asked.", suggestion: "Set ENABLE_HIS in [processing], and [fhir].")
        }
        try Self.orEnding { try archive.recordSearches.hasten(uid, now: clock.now()) }
        switch try await Self.orEndingLater({ try await recordDesk(fhirClient()).look(at: uid) }) {
        case .report(.unchanged), .unchanged: return "The hospital says what it said before."
        case .report: return "A report is here."
        case .waiting: return "There is no report yet."
        case .ambiguous: return try archive.recordSearches.search(of: uid)?.problem ?? "More than one record fits."
        case .unknownPatient: return "The hospital does not know this patient."
        case .noSuchExam: return "The exam is gone."
        case .failed(let error): throw WorkstationError(.someFailed, "The report cannot be had.", error)
        case .serverAway(let error): throw WorkstationError(.serviceUnreachable, "The report cannot be had now.", error)
        }
    }
}

extension WorkstationError {
    fileprivate init(_ ending: Ending, _ message: String, _ error: RecordError) {
        self.init(ending, message, suggestion: error.suggestion)
    }
}
