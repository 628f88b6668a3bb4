import Foundation
import Statistics
import Testing

@Suite("The same exams give the same bytes")
struct PerformanceBytesTests {
    /// Exams by a fixed seed, of nine regions, some of them small.
    static func exams(_ number: Int, seed: UInt64 = 5) -> [CountedExam] {
        var generator = SeededGenerator(seed: seed)
        return (0..<number).map { _ in
            var exam = CountedExam(status: ["done", "done", "done", "error", "queued"][generator.below(5)])
            let isIll = generator.below(3) == 0
            exam.reader = generator.below(20) == 0 ? nil : generator.binomial(10, isIll ? 0.6 : 0.3)
            exam.reported = generator.below(4) == 0 ? nil : generator.binomial(10, isIll ? 0.7 : 0.2)
            exam.review = CountedExam.Review.allCases[max(0, generator.below(12) - 9)]
            exam.region = "region \(generator.binomial(8, 0.3))"
            exam.sex = ["F", "M", ""][generator.below(3)]
            (exam.age, exam.hour, exam.day) = (generator.below(95), generator.below(24), 20_000 + generator.below(200))
            exam.device = "device \(generator.below(70))"
            exam.confidence = generator.below(101)
            (exam.latency, exam.reportMinutes) = (generator.below(90), generator.below(3000))
            exam.errorKind = exam.status == "error" ? "reply-empty" : ""
            return exam
        }
    }

    static func counts(_ exams: some Sequence<CountedExam>) -> PerformanceCounts {
        var counts = PerformanceCounts()
        for exam in exams { counts.add(exam) }
        return counts
    }

    private struct Answer: Decodable {
        let figures: [Figure]
        let curves: Curves
        let filters: [String: String]
    }

    private static func bytes(_ counts: PerformanceCounts) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(counts)
    }

    @Test("Counted in any order, by one thread or two, stored in between: equal to the byte")
    func anyOrder() async throws {
        let exams = Self.exams(4000)
        let whole = Self.counts(exams)
        let text = Performance(whole, threshold: 5).json()
        async let first = Self.counts(exams.prefix(1500))
        async let second = Self.counts(exams.dropFirst(1500))
        let halves = await [second, first]
        #expect(PerformanceCounts.merged(halves) == whole)
        var generator = SeededGenerator(seed: 9)
        #expect(try Self.bytes(Self.counts(exams.shuffled(using: &generator))) == Self.bytes(whole))
        let stored = try JSONDecoder().decode(PerformanceCounts.self, from: Self.bytes(whole))
        async let again = Performance(stored, threshold: 5).json()
        async let other = Performance(PerformanceCounts.merged(halves), threshold: 5).json()
        let both = await [again, other]
        #expect(both == [text, text])
        var rest = whole
        let taken = rest.subtract(Self.counts(exams.prefix(1500)))
        #expect(taken && rest == Self.counts(exams.dropFirst(1500)))
        let never = rest.subtract(whole)
        #expect(!never && rest == Self.counts(exams.dropFirst(1500)))
    }

    @Test("JSON and CSV say the same numbers, and are read back as they were")
    func texts() throws {
        let performance = try FortyRows.performance()
        let root = try JSONDecoder().decode(Answer.self, from: Data(performance.json(filters: ["sex": "F"]).utf8))
        #expect(root.filters == ["sex": "F"] && root.figures == performance.figures)
        #expect(root.curves == performance.curves && root.curves.confusion.joined().reduce(0, +) == 40)
        let lines = performance.csv.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count == performance.figures.count + 2 && lines.last == "")
        #expect(lines[0] == Performance.columns[...])
        for (figure, line) in zip(performance.figures, lines.dropFirst()) {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            #expect(cells[0] == figure.id[...])
            #expect(cells[3...5].map { Double($0) } == [figure.value, figure.lower, figure.upper])
        }
        let data = try JSONEncoder().encode(performance)
        #expect(try JSONDecoder().decode(Performance.self, from: data) == performance)
    }

    @Test("A name with a quotation mark, a comma or a formula does not break the table")
    func names() throws {
        var exam = CountedExam(status: "done")
        (exam.device, exam.region) = ("a \"b\", c\n", "=1+1")
        let performance = Performance(Self.counts([exam]), threshold: 5)
        #expect(performance.csv.contains("\"device.a \"\"b\"\", c\n.exams\",1,,"))
        #expect(try JSONSerialization.jsonObject(with: Data(performance.json().utf8)) is [String: Any])
    }

    @Test("Beyond fifty groups the smallest are one group")
    func others() {
        let performance = Performance(Self.counts(Self.exams(4000)), threshold: 5)
        let groups = performance.figures(of: .device)
        #expect(groups.count == 51 && groups.last?.name == GroupKind.others)
        let exams = groups.compactMap { $0.figures.first { $0.measure == "exams" }?.count }
        #expect(exams.reduce(0, +) == performance["overall.exams"]?.count)
    }

    @Test("Groups called alike are added, and called otherwise they keep their figures")
    func named() throws {
        let counts = try FortyRows.counts()
        let one = Performance(counts.naming(.region) { _ in "all" }, threshold: 5)
        #expect(one["region.all.mcc"]?.value == one["overall.mcc"]?.value && one.curves.regionMonths.count == 1)
        let same = Performance(counts.naming(.sex) { $0.lowercased() }, threshold: 5)
        #expect(same["sex.m.disagreement"]?.count == 7 && same["sex.unknown.exams"]?.count == 1)
    }

    @Test("A million exams cost the resampling little more than forty")
    func million() throws {
        let forty = try FortyRows.counts()
        var many = forty
        for _ in 0..<14 { many.merge(many) }
        #expect(Performance(many, threshold: 5)["overall.exams"]?.count == 40 << 14)
        let clock = ContinuousClock()
        let small = clock.measure { _ = Performance(forty, threshold: 5) }
        let large = clock.measure { _ = Performance(many, threshold: 5) }
        #expect(large < small * 3 + .milliseconds(500), "\(small), \(large)")
    }

    @Test("docs/statistics.md is what the definitions say")
    func document() throws {
        let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let url = checkout.deletingLastPathComponent().appending(path: "docs/statistics.md")
        if ProcessInfo.processInfo.environment["WRITE_DOCS"] != nil {
            try Data(Definition.document.utf8).write(to: url)
        }
        #expect(try String(contentsOf: url, encoding: .utf8) == Definition.document)
    }
}
