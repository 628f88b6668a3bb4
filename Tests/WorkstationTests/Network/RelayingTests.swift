import DICOMNetwork
import Foundation
import Logging
import Radiology
import Store
import Testing
import Workstation

@Suite("Passing films on")
struct RelayingTests {
    private static let monday = Date(timeIntervalSince1970: 1_772_438_400)
    let archive: Archive

    init() throws { archive = try Archive.inMemory() }

    @discardableResult
    private func admit(
        _ number: Int, from source: String = "spool", region: String = "chest", modality: String = "CR",
        bytes: Character? = nil, received: Date = monday
    ) throws -> SOPInstanceUID {
        let uid = SOPInstanceUID(validated: "1.2.\(number)")
        let patient = Patient(key: PatientKey(rawValue: "P"), name: "Nobody", sex: nil, birthDate: nil)
        let exam = Exam(
            uid: uid, patient: patient, study: nil, series: nil, created: "2026-03-02 08:00:00", protocolName: "PA",
            region: BodyRegion(rawValue: region), projection: nil, modality: modality)
        let hash = String(repeating: bytes ?? Character(String(number % 10)), count: 64)
        _ = try archive.exams.admit(
            exam,
            film: FilmReceipt(contentHash: hash, bytes: 1, source: source, received: received, archivePath: nil))
        return uid
    }

    private func relay(
        _ line: String, at moment: Date = monday, _ answers: @escaping @Sendable (Int) -> Relay.Answer? = { _ in nil }
    ) throws -> Relay {
        let rule = try #require(RelayRule(name: "ward", line))
        return Relay(
            rule: rule, archive: archive, backOff: BackOff(base: 60, limit: 600, maxAttempts: 2), now: { moment },
            log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            deliver: { films, ended in
                for (number, film) in films.enumerated() {
                    if let answer = answers(number) { ended(film, answer) }
                }
            })
    }

    /// A relay whose outbox holds so many films.
    private func relay(
        holding films: Int, _ answers: @escaping @Sendable (Int) -> Relay.Answer? = { _ in nil }
    ) throws -> Relay {
        let relay = try relay("WARD@h:1", answers)
        try relay.collect()
        for number in 1...films { try admit(number) }
        try relay.collect()
        return relay
    }

    private func waiting(at moment: Date = monday) throws -> [SOPInstanceUID] {
        try archive.outbox.next(99, for: "ward", at: moment).map(\.uid)
    }

    private var inTenMinutes: Date { Self.monday + 600 }

    @Test("Only films that a rule is about, that came after it, and not from its own destination are passed on")
    func collect() throws {
        try admit(1, from: "dicom:ROOM1", received: Self.monday - 1)
        let relay = try relay("WARD@h:1 | region = chest")
        try relay.collect()
        let uid = try admit(2, from: "dicom:ROOM1")
        try admit(3, from: "dicom:ROOM1", region: "hand")
        try admit(4, from: "dicom:WARD")
        let dropped = try admit(5)
        #expect(try relay.collect() == 2)
        #expect(try waiting() == [uid, dropped])
        #expect(try relay.collect() == 0)
    }

    @Test("A rule about the sender, or about the severity, waits for what it asks")
    func conditions() throws {
        let sender = try relay("WARD@h:1 | source = ROOM1")
        try sender.collect()
        try admit(1, from: "dicom:ROOM2")
        let uid = try admit(2, from: "dicom:ROOM1")
        try sender.collect()
        #expect(try waiting() == [uid])
    }

    @Test(
        "A line that was edited loses no film that came before: wherever its films go now, and whatever it asks for",
        arguments: [
            "WARD@other:2 | region = chest", "WARD@h:1 | region = chest | tls", "NEW@h:1 | region = chest",
            "WARD@h:1 | region = chest, hand", "WARD@h:1",
        ])
    func edited(line: String) throws {
        try relay("WARD@h:1 | region = chest").collect()
        // While the workstation is stopped for the edit, films wait in the spool; then the new line is read.
        let uid = try admit(1)
        let now = Self.monday + 60
        #expect(try relay(line, at: now).collect() == 1)
        #expect(try waiting(at: now) == [uid])
    }

