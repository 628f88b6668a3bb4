import NIOCore
import Synchronization

/// Connections without an association: those whose request is still to come, and those that have said their last word but are
/// not closed. There is room for few; the oldest goes when a new one comes, so that callers who say nothing, however many,
/// keep nobody out.
final class Doorway: Sendable {
    private let capacity: Int
    private let waiting = Mutex<[any Channel]>([])

    init(capacity: Int) { self.capacity = max(1, capacity) }

    func enter(_ channel: any Channel) {
        let dropped = waiting.withLock { waiting -> (any Channel)? in
            guard !waiting.contains(where: { $0 === channel }) else { return nil }
            waiting.append(channel)
            return waiting.count > capacity ? waiting.removeFirst() : nil
        }
        dropped?.close(promise: nil)
    }

    func leave(_ channel: any Channel) {
        waiting.withLock { $0.removeAll { $0 === channel } }
    }

    func closeAll() {
        for channel in waiting.withLock({ $0 }) { channel.close(promise: nil) }
    }
}
