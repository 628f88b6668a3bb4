import Hummingbird
import Reports
import Synchronization

/// Figures that pages were drawn from, with the charts drawn of them: a page asks for its charts one by one, and each of
/// them would count all exams again.
final class FiguresShelf: Sendable {
    struct Key: Hashable, Sendable {
        let audience: Audience
        /// The filter, as an address says it.
        let query: String
    }

    final class Kept: Sendable {
        let key: Key
        /// Of everything that they are counted from.
        let version: String
        /// Names them in the addresses of charts.
        let number: String
        let figures: StatisticsFigures
        /// How many exams the filter means, of whatever status.
        let hits: Int
        private let pictures = Mutex<[String: [UInt8]]>([:])

        init(_ key: Key, _ version: String, _ number: String, _ figures: StatisticsFigures, hits: Int) {
            (self.key, self.version, self.number) = (key, version, number)
            (self.figures, self.hits) = (figures, hits)
        }

        func picture(_ file: String) -> [UInt8]? { pictures.withLock { $0[file] } }
        func keep(_ picture: [UInt8], as file: String) { pictures.withLock { $0[file] = picture } }
    }

    /// The one that was used last stands last.
    private let kept = Mutex<[Kept]>([])
    private let waiting = Atomic(0)

    func figures(_ key: Key, version: String) -> Kept? { taken { $0.key == key && $0.version == version } }

    /// Those of a page that is open, though others are newer.
    func figures(_ key: Key, number: String) -> Kept? { taken { $0.key == key && $0.number == number } }

    private func taken(_ isMeant: (Kept) -> Bool) -> Kept? {
        kept.withLock { kept in
            guard let place = kept.lastIndex(where: isMeant) else { return nil }
            let found = kept.remove(at: place)
            kept.append(found)
            return found
        }
    }

    func keep(_ figures: Kept) {
        kept.withLock { kept in
            kept.removeAll { $0.key == figures.key && $0.version == figures.version }
            kept.append(figures)
            if kept.count > Self.most { kept.removeFirst(kept.count - Self.most) }
        }
    }

    /// Counts one after another; whoever would wait behind too many is refused.
    func counting<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.mostWaiting else {
            waiting.subtract(1, ordering: .relaxed)
            throw Refusal(.serviceUnavailable, "Too many wait for figures: try again.", retryAfter: 5)
        }
        defer { waiting.subtract(1, ordering: .relaxed) }
        return try await Blocking.count(body)
    }

    /// Each with its charts is about 2 MB.
    private static let most = 12
    private static let mostWaiting = 32
}
