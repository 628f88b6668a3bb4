import Statistics
import Testing

@Suite("Control charts")
struct ControlChartTests {
    private func nights(_ counts: [Int], of total: Int = 100) -> [Proportion] {
        counts.compactMap { Proportion($0, of: total) }
    }

    @Test("A night far above the limits signals; a night without exams is a gap")
    func rates() throws {
        let quiet = nights([20, 22, 18, 21, 19, 20])
        let chart = ControlChart.rates(quiet + [try #require(Proportion(0, of: 0))] + nights([45]), baseline: 6)
        // centre 120/600 = 0.2, limits 0.2 ± 3 √(0.2·0.8/100) = 0.2 ± 0.12
        #expect(near(chart.points[0].lower, 0.08) && near(chart.points[0].upper, 0.32))
        #expect(chart.signals.map(\.night) == [7] && chart.signals[0].signal == .beyondLimits)
        #expect(chart.points[6].value == nil)
    }

    @Test("Eight nights in a row on one side are a signal although none is beyond the limits")
    func run() {
        let chart = ControlChart.rates(nights([18, 22, 18, 22] + [Int](repeating: 22, count: 8)), baseline: 4)
        #expect(chart.signals.map(\.night) == [10, 11] && chart.signals.allSatisfy { $0.signal == .run })
    }

    @Test("A new model starts new limits, so the step that everyone knows of is no alarm")
    func phases() {
        let rates = nights([20, 21, 19, 20, 60, 61, 59, 60])
        let mark = ChangeMark(night: 4, kind: .model, label: "reader 2")
        #expect(ControlChart.rates(rates).signals.count == 8)
        #expect(ControlChart.rates(rates, marks: [mark]).signals.isEmpty)
        #expect(
            ChangeMark.phases(of: 8, marks: [mark, mark, .init(night: 99, kind: .prompt, label: "")]) == [0..<4, 4..<8])
    }

    @Test("Large nights that wander more than chance allows do not all signal on the corrected chart")
    func overdispersed() {
        let wandering = nights([20_000, 22_000, 18_500, 21_500, 19_000, 20_500, 22_200, 18_000], of: 100_000)
        #expect(ControlChart.rates(wandering).signals.count > 5)
        #expect(ControlChart.rates(wandering, overdispersed: true).signals.isEmpty)
    }

    @Test("Nights more alike than chance makes them narrow no limits")
    func alike() {
        let alike = nights([20, 21, 20, 21, 20, 21, 20, 21, 20, 25])
        let (plain, widened) = (ControlChart.rates(alike), ControlChart.rates(alike, overdispersed: true))
        #expect(widened.points == plain.points && !widened.signals.contains { $0.signal == .beyondLimits })
        #expect(near(widened.points[0].upper, 0.209 + 3 * (0.209 * 0.791 / 100).squareRoot()))
    }

    @Test("Single values have limits from their neighbours' differences")
    func individuals() {
        // mean 5, moving ranges 2, 2, 2 (across the gap too): 5 ± 3 · 2 / 1.128379
        let chart = ControlChart.individuals([4, 6, nil, 4, 6])
        #expect(near(chart.points[0].upper, 5 + 6 / 1.1283791670955126) && chart.points[2].value == nil)
        let ranges = ControlChart.movingRanges([4, 6, nil, 4, 6, 20], baseline: 5)
        #expect(ranges.points.map(\.value) == [nil, 2, nil, 2, 2, 14] && ranges.signals.map(\.night) == [5])
        #expect(ControlChart.individuals([4, .nan]).points.isEmpty)
        #expect(ControlChart.individuals([4, 6, 5], baseline: -1).points.isEmpty)
    }

    @Test("A small lasting shift shows in the smoothed chart and not in the single nights")
    func smoothed() throws {
        let rates = nights([20, 21, 19, 20, 21, 19, 20, 20, 26, 27, 26, 27, 26, 27])
        #expect(ControlChart.rates(rates, baseline: 8).signals.isEmpty)
        #expect(try #require(ControlChart.smoothedRates(rates, baseline: 8)).signals.isEmpty == false)
        #expect(ControlChart.smoothedRates(rates, weight: 0) == nil)
        let single = ControlChart.smoothedIndividuals([5, 5.2, 4.9, 5.1, 5, 5.6, 5.7, 5.6, 5.7, 5.6], baseline: 5)
        #expect(try #require(single).signals.isEmpty == false)
    }

    @Test("The stability index of equal windows is 0, and grows when a category moves")
    func stability() throws {
        #expect(StabilityIndex(reference: [50, 30, 20], current: [50, 30, 20])?.value == 0)
        let moved = try #require(StabilityIndex(reference: [500, 300, 200], current: [200, 300, 500]))
        #expect(moved.value > 0.25 && moved.value > (moved.critical() ?? .infinity))
    }
}
