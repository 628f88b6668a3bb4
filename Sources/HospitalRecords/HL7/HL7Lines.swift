/// Cuts a file into segments.
///
/// A segment ends with CR. Standard: HL7 v2.5.1 §2.5.2. Many senders write LF or CR LF instead, and some write line ends
/// into the text of a report: what follows one and does not begin like a segment is text of the segment before.
struct HL7Lines {
    /// Segments, without those of frames and batches. A line end inside of one is in it.
    private(set) var segments: [ArraySlice<UInt8>] = []
    /// From the MSH segment of the message.
    private var separator: UInt8 = 0x7C

    init(_ bytes: [UInt8]) {
        var start = bytes.startIndex
        for frame in bytes.indices where Self.isFrame(bytes[frame]) {
            cut(bytes[start..<frame])
            start = frame + 1
        }
        cut(bytes[start...])
    }

    private static func isFrame(_ byte: UInt8) -> Bool { byte == 0x0B || byte == 0x1C }

    /// One frame, or a file without frames: its segments end with CR when one of them does.
    private mutating func cut(_ block: ArraySlice<UInt8>) {
        let start = HL7v2.bare(block)
        if let marks = HL7Marks(header: start.prefix { $0 != 0x0D && $0 != 0x0A }) { separator = marks.field }
        let end: UInt8 = isSeparated(start, by: 0x0D) ? 0x0D : 0x0A
        var (head, place) = (start.startIndex, start.startIndex)
        while place < start.endIndex {
            guard start[place] == end else { place += 1; continue }
            if begins(start[(place + 1)...]) || isOfBatch(start[(place + 1)...]) {
                add(start[head..<place])
                head = place + 1
            }
            place += 1
        }
        add(start[head...])
    }

    private func isSeparated(_ block: ArraySlice<UInt8>, by end: UInt8) -> Bool {
        block.indices.contains { block[$0] == end && begins(block[($0 + 1)...]) }
    }

    private mutating func add(_ line: ArraySlice<UInt8>) {
        var line = HL7v2.bare(line)
        while let last = line.last, last == 0x0D || last == 0x0A { line.removeLast() }
        if line.isEmpty || isOfBatch(line) { return }
        if line.starts(with: "MSH".utf8), let marks = HL7Marks(header: line) { separator = marks.field }
        segments.append(line)
    }

    /// A name of a segment and the separator: `OBX|`.
    private func begins(_ rest: ArraySlice<UInt8>) -> Bool { Self.begins(rest, separator) }

    static func begins(_ rest: ArraySlice<UInt8>, _ separator: UInt8) -> Bool {
        let line = HL7v2.bare(rest.prefix(16))
        guard let mark = line.dropFirst(3).first else { return false }
        let name = line.prefix(3)
        // Another message may have another separator.
        if name.elementsEqual("MSH".utf8) { return !isName(mark) && mark > 0x20 }
        guard mark == separator, name.allSatisfy(isName) else { return false }
        return name.first == UInt8(ascii: "Z") || names.contains(String(decoding: name, as: UTF8.self))
    }

    private static func isName(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) }

    /// What an ORU^R01 may have, and what senders add. Not every three letters: the last line of a text, before the next
    /// field, may be `RMN`.
    private static let names: Set<String> = [
        "SFT", "UAC", "EVN", "PID", "PD1", "PRT", "ARV", "NK1", "MRG", "PV1", "PV2", "AL1", "IAM", "DG1", "PR1", "ROL",
        "GT1", "IN1", "IN2", "IN3", "ORC", "OBR", "TQ1", "TQ2", "TXA", "IPC", "NTE", "CTD", "OBX", "FT1", "CTI", "SPM",
        "SAC", "DSP", "DSC", "MSA", "ERR", "QRD", "QRF",
    ]

    private func isOfBatch(_ rest: ArraySlice<UInt8>) -> Bool {
        let line = HL7v2.bare(rest.prefix(16))
        guard ["FHS", "BHS", "BTS", "FTS"].contains(where: { line.starts(with: $0.utf8) }) else { return false }
        let next = line.dropFirst(3).first
        return next == nil || next == separator || next == 0x0D || next == 0x0A
    }
}
