import Synchronization

/// So many requests in any 60 seconds, for each address.
///
/// The dashboard's own start is exempt in part: a page asks for half a dozen things when it is opened, and a person who
/// opens a few pages in a minute must not be told to wait. So a GET that is proven by a session (not by Basic), and that
/// says it comes from our page's script (`X-XRayVision-Page`, which a foreign page cannot send without asking us first,
/// and is refused; `Sec-Fetch-Site: same-origin` where the browser sends that), may go up to 30 beyond the data budget.
/// Such requests count like all others; other clients are still refused beyond the budget itself.
package final class RateLimit: Sendable {
    /// Beyond the data budget, for our own pages.
    package static let startUp = 30
    static let seconds = 60.0

    private struct Key: Hashable {
        let household: String
        let isModel: Bool
    }

    /// The times of one minute; the oldest stand in front and are passed over until it is worth moving the others.
    private struct Window {
        private var times: [Double] = []
        private var start = 0

        var last: Double? { times.last }
        var count: Int { times.count - start }

        mutating func add(_ now: Double) { times.append(now) }

        /// When the one was that has to grow old before `budget` is kept.
        func blocking(_ budget: Int) -> Double? {
            count >= budget ? times[times.count - budget] : nil
        }

        mutating func forget(before oldest: Double, now: Double) {
            // A clock that was set back must not lock anybody out.
            if let last, last > now { (times, start) = ([], 0) }
            while start < times.count, times[start] <= oldest { start += 1 }
            guard start > 64, start * 2 > times.count else { return }
            times.removeFirst(start)
            start = 0
        }
    }

    private let windows = Mutex<[Key: Window]>([:])
    private let most: Int

    /// - Parameter most: addresses that are remembered.
    package init(most: Int = 20_000) { self.most = most }

    /// Counts one request, unless it is refused.
    /// - Parameter budget: 0 or less = no limit.
    /// - Returns: the seconds to wait when it is one too many.
    package func take(_ household: String, isModel: Bool, budget: Int, now: Double) -> Int? {
        if budget <= 0 { return nil }
        return windows.withLock { windows in
            let key = Key(household: household, isModel: isModel)
            var window = windows.removeValue(forKey: key) ?? Window()
            window.forget(before: now - Self.seconds, now: now)
            defer { windows[key] = window }
            if let first = window.blocking(budget) { return max(1, Int((first + Self.seconds - now).rounded(.up))) }
            if windows.count >= most { Self.thin(&windows, now) }
            window.add(now)
            return nil
        }
    }

    /// Those that are silent go first; then, in a flood of addresses, all.
    private static func thin(_ windows: inout [Key: Window], _ now: Double) {
        let before = windows.count
        windows = windows.filter { ($0.value.last ?? 0) > now - seconds }
        if windows.count == before { windows = [:] }
    }
}
