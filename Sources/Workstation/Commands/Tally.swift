/// What a command did, counted; the items that failed are listed with their reasons.
package struct Tally: Encodable, Sendable, Equatable {
    package struct Failure: Encodable, Sendable, Equatable {
        package let item: String
        package let reason: String
    }

    package private(set) var counts: [String: Int] = [:]
    package private(set) var failures: [Failure] = []

    package init() {}

    /// A list that grows with every failure of an archive would fill the memory: the rest is in `failures`.
    private static let longestList = 1000

    package mutating func count(_ word: String, _ number: Int = 1) { counts[word, default: 0] += number }

    package mutating func fail(_ item: String, _ reason: String, as word: String = "failed") {
        count(word)
        if failures.count < Self.longestList { failures.append(Failure(item: item, reason: reason)) }
    }

    package mutating func merge(_ other: Tally) {
        counts.merge(other.counts, uniquingKeysWith: +)
        failures += other.failures.prefix(max(0, Self.longestList - failures.count))
    }

    package func callAsFunction(_ word: String) -> Int { counts[word] ?? 0 }

    /// `12 queued, 1 rejected`, in the order of the words given, those with zero left out.
    package func sentence(_ words: [String]) -> String {
        let parts = words.filter { self($0) > 0 }.map { "\(self($0)) \($0)" }
        return parts.isEmpty ? "nothing to do" : parts.joined(separator: ", ")
    }

    /// Prints the answer and ends with exit code 1 when some items failed.
    /// - absence: why the command ended early; it counts more than single failures.
    /// - suggestion: what a person does about those.
    package func answer(
        _ words: [String], on console: Console, endingWith absence: WorkstationError? = nil,
        suggestion: String = "`xrayvision failures` lists them."
    ) throws {
        if console.wantsJSON {
            try console.answer(json: self)
        } else {
            failures.forEach { console.answer("\($0.item): \($0.reason)") }
            // A command that ended early has not found that there is nothing to do.
            if absence == nil || words.contains(where: { self($0) > 0 }) { console.answer(sentence(words)) }
        }
        if let absence { throw absence }
        guard failures.isEmpty else {
            throw WorkstationError(
                .someFailed, "\(failures.count) items failed.", suggestion: suggestion)
        }
    }
}
