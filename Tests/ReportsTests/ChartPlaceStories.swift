import Reports
import Testing

@Suite("Where charts put their numbers and words")
struct ChartPlaceStories {
    @Test(
        "Labels of lines that end together are moved apart, as little as can be",
        arguments: [
            ([100.0, 100], [92.0, 108]), ([100, 104, 200], [94, 110, 200]), ([10, 10, 10], [0, 16, 32]),
            ([295, 299], [284, 300]), ([50], [50]), ([], []), ([120, 40, 118], [127, 40, 111]),
        ])
    func spread(wanted: [Double], places: [Double]) {
        #expect(LabelColumn.spread(wanted, gap: 16, in: 0...300) == places)
    }

    @Test("No label lies on another, and the ninth at one point is left out")
    func spots() {
        var spots = LabelSpots(left: 0, top: 0, right: 300, bottom: 300)
        var boxes: [(x: Double, y: Double)] = []
        for _ in 0..<40 { if let spot = spots.place(width: 30, beside: (150, 150)) { boxes.append(spot) } }
        #expect((4...16).contains(boxes.count))
        for (index, box) in boxes.enumerated() {
            for other in boxes[..<index] { #expect(abs(box.x - other.x) >= 30 || abs(box.y - other.y) >= 11) }
        }
    }

    @Test(
        "An axis holds its values in a few round steps",
        arguments: [
            ([0.11, 0.19], true, 0.0, 0.2, 0.05), ([0.151, 0.172], false, 0.15, 0.175, 0.005), ([7], true, 0, 8, 2),
            ([35], false, 30, 40, 2), ([], true, 0, 1, 0.2), ([-3.2, 12.4], false, -5, 15, 5),
            ([999_999], true, 0, 1_000_000, 200_000),
        ] as [([Double], Bool, Double, Double, Double)])
    func axis(values: [Double], fromZero: Bool, low: Double, high: Double, step: Double) {
        let axis = ValueAxis(covering: values, unit: .number(name: ""), fromZero: fromZero)
        #expect(abs(axis.low - low) < 1e-9 && abs(axis.high - high) < 1e-9 && abs(axis.step - step) < 1e-9, "\(axis)")
        #expect(axis.ticks.count <= 8 && (axis.ticks.first ?? 1) <= (values.min() ?? 0))
    }
}
