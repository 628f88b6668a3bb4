import Testing
import Web
import Workstation

@Suite("How long each stage took")
struct StageClockTests {
    private struct Failure: Error {}

    @Test("Each stage counts for itself; only readings make the timings")
    func stages() {
        let clock = StageClock()
        #expect(clock.timings == Timings(average: 0, shortest: 0, longest: 0) && clock.histograms.isEmpty)
        clock.note(.receive, 0.2)
        clock.note(.receive, 400)
        clock.note(.read, milliseconds: 2000)
        clock.note(.read, 4)
        #expect(clock.received == 2 && clock.timings == Timings(average: 3, shortest: 2, longest: 4))
        #expect(clock.histograms["read"]?.counts.reduce(0, +) == 2 && clock.histograms["read"]?.sum == 6)
        #expect(clock.histograms["receive"]?.counts.last == 1 && clock.histograms["draw"] == nil)
    }

    @Test("Timings are about the last hundred readings; remembered ones are in them, but in no histogram")
    func window() {
        let clock = StageClock()
        clock.remember([50, .nan, -1, .infinity, 10])
        #expect(clock.timings == Timings(average: 30, shortest: 10, longest: 50) && clock.histograms.isEmpty)
        for _ in 0..<99 { clock.note(.read, 1) }
        #expect(clock.timings.longest == 10)
        clock.note(.read, 1)
        #expect(clock.timings == Timings(average: 1, shortest: 1, longest: 1))
        #expect(clock.histograms["read"]?.counts.reduce(0, +) == 100)
    }

    @Test("Work is measured, unless it fails")
    func measure() throws {
        let clock = StageClock()
        #expect(clock.measure(.draw) { 7 } == 7)
        #expect(throws: Failure.self) {
            try clock.measure(.draw) { () throws(Failure) -> Int in throw Failure() }
        }
        #expect(clock.histograms["draw"]?.counts.reduce(0, +) == 1)
    }
}
