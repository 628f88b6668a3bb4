import Foundation
import Store

/// Folders, disk, database and spool.
extension Doctor {
    /// A missing folder is made at the next start, if the folder above lets us.
    func folders(_ paths: WorkspacePaths) -> [Finding] {
        let all = [
            paths.root, paths.incoming, paths.work, paths.rejected, paths.images, paths.archive, paths.backup,
            URL(filePath: paths.database).deletingLastPathComponent().path,
        ]
        var seen: Set<String> = []
        let bad = all.filter { seen.insert($0).inserted }.compactMap { path -> Finding? in
            Self.trouble(with: path).map { trouble in
                .problem(
                    "folders", .cannotWrite, "\(paths.shown(path)) \(trouble).",
                    "Give the user who runs XRayVision a folder there that it may write to.")
            }
        }
        return bad.isEmpty ? [.ok("folders", "\(seen.count) folders of the workspace can be written to")] : bad
    }

    private static func trouble(with path: String) -> String? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            let above = URL(filePath: path).deletingLastPathComponent().path
            return above == path
                ? "does not exist" : trouble(with: above).map { "cannot be made: the folder above \($0)" }
        }
        guard isFolder.boolValue else { return "is not a folder" }
        return FileManager.default.isWritableFile(atPath: path) ? nil : "cannot be written to"
    }

    func disk(_ paths: WorkspacePaths, _ minFree: StorageSettings.Reserve) -> Finding {
        do {
            let space = try FreeSpace(at: paths.root)
            let size = space.fraction > 0 ? Int(min(Double(space.bytes) / space.fraction, 9e18)) : 0
            let reserve = minFree.bytes(ofDisk: size)
            let text = "\(Self.gibibytes(space.bytes)) GiB free, MIN_FREE is \(Self.gibibytes(reserve)) GiB"
            if space.bytes < reserve {
                return .problem(
                    "disk", .cannotWrite, text + ": no film is taken in.",
                    "Make room, or lower MIN_FREE in [storage]; the films wait in spool/incoming.")
            }
            if space.bytes / 2 < reserve {
                return .warning("disk", text + ": soon no film is taken in.", "Make room, or add a disk.")
            }
            return .ok("disk", text)
        } catch {
            return .problem("disk", .cannotWrite, "The free space cannot be told.", error.suggestion)
        }
    }

    private static func gibibytes(_ bytes: Int) -> Double { (Double(bytes) / 0x1p30 * 10).rounded() / 10 }

    func database(_ paths: WorkspacePaths) -> Finding {
        let name = paths.shown(paths.database)
        do throws(StoreError) {
            guard let checkup = try DatabaseCheckup.look(at: paths) else {
                return .ok("database", "\(name) is not there yet; the first start makes it")
            }
            if let first = checkup.damage.first {
                return .problem(
                    "database", .badInput, "\(name) is damaged: \(first)",
                    "Stop, copy it away, restore the newest copy of the backup folder, and run `xrayvision db verify`.")
            }
            guard checkup.pending.isEmpty else {
                return .warning(
                    "database",
                    "\(name) is sound and of an earlier version (\(checkup.schema ?? "the predecessor's")).",
                    "The next start copies it to the backup folder and adds \(checkup.pending.count) migrations.")
            }
            return .ok("database", "\(name) is sound, schema “\(checkup.schema ?? "")”")
        } catch {
            return .problem(
                "database", WorkstationError(error).ending, "\(name) cannot be used.", error.suggestion)
        }
    }

    func spool(_ paths: WorkspacePaths) -> Finding {
        func count(_ folder: String) -> Int {
            FolderWalk(folder)?.files.count { !$0.name.hasSuffix(".reason.json") && $0.name != ".gitkeep" } ?? 0
        }
        let (incoming, work, rejected) = (count(paths.incoming), count(paths.work), count(paths.rejected))
        let text = "\(incoming) files wait, \(work) are being taken in, \(rejected) were set aside"
        guard rejected > 0 else { return .ok("spool", text) }
        return .warning(
            "spool", text, "`xrayvision failures` says why; look through spool/rejected and remove what is not needed.")
    }
}
