import Glibc

/// The regular files below a folder, whatever bytes their names are of. Links are not followed.
public struct FolderWalk: Sendable {
    /// Something below that is not taken, and why.
    public struct Refused: Sendable {
        public let path: RawPath
        public let sentence: String
    }

    /// In the order of their paths.
    public private(set) var files: [RawPath] = []
    public private(set) var refused: [Refused] = []

    /// Each level holds a folder open while what is below it is read.
    private static let maxDepth = 64

    /// - Parameter path: a folder, or a file that is then the only one. `nil` when it does not exist.
    public init?(_ path: String) {
        let root = RawPath(path)
        var attributes = stat()
        guard stat(path, &attributes) == 0 else { return nil }
        if Posix.isFolder(attributes) {
            // The folder that a person names may be a link.
            visit(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), root, depth: 1)
        } else {
            files = [root]
        }
        files.sort()
        refused.sort { $0.path < $1.path }
    }

    private mutating func visit(_ number: Int32, _ path: RawPath, depth: Int) {
        guard number >= 0 else {
            let reason = Posix.reason()
            refused.append(Refused(path: path, sentence: "The folder cannot be read: \(reason)."))
            return
        }
        let folder = Descriptor(number)
        for name in Posix.names(in: folder) {
            guard let attributes = Posix.attributes(name, in: folder) else { continue }
            let below = RawPath(path, name: name)
            switch attributes.st_mode & S_IFMT {
            case S_IFREG: files.append(below)
            case S_IFDIR where depth >= Self.maxDepth:
                refused.append(Refused(path: below, sentence: "More folders lie within each other than are followed."))
            case S_IFDIR:
                let next = openat(folder.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                visit(next, below, depth: depth + 1)
            case S_IFLNK:
                refused.append(Refused(path: below, sentence: "It is a symbolic link; links are not followed."))
            default: refused.append(Refused(path: below, sentence: "It is a pipe, a socket or a device, not a file."))
            }
        }
    }
}
