import Foundation
import Glibc

/// Setting a claimed file aside with its reason beside it.
extension Spool {
    /// Moves the file to `rejected/<date>/<name>`. The reason is written and on the disk before the file moves: no file
    /// lies there without one. Nothing is overwritten: names get `-2`, `-3` …
    /// - Returns: what belongs into the list of rejections.
    public func reject(
        _ claimed: ClaimedFile, reason: RejectionReason, detail: String, offset: Int? = nil, received: Date,
        source: String
    ) throws(StoreError) -> Rejection {
        let folder = "\(paths.rejected)/\(UTC.day(received))"
        try Posix.makeFolders(folder, shownAs: Self.rejectedShown)
        var rejection = Rejection(
            name: claimed.name, reason: reason, detail: detail, offset: offset, received: UTC.rfc3339(received),
            source: source, bytes: claimed.size)
        let inode = UInt64(Posix.attributes(claimed.path)?.st_ino ?? 0)
        for number in 1...10_000 {
            let name = Self.numbered(claimed.name, number, inode: inode)
            let path = "\(folder)/\(name)"
            guard Posix.attributes(path) == nil, try reserve("\(path).reason.json", rejection) else { continue }
            try Posix.syncFolder(folder, shownAs: Self.rejectedShown)
            let code = Posix.renameWithoutReplacing(claimed.path, path)
            // Somebody put a file here by hand in between; its reason file tells of no file and is taken back.
            if code == EEXIST {
                unlink("\(path).reason.json")
                continue
            }
            guard code == 0 else { throw Posix.writeFailure(Self.rejectedShown, code) }
            try Posix.syncFolder(folder, shownAs: Self.rejectedShown)
            rmdir("\(paths.work)/\(claimed.folder)")
            rejection.keptPath = paths.shown(path)
            return rejection
        }
        throw Posix.writeFailure(Self.rejectedShown, EEXIST)
    }

    /// Writes the reason file, if its name is free: whoever makes it owns the name of the film beside it.
    private func reserve(_ path: String, _ rejection: Rejection) throws(StoreError) -> Bool {
        let number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard number >= 0 else {
            if errno == EEXIST { return false }
            throw Posix.writeFailure(Self.rejectedShown)
        }
        let file = Descriptor(number)
        let text = ReasonFile(rejection).text
        let isWritten = text.withUnsafeBytes { Posix.write($0, to: file) }
        guard isWritten, fsync(file.number) == 0 else {
            let code = errno
            unlink(path)
            throw Posix.writeFailure(Self.rejectedShown, code)
        }
        return true
    }
}

/// `<name>.reason.json`, the fields in this order of meaning; the keys are a contract with scripts.
private struct ReasonFile: Encodable {
    let reason: RejectionReason
    let detail: String
    let offset: Int?
    let received: String
    let source: String
    let bytes: Int

    init(_ rejection: Rejection) {
        reason = rejection.reason
        detail = rejection.detail
        offset = rejection.offset
        received = rejection.received
        source = rejection.source
        bytes = rejection.bytes
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encode(reason, forKey: .reason)
        try values.encode(detail, forKey: .detail)
        // Always present: scripts need not ask whether the key is there.
        try values.encode(offset, forKey: .offset)
        try values.encode(received, forKey: .received)
        try values.encode(source, forKey: .source)
        try values.encode(bytes, forKey: .bytes)
    }

    private enum Keys: String, CodingKey { case reason, detail, offset, received, source, bytes }

    var text: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let body = (try? encoder.encode(self)) ?? Data("{\"reason\": \"\(reason.rawValue)\"}".utf8)
        return Array(body) + [UInt8(ascii: "\n")]
    }
}
