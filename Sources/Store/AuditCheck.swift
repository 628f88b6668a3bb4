/// Something wrong with the audit log.
public struct AuditFault: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// The line is not what was written: its hash is not that of its content, or it is no line of ours.
        case changed
        /// The line before is not the one that this line was written behind: one was taken out, put in or moved.
        case outOfPlace = "out-of-place"
        /// The last line that the database knows of is not there as it was written.
        case cutOff = "cut-off"
        /// The line was not written to its end; what follows goes on behind the last whole one.
        case torn
    }

    public let kind: Kind
    /// `YYYY-MM.jsonl`; the last file for what is cut off, empty when there is none.
    public let file: String
    /// From 1 on in that file; 0 for what is cut off.
    public let line: Int

    public init(kind: Kind, file: String, line: Int) { (self.kind, self.file, self.line) = (kind, file, line) }
}

/// Walks along the chain.
struct AuditCheck {
    private let head: Int64
    private let headHash: String
    private var number: Int64 = 0
    private var hash = ""
    private var file = ""
    private var sawHead = false
    private var faults: [AuditFault] = []

    init(head: Int64?, headHash: String?) {
        self.head = head ?? 0
        self.headHash = headHash ?? ""
    }

    mutating func take(_ bytes: [UInt8], of file: String) {
        self.file = file
        var lines = bytes.split(separator: AuditFiles.lineFeed, omittingEmptySubsequences: false)
        let isWhole = lines.last?.isEmpty ?? true
        if isWhole { _ = lines.popLast() }
        for (index, bytes) in lines.enumerated() {
            if let line = AuditLine(bytes) {
                take(line, index + 1)
            } else {
                let isTorn = !bytes.suffix(2).elementsEqual("\"}".utf8) || (index == lines.count - 1 && !isWhole)
                faults.append(AuditFault(kind: isTorn ? .torn : .changed, file: file, line: index + 1))
            }
        }
    }

    private mutating func take(_ line: AuditLine, _ place: Int) {
        if line.number != number + 1 || line.previous != hash || "\(line.at.prefix(7)).jsonl" > file {
            faults.append(AuditFault(kind: .outOfPlace, file: file, line: place))
        }
        (number, hash) = (line.number, line.hash)
        if line.number == head && line.hash == headHash { sawHead = true }
    }

    func finished() -> [AuditFault] {
        if head == 0 || sawHead { return faults }
        return faults + [AuditFault(kind: .cutOff, file: file, line: 0)]
    }
}
