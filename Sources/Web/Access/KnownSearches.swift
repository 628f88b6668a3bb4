import Synchronization

/// Searches that were written down a short while ago. A list that is open asks again for each film that comes: that is
/// nobody's new search, it costs nothing and has its line already.
final class KnownSearches: Sendable {
    /// Seconds, from the line on: a list that stays open has a line as often.
    static let lifetime = 600.0
    private static let mostOfLogin = 8
    private static let mostLogins = 1000

    /// What one person searched for, and where.
    struct Search: Sendable, Equatable {
        let login: String
        let role: Role
        /// Of the list that is searched and of the whole query, so that another page or filter is another search.
        private let mark: Int

        init(_ viewer: Viewer, in list: String, _ query: String) {
            (login, role) = (viewer.login, viewer.role)
            var hasher = Hasher()
            hasher.combine(list)
            hasher.combine(query)
            mark = hasher.finalize()
        }
    }

    private struct Known {
        let search: Search
        let time: Double

        func isFresh(_ now: Double) -> Bool { abs(now - time) < lifetime }
    }

    private let known = Mutex<[String: [Known]]>([:])

    func contains(_ search: Search, now: Double) -> Bool {
        known.withLock { known in
            known[search.login]?.contains { $0.search == search && $0.isFresh(now) } ?? false
        }
    }

    func note(_ search: Search, now: Double) {
        known.withLock { known in
            let others = (known[search.login] ?? []).filter { $0.search != search && $0.isFresh(now) }
            if known[search.login] == nil, known.count >= Self.mostLogins {
                known = known.filter { $0.value.contains { $0.isFresh(now) } }
                if known.count >= Self.mostLogins { known = [:] }
            }
            known[search.login] = others.suffix(Self.mostOfLogin - 1) + [Known(search: search, time: now)]
        }
    }
}
