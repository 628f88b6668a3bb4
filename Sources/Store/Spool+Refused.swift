import Foundation
import Glibc

/// Setting aside what is no file: the entry itself is moved, what it points to is never touched.
extension Spool {
    /// Moves a link, device, pipe or socket to `rejected/<date>/`, with its reason beside it.
    /// - Returns: `nil` when it has to stay where it is: it is gone, its name is no text, or it lies too deep.
    public func reject(_ refused: Refusal, received: Date, source: String) throws(StoreError) -> Rejection? {
        guard let sentence = refused.sentence else { return nil }
        let components = refused.path.split(separator: "/").map { Self.name(String($0)) }
        guard let parent = Posix.parent(of: components, below: paths.incoming), let last = components.last,
            let attributes = Posix.attributes(last, in: parent),
            !Posix.isRegular(attributes), !Posix.isFolder(attributes)
        else { return nil }
        let work = try Posix.openFolder(paths.work, shownAs: Self.workShown)
        let folder = try makeClaimFolder(UInt64(attributes.st_ino), in: work)
        let name = Self.safeName(Self.text(last))
        guard renameat(parent.number, last, work.number, "\(folder)/\(name)") == 0 else {
            unlinkat(work.number, folder, AT_REMOVEDIR)
            return nil
        }
        let claimed = ClaimedFile(
            path: "\(paths.work)/\(folder)/\(name)", name: name, source: refused.path, size: 0, folder: folder)
        return try reject(claimed, reason: .notDICOM, detail: sentence, received: received, source: source)
    }
}

extension Refusal {
    /// Why it is not taken in; `nil` for what a person has to look at in its place.
    fileprivate var sentence: String? {
        switch kind {
        case .link: "It is a symbolic link; links are not followed. Drop the file itself."
        case .device: "It is a device, not a file."
        case .pipe: "It is a named pipe, not a file."
        case .socket: "It is a socket, not a file."
        case .tooDeep, .unreadable: nil
        }
    }
}
