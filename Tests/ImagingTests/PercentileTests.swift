import Imaging
import Testing

@Suite("Percentiles")
struct PercentileTests {
    @Test("Counting finds the percentiles that sorting finds", arguments: [1, 2, 3, 10, 99, 1001, 40_000])
    func exact(count: Int) {
        var dice = Dice(seed: UInt64(count))
        let values = (0..<count).map { _ in Float(dice.roll() * dice.roll() * 65_535) }
        let sorted = values.sorted()
        let percents: [Double] = [0, 0.5, 1, 50, 99, 100]
        let expected = percents.map { percent in
            let at = Double(count - 1) * percent / 100
            let (below, share) = (Int(at), at - Double(Int(at)))
            return Double(sorted[below]) * (1 - share) + Double(sorted[min(below + 1, count - 1)]) * share
        }
        let found = Percentiles.of(values.span, percents) ?? []
        #expect(found.count == percents.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test("Background counts for nothing, and nothing but background has no percentiles")
    func background() {
        func percentiles(_ values: [Float]) -> [Double]? { Percentiles.of(values.span, [1, 99]) }
        #expect(percentiles([.nan, 3, .nan]) == [3, 3])
        #expect(percentiles([.nan]) == nil)
        #expect(percentiles([]) == nil)
    }
}
