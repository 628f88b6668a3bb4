import Foundation
import Statistics
import Testing

@Suite("One list of figures for page, API, command line and report")
struct PerformanceTests {
    @Test("The table of forty exams holds the forty exams")
    func sameExams() throws {
        var table = SeverityTable()
        for exam in try FortyRows.exams() {
            let reference: Int? =
                switch exam.review {
                case .none: exam.reported
                case .normal: 0
                case .abnormal: 5
                }
            table.add(reader: exam.reader, reference: reference)
        }
        #expect(table == FortyExams.table)
    }

    @Test("Every figure of the forty exams is what the pencil says")
    func byHand() throws {
        let performance = try FortyRows.performance()
        let rows = try FortyRows.rows("FortyFigures.csv")
        #expect(rows.count > 100)
        for row in rows {
            let figure = try #require(performance[row["id"] ?? ""], "\(row)")
            #expect(figure.count == row["count"].flatMap { Int($0) }, "\(row)")
            #expect(figure.total == row["total"].flatMap { Int($0) }, "\(row)")
            for (name, found) in [("value", figure.value), ("lower", figure.lower), ("upper", figure.upper)] {
                guard let expected = row[name].flatMap({ Double($0) }) else {
                    #expect(name != "value" || found == nil, "\(row)")
                    continue
                }
                #expect(near(found, expected), "\(row): \(name) is \(found as Any)")
            }
        }
    }

    @Test("Indices and kappas have bootstrap intervals that hold them, the area DeLong's, groups' rates Wilson's")
    func intervals() throws {
        let performance = try FortyRows.performance()
        for measure in ["balancedAccuracy", "f1", "mcc", "youden", "kappa", "kappaLinear", "kappaQuadratic", "brier"] {
            let figure = try #require(performance["overall.\(measure)"])
            let (lower, value, upper) = try (
                #require(figure.lower), #require(figure.value), #require(figure.upper)
            )
            #expect(figure.method == .bootstrapBCa && lower < value && value < upper, "\(figure)")
        }
        #expect(performance["overall.auc"]?.method == .deLong)
        #expect(performance["overall.ece"]?.method == Figure.Method.none)
        #expect(performance["region.chest.mcc"]?.method == .bootstrapBCa)
        #expect(performance["overall.latency.median"]?.method == .orderStatistics)
        let exact = Performance(try FortyRows.counts(), threshold: 5, rates: .clopperPearson)
        #expect(exact["overall.sensitivity"]?.method == .clopperPearson)
        #expect(exact["overall.sensitivity"]?.lower == Proportion(12, of: 15)?.clopperPearson()?.lower)
    }

    @Test("The figures at a threshold are those of the what-if row of that threshold")
    func thresholds() throws {
        let counts = try FortyRows.counts()
        let inForce = try FortyRows.performance()
        for threshold in 3...8 {
            let performance = Performance(counts, threshold: threshold)
            for measure in ["tp", "tn", "fp", "fn", "sensitivity", "ppv", "f1", "mcc", "positive"] {
                let (own, what) = (performance["overall.\(measure)"], inForce["threshold.\(threshold).\(measure)"])
                #expect(own?.value == what?.value && own?.count == what?.count && own?.lower == what?.lower)
                #expect(own != nil && what != nil)
            }
        }
    }

    @Test("Groups are complete: each kind adds up to all exams, in the order of ages, clock and names")
    func partition() throws {
        let performance = try FortyRows.performance()
        for kind in GroupKind.allCases {
            let groups = performance.figures(of: kind)
            let exams = groups.compactMap { $0.figures.first { $0.measure == "exams" }?.count }
            #expect(exams.reduce(0, +) == 40, "\(kind)")
        }
        #expect(performance.figures(of: .age).map(\.name) == ["2-4", "8-10", "> 18"])
        #expect(performance.figures(of: .sex).map(\.name) == ["F", "M", "unknown"])
        #expect(performance.figures(of: .device).map(\.name) == ["ACME DX.1", "Umbra CR"])
        #expect(performance.figures(of: .radiologist).map(\.name) == ["unknown"])
    }

    @Test("Ids are unique, come apart into group and measure, and each has a definition")
    func identifiers() throws {
        let performance = try FortyRows.performance()
        #expect(Set(performance.figures.map(\.id)).count == performance.figures.count)
        for figure in performance.figures { #expect(Definition.of(figure.id) != nil, "\(figure.id)") }
        let name = "a.b%2E c%25."
        let figure = Figure(id: Figure.id(.device, name, "latency.median"), unit: .seconds)
        #expect(figure.group?.name == name && figure.group?.kind == .device && figure.measure == "latency.median")
        #expect(["region.chest.nonsense", "", "x.ppv"].allSatisfy { Definition.of($0) == nil })
    }

    @Test("What is not assessed is no negative: exams without a severity change only their own count")
    func notAssessed() throws {
        var counts = try FortyRows.counts()
        let before = Performance(counts, threshold: 5)
        for _ in 0..<100 {
            var exam = CountedExam(status: "done")
            (exam.reported, exam.confidence) = (0, 80)
            counts.add(exam)
        }
        let after = Performance(counts, threshold: 5)
        for measure in ["tn", "specificity", "npv", "accuracy", "mcc", "auc", "brier", "kappaQuadratic", "positive"] {
            #expect(after["overall.\(measure)"] == before["overall.\(measure)"], "\(measure)")
        }
        #expect(after["overall.notAssessed"]?.count == 103)
    }

    @Test("No exam at all gives figures without values, and no curve")
    func nothing() {
        let performance = Performance(PerformanceCounts(), threshold: 5)
        #expect(performance["overall.exams"]?.count == 0)
        #expect(performance.figures.allSatisfy { $0.value == nil && $0.lower == nil && $0.method == .none })
        #expect(performance.curves.roc.isEmpty && performance.curves.days.isEmpty)
        #expect(performance.suppressed().csv.hasPrefix(Performance.columns))
    }
}
