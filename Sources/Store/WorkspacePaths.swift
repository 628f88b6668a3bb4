/// Where everything of a workspace lies. Nothing is ever written outside it.
public struct WorkspacePaths: Sendable, Hashable {
    public let root: String
    public let database: String
    public let backup: String

    /// - Parameters:
    ///   - root: the workspace's folder.
    ///   - database: `XRAYVISION_DB_PATH`, relative to the root unless absolute.
    ///   - backup: `XRAYVISION_BACKUP_DIR`, likewise.
    public init(root: String, database: String = "xrayvision.db", backup: String = "backup") {
        var root = Substring(root)
        while root.count > 1, root.last == "/" { root.removeLast() }
        self.root = root.isEmpty ? "." : String(root)
        self.database = Self.resolved(database, in: self.root)
        self.backup = Self.resolved(backup, in: self.root)
    }

    public var prompts: String { root + "/prompts" }
    public var incoming: String { root + "/spool/incoming" }
    public var work: String { root + "/spool/work" }
    public var rejected: String { root + "/spool/rejected" }
    public var reports: String { root + "/reports" }
    public var images: String { root + "/reports/images" }
    public var archive: String { root + "/archive" }

    /// Makes every folder that is missing, readable by the owner alone (0700); existing ones are left as they are.
    public func create() throws(StoreError) {
        for path in [root, prompts, incoming, work, rejected, images, archive, backup] {
            try Posix.makeFolders(path, shownAs: shown(path))
        }
    }

    /// A path as messages show it: relative to the workspace.
    public func shown(_ path: String) -> String {
        if path == root { return "the workspace" }
        return path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path
    }

    /// The absolute form of a path that the database keeps relative to the workspace.
    public func absolute(_ path: String) -> String { Self.resolved(path, in: root) }

    private static func resolved(_ path: String, in root: String) -> String {
        path.hasPrefix("/") ? path : root + "/" + path
    }
}
