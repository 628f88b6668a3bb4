/// What is different between two nights' figures, in words.
public struct NightlyDifference: Sendable {
    /// One side: a night with its figures.
    public struct Side: Sendable {
        /// `YYYY-MM-DD`
        public var night: String
        public var threshold: Int
        /// `nil`: too few to be told.
        public var exams: Int?
        /// By id, in the order in which figures are shown.
        public var figures: [(id: String, name: String, number: NightlyNumber)]
        public var force: [NightlyForce]

        public init(
            night: String, threshold: Int, exams: Int?, figures: [(id: String, name: String, number: NightlyNumber)],
            force: [NightlyForce]
        ) {
            (self.night, self.threshold, self.exams) = (night, threshold, exams)
            (self.figures, self.force) = (figures, force)
        }
    }

    /// A figure of both nights.
    public struct Row: Sendable, Equatable {
        public let id: String
        public let name: String
        public let first: NightlyNumber
        public let second: NightlyNumber

        public var contrast: NightlyContrast { NightlyContrast(from: first, to: second) }

        /// `Sensitivity: 84.2 % (32/38, 69.2–92.6 %), then 71.0 % (…): overlap`
        public var words: String {
            let change =
                switch contrast {
                case .higher: "higher, the intervals are apart"
                case .lower: "lower, the intervals are apart"
                case .overlap: "the intervals overlap"
                case .unknown: first == second ? "the same" : "without intervals to compare"
                }
            return "\(name): \(Self.side(first)), then \(Self.side(second)): \(change)"
        }

        private static func side(_ number: NightlyNumber) -> String {
            let details = [number.counts, number.interval].filter { !$0.isEmpty }.joined(separator: ", ")
            return details.isEmpty ? number.words : "\(number.words) (\(details))"
        }
    }

    public let first: Side
    public let second: Side
    public let rows: [Row]

    public init(_ first: Side, _ second: Side) {
        (self.first, self.second) = (first, second)
        let known = Dictionary(first.figures.map { ($0.id, $0.number) }) { number, _ in number }
        rows = second.figures.compactMap { figure in
            known[figure.id].map { Row(id: figure.id, name: figure.name, first: $0, second: figure.number) }
        }
    }

    /// Figures whose intervals are apart.
    public var apart: [Row] { rows.filter { [.higher, .lower].contains($0.contrast) } }

    /// What is in force on one side only: label, first, second.
    public var changes: [(label: String, first: String, second: String)] {
        second.force.compactMap { force in
            guard let former = first.force.first(where: { $0.label == force.label }) else { return nil }
            let (before, now) = (former.now.map(\.text), force.now.map(\.text))
            guard !before.isEmpty, !now.isEmpty, Set(before) != Set(now) else { return nil }
            return (force.label, before.joined(separator: ", "), now.joined(separator: ", "))
        }
    }

    /// The whole in lines for a terminal.
    /// - Parameter all: figures whose intervals overlap, too; else only those of all exams.
    public func lines(all: Bool) -> [String] {
        var lines = [
            [first, second].map { side in
                "\(TimeWords.heading(side.night)) (\(side.exams.map(NumberWords.exams) ?? "few exams"))"
            }.joined(separator: " and ")
        ]
        if first.threshold != second.threshold {
            lines.append(
                "The threshold was \(first.threshold) and is \(second.threshold): figures of agreement mean other things."
            )
        }
        lines += changes.map { "The \($0.label) changed: \($0.first), then \($0.second)." }
        if changes.isEmpty { lines.append("Nothing that reads the films is known to have changed.") }
        lines += Self.section("Apart (95 % intervals do not overlap)", apart, none: "No figure's intervals are apart.")
        let rest = rows.filter { row in
            row.contrast == .overlap && (all || row.id.hasPrefix("overall."))
        }
        lines += Self.section("Overlapping: these exams show no difference", rest, none: "")
        let groups = rows.count { $0.contrast == .overlap && !$0.id.hasPrefix("overall.") }
        if !all, groups > 0 {
            let more = CountWords.number(groups, "more figure of a group overlaps", "more figures of groups overlap")
            lines.append("\(more); --all shows \(groups == 1 ? "it" : "them").")
        }
        let comparisons = apart.count + rows.count { $0.contrast == .overlap }
        if apart.count > 0 {
            let chance = comparisons == 1 ? "One comparison" : "Of \(comparisons) comparisons, some"
            lines.append("\(chance) can be apart by chance; intervals that overlap prove no equality.")
        }
        return lines
    }

    private static func section(_ title: String, _ rows: [Row], none: String) -> [String] {
        if rows.isEmpty { return none.isEmpty ? [] : [none] }
        return [title] + rows.map { "  " + $0.words }
    }
}
