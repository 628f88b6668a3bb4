import Statistics
import Testing

/// What can be computed from sums of unknown numbers: all sums of known sums, by elimination modulo a prime.
struct KnownSums {
    private static let prime = 2_147_483_647
    private var rows: [(lead: Int, row: [Int])] = []

    mutating func learn(_ sum: [Int]) {
        let rest = reduced(sum)
        guard let lead = rest.firstIndex(where: { $0 != 0 }) else { return }
        let inverse = Self.power(rest[lead], Self.prime - 2)
        rows.append((lead, rest.map { $0 * inverse % Self.prime }))
    }

    func follows(_ sum: [Int]) -> Bool { reduced(sum).allSatisfy { $0 == 0 } }

    private func reduced(_ sum: [Int]) -> [Int] {
        var rest = sum.map { ($0 % Self.prime + Self.prime) % Self.prime }
        for (lead, row) in rows where rest[lead] != 0 {
            let factor = Self.prime - rest[lead]
            for at in rest.indices where row[at] != 0 { rest[at] = (rest[at] + factor * row[at]) % Self.prime }
        }
        return rest
    }

    private static func power(_ base: Int, _ exponent: Int) -> Int {
        var (result, base, exponent) = (1, base, exponent)
        while exponent > 0 {
            if exponent & 1 == 1 { result = result * base % prime }
            (base, exponent) = (base * base % prime, exponent >> 1)
        }
        return result
    }
}

@Suite("What readers without names see is attacked by adding and subtracting")
struct SuppressionAttackTests {
    private static func isSmall(_ count: Int) -> Bool { (1...4).contains(count) }

    /// Eight kinds of exams of a group: TP, TN, FP, FN; positive and negative but not compared; not assessed by the
    /// reader, with and without people's severity. Each figure is a sum of them.
    private static let sums: [(measure: String, count: Set<Int>, total: Set<Int>)] = [
        ("exams", Set(0..<8), Set(0..<8)), ("reviewed", [0, 1, 2, 3, 6], Set(0..<8)),
        ("compared", [0, 1, 2, 3], Set(0..<8)), ("notAssessed", [6, 7], Set(0..<8)),
        ("positive", [0, 2, 4], [0, 1, 2, 3, 4, 5]), ("disagreement", [2, 3], [0, 1, 2, 3]),
        ("tp", [0], [0, 1, 2, 3]), ("tn", [1], [0, 1, 2, 3]), ("fp", [2], [0, 1, 2, 3]), ("fn", [3], [0, 1, 2, 3]),
        ("sensitivity", [0], [0, 3]), ("specificity", [1], [1, 2]), ("ppv", [0], [0, 2]), ("npv", [1], [1, 3]),
        ("accuracy", [0, 1], [0, 1, 2, 3]),
    ]

    /// Sums that say nothing of a patient: not assessed, not reviewed, not compared.
    private static let harmless: Set<Set<Int>> = [[6], [7], [6, 7], [4, 5, 7], [4, 5, 6, 7]]

    private static func numbers(_ whole: Performance, _ prefix: String) -> [Int] {
        func count(_ measure: String) -> Int { whole[prefix + measure]?.count ?? 0 }
        let (tp, tn, fp, fn) = (count("tp"), count("tn"), count("fp"), count("fn"))
        let (positive, assessed) = (count("positive"), whole[prefix + "positive"]?.total ?? 0)
        let unread = count("reviewed") - count("compared")
        return [
            tp, tn, fp, fn, positive - tp - fp, assessed - positive - tn - fn, unread, count("notAssessed") - unread,
        ]
    }

    private static func exams(_ seed: Int) -> Performance {
        let exams = PerformanceBytesTests.exams(60 * seed, seed: UInt64(seed))
        return Performance(PerformanceBytesTests.counts(exams), threshold: 5)
    }

