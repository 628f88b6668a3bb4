import Foundation
import Glibc
import Radiology

/// After a crash between the move into `rejected/` and the row in the list: the reason file beside the film tells all.
extension Archive {
    /// Adds what lies in `rejected/` and is not in the list. Looks at the newest folders only: older ones were looked at
    /// by earlier starts.
    /// - Returns: how many rows were missing.
    @discardableResult
    public func reconcileRejections(now: Date, folders: Int = 2) throws(StoreError) -> Int {
        guard let paths else { return 0 }
        let days = Self.names(in: paths.rejected).filter { CalendarDay($0) != nil }.sorted().suffix(folders)
        let before = try rejections.count()
        for day in days {
            let folder = "\(paths.rejected)/\(day)"
            for name in Self.names(in: folder).sorted() where name.hasSuffix(".reason.json") {
                let film = "\(folder)/\(name.dropLast(".reason.json".count))"
                guard Posix.attributes(film) != nil, let rejection = Self.rejection(folder, name, paths.shown(film))
                else { continue }
                try rejections.add(rejection, at: now)
            }
        }
        return try rejections.count() - before
    }

    private static func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    private struct Told: Decodable {
        let reason: RejectionReason
        let detail: String
        let offset: Int?
        let received: String
        let source: String
        let bytes: Int?
    }

    private static func rejection(_ folder: String, _ name: String, _ kept: String) -> Rejection? {
        guard let text = try? Data(contentsOf: URL(filePath: "\(folder)/\(name)")), text.count < 65_536,
            let told = try? JSONDecoder().decode(Told.self, from: text)
        else { return nil }
        return Rejection(
            name: String(name.dropLast(".reason.json".count)), reason: told.reason, detail: told.detail,
            offset: told.offset, received: told.received, source: told.source, keptPath: kept, bytes: told.bytes ?? 0)
    }
}
