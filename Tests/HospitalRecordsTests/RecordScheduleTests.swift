import HospitalRecords
import Testing

@Suite("When the hospital is asked again")
struct RecordScheduleTests {
    private static let hour = 3600.0
    private static let day = 86_400.0

    /// Ages at which a film is looked at, when no report ever comes.
    private func looks(
        firstAge: Double, until end: Double, outcome: RecordSchedule.Outcome = .waiting, jitter: Double = 0.5
    ) -> [Double] {
        var (ages, age, last): ([Double], Double, RecordSchedule.Outcome?) = ([], firstAge, nil)
        while let wait = RecordSchedule.wait(after: last, attempts: ages.count, age: age, jitter: jitter),
            age + wait < end
        {
            age += wait
            ages.append(age)
            last = outcome
            if ages.count > 10_000 { break }
        }
        return ages
    }

    @Test(
        "A young film is looked at often and an old one rarely",
        arguments: [
            (0.1, 300.0), (1.9, 300), (2.1, 900), (13, 3600), (49, 21_600), (200, 86_400), (31 * 24, 2_592_000),
            (401 * 24, 15_552_000),
        ] as [(Double, Double)])
    func byAge(hours: Double, wait: Double) {
        #expect(RecordSchedule.wait(after: .waiting, attempts: 1, age: hours * Self.hour, jitter: 0.5) == wait)
    }

    @Test("No report is looked for in the first ten minutes, and an old film that just came is looked for at once")
    func first() {
        #expect(RecordSchedule.wait(after: nil, attempts: 0, age: 0, jitter: 0.7) == 600)
        #expect(RecordSchedule.wait(after: nil, attempts: 0, age: 300, jitter: 0.7) == 300)
        #expect(RecordSchedule.wait(after: nil, attempts: 0, age: 90 * Self.day, jitter: 0.7) == 0)
        #expect(RecordSchedule.wait(after: nil, attempts: 0, age: 4000 * Self.day, jitter: 0.7) == nil)
    }

    @Test("A film costs a bounded number of searches, however the dice fall", arguments: [0.0, 0.3, 1.0])
    func bounded(jitter: Double) {
        let month = looks(firstAge: 0, until: 30 * Self.day, jitter: jitter)
        #expect((100...RecordSchedule.mostLooksInAMonth).contains(month.count))
        let whole = looks(firstAge: 0, until: .infinity, jitter: jitter)
        #expect(whole.count < RecordSchedule.mostLooksInAMonth + 40)
        #expect(whole.last.map { $0 > 2 * 365 * Self.day } == true, "the marker of thirty days is revisited")
    }

    @Test(
        "A report is found soon after it comes, whenever it comes",
        arguments: [0.5, 3, 20, 100, 500, 1000, 5000] as [Double])
    func soon(hours: Double) {
        let comes = hours * Self.hour
        let found = looks(firstAge: 0, until: .infinity, jitter: 1).first { $0 >= comes }
        // At most a fifth of the film's age later, and a month and a half for very old ones.
        #expect(found.map { $0 - comes <= max(600, comes * 0.6) } == true)
    }

    @Test("A film with a date in the future is not asked about for ever")
    func future() {
        var (waited, last) = (0.0, 0.0)
        for attempt in 1...200 {
            last = RecordSchedule.wait(after: .waiting, attempts: attempt, age: -.infinity, jitter: 0.5) ?? 0
            waited += last
        }
        #expect(last == 30 * Self.day && waited > 100 * Self.day)
    }

    @Test(
        "What was found says when to look again",
        arguments: [
            (RecordSchedule.Outcome.reported, nil), (.unknownPatient, 3600), (.ambiguous, 21_600), (.waiting, 300),
            (.failed(.retry(after: nil)), 120), (.failed(.retry(after: 900)), 900), (.failed(.waitForServer), 300),
            (.failed(.tellOperator), 300), (.failed(.setAside), 86_400),
        ] as [(RecordSchedule.Outcome, Double?)])
    func outcomes(outcome: RecordSchedule.Outcome, wait: Double?) {
        #expect(RecordSchedule.wait(after: outcome, attempts: 3, failures: 1, age: 600, jitter: 0.5) == wait)
    }

    @Test("Failures in a row wait longer and longer, to a limit")
    func failures() {
        let waits = (1...30).map {
            RecordSchedule.wait(after: .failed(.retry(after: nil)), attempts: 0, failures: $0, age: 0, jitter: 0.5) ?? 0
        }
        #expect(waits == waits.sorted() && waits.first == 120 && waits.last == 21_600)
    }

    @Test("Films that came together spread over a fifth of the wait")
    func jitter() {
        let ends = [0.0, 1.0].map { RecordSchedule.wait(after: .waiting, attempts: 1, age: 0, jitter: $0) }
        #expect(ends == [270, 330])
        #expect(RecordSchedule.wait(after: .waiting, attempts: 1, age: .nan, jitter: .nan) == 270)
    }

    @Test("Every fourth turn belongs to the old films")
    func lanes() {
        #expect((0..<8).map { RecordSchedule.lane(turn: $0).rawValue.first } == Array("fffofffo"))
        #expect(RecordSchedule.lane(age: 3 * Self.day) == .old && RecordSchedule.lane(age: 3600) == .fresh)
    }
}
