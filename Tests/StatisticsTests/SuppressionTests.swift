import Statistics
import Testing

@Suite("Small groups are not shown to those who might recognise somebody")
struct SuppressionTests {
    @Test("Two hands among forty exams: few, and so is the abdomen, lest they be had by subtraction")
    func hands() throws {
        let shown = try FortyRows.performance().suppressed()
        #expect(shown["region.hand.exams"]?.isFew == true && shown["region.hand.exams"]?.count == nil)
        #expect(shown["region.abdomen.exams"]?.isFew == true && shown["region.abdomen.disagreement"]?.isFew == true)
        #expect(shown["region.chest.exams"]?.count == 26)
        // Three that the AI missed.
        #expect(shown["region.chest.sensitivity"]?.isFew == true && shown["overall.sensitivity"]?.isFew == true)
        // One exam of unknown sex: the men are the next smallest.
        #expect(["F", "M", "unknown"].map { shown["sex.\($0).exams"]?.isFew } == [false, true, true])
        #expect(shown["overall.exams"]?.count == 40)
        // Three exams in April: March would give them away.
        #expect(shown.curves.months.isEmpty && shown.curves.days.isEmpty && shown.curves.regionMonths.isEmpty)
        #expect(shown.csv.contains("region.hand.exams,,,,,,few,count\r\n"))
        #expect(shown.suppressed() == shown)
    }

    @Test("A filter that leaves four exams leaves nothing to see")
    func bare() throws {
        let exams = try FortyRows.exams().prefix(4)
        let shown = Performance(PerformanceBytesTests.counts(exams), threshold: 5).suppressed()
        for figure in shown.figures where figure.id.hasPrefix("overall.") { #expect(figure.isFew, "\(figure.id)") }
        #expect(shown.curves.confusion.isEmpty && shown.curves.days.allSatisfy { $0.exams == nil })
    }

    @Test("With four positives among a hundred the table of the group is hidden, and its agreement shown")
    func margin() {
        var counts = PerformanceCounts()
        for (region, positives, exams) in [("a", 3, 100), ("b", 40, 100), ("c", 50, 120)] {
            for number in 0..<exams {
                var exam = CountedExam(status: "done")
                (exam.region, exam.day) = (region, 20_000)
                exam.reported = number < positives ? 8 : 1
                exam.reader = number % 7 == 0 ? 9 : exam.reported
                counts.add(exam)
            }
        }
        let shown = Performance(counts, threshold: 5).suppressed()
        #expect(shown["region.a.sensitivity"]?.isFew == true && shown["region.a.tp"]?.isFew == true)
        #expect(shown["region.b.tp"]?.isFew == true && shown["region.c.tp"]?.isFew == false)
        #expect(shown["region.a.disagreement"]?.total == 100 && shown["region.a.exams"]?.count == 100)
    }

    @Test("No small number of exams follows from those that are shown, by rows, columns and totals", arguments: 1...40)
    func complementary(seed: Int) throws {
        let exams = PerformanceBytesTests.exams(60 + seed * 5, seed: UInt64(seed))
        let whole = Performance(PerformanceBytesTests.counts(exams), threshold: 5)
        let shown = whole.suppressed()
        let all = whole["overall.exams"]?.count ?? 0
        for kind in GroupKind.allCases {
            let sizes = shown.figures(of: kind).compactMap { $0.figures.first { $0.measure == "exams" } }
            let rest = all - sizes.reduce(0) { $0 + ($1.count ?? 0) }
            // A kind whose groups could be counted is left out.
            #expect(rest == 0 || sizes.isEmpty || (rest >= 5 && sizes.count(where: \.isFew) > 1), "\(kind) \(rest)")
            #expect(sizes.allSatisfy { $0.isFew || $0.count == 0 || ($0.count ?? 0) >= 5 })
        }
        for trend in shown.curves.regionMonths {
            let region = try #require(shown[Figure.id(.region, trend.region, "exams")]?.count)
            let rest = region - trend.months.reduce(0) { $0 + ($1.exams ?? 0) }
            #expect(rest == 0 || rest >= 5, "\(trend.region) \(rest)")
        }
        let told = Set(shown.curves.regionMonths.flatMap { $0.months.map(\.label) })
        for month in shown.curves.months where told.contains(month.label) {
            let cells = shown.curves.regionMonths.compactMap { $0.months.first { $0.label == month.label } }
            let rest = (month.exams ?? 0) - cells.reduce(0) { $0 + ($1.exams ?? 0) }
            #expect(rest == 0 || rest >= 5, "\(month.label) \(rest)")
        }
        for (label, days) in Dictionary(grouping: shown.curves.days, by: { String($0.label.prefix(7)) }) {
            #expect(shown.curves.months.contains { $0.label == label } && days.allSatisfy { ($0.exams ?? 0) >= 5 })
        }
    }

    @Test("Where every group is of one exam, five names and a total of five would say so: the kind is left out")
    func countable() {
        var counts = PerformanceCounts()
        for hour in 8..<13 {
            var exam = CountedExam(status: "done")
            (exam.region, exam.hour, exam.day, exam.reader) = ("chest", hour, 20_000, 2)
            counts.add(exam)
        }
        let shown = Performance(counts, threshold: 5).suppressed(tellsWhole: true)
        #expect(shown.figures(of: .hour).isEmpty && shown["region.chest.exams"]?.count == 5)
        #expect(shown["overall.exams"]?.count == 5 && shown.curves.days.map(\.exams) == [5])
    }

    @Test("How many have no report is told elsewhere, and so hides no small diagnosis beside it")
    func unreported() {
        var counts = PerformanceCounts()
        for (diagnosis, exams) in [("fracture", 9), ("normal", 4), ("pneumonia", 12), ("", 5)] {
            for _ in 0..<exams {
                var exam = CountedExam(status: "done")
                (exam.region, exam.day, exam.reader) = ("chest", 20_000, 2)
                (exam.diagnosis, exam.radiologist) = (diagnosis, diagnosis.isEmpty ? "" : "Mare Ion")
                counts.add(exam)
            }
        }
        let shown = Performance(counts, threshold: 5).suppressed(tellsWhole: true)
        let told = shown.figures(of: .diagnosis).map { $0.figures.first { $0.measure == "exams" }?.count }
        #expect(shown.figures(of: .diagnosis).map(\.name) == ["fracture", "normal", "pneumonia", "unknown"])
        #expect(told == [nil, nil, 12, 5])
    }

    @Test("The few without a date have no verdicts that follow from all exams and the months")
    func undated() {
        var counts = PerformanceCounts()
        for number in 0..<59 {
            var exam = CountedExam(status: "done")
            (exam.region, exam.day) = ("chest", number < 56 ? 20_000 + number / 30 * 40 : nil)
            (exam.reader, exam.reported) = (number.isMultiple(of: 2) ? 8 : 1, number.isMultiple(of: 3) ? 8 : 1)
            counts.add(exam)
        }
        let whole = Performance(counts, threshold: 5)
        let shown = whole.suppressed()
        #expect(whole.curves.months.count == 2 && whole["overall.exams"]?.count == 59)
        for parts in [\TrendPoint.positive, \.disagreement] {
            let told = shown.curves.months.compactMap { $0[keyPath: parts] }
            let figure = parts == \.positive ? "overall.positive" : "overall.disagreement"
            let rest = (shown[figure]?.total ?? 0) - told.reduce(0) { $0 + $1.total }
            #expect(told.isEmpty || shown[figure]?.isFew == true || rest >= 5, "\(figure) \(rest)")
        }
    }
}
