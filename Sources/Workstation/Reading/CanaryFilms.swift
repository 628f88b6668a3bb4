import DICOM
import Foundation
import Radiology
import Store
import Synchronization

/// Finds the exams of films with known answers, by UID or by a file of the workspace.
final class CanaryFilms: Sendable {
    private let archive: Archive
    private let spool: Spool
    private let workspace: URL
    /// Largest film in bytes.
    private let longest: Int
    /// Files that were handed to the spool, and how often they were looked for since.
    private let offered = Mutex<[String: Int]>([:])

    /// Looks, half a minute apart, after which a file that became no exam is given up.
    private static let looks = 20

    init(archive: Archive, spool: Spool, workspace: URL, longest: Int) {
        (self.archive, self.spool, self.workspace, self.longest) = (archive, spool, workspace, longest)
    }

    /// Whether the file was handed to the spool and may become an exam yet.
    func isOnItsWay(_ film: String) -> Bool {
        offered.withLock { offered in
            guard let looks = offered[film] else { return false }
            offered[film] = looks + 1
            return looks < Self.looks
        }
    }

    /// A file that is no exam yet is handed to the spool, once.
    /// - Returns: `nil` when there is no such exam.
    func uid(of film: String) throws(StoreError) -> SOPInstanceUID? {
        if let uid = SOPInstanceUID(rawValue: film) { return try archive.exams.record(uid, .list).map(\.exam.uid) }
        guard let path = WorkspacePath.inside(workspace, film)?.path,
            let bytes = try? FileBytes.read(path, limit: longest).bytes
        else { return nil }
        if let uid = try archive.exams.uids(withContentHash: ContentHash(of: bytes).rawValue).first { return uid }
        let isNew = offered.withLock { offered in
            defer { offered[film] = offered[film] ?? 0 }
            return offered[film] == nil
        }
        if isNew { _ = try spool.keep(bytes, as: URL(filePath: path).lastPathComponent) }
        return nil
    }
}

extension Workstation {
    /// `nil` when the settings name no film with a known answer.
    func canaryRound(_ runner: AnalysisRunner) -> CanaryRound? {
        let processing = settings.processing
        guard !processing.canaries.isEmpty else { return nil }
        return CanaryRound(
            processing.canaries, hour: processing.canaryHour, runner: runner,
            finder: CanaryFilms(
                archive: archive, spool: spool, workspace: settings.workspace, longest: intakeLimits.maxBytes))
    }
}
