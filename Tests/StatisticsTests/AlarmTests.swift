import Statistics
import Testing

/// Ten thousand hospitals in which nothing ever changes, looked at every night for weeks: how many hear an alarm?
@Suite("Alarms that may be read every night")
struct AlarmTests {
    static let hospitals = 10_000
    static let alpha = 0.05

    /// Exams of one night: weekends have few, some nights none.
    private static func exams(_ night: Int, _ generator: inout SeededGenerator) -> Int {
        night % 7 > 4 ? generator.below(4) : 5 + generator.below(30)
    }

    @Test("A change monitor sounds falsely in at most 5 % of unchanged hospitals", arguments: [0.02, 0.2, 0.5])
    func unchangedRate(rate: Double) throws {
        var alarms = 0
        var generator = SeededGenerator(seed: 500)
        for _ in 0..<Self.hospitals {
            var monitor = try #require(ChangeMonitor(categories: 2, alpha: Self.alpha))
            for night in 0..<42 where monitor.alarm == nil {
                let all = Self.exams(night, &generator)
                let cases = generator.binomial(all, rate)
                monitor.append([cases, all - cases])
            }
            if monitor.alarm != nil { alarms += 1 }
        }
        #expect(Double(alarms) <= Self.alpha * Double(Self.hospitals), "\(alarms) of \(Self.hospitals)")
    }

    @Test("Nor does one of severities 0 … 10")
    func unchangedSeverity() throws {
        var alarms = 0
        var generator = SeededGenerator(seed: 501)
        for _ in 0..<Self.hospitals {
            var monitor = try #require(ChangeMonitor(categories: 11, alpha: Self.alpha))
            for _ in 0..<20 where monitor.alarm == nil {
                var counts = [Int](repeating: 0, count: 11)
                for _ in 0..<12 { counts[generator.binomial(10, 0.3)] += 1 }
                monitor.append(counts)
            }
            if monitor.alarm != nil { alarms += 1 }
        }
        #expect(Double(alarms) <= Self.alpha * Double(Self.hospitals), "\(alarms) of \(Self.hospitals)")
    }

    @Test(
        "A target monitor sounds falsely in at most 5 %, on the border and inside of what was agreed",
        arguments: [(TargetMonitor.Side.above, 0.1), (.above, 0.06), (.below, 0.1), (.either, 0.1)])
    func unchangedTarget(side: TargetMonitor.Side, rate: Double) throws {
        var alarms = 0
        var generator = SeededGenerator(seed: 502)
        for _ in 0..<Self.hospitals {
            var monitor = try #require(TargetMonitor(target: 0.1, side: side, alpha: Self.alpha))
            for night in 0..<28 where monitor.alarm == nil {
                let all = Self.exams(night, &generator)
                monitor.append(try #require(Proportion(generator.binomial(all, rate), of: all)))
            }
            if monitor.alarm != nil { alarms += 1 }
        }
        #expect(Double(alarms) <= Self.alpha * Double(Self.hospitals), "\(side): \(alarms) of \(Self.hospitals)")
    }

    @Test("A confidence sequence misses the truth on any night in at most 5 % of hospitals", arguments: [0.05, 0.4])
    func sequence(rate: Double) throws {
        var missed = 0
        var generator = SeededGenerator(seed: 503)
        for _ in 0..<Self.hospitals {
            var (cases, all, outside) = (0, 0, false)
            for _ in 0..<30 where !outside {
                let tonight = 1 + generator.below(20)
                (cases, all) = (cases + generator.binomial(tonight, rate), all + tonight)
                let interval = try #require(Proportion(cases, of: all).flatMap { ConfidenceSequence.interval($0) })
                outside = rate < interval.lower || rate > interval.upper
            }
            if outside { missed += 1 }
        }
        #expect(Double(missed) <= Self.alpha * Double(Self.hospitals), "\(missed) of \(Self.hospitals)")
    }

    @Test("A change from 20 to 35 % after night 30 is heard within three weeks, and found at its night")
    func change() throws {
        var monitor = try #require(ChangeMonitor(categories: 2))
        var generator = SeededGenerator(seed: 504)
        for night in 0..<60 {
            let cases = generator.binomial(40, night < 30 ? 0.2 : 0.35)
            monitor.append([cases, 40 - cases])
        }
        let (alarm, found) = (try #require(monitor.alarm), try #require(monitor.changePoint))
        #expect((30..<51).contains(alarm), "heard in night \(alarm)")
        #expect((27...33).contains(found.night) && found.probability > 0.1, "\(found)")
    }

    @Test("A disagreement above what was agreed is heard; one below it is not")
    func target() throws {
        var (above, below) = (try #require(TargetMonitor(target: 0.1)), try #require(TargetMonitor(target: 0.1)))
        for _ in 0..<60 {
            above.append(try #require(Proportion(8, of: 40)))
            below.append(try #require(Proportion(1, of: 40)))
        }
        #expect(try #require(above.alarm) < 30 && below.alarm == nil)
    }

    @Test("Of many monitors only those sound together whose evidence stands against their number")
    func many() {
        // α = 0.05, four monitors: the bars are ln 80, ln 40, ln 26.7, ln 20.
        #expect(MultipleComparisons.alarms(logEvidence: [3.8, 1, 4, 0], alpha: 0.05) == [true, false, true, false])
        #expect(MultipleComparisons.alarms(logEvidence: [3.6, 1, 4, 0], alpha: 0.05) == [false, false, false, false])
        #expect(MultipleComparisons.alarms(logEvidence: [], alpha: 0.05).isEmpty)
    }
}
