import Store
import Synchronization
import Web

/// How long each stage of a film's way took, for `/metrics` and the footer of the dashboard.
package final class StageClock: Sendable {
    package enum Stage: String, Sendable, CaseIterable {
        /// A film from the network, from its first byte to the disk.
        case receive
        /// Decoding a film and drawing its pictures.
        case draw
        /// A reader's report about a film.
        case read
        /// A verdict about a text.
        case check
        case translate
        /// One round of drawing pages.
        case publish
    }

    /// Readings that the timings are about.
    private static let window = 100

    private struct Content {
        var stages: [Stage: Histogram] = [:]
        /// Seconds, oldest first.
        var readings: [Double] = []

        mutating func keep(_ seconds: Double) {
            readings.append(seconds)
            if readings.count > StageClock.window { readings.removeFirst() }
        }
    }

    private let content = Mutex(Content())

    package init() {}

    package func note(_ stage: Stage, _ seconds: Double) {
        content.withLock { content in
            content.stages[stage, default: Histogram()].add(seconds)
            if stage == .read { content.keep(seconds) }
        }
    }

    package func note(_ stage: Stage, milliseconds: Int) { note(stage, Double(milliseconds) / 1000) }

    /// Does `work` and notes how long it took, unless it failed.
    package func measure<T, Failure: Error>(_ stage: Stage, _ work: () throws(Failure) -> T) throws(Failure) -> T {
        let start = ContinuousClock.now
        let value = try work()
        note(stage, (ContinuousClock.now - start) / .seconds(1))
        return value
    }

    /// The answers of before this start, so that the timings mean something at once. Seconds, oldest first.
    package func remember(_ seconds: [Double]) {
        content.withLock { content in
            for reading in seconds where reading.isFinite && reading >= 0 { content.keep(reading) }
        }
    }

    package var histograms: [String: Histogram] {
        let stages = content.withLock { $0.stages }
        return Dictionary(uniqueKeysWithValues: stages.map { ($0.key.rawValue, $0.value) })
    }

    /// How many films came from the network.
    package var received: Int { content.withLock { $0.stages[.receive]?.counts.reduce(0, +) ?? 0 } }

    package var timings: Timings {
        let readings = content.withLock { $0.readings }
        guard let shortest = readings.min(), let longest = readings.max() else {
            return Timings(average: 0, shortest: 0, longest: 0)
        }
        return Timings(
            average: readings.reduce(0, +) / Double(readings.count), shortest: shortest, longest: longest)
    }
}
