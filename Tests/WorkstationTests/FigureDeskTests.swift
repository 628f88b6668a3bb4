import Radiology
import Statistics
import Store
import Testing

@Suite("Figures and filters compare with the same severity")
struct FigureDeskTests {
    private static let reviews: [(figures: CountedExam.Review, list: Bool?)] = [
        (.none, nil), (.normal, true), (.abnormal, false),
    ]

    @Test("The figures' compared severity is that of the lists, for every pair and review", arguments: 0...10)
    func compared(threshold: Int) {
        var counts = PerformanceCounts()
        var expected = [[Int]](repeating: [Int](repeating: 0, count: 12), count: 12)
        for review in Self.reviews {
            for (reported, reader) in (-1...10).flatMap({ reported in (-1...10).map { (reported, $0) } }) {
                let listed = ComparedSeverity.of(
                    review: review.list, radiologist: Severity(reported), ai: Severity(reader), threshold: threshold)
                expected[listed?.score ?? 11][reader < 0 ? 11 : reader] += 1
                var exam = CountedExam(status: "done")
                (exam.reader, exam.reported, exam.review) = (reader, reported, review.figures)
                counts.add(exam)
            }
        }
        #expect(Performance(counts, threshold: threshold).curves.confusion == expected)
    }
}
