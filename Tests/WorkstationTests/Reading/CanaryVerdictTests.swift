import Radiology
import Testing
import Workstation

@Suite("Films with a known answer")
struct CanaryVerdictTests {
    private let threshold = Severity.usualThreshold

    @Test(
        "With a range, an answer outside of it is a changed verdict; a model without a verdict, too",
        arguments: [(0, false, 0), (2, false, 2), (3, true, 2), (10, true, 2), (nil, true, 0)])
    func range(got: Int?, isChanged: Bool, expected: Int) {
        let verdict = CanaryVerdict(got.flatMap(Severity.init), expected: 0...2, first: nil, threshold: threshold)
        #expect(verdict.isChanged == isChanged && verdict.expected?.score == expected)
    }

    @Test(
        "Without a range, the other side of the threshold than the first reading is a changed verdict",
        arguments: [
            (1, 4, false), (1, 5, true), (7, 5, false), (7, 4, true), (nil, 9, false), (7, nil, true),
            (nil, nil, false),
        ])
    func first(first: Int?, got: Int?, isChanged: Bool) {
        let verdict = CanaryVerdict(
            got.flatMap(Severity.init), expected: nil, first: first.flatMap(Severity.init), threshold: threshold)
        #expect(verdict.isChanged == isChanged && verdict.expected?.score == first)
    }
}
