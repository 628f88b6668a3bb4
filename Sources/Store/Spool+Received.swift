import Glibc
import Radiology

extension Spool {
    /// The films from the network that lie in the spool, taken in by nobody yet.
    public func received() throws(StoreError) -> Set<SOPInstanceUID> { Set(try receivedFiles().map(\.uid)) }

    /// The same with where they lie; a film that moves on meanwhile may be named twice, and its file be gone.
    public func receivedFiles() throws(StoreError) -> [(uid: SOPInstanceUID, path: String)] {
        var found: [(uid: SOPInstanceUID, path: String)] = []
        func note(_ name: [CChar], in folder: String) {
            let text = Self.text(name)
            if let received = ReceivedName(text) { found.append((received.uid, "\(folder)/\(text)")) }
        }
        // `incoming/` first: a film that moves between the two looks is seen in `work/`.
        Posix.names(in: try Posix.openFolder(paths.incoming, shownAs: Self.incomingShown))
            .forEach { note($0, in: paths.incoming) }
        let work = try Posix.openFolder(paths.work, shownAs: Self.workShown)
        for folder in Posix.names(in: work) {
            let number = openat(work.number, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard number >= 0 else { continue }
            let path = "\(paths.work)/\(Self.text(folder))"
            Posix.names(in: Descriptor(number)).forEach { note($0, in: path) }
        }
        return found
    }
}
