import Foundation
import Statistics
import Testing

@Suite("Figures that grow night by night")
struct MergingTests {
    /// Two hundred exams of three devices over ten nights, severities and latencies by a fixed seed.
    private struct Exam {
        let night: Int
        let device: String
        let reader: Int?
        let reference: Int?
        let percent: Int
        let milliseconds: Int
    }

    private struct Figures: Mergeable {
        var severities = Grouped<String, SeverityTable>()
        var verdicts = VerdictCounts()
        var confidence = CalibrationCounts()
        var latency = Grouped<String, ValueCounts>()
        var scores = ScoreCounts()
        var seconds = ExactSum()

        mutating func add(_ exam: Exam) {
            severities[exam.device].add(reader: exam.reader, reference: exam.reference)
            verdicts.add(reader: exam.reader, reference: exam.reference, threshold: 5)
            if let reader = exam.reader, let reference = exam.reference {
                confidence.add(percent: exam.percent, happened: (reader >= 5) == (reference >= 5))
                scores.add(reader, isPositive: reference >= 5)
            }
            latency[exam.device].add(exam.milliseconds)
            seconds.add(Double(exam.milliseconds) / 1000)
        }

        mutating func merge(_ other: Figures) {
            severities.merge(other.severities)
            verdicts.merge(other.verdicts)
            confidence.merge(other.confidence)
            latency.merge(other.latency)
            scores.merge(other.scores)
            seconds.merge(other.seconds)
        }

        @discardableResult
        mutating func subtract(_ other: Figures) -> Bool {
            severities.subtract(other.severities) && verdicts.subtract(other.verdicts)
                && confidence.subtract(other.confidence) && latency.subtract(other.latency)
                && scores.subtract(other.scores) && seconds.subtract(other.seconds)
        }
    }

    private let exams: [Exam] = {
        var generator = SeededGenerator(seed: 40)
        return (0..<200).map { number in
            let reader = generator.below(12)
            let reference = generator.below(12)
            return Exam(
                night: number / 20, device: ["DX 1", "DX 2", "CR"][generator.below(3)],
                reader: reader < 11 ? reader : nil, reference: reference < 11 ? reference : nil,
                percent: generator.below(101), milliseconds: generator.below(90_000))
        }
    }()

    private func figures(_ exams: some Sequence<Exam>) -> Figures {
        var figures = Figures()
        for exam in exams { figures.add(exam) }
        return figures
    }

    private func bytes(_ figures: Figures) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(figures)
    }

    @Test("Ten nights merged are the full computation, byte for byte, in any order of nights and of exams")
    func mergedIsWhole() throws {
        let whole = try bytes(figures(exams))
        let nights = Dictionary(grouping: exams, by: \.night).values.map(figures)
        var generator = SeededGenerator(seed: 7)
        #expect(try bytes(Figures.merged(nights)) == whole)
        #expect(try bytes(figures(exams.shuffled(using: &generator))) == whole)
        #expect(try bytes(figures(exams.reversed())) == whole)
    }

    @Test("Figures are stored and read back, and grow on")
    func stored() throws {
        let first = try bytes(figures(exams.prefix(120)))
        var resumed = try JSONDecoder().decode(Figures.self, from: first)
        for exam in exams.dropFirst(120) { resumed.add(exam) }
        #expect(try bytes(resumed) == bytes(figures(exams)))
    }

    @Test("A changed review is taken back and counted anew")
    func takenBack() throws {
        var all = figures(exams)
        all.subtract(figures(exams.prefix(3)))
        #expect(try bytes(all) == bytes(figures(exams.dropFirst(3))))
        var table = SeverityTable()
        table.add(reader: 3, reference: nil)
        let absent = table.remove(reader: 3, reference: 4)
        #expect(!absent && table.total == 1)
        let present = table.remove(reader: 3, reference: nil)
        #expect(present && table == SeverityTable())
    }

    @Test("What was never counted cannot be taken away")
    func never() {
        var (verdicts, values, scores, grouped) = (
            FortyExams.verdicts, ValueCounts([1, 2]), ScoreCounts(), Grouped<Int, ValueCounts>()
        )
        grouped[1].add(5)
        let before = grouped
        var other = Grouped<Int, ValueCounts>()
        other[1].add(5)
        other[2].add(5)
        scores.add(1, isPositive: true)
        var negative = ScoreCounts()
        negative.add(1, isPositive: false)
        var more = FortyExams.verdicts
        more.add(reader: 9, reference: 9, threshold: 5)
        let taken = [
            verdicts.subtract(more), values.subtract(ValueCounts([3])), values.remove(3), scores.subtract(negative),
            grouped.subtract(other),
        ]
        #expect(taken == [false, false, false, false, false])
        #expect(verdicts == FortyExams.verdicts && values == ValueCounts([2, 1]))
        #expect(scores.positives == 1 && scores.negatives == 0 && grouped == before)
    }

    @Test("Damaged stored figures are refused", arguments: ["[1,2]", "[-1]", "{}", "null"])
    func damaged(text: String) {
        let data = Data(text.utf8)
        #expect(throws: (any Error).self) { try JSONDecoder().decode(SeverityTable.self, from: data) }
        #expect(throws: (any Error).self) { try JSONDecoder().decode(ExactSum.self, from: data) }
        #expect(throws: (any Error).self) { try JSONDecoder().decode(CalibrationCounts.self, from: data) }
        #expect(throws: (any Error).self) { try JSONDecoder().decode(VerdictCounts.self, from: data) }
    }

    @Test("A sum of floating-point numbers does not depend on order, and forgets nothing small")
    func exactSum() {
        var sum = ExactSum()
        for value in [1e300, 1, -1e300, 0x1p-1074, 1e-20, -1] { sum.add(value) }
        #expect(sum.value == 1e-20)
        sum.remove(1e-20)
        #expect(sum.value == 0x1p-1074)
        for _ in 0..<4 { sum.add(.greatestFiniteMagnitude) }
        #expect(sum.value == nil)
        for _ in 0..<5 { sum.add(-.greatestFiniteMagnitude) }
        #expect(sum.value == -.greatestFiniteMagnitude)
    }
}
