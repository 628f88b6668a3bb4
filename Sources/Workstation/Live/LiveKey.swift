import Foundation
import Store

/// The secret that sessions and addresses of patients' pages are signed with: 32 random bytes in `live.key`, made once. To
/// delete the file signs everybody out.
enum LiveKey {
    static let fileName = "live.key"
    private static let length = 32

    /// - Throws: `.cannotWrite` when there is none and none can be made.
    static func read(_ paths: WorkspacePaths, random: () -> UInt8) throws -> [UInt8] {
        let path = "\(paths.root)/\(fileName)"
        if let kept = try? FileBytes.read(path, limit: 4096).bytes, kept.count == length { return kept }
        let key = (0..<length).map { _ in random() }
        try AtomicFile.write(key, to: path, durable: true, shownAs: fileName)
        return key
    }
}
