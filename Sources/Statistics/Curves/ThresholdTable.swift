/// What if the threshold were another? The 2 × 2 table at each of several thresholds.
public struct ThresholdTable: Equatable, Sendable {
    /// Which side moves.
    public enum Moving: Sendable {
        /// Both sides: what "positive" means to the clinic changes, as when the setting is changed.
        case both
        /// Only the reader: the reference stays positive from `referenceThreshold` on.
        case reader(referenceThreshold: Int)
    }

    public struct Row: Equatable, Sendable {
        public let threshold: Int
        public let verdicts: VerdictCounts
    }

    public let rows: [Row]

    /// Thresholds from 0…10 only; rows as `thresholds` lists them.
    public init(_ table: SeverityTable, thresholds: some Sequence<Int> = 3...8, moving: Moving = .both) {
        rows = thresholds.filter(Severities.all.contains).map { threshold in
            let verdicts =
                switch moving {
                case .both: table.verdicts(threshold: threshold)
                case .reader(let fixed): table.verdicts(readerThreshold: threshold, referenceThreshold: fixed)
                }
            return Row(threshold: threshold, verdicts: verdicts)
        }
    }
}