    @Test("A line that asked for the wrong films gets those that it missed when it is corrected")
    func corrected() throws {
        let wrong = try relay("WARD@h:1 | modality = DX")
        try wrong.collect()
        let uid = try admit(1, modality: "CR")
        #expect(try wrong.collect() == 0)
        try relay("WARD@h:1 | modality = CR", at: Self.monday + 60).collect()
        #expect(try waiting(at: Self.monday + 60) == [uid])
    }

    @Test("A film that waits for its reading when the rule about severity is edited is passed on")
    func editedBeforeReading() throws {
        try relay("WARD@h:1 | severity >= 5").collect()
        let uid = try admit(1)
        let edited = try relay("WARD@h:1 | severity >= 4", at: Self.monday + 60)
        #expect(try edited.collect() == 0)
        _ = try archive.exams.claimNext(at: Self.monday)
        let report = AIReport(
            text: "FINDINGS: pneumothorax.", summary: nil, severity: Severity(6), confidence: nil, model: "m",
            latency: 1)
        try archive.aiReports.record(uid, report: report, analyses: [], threshold: 5, now: Self.monday)
        #expect(try edited.collect() == 1)
    }

    @Test(
        "A corrected film is passed on again, but not one that comes again as it was, nor one of the destination's own")
    func revision() async throws {
        let relay = try relay(holding: 1) { _ in .stored(.success) }
        #expect(try await relay.sendDue() == .sent(1))
        try admit(1)
        #expect(try relay.collect() == 0)
        try admit(1, from: "dicom:WARD", bytes: "e")
        #expect(try relay.collect() == 0)
        let uid = try admit(1, bytes: "f")
        #expect(try relay.collect() == 1)
        #expect(try archive.outbox.next(9, for: "ward", at: Self.monday).map(\.contentHash.first) == ["f"])
        #expect(try await relay.sendDue() == .sent(1))
        #expect(try waiting(at: inTenMinutes).isEmpty && archive.exams.films(of: uid).count == 3)
    }

    @Test("What was taken is sent once; what was refused is tried again, then listed, and can be revived")
    func send() async throws {
        let relay = try relay(holding: 2) { $0 == 0 ? .stored(.success) : .refused(.cannotUnderstand) }
        #expect(try await relay.sendDue() == .sent(1))
        #expect(try waiting().isEmpty)
        let film = try #require(try archive.outbox.next(for: "ward", at: Self.monday + 60).first)
        #expect(film.attempts == 1 && film.status == 0xC000)
    }

    @Test(
        "What a person can change is tried again before it is listed, and revived by retry",
        arguments: [
            Relay.Answer.unsendable(problem: "unreadable"), .refused(.cannotUnderstand),
        ])
    func listed(answer: Relay.Answer) async throws {
        _ = try await relay(holding: 1) { _ in answer }.sendDue()
        #expect(try archive.outbox.failures().isEmpty && waiting(at: inTenMinutes).count == 1)
        _ = try await relay("WARD@h:1", at: inTenMinutes) { _ in answer }.sendDue()
        #expect(try archive.outbox.failures().count == 1 && waiting(at: .distantFuture).isEmpty)
        #expect(try archive.outbox.retryFailures(now: inTenMinutes) == 1)
        #expect(try waiting(at: inTenMinutes).count == 1)
    }

    @Test("What was given up is tried once more a day later, and listed again if that fails")
    func tomorrow() async throws {
        _ = try await relay(holding: 1) { _ in .impossible(problem: "damaged") }.sendDue()
        let tomorrow = Self.monday + 86_400
        let relay = try relay("WARD@h:1", at: tomorrow) { _ in .refused(.cannotUnderstand) }
        #expect(try await relay.sendDue() == .sent(0))
        #expect(try waiting(at: tomorrow).count == 1)
        _ = try await relay.sendDue()
        #expect(try await relay.sendDue() == .nothingDue)
    }

    @Test("What cannot be sent at all is listed at once")
    func impossible() async throws {
        _ = try await relay(holding: 1) { _ in .impossible(problem: "no film") }.sendDue()
        #expect(try archive.outbox.failures().map(\.problem) == ["no film"])
    }

