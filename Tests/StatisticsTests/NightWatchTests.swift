import Statistics
import Testing

@Suite("The watch over the days")
struct NightWatchTests {
    /// 2026-02-15.
    private static let sunday = 20_499
    private static let threshold = 5

    private static func night(
        _ day: Int, exams: Int, mean: Double, model: String = "m1", region: String = "chest", disagree: Int = 0,
        unreadable: Int = 0, _ generator: inout SeededGenerator
    ) -> NightWatch.Night {
        var night = NightWatch.Night(day: day)
        for exam in 0..<exams {
            var tally = NightWatch.Tally()
            tally.add(
                isDone: true, reader: generator.binomial(10, mean), agrees: exam >= disagree,
                latency: 5 + generator.below(5), hasAnswer: true, unreadable: exam < unreadable ? 1 : 0)
            night.all.merge(tally)
            night.regions[region, default: NightWatch.Tally()].merge(tally)
        }
        night.models = [model: exams]
        return night
    }

    private static func watch(
        _ days: Int, from first: Int = sunday, changing at: Int? = nil, to mean: Double = 0.6, model: String = "m1"
    ) -> NightWatch {
        var generator = SeededGenerator(seed: 7)
        let nights = (0..<days).map { day in
            let isAfter = at.map { day >= $0 } ?? false
            return night(
                first + day, exams: 40, mean: isAfter ? mean : 0.2, model: isAfter ? model : "m1", &generator)
        }
        return NightWatch(nights, threshold: threshold)
    }

    @Test(
        "A quarter begins on the first day of January, April, July or October",
        arguments: [(20_454, 20_454), (20_499, 20_454), (20_543, 20_454), (20_544, 20_544), (20_779, 20_727), (0, 0)])
    func quarters(day: Int, start: Int) {
        #expect(NightWatch.quarterStart(of: day) == start)
    }

    @Test("The counts of two parts are those of the whole, and can be taken away again")
    func halves() {
        var generator = SeededGenerator(seed: 1)
        let one = Self.night(0, exams: 9, mean: 0.3, disagree: 2, unreadable: 1, &generator).all
        let other = Self.night(0, exams: 5, mean: 0.7, &generator).all
        var whole = one
        whole.merge(other)
        #expect(whole.exams == 14 && whole.disagreement == Proportion(2, of: 14) && whole.answers == 15)
        let isTaken = whole.subtract(other)
        #expect(isTaken && whole == one)
        let isTakenAgain = whole.subtract(NightWatch.Tally.merged([one, other]))
        #expect(!isTakenAgain && whole == one)
    }

    @Test("An exam that is not assessed is no negative, and one that failed counts its answers only")
    func notAssessed() {
        var tally = NightWatch.Tally()
        tally.add(isDone: true, reader: -1, agrees: nil, latency: -1, hasAnswer: true, unreadable: 0)
        tally.add(isDone: false, reader: 9, agrees: true, latency: 3, hasAnswer: false, unreadable: 2)
        tally.add(isDone: true, reader: 7, agrees: nil, latency: 4, hasAnswer: true, unreadable: 0)
        #expect(tally.exams == 2 && tally.positive(threshold: 5) == Proportion(1, of: 1) && tally.meanSeverity == 7)
        #expect(tally.unreadableAnswers == Proportion(2, of: 4) && tally.disagreement.value == nil)
        #expect(tally.medianLatency == 4)
    }

    @Test("Days without exams are there, days out of order are not")
    func gaps() {
        var generator = SeededGenerator(seed: 1)
        let nights = [3, 6, 5, 40_000].map { Self.night($0, exams: 1, mean: 0.5, &generator) }
        #expect(NightWatch(nights, threshold: 5).nights.map(\.day) == [3, 4, 5, 6])
        let empty = NightWatch([], threshold: 5)
        #expect(
            empty.last == nil && empty.alarms.isEmpty && empty.drifts.isEmpty && empty.chart(.positive).points.isEmpty)
    }

    @Test("A month like every other one gives no alarm, no drift and no mark")
    func quiet() {
        let watch = Self.watch(42)
        #expect(watch.alarms.isEmpty && watch.marks.isEmpty)
        #expect(watch.drifts.map(\.region) == [nil, "chest"])
        #expect(watch.drifts.allSatisfy { !$0.severityMoved && !$0.latencyMoved })
    }

    @Test("Severities that move for good are heard of within days, and the day is found")
    func moved() throws {
        let watch = Self.watch(42, changing: 38)
        let alarm = try #require(watch.alarms.first { $0.measure == .severity && $0.region == nil })
        #expect((38...41).contains(alarm.night) && alarm.changed == 38 && alarm.kind == .changed)
        #expect(watch.drifts.first?.severityMoved == true)
        #expect(watch.chart(.positive).points.last?.signal == .beyondLimits)
    }

    @Test("A known change is marked, and begins a new stretch: what it brings is no alarm")
    func known() {
        let watch = Self.watch(42, changing: 30, model: "m2")
        #expect(watch.marks == [ChangeMark(night: 30, kind: .model, label: "m2")])
        #expect(watch.watchedSince == 30 && watch.alarms.isEmpty)
        #expect(watch.chartedMarks.first?.night == 30)
    }

    @Test("Two servers that take turns are no change every day")
    func turns() {
        var nights = (0..<6).map { NightWatch.Night(day: $0) }
        for day in nights.indices { nights[day].models = day % 2 == 0 ? ["a": 6, "b": 6] : ["a": 7, "b": 5] }
        #expect(NightWatch(nights, threshold: 5).marks.isEmpty)
        nights[5].models = ["a": 5, "b": 7]
        #expect(NightWatch(nights, threshold: 5).marks.map(\.night) == [5])
    }

    @Test("More than the agreed disagreement and unreadable answers are heard of")
    func targets() {
        var generator = SeededGenerator(seed: 3)
        let nights = (0..<20).map {
            Self.night(Self.sunday + $0, exams: 40, mean: 0.3, disagree: 18, unreadable: 8, &generator)
        }
        let alarms = NightWatch(nights, threshold: 5).alarms.filter { $0.kind == .aboveTarget }
        #expect(alarms.map(\.measure) == [.unreadable, .disagreement])
    }

    @Test("Limits of fewer than eight days are none")
    func firstWeek() {
        #expect(Self.watch(7).chart(.positive).points.isEmpty)
        #expect(Self.watch(8).chart(.positive).points.count == 8)
        #expect(Self.watch(90).chart(.severity).points.count == NightWatch.shown)
    }

    @Test("In a quarter without a change at most one of twenty wards hears an alarm")
    func unchanged() {
        var alarms = 0
        let wards = 300
        for ward in 0..<wards {
            var generator = SeededGenerator(seed: UInt64(9000 + ward))
            let nights = (0..<30).map { day in
                let exams = day % 7 > 4 ? 3 : 15
                let disagree = generator.binomial(exams, 0.07)
                return Self.night(20_454 + day, exams: exams, mean: 0.3, disagree: disagree, &generator)
            }
            if !NightWatch(nights, threshold: 5).alarms.isEmpty { alarms += 1 }
        }
        #expect(alarms <= wards / 20, "\(alarms) of \(wards)")
    }
}
