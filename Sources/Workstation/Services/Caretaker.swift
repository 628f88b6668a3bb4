import Foundation
import Logging
import ServiceLifecycle
import Store

/// Once a day: a verified copy of the database, and no more copies than asked for. What is old and not needed goes.
struct Caretaker: Service {
    let archive: Archive
    let paths: WorkspacePaths
    /// Copies that are kept.
    let keep: Int
    let clock: Clock
    let log: Logger

    func run() async throws {
        try await untilStopped("Taking care", log) {
            while true {
                backUpOnceADay()
                forget()
                try await Task.sleep(for: .seconds(600))
            }
        }
    }

    private func backUpOnceADay() {
        do {
            let today = "xrayvision_" + UTC.day(clock.now()).replacingOccurrences(of: "-", with: "")
            let copies = try copies()
            guard !copies.contains(where: { $0.hasPrefix(today) }) else { return }
            _ = try archive.backup(now: clock.now())
            for old in copies.dropLast(max(0, keep - 1)) {
                try FileManager.default.removeItem(atPath: "\(paths.backup)/\(old)")
            }
        } catch {
            log.error("No backup of the database today: \(Workstation.sentence(for: error))")
        }
    }

    /// What is kept only to save work or to look back goes after a while; answers and their provenance stay.
    private func forget() {
        let now = clock.now()
        do {
            try archive.translations.prune(madeBefore: now.addingTimeInterval(-180 * Self.day))
            try archive.events.prune(madeBefore: now.addingTimeInterval(-400 * Self.day), at: now)
        } catch {
            log.error("Old entries could not be removed from the database: \(error.suggestion)")
        }
    }

    private static let day = 86400.0

    /// Our own copies, oldest first: other files in the folder are nobody's business.
    private func copies() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: paths.backup)
            .filter { $0.hasPrefix("xrayvision_") && $0.hasSuffix(".db") }.sorted()
    }
}
