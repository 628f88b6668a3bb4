import Statistics
import Testing

@Suite("Exams counted by numbers are the exams counted by names")
struct NumberedCountsTests {
    private static let exams = PerformanceBytesTests.exams(3000).enumerated().map { index, exam in
        var exam = exam
        exam.radiologist = index.isMultiple(of: 5) ? "" : "Dr. \(index % 7)"
        exam.diagnosis = "diagnosis \(index % 11)"
        exam.day = index.isMultiple(of: 97) ? nil : exam.day
        exam.age = index.isMultiple(of: 89) ? nil : exam.age
        exam.hour = index.isMultiple(of: 83) ? 24 : exam.hour
        exam.checkLatency = index % 13
        exam.hasAnswer = index.isMultiple(of: 2)
        (exam.failedAttempts, exam.unreadableAnswers) = (index % 3, index % 2)
        if index.isMultiple(of: 6) { (exam.reportMinutes, exam.waitingMinutes) = (nil, 40 * index) }
        return exam
    }

    /// A hundred exams are a stretch.
    private static func counted(in parts: Int, numbers: [String: Int], names: [String]) -> PerformanceCounts {
        var counts = [NumberedCounts](repeating: NumberedCounts(), count: parts)
        for (index, exam) in exams.enumerated() {
            let part = index / 100 % parts
            counts[part].stretch = index / 100
            var places = NumberedCounts.Names()
            (places.region, places.device) = (numbers[exam.region] ?? 0, numbers[exam.device] ?? 0)
            (places.radiologist, places.diagnosis) = (numbers[exam.radiologist] ?? 0, numbers[exam.diagnosis] ?? 0)
            places.error = numbers[exam.errorKind] ?? 0
            counts[part].add(exam, places)
        }
        return NumberedCounts.counts(counts, name: { names[$1] }, error: { names[$0] })
    }

    @Test("In one part, two or five, the counts are the same", arguments: [1, 2, 5])
    func sameCounts(parts: Int) {
        let words = Self.exams.flatMap { [$0.region, $0.device, $0.radiologist, $0.diagnosis, $0.errorKind] }
        let names = [""] + Set(words).subtracting([""]).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
        let whole = PerformanceBytesTests.counts(Self.exams)
        #expect(Self.counted(in: parts, numbers: numbers, names: names) == whole)
    }

    @Test("Two spellings of one name keep the one that was met first, in however many parts", arguments: [1, 2])
    func spellings(parts: Int) {
        var counts = [NumberedCounts](repeating: NumberedCounts(), count: parts)
        let names = ["", "caf\u{E9}", "cafe\u{301}"]
        for (stretch, name) in [2, 1, 1, 2].enumerated() {
            var places = NumberedCounts.Names()
            places.region = name
            counts[(stretch + 1) % parts].stretch = stretch
            counts[(stretch + 1) % parts].add(CountedExam(status: "done"), places)
        }
        let whole = NumberedCounts.counts(counts, name: { names[$1] }, error: { names[$0] })
        let regions = Performance(whole, threshold: 5).figures(of: .region).map { Array($0.name.unicodeScalars) }
        #expect(regions == [Array("cafe\u{301}".unicodeScalars)])
    }

    @Test("Figures made with what others have drawn already are the same figures")
    func resamples() {
        var known = Resamples()
        let whole = PerformanceBytesTests.counts(Self.exams)
        let half = PerformanceBytesTests.counts(Self.exams.prefix(1500))
        for counts in [whole, half, whole.naming(.region) { _ in "somewhere" }] {
            #expect(
                Performance(counts, threshold: 4, resamples: &known) == Performance(counts, threshold: 4))
        }
    }
}
