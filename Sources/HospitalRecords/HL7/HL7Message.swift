/// One message: its header and its segments.
struct HL7Message: Sendable {
    let header: HL7Segment
    let segments: [HL7Segment]
    private let fallback: TextCharset

    /// - Parameter lines: the segments, the first one MSH.
    init(_ lines: [ArraySlice<UInt8>], fallback: TextCharset) throws(HL7Problem) {
        guard let first = lines.first, let marks = HL7Marks(header: first) else { throw .brokenHeader }
        // A segment that hides behind a line end of another kind would be read as text, and what it says be lost.
        let isMixed = lines.contains { line in
            line.indices.contains { line[$0] == 0x0A && HL7Lines.begins(line[($0 + 1)...], marks.field) }
        }
        if isMixed { throw .mixedLineEnds }
        let plain = HL7Text(marks: marks, charset: .ascii, fallback: fallback)
        let charset = try Self.charset(HL7Segment(first, reader: plain))
        let reader = HL7Text(marks: marks, charset: charset, fallback: fallback)
        header = HL7Segment(first, reader: reader)
        segments = lines.dropFirst().map { HL7Segment($0, reader: reader) }
        self.fallback = fallback
    }

    /// MSH-18; `nil` when it names none.
    private static func charset(_ header: HL7Segment) throws(HL7Problem) -> TextCharset? {
        guard let name = header.text(18) else { return nil }
        guard let charset = TextCharset(name: name) else { throw .charsetNotRead }
        return charset == .ascii ? nil : charset
    }

    /// MSH-9: `ORU` with the event R01, or without one, as the oldest senders write.
    private var isReport: Bool {
        header.text(9, 1) == "ORU" && ["R01", nil].contains(header.text(9, 2))
    }

    /// What the orders of a message came to.
    struct Contents: Sendable {
        /// In the order of the message, those that take a report back among them.
        var orders: [ORUReport] = []
        /// Of orders that cannot be read; a readable one beside them does not hide them.
        var problems: [HL7Problem] = []
    }

    /// A report for each order (OBR) that has one.
    func contents() throws(HL7Problem) -> Contents {
        guard isReport else { throw .otherMessage }
        var contents = Contents()
        let sent = header.text(7).flatMap { RecordTime(hl7: $0) }
        var group = OrderGroup()
        func finish(_ group: OrderGroup) {
            do throws(HL7Problem) {
                guard var report = try group.report(fallback: fallback) else { return }
                report.sent = sent
                contents.orders.append(report)
            } catch { contents.problems.append(error) }
        }
        for segment in segments {
            if group.isEnded(by: segment) {
                finish(group)
                group = OrderGroup(after: group, at: segment)
            }
            group.take(segment)
        }
        finish(group)
        if contents.orders.isEmpty, contents.problems.isEmpty { throw .noReport }
        // An order without a text is no report: the head of a group, or one whose report is still to come.
        if !contents.orders.isEmpty { contents.problems.removeAll { $0 == .noReport } }
        return contents
    }
}
