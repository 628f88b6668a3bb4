import Glibc

/// The months' files of the audit log.
struct AuditFiles {
    let folder: String
    let shown: String

    /// Sorted, so the oldest first.
    func names() throws(StoreError) -> [String] {
        let open = try Posix.openFolder(folder, shownAs: shown)
        return Posix.names(in: open).map {
            String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        .filter(Self.isMonth).sorted()
    }

    /// `YYYY-MM.jsonl`
    private static func isMonth(_ name: String) -> Bool {
        let pattern = Array("0000-00.jsonl".utf8)
        return name.utf8.count == pattern.count
            && zip(name.utf8, pattern).allSatisfy { $1 == 48 ? (48...57).contains($0) : $0 == $1 }
    }

    /// The last sound line, and whether the last file ends in the middle of one: the power went while it was written.
    func last(in names: [String]) throws(StoreError) -> (line: AuditLine?, isTorn: Bool) {
        var isTorn = false
        for name in names.reversed() {
            let bytes = try tail(name)
            if name == names.last { isTorn = !bytes.isEmpty && bytes.last != Self.lineFeed }
            let lines = bytes.split(separator: Self.lineFeed)
            for line in lines.reversed() { if let line = AuditLine(line) { return (line, isTorn) } }
        }
        return (nil, isTorn)
    }

    func append(_ bytes: [UInt8], to name: String) throws(StoreError) {
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW
        let number = open("\(folder)/\(name)", flags, 0o600)
        guard number >= 0 else { throw Posix.writeFailure("\(shown)/\(name)") }
        let file = Descriptor(number)
        var before = stat()
        guard fstat(file.number, &before) == 0 else { throw Posix.writeFailure("\(shown)/\(name)") }
        guard bytes.withUnsafeBytes({ Posix.write($0, to: file) }), fsync(file.number) == 0 else {
            let failure = Posix.writeFailure("\(shown)/\(name)")
            // Some of the lines may have found room; the caller will write all of them again.
            _ = ftruncate(file.number, before.st_size)
            throw failure
        }
    }

    func bytes(_ name: String) throws(StoreError) -> [UInt8] { try read(name, from: 0) }

    /// The end of a file; no line of ours is longer.
    private func tail(_ name: String) throws(StoreError) -> [UInt8] {
        let size = Posix.attributes("\(folder)/\(name)").map { Int($0.st_size) } ?? 0
        return try read(name, from: max(0, size - Self.longestTail))
    }

    private func read(_ name: String, from start: Int) throws(StoreError) -> [UInt8] {
        let number = open("\(folder)/\(name)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard number >= 0 else { throw .cannotRead(path: "\(shown)/\(name)", reason: Posix.reason()) }
        let file = Descriptor(number)
        var attributes = stat()
        guard fstat(file.number, &attributes) == 0, Posix.isRegular(attributes) else {
            throw .cannotRead(path: "\(shown)/\(name)", reason: "not a file")
        }
        let wanted = max(0, Int(attributes.st_size) - start)
        return [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted {
                let got = pread(file.number, buffer.baseAddress?.advanced(by: count), wanted - count, start + count)
                if got <= 0 { break }
                count += got
            }
        }
    }

    static let lineFeed = UInt8(ascii: "\n")
    private static let longestTail = 1 << 18
}
