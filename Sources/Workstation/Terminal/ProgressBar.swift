import Foundation
import Synchronization

/// Draws `Console.Step`s: a bar with rate and time left on a terminal, a plain line every ten seconds otherwise.
public final class ProgressBar: Sendable {
    /// A terminal is redrawn at most this often, a log gets a line at most this often; in seconds.
    private static let pace = (terminal: 0.1, plain: 10.0)

    private struct State {
        var task = ""
        var started = 0.0
        var drawn = -Double.infinity
        var isOpen = false
    }

    private let isTerminal: Bool
    private let clock: @Sendable () -> Double
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// - clock: seconds on any monotonic scale.
    /// - write: gets text for standard error, control characters included when `isTerminal`.
    public init(
        isTerminal: Bool, clock: @escaping @Sendable () -> Double, write: @escaping @Sendable (String) -> Void
    ) {
        self.isTerminal = isTerminal
        self.clock = clock
        self.write = write
    }

    /// Shows one moment of a step; most calls draw nothing.
    public func show(_ step: Console.Step) {
        let now = clock()
        let text = state.withLock { state -> String? in
            if state.task != step.task || step.done == 0 {
                state.task = step.task
                state.started = now
                state.drawn = isTerminal ? -.infinity : now
            }
            let pace = isTerminal ? Self.pace.terminal : Self.pace.plain
            guard now - state.drawn >= pace || (step.isLast && state.isOpen) else { return nil }
            state.drawn = now
            state.isOpen = isTerminal && !step.isLast
            return Self.line(step, seconds: now - state.started, isTerminal: isTerminal)
        }
        if let text { write(text) }
    }

    /// Ends an open bar so that the next line starts in column one.
    public func close() {
        let wasOpen = state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
        if wasOpen { write("\r\u{1B}[K") }
    }

    /// `Reading films  [########------]  12/20  3.4/s  2 s left`.
    static func line(_ step: Console.Step, seconds: Double, isTerminal: Bool) -> String {
        let rate = seconds > 0 ? Double(step.done) / seconds : 0
        let speed = rate >= 10 ? "\(Int(rate))/s" : "\((rate * 10).rounded() / 10)/s"
        guard let total = step.total, total > 0 else {
            let text = "\(step.task)  \(step.done)  \(speed)"
            return isTerminal ? "\r\u{1B}[K\(text)" : text + "\n"
        }
        let filled = min(24, 24 * step.done / total)
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 24 - filled)
        let left = rate > 0 ? "\(Int((Double(total - step.done) / rate).rounded(.up))) s left" : "waiting"
        let text = "\(step.task)  [\(bar)]  \(step.done)/\(total)  \(speed)  \(left)"
        guard isTerminal else { return text + "\n" }
        return "\r\u{1B}[K\(text)" + (step.isLast ? "\n" : "")
    }
}
