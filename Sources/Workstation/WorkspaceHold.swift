import Store

/// The workspace's lock for as long as this value lives.
final class WorkspaceHold: Sendable {
    private let lock: WorkspaceLock

    /// - Throws: `StoreError.busy` while another process holds it.
    init(_ paths: WorkspacePaths) throws(StoreError) { lock = try WorkspaceLock(paths) }
}
