import Foundation
import HospitalRecords
import Logging
import Radiology
import ServiceLifecycle
import Store

/// Looks for radiologists' reports in the hospital's system, film after film, the one that has been due longest first,
/// young films and old ones by turns. A
/// server that is away, slow or wrong holds nobody else up: the searches wait in the database.
struct RecordsService: Service {
    let desk: RecordDesk
    /// Asks whether the server is up.
    let alive: @Sendable () async throws(RecordError) -> Void
    /// How the server stands, for `status`.
    let mark: RecordMark
    /// Between two looks at a server that is away.
    let pause: BackOff
    let wakeUps: WakeUp
    let log: Logger
    /// Called after each report that waits for its check, and after each change of what is known about a film.
    let arrived: @Sendable () -> Void

    /// What is known between two questions.
    struct Memory: Sendable {
        var circuit = RecordCircuit()
        var early = EarlyLooks()
        var turn = 0
        var problem: String?
    }

    func run() async throws {
        try await untilStopped("Asking for reports", log) {
            var memory = Memory()
            for await _ in wakeUps.signals {
                while try await round(&memory) {}
            }
        }
    }

    /// - Returns: whether there may be more to do at once.
    func round(_ memory: inout Memory) async throws -> Bool {
        do {
            guard let uid = try next(&memory) else { return false }
            let end = try await desk.look(
                at: uid, failures: memory.circuit.failures(of: uid), blamesServer: memory.circuit.blamesServer)
            try await follow(end, of: uid, &memory)
            return true
        } catch let error as StoreError {
            log.error("Asking for reports pauses. \(error.suggestion)")
            try await Task.sleep(for: .seconds(30))
            return false
        }
    }

    /// Films that are about to be read and films whose report is due take turns.
    private func next(_ memory: inout Memory) throws(StoreError) -> SOPInstanceUID? {
        try memory.early.collect(from: desk.archive.exams)
        try enter()
        memory.turn &+= 1
        if memory.turn & 1 == 0, let uid = memory.early.next() { return uid }
        let fresh = RecordSchedule.lane(turn: memory.turn >> 1) == .fresh
        for lane in [fresh, !fresh] {
            let due = try desk.archive.recordSearches.due(fresh: lane, now: desk.clock.now())
            if let uid = due.first?.uid { return uid }
        }
        return memory.early.next()
    }

    /// Enters films that were read since the last look.
    private func enter() throws(StoreError) {
        let now = desk.clock.now()
        var old = 0
        while try desk.archive.recordSearches.collect(now: now, first: { desk.age.first($0, old: &old, at: now) }) {}
    }

    private func follow(_ end: RecordDesk.End, of uid: SOPInstanceUID, _ memory: inout Memory) async throws {
        switch end {
        case .failed(let error), .serverAway(let error):
            guard memory.circuit.failed(about: uid, error) else { return }
            try await waitForServer(error, &memory)
        case .noSuchExam: return
        case .report(let arrival):
            try answered(about: uid, &memory)
            if arrival != .unchanged { arrived() }
        case .waiting, .ambiguous, .unknownPatient, .unchanged:
            try answered(about: uid, &memory)
        }
    }

    private func answered(about uid: SOPInstanceUID, _ memory: inout Memory) throws(StoreError) {
        if memory.problem != nil { log.info("The record server answers again.") }
        memory.problem = nil
        for wronged in memory.circuit.answered(about: uid) {
            try desk.archive.recordSearches.hasten(wronged, now: desk.clock.now())
        }
        mark.answered(at: desk.clock.now())
    }

    /// Waits until the server is there again; then one film is asked about, and the next failure waits again.
    private func waitForServer(_ error: RecordError, _ memory: inout Memory) async throws {
        var error = error
        while true {
            tell(error, &memory)
            try await Task.sleep(for: .seconds(memory.circuit.pause(after: error, pause)))
            guard error.recovery == .waitForServer else { return }
            do throws(RecordError) { return try await alive() } catch let absence {
                try Task.checkCancellation()
                error = absence
            }
        }
    }

    /// Said once, however long it takes.
    private func tell(_ error: RecordError, _ memory: inout Memory) {
        let problem = error.suggestion
        if memory.problem == nil { log.warning("The reports wait: \(problem)") }
        memory.problem = problem
        mark.failed(problem, at: desk.clock.now())
    }
}
