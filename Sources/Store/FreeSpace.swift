import Glibc

/// Room left on the file system of a path.
public struct FreeSpace: Sendable, Equatable {
    public let bytes: Int
    /// 0…1 of what this user may use in all.
    public let fraction: Double

    public init(at path: String) throws(StoreError) {
        var answer = statvfs()
        guard statvfs(path, &answer) == 0 else {
            throw .cannotRead(path: "the file system", reason: Posix.reason())
        }
        let block = Double(answer.f_frsize)
        let free = Double(answer.f_bavail)
        // Blocks reserved for root are neither free nor usable.
        let usable = Double(answer.f_blocks) - Double(answer.f_bfree) + free
        bytes = Int(min(free * block, 9e18))
        fraction = usable > 0 ? free / usable : 0
    }
}