    @Test("A destination that is away costs no film an attempt, and status says why")
    func away() async throws {
        let relay = try relay(holding: 3) { _ in .away(problem: "away") }
        #expect(try await relay.sendDue() == .destinationAway(problem: "away"))
        #expect(try waiting().count == 3)
        #expect(try archive.outbox.backlogs().map(\.problem) == ["away"])
        _ = try await self.relay("WARD@h:1") { _ in .stored(.success) }.sendDue()
        #expect(try archive.outbox.backlogs().isEmpty)
    }

    @Test("A destination without room costs no attempt however often; what it has no room for lets the others by")
    func full() async throws {
        let relay = try relay(holding: 2) { $0 == 0 ? .full(.outOfResources) : nil }
        for _ in 1...5 {
            guard case .destinationAway = try await relay.sendDue() else {
                Issue.record("The service would go on at once.")
                return
            }
            let now = inTenMinutes
            #expect(try archive.outbox.next(9, for: "ward", at: now).map(\.attempts) == [0, 0])
            if try waiting().count == 1 { break }
        }
        #expect(try waiting() == [SOPInstanceUID(validated: "1.2.2")])
        let film = try archive.outbox.next(9, for: "ward", at: inTenMinutes).first { $0.status != nil }
        #expect(film?.status == 0xA700 && film?.problem?.hasPrefix("ward answered A700H") == true)
        let later = try self.relay("WARD@h:1", at: inTenMinutes) { _ in .full(.outOfResources) }
        for _ in 1...5 { _ = try await later.sendDue() }
        #expect(try archive.outbox.counts() == (2, 0))
    }

    @Test("A film that breaks the association is at fault only where others get through")
    func broken() async throws {
        let relay = try relay(holding: 2) { $0 == 0 ? .broken(problem: "cut") : nil }
        #expect(try await relay.sendDue() == .destinationAway(problem: "cut"))
        #expect(try archive.outbox.next(9, for: "ward", at: inTenMinutes).map(\.attempts) == [0, 0])
        let others = try self.relay("WARD@h:1", at: inTenMinutes) { [.broken(problem: "cut"), .stored(.success)][$0] }
        #expect(try await others.sendDue() == .sent(1))
        #expect(try archive.outbox.next(9, for: "ward", at: .distantFuture).map(\.attempts) == [1])
    }

    @Test("A stop writes nothing: neither an attempt nor a wait")
    func stopped() async throws {
        let relay = try relay(holding: 2)
        let before = try archive.outbox.next(9, for: "ward", at: Self.monday)
        let sending = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await relay.sendDue()
        }
        await #expect(throws: CancellationError.self) { _ = try await sending.value }
        #expect(try archive.outbox.next(9, for: "ward", at: Self.monday) == before)
    }

    @Test(
        "What the network says about a film",
        arguments: [
            (StoreOutcome.stored(.success), Relay.Answer.stored(.success)),
            (.refused(.outOfResources, comment: ""), .full(.outOfResources)),
            (.refused(.resourceLimitation, comment: ""), .full(.resourceLimitation)),
            (.refused(.cannotUnderstand, comment: ""), .refused(.cannotUnderstand)),
            (.failed(.cancelled), nil), (.unsent(.cancelled), nil),
        ] as [(StoreOutcome, Relay.Answer?)])
    func outcomes(outcome: StoreOutcome, answer: Relay.Answer?) {
        #expect(Relay.Answer(outcome) == answer)
    }

    @Test(
        "Trouble on the way, by whose it is",
        arguments: [
            (StoreOutcome.notAccepted(takes: []), "unsendable"), (.failed(.unreadableFilm), "unsendable"),
            (.failed(.closed), "broken"), (.failed(.timedOut(.message)), "broken"), (.unsent(.closed), "away"),
            (.failed(.cannotConnect(host: "h", port: 1, reason: "")), "away"),
            (.unsent(.timedOut(.connection)), "away"),
        ])
    func troubles(outcome: StoreOutcome, kind: String) {
        let found =
            switch Relay.Answer(outcome) {
            case .unsendable: "unsendable"
            case .broken: "broken"
            case .away: "away"
            default: "another"
            }
        #expect(found == kind)
    }
}
