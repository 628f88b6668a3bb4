import Foundation
import HospitalRecords
import Radiology
import Store
import Testing
import Workstation

@Suite("When the hospital is asked")
struct RecordPaceTests {
    @Test("Young films come at once, old ones one after another: a mountain of them delays no report of today")
    func mountain() throws {
        let ward = try RecordFixture()
        for number in 1...30 { try ward.read(number, created: "2025-0\(1 + number % 9)-10 08:00:00") }
        let today = try ward.read(31)
        try ward.enter()
        func old() throws -> Int { try ward.archive.recordSearches.due(100, fresh: false, now: ward.now).count }
        #expect(try ward.archive.recordSearches.due(100, fresh: true, now: ward.now).map(\.uid) == [today])
        #expect(try old() == 1)
        ward.pass(15)
        #expect(try old() == 16)
        ward.pass(15)
        #expect(try old() == 30)
    }

    @Test("A film of five minutes ago is asked about in five minutes")
    func fresh() throws {
        let ward = try RecordFixture()
        let uid = try ward.read(created: "2026-03-02 07:55:00")
        try ward.enter()
        #expect(try ward.search(uid)?.next == ward.now + 300)
    }

    /// All that is to be looked at now.
    private func drain(_ looks: inout EarlyLooks, _ ward: RecordFixture) throws -> [SOPInstanceUID] {
        try looks.collect(from: ward.archive.exams)
        var uids: [SOPInstanceUID] = []
        while let uid = looks.next() { uids.append(uid) }
        return uids
    }

    @Test("Films that wait for the reader are looked at once each, the newest first")
    func early() throws {
        let ward = try RecordFixture()
        var looks = EarlyLooks()
        let before = try drain(&looks, ward)
        let (first, second) = (try ward.receive(1), try ward.receive(2))
        let found = try drain(&looks, ward)
        let ion = Patient(key: PatientKey(rawValue: "1800101221144"), name: "", hospitalID: "7")
        _ = try ward.archive.patients.fill(ion, now: ward.now)
        let after = try drain(&looks, ward)
        #expect(before.isEmpty && found == [second, first] && after.isEmpty)
    }

    @Test("What waited when the programme started is looked at, too")
    func earlyAtStart() throws {
        let ward = try RecordFixture()
        let uid = try ward.receive(1)
        var looks = EarlyLooks()
        let found = try drain(&looks, ward)
        #expect(found == [uid])
    }

    private static let broken = RecordError.failed(status: 500, retryAfter: nil)

    @Test("One film's failures stop nobody; three films in a row stop all, and each further one again")
    func circuit() {
        var circuit = RecordCircuit()
        var stops = [circuit.failed(about: RecordFixture.uid(1), Self.broken)]
        circuit.answered(about: RecordFixture.uid(2))
        stops.append(circuit.failed(about: RecordFixture.uid(1), Self.broken))
        #expect(circuit.failures(of: RecordFixture.uid(1)) == 2)
        for number in 3...5 { stops.append(circuit.failed(about: RecordFixture.uid(number), Self.broken)) }
        circuit.answered(about: RecordFixture.uid(6))
        stops.append(circuit.failed(about: RecordFixture.uid(7), Self.broken))
        #expect(stops == [false, false, false, true, true, false])
    }

    @Test("A report that cannot be read is an answer: the server is there")
    func ownTrouble() {
        var circuit = RecordCircuit()
        let stops = (1...20).map { circuit.failed(about: RecordFixture.uid($0), .formNotReadable(.pdf)) }
        #expect(!stops.contains(true))
    }

    @Test("The same refusal for ten films in a row is the server's trouble")
    func everyonesTrouble() {
        var circuit = RecordCircuit()
        let stops = (1...12).map { circuit.failed(about: RecordFixture.uid($0), .requestRefused(status: 400)) }
        #expect(stops == Array(repeating: false, count: 9) + [true, true, true] && circuit.blamesServer)
        // They are looked at again when it answers.
        #expect(circuit.answered(about: RecordFixture.uid(13)) == (1...10).map(RecordFixture.uid))
        #expect(!circuit.blamesServer && circuit.answered(about: RecordFixture.uid(13)).isEmpty)
    }

    @Test("The waits grow to five minutes, and a server that names a time gets it")
    func pauses() {
        var circuit = RecordCircuit()
        let backOff = BackOff(base: 5, limit: 300, maxAttempts: .max)
        let waits = (1...8).map { _ in circuit.pause(after: Self.broken, backOff) }
        #expect(waits == [5, 10, 20, 40, 80, 160, 300, 300])
        circuit.answered(about: RecordFixture.uid(1))
        let asked = circuit.pause(after: .busy(retryAfter: 45), backOff)
        #expect(asked == 45)
    }
}
