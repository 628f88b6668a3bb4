extension NightWatch {
    /// What the exams of one day, of all regions or of one, come to. Counts only: what two parts have, merged, is what the
    /// whole has.
    public struct Tally: Mergeable {
        /// Exams that are done.
        public private(set) var exams = 0
        /// The reader's severities 0…10, and last how many it did not assess.
        public private(set) var severities = [Int](repeating: 0, count: Severities.count + 1)
        /// Exams with a severity on both sides, and those of them on two sides of the threshold.
        public private(set) var compared = 0
        public private(set) var disagreements = 0
        /// Seconds.
        public private(set) var latency = ValueCounts()
        /// Answers that came, and those of them that could not be used.
        public private(set) var answers = 0
        public private(set) var unreadable = 0

        public init() {}

        /// One exam.
        /// - Parameters:
        ///   - isDone: exams that are not done count their answers only.
        ///   - reader: severity 0…10; `nil` and anything outside is not assessed.
        ///   - agrees: `nil` where there is nothing to compare.
        ///   - latency: seconds; `nil` or below 0 unknown.
        ///   - unreadable: answers about it that came and could not be used.
        public mutating func add(
            isDone: Bool, reader: Int?, agrees: Bool?, latency: Int?, hasAnswer: Bool, unreadable: Int
        ) {
            let unusable = max(0, unreadable)
            self.unreadable += unusable
            answers += unusable + (hasAnswer ? 1 : 0)
            guard isDone else { return }
            exams += 1
            let place = reader.flatMap { (0..<Severities.count).contains($0) ? $0 : nil } ?? Severities.count
            severities[place] += 1
            if let agrees {
                compared += 1
                disagreements += agrees ? 0 : 1
            }
            if let latency, latency >= 0 { self.latency.add(latency) }
        }

        public var assessed: Int { severities.dropLast().reduce(0, +) }

        public func positive(threshold: Int) -> Proportion {
            let from = min(max(threshold, 0), Severities.count)
            return Proportion(counted: severities[from..<Severities.count].reduce(0, +), of: assessed)
        }

        public var disagreement: Proportion { Proportion(counted: disagreements, of: compared) }
        public var unreadableAnswers: Proportion { Proportion(counted: unreadable, of: answers) }

        /// `nil` when nothing was assessed.
        public var meanSeverity: Double? {
            guard assessed > 0 else { return nil }
            let sum = severities.dropLast().enumerated().reduce(0) { $0 + $1.offset * $1.element }
            return Double(sum) / Double(assessed)
        }

        /// Seconds.
        public var medianLatency: Double? { latency.quantile(0.5) }

        public mutating func merge(_ other: Self) {
            exams += other.exams
            for (place, count) in other.severities.enumerated() where place < severities.count {
                severities[place] += count
            }
            (compared, disagreements) = (compared + other.compared, disagreements + other.disagreements)
            (answers, unreadable) = (answers + other.answers, unreadable + other.unreadable)
            latency.merge(other.latency)
        }

        @discardableResult
        public mutating func subtract(_ other: Self) -> Bool {
            var rest = self
            rest.exams -= other.exams
            for place in rest.severities.indices { rest.severities[place] -= other.severities[place] }
            rest.compared -= other.compared
            rest.disagreements -= other.disagreements
            rest.answers -= other.answers
            rest.unreadable -= other.unreadable
            let counts =
                rest.severities + [rest.exams, rest.compared, rest.disagreements, rest.answers, rest.unreadable]
            guard counts.allSatisfy({ $0 >= 0 }), rest.latency.subtract(other.latency) else { return false }
            self = rest
            return true
        }
    }
}
