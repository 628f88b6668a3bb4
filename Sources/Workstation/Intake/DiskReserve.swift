import Store

/// The part of the disk that films leave free (`MIN_FREE`).
struct DiskReserve: Sendable {
    let root: String
    let minFree: StorageSettings.Reserve

    /// Intake stops before the disk is full; nothing is lost, the files wait where they are.
    func check() throws(StoreError) {
        let space = try FreeSpace(at: root)
        let size = space.fraction > 0 ? Int(Double(space.bytes) / space.fraction) : 0
        guard space.bytes >= minFree.bytes(ofDisk: size) else {
            throw StoreError.cannotWrite(path: "the workspace", reason: "less free space than MIN_FREE")
        }
    }
}
