import Radiology
import Reports
import Testing

@Suite("AI and radiologist compared")
struct AgreementStories {
    @Test(
        "Two verdicts are compared at the threshold, and a missing one is never a negative",
        arguments: [
            (4, 4, .bothPositive), (10, 5, .bothPositive), (3, 0, .bothNegative), (4, 3, .onlyAI),
            (3, 4, .onlyRadiologist), (nil, 0, .notComparable), (0, nil, .notComparable), (nil, nil, .notComparable),
        ] as [(Int?, Int?, Agreement)])
    func table(ai: Int?, radiologist: Int?, expected: Agreement) {
        let agreement = Agreement(
            ai: ai.flatMap { Severity($0) }, radiologist: radiologist.flatMap { Severity($0) },
            threshold: SyntheticFilms.threshold)
        #expect(agreement == expected)
    }
}
