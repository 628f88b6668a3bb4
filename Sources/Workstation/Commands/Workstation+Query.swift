import DICOM
import DICOMNetwork
import Foundation
import Radiology
import Store

/// What `query` is asked for.
public struct QueryWish: Sendable {
    public enum Range: Sendable, Equatable {
        case hours(Int)
        /// Days, both included, `YYYY-MM-DD`.
        case days(from: String, to: String)
        /// A CSV file with an accession number or Study Instance UID a line.
        case list(path: String)
    }

    public var range: Range
    /// Whether what is missing here is fetched.
    public var retrieves = false
    /// Whether it is only said what would be fetched.
    public var isRehearsal = false
    /// Seconds between two lines of a list.
    public var pause: Double = 0

    public init(_ range: Range) { self.range = range }

    /// For the audit log.
    var words: [String: String] {
        let asked =
            switch range {
            case .hours(let hours): "\(hours) hours"
            case .days(let from, let to): "\(from.prefix(10)) to \(to.prefix(10))"
            case .list: "a list"
            }
        return ["range": asked, "fetch": retrieves ? "yes" : "no"]
    }
}

extension Workstation {
    /// Asks the archive which studies it has, and fetches them on request.
    /// - Throws: `.serviceUnreachable` when the archive is away; what was done so far is kept.
    public func query(_ wish: QueryWish) async throws {
        if !wish.isRehearsal { try writeDown("query", wish.words) }
        let desk = try await ArchiveDesk(self, retrieves: wish.retrieves, isRehearsal: wish.isRehearsal)
        do {
            guard let door = desk.door else { return try await answer(wish, at: desk) }
            try await door.open { try await answer(wish, at: desk) }
        } catch {
            throw NetworkWords.ending(error, "\(archiveAddress) could not be asked")
        }
    }

    private func answer(_ wish: QueryWish, at desk: ArchiveDesk) async throws {
        switch wish.range {
        case .list(let path): try await desk.pull(path, pause: wish.pause)
        case .hours(let hours):
            let now = clock.now()
            let windows = QueryWindow.windows(from: now - Double(hours) * 3600, to: now, in: clock.timeZone)
            try await desk.show(try whole(windows, until: now))
        case .days(let from, let to): try await desk.show(try windows(from, to))
        }
    }

    private func windows(_ from: String, _ to: String) throws -> [QueryWindow] {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = clock.timeZone
        func start(_ text: String) throws -> Date {
            guard let day = DICOMDate(text),
                let date = calendar.date(from: DateComponents(year: day.year, month: day.month, day: day.day))
            else {
                throw WorkstationError(.usage, "\(text.prefix(20)) is no day.", suggestion: "Write YYYY-MM-DD.")
            }
            return date
        }
        let (first, last) = (try start(from), try start(to))
        guard first <= last, let end = calendar.date(byAdding: .day, value: 1, to: last) else {
            throw WorkstationError(.usage, "--from is after --to.", suggestion: "Exchange the two days.")
        }
        return try whole(QueryWindow.wholeDays(from: first, before: end, in: clock.timeZone), until: end)
    }

    /// A span that is too long is not cut without a word.
    private func whole(_ windows: [QueryWindow], until end: Date) throws -> [QueryWindow] {
        guard let last = windows.last, last.end >= end else {
            throw WorkstationError(.usage, "The span is too long.", suggestion: "Ask for ten years at most.")
        }
        return windows
    }
}