    @Test("No small number of exams follows from the figures of all groups and of all exams", arguments: 1...40)
    func groups(seed: Int) {
        let whole = Self.exams(seed)
        let shown = whole.suppressed()
        for kind in [GroupKind.region, .sex, .age, .radiologist] {
            let had = Self.attack(shown, whole, kind)
            #expect(had.isEmpty, "\(kind) \(had)")
        }
        // The attack is one: of what others see it takes small numbers.
        if seed < 10 { #expect(!Self.attack(whole, whole, .region).isEmpty) }
    }

    @Test("Of many exams much is still to be seen")
    func useful() {
        let shown = Self.exams(80).suppressed()
        let kinds = [GroupKind.region, .sex, .age].flatMap { shown.figures(of: $0).flatMap(\.figures) }
        #expect(shown["overall.sensitivity"]?.isFew == false && shown["overall.positive"]?.isFew == false)
        // Three tenths, though a third of the regions and ages are small ones.
        #expect(kinds.count { !$0.isFew } * 10 > kinds.count * 3, "\(kinds.count { !$0.isFew }) of \(kinds.count)")
        #expect(!shown.curves.roc.isEmpty && shown.curves.readerSeverities.isEmpty == false)
    }

    /// Small numbers that follow from what is shown.
    private static func attack(_ shown: Performance, _ whole: Performance, _ kind: GroupKind) -> [String] {
        let prefixes = whole.figures(of: kind).map { Figure.id(kind, $0.name, "") }
        let numbers = prefixes.map { Self.numbers(whole, $0) }
        var known = KnownSums()
        var secrets: [(id: String, sum: [Int])] = []
        func sum(_ parts: Set<Int>, _ group: Int?) -> [Int] {
            prefixes.indices.flatMap { at in
                (0..<8).map { (group == nil || group == at) && parts.contains($0) ? 1 : 0 }
            }
        }
        func value(_ parts: Set<Int>, _ group: Int?) -> Int {
            numbers.indices.filter { group == nil || $0 == group }
                .reduce(0) { sum, at in sum + parts.reduce(0) { $0 + numbers[at][$1] } }
        }
        for at in prefixes.indices.map(Optional.some) + [nil] {
            let prefix = at.map { prefixes[$0] } ?? "overall."
            for (measure, count, total) in Self.sums {
                let isFew = shown[prefix + measure]?.isFew != false
                for parts in [count, total, total.subtracting(count)] {
                    if Self.isSmall(value(parts, at)), !Self.harmless.contains(parts) {
                        secrets.append((prefix + measure, sum(parts, at)))
                    }
                    if isFew { continue }
                    known.learn(sum(parts, at))
                    // Of nothing every part is nothing.
                    if value(parts, at) == 0 { for part in parts { known.learn(sum([part], at)) } }
                }
            }
            for part in 0..<8 where !Self.harmless.contains([part]) && Self.isSmall(value([part], at)) {
                secrets.append(("\(prefix)\(part)", sum([part], at)))
            }
        }
        return secrets.filter { known.follows($0.sum) }.map(\.id)
    }

    @Test("With all exams told as they are, no small number of a group follows", arguments: 1...40)
    func toldWhole(seed: Int) {
        let whole = Self.exams(seed)
        let shown = whole.suppressed(tellsWhole: true)
        #expect(shown.curves.confusion == whole.curves.confusion && shown.curves.days == whole.curves.days)
        for figure in whole.figures where figure.group == nil && figure.id.hasPrefix("overall.") {
            #expect(shown[figure.id] == figure)
        }
        // One group alone is all exams.
        for kind in [GroupKind.region, .sex, .age] {
            let own = Self.attack(shown, whole, kind).filter { !$0.hasPrefix("overall.") }
            #expect(own.isEmpty, "\(kind) \(own)")
        }
    }

    @Test("No share of few exams is shown, nor one that lacks few", arguments: 1...40)
    func shares(seed: Int) {
        let shown = Self.exams(seed).suppressed()
        let harmless: Set = ["reviewed", "compared", "notAssessed", "report.waiting"]
        for figure in shown.figures {
            if harmless.contains(figure.measure) {
                #expect(!Self.isSmall(figure.total ?? 0), "\(figure.id)")
                continue
            }
            let (count, total) = (figure.count ?? 0, figure.total ?? figure.count ?? 0)
            #expect(!Self.isSmall(count) && !Self.isSmall(total), "\(figure.id)")
            #expect(figure.count == nil || !Self.isSmall(total - count), "\(figure.id)")
        }
        let curves = shown.curves
        let trends = curves.days + curves.months + curves.regionMonths.flatMap(\.months)
        let shares =
            trends.flatMap { [$0.positive, $0.disagreement].compactMap(\.self) } + curves.reliability.map(\.frequency)
            + curves.roc.flatMap { [$0.sensitivity, $0.falsePositiveRate] }
            + curves.precisionRecall.flatMap { [$0.precision, $0.recall] }
        for share in shares {
            #expect(![share.count, share.total, share.total - share.count].contains(where: Self.isSmall))
        }
        let counts =
            trends.map { $0.exams ?? 0 } + curves.confusion.joined() + curves.readerSeverities
            + curves.referenceSeverities + curves.differences
        #expect(!counts.contains(where: Self.isSmall))
        let tables = curves.thresholds.map {
            [$0.truePositives, $0.trueNegatives, $0.falsePositives, $0.falseNegatives]
        }
        for (table, other) in tables.flatMap({ table in tables.map { (table, $0) } }) {
            #expect(!table.contains(where: Self.isSmall) && !zip(table, other).contains { Self.isSmall($0 - $1) })
        }
        let steps = curves.roc.map { [$0.sensitivity.count, $0.falsePositiveRate.count] }
        for (step, other) in zip(steps, steps.dropFirst()) {
            #expect(!zip(step, other).contains { Self.isSmall(abs($0 - $1)) })
        }
        // What is shown already needs no more hiding. (Curves are: a point that is missing is a sum that is not known.)
        #expect(shown.suppressed().figures == shown.figures)
    }

    @Test("No small number of a region's month follows from regions and months", arguments: 1...40)
    func trends(seed: Int) {
        let whole = Self.exams(seed)
        let shown = whole.suppressed()
        let labels = whole.curves.months.map(\.label)
        let rows = whole.curves.regionMonths
        func share(_ point: TrendPoint?, _ isPositive: Bool) -> Share? {
            isPositive ? point?.positive : point?.disagreement
        }
        for (measure, isPositive) in [("positive", true), ("disagreement", false)] {
            var known = KnownSums()
            var secrets: [(id: String, sum: [Int])] = []
            func sum(_ isIn: (Int, String) -> Bool) -> [Int] {
                rows.indices.flatMap { row in labels.map { isIn(row, $0) ? 1 : 0 } }
            }
            for (row, trend) in rows.enumerated() {
                let points = Dictionary(uniqueKeysWithValues: trend.months.map { ($0.label, $0) })
                for label in labels {
                    let sum = sum { $0 == row && $1 == label }
                    let point = shown.curves.regionMonths.first { $0.region == trend.region }?.months
                        .first { $0.label == label }
                    if share(point, isPositive) != nil { known.learn(sum) }
                    if let share = share(points[label], isPositive), Self.isSmall(share.count) {
                        secrets.append(("\(trend.region) \(label)", sum))
                    }
                }
                if shown[Figure.id(.region, trend.region, measure)]?.isFew == false {
                    known.learn(sum { at, _ in at == row })
                }
            }
            for month in shown.curves.months where share(month, isPositive) != nil {
                known.learn(sum { $1 == month.label })
            }
            let had = secrets.filter { known.follows($0.sum) }.map(\.id)
            #expect(had.isEmpty, "\(measure) \(had)")
        }
    }

    @Test("A table that follows from agreement and positives is not shown beside them")
    func wrist() {
        var counts = PerformanceCounts()
        for (region, positives, exams, said) in [("wrist", 2, 20, 20), ("heel", 10, 30, 2), ("chest", 60, 200, 200)] {
            for number in 0..<exams {
                var exam = CountedExam(status: "done")
                (exam.region, exam.day, exam.reader) = (region, 20_000, number < positives ? 8 : 1)
                if number >= exams - said { exam.reported = region == "chest" && number % 5 == 0 ? 5 : exam.reader }
                counts.add(exam)
            }
        }
        let shown = Performance(counts, threshold: 5).suppressed()
        for measure in ["positive", "tp", "tn", "sensitivity"] {
            #expect(shown["region.wrist.\(measure)"]?.isFew == true, "\(measure)")
        }
        for measure in ["reviewed", "compared", "disagreement", "positive"] {
            #expect(shown["region.heel.\(measure)"]?.isFew == true, "\(measure)")
        }
        #expect(shown["region.heel.exams"]?.count == 30 && shown["overall.compared"]?.count == 222)
        // The next smallest hides what the heel has.
        #expect(shown["region.wrist.compared"]?.isFew == true && shown["region.chest.tp"]?.isFew == true)
    }
}
