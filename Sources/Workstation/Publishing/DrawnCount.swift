import Synchronization

/// Counts pages that several tasks draw, for one progress bar.
final class DrawnCount: Sendable {
    private let drawn = Atomic(0)
    private let total: Int
    private let progress: @Sendable (Console.Step) -> Void

    init(of total: Int, _ progress: @escaping @Sendable (Console.Step) -> Void) {
        self.total = total
        self.progress = progress
    }

    func add() {
        let done = drawn.add(1, ordering: .relaxed).newValue
        if done % 64 == 0 || done == total { progress(.init("Drawing pages", done: done, of: total)) }
    }
}
