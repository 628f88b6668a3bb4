/// One line of a message. Fields are cut when they are asked for.
struct HL7Segment: Sendable {
    /// `PID`, `OBX`, …
    let name: String
    private let bytes: ArraySlice<UInt8>
    private let reader: HL7Text
    /// MSH-1 is the field separator itself: its fields count one further.
    private let shift: Int

    init(_ bytes: ArraySlice<UInt8>, reader: HL7Text) {
        name = String(decoding: bytes.prefix(3), as: UTF8.self)
        self.bytes = bytes
        self.reader = reader
        shift = ["MSH", "FHS", "BHS"].contains(name) ? 1 : 0
    }

    /// Fields looked at in one segment.
    private static let mostFields = 128
    private static let mostRepetitions = 64

    /// The bytes of a field, counted as in the standard.
    func field(_ number: Int) -> ArraySlice<UInt8> {
        guard number > shift, number <= Self.mostFields else { return [] }
        var (start, passed) = (bytes.startIndex, 0)
        while passed < number - shift {
            guard let mark = bytes[start...].firstIndex(of: reader.marks.field) else { return [] }
            start = mark + 1
            passed += 1
        }
        return bytes[start...].prefix { $0 != reader.marks.field }
    }

    /// The repetitions of a field that hold something.
    func repetitions(_ number: Int) -> [ArraySlice<UInt8>] {
        field(number).split(separator: reader.marks.repetition, maxSplits: Self.mostRepetitions)
    }

    /// A component of the first repetition, of which the first subcomponent; `nil` when empty.
    func text(_ number: Int, _ component: Int = 1) -> String? {
        repetitions(number).first.flatMap { text(in: $0, component) }
    }

    /// A component of a repetition, of which the first subcomponent; `nil` when empty or the explicit nothing `""`.
    func text(in repetition: ArraySlice<UInt8>, _ component: Int, _ subcomponent: Int = 1) -> String? {
        let part = self.part(of: repetition, component, reader.marks.component)
        let text = reader.line(self.part(of: part, subcomponent, reader.marks.subcomponent))
        return text == "\"\"" ? nil : text.nonEmpty
    }

    /// A whole component with its subcomponents, as bytes.
    func component(_ repetition: ArraySlice<UInt8>, _ number: Int) -> ArraySlice<UInt8> {
        part(of: repetition, number, reader.marks.component)
    }

    private func part(of bytes: ArraySlice<UInt8>, _ number: Int, _ mark: UInt8) -> ArraySlice<UInt8> {
        var start = bytes.startIndex
        for _ in 1..<max(1, number) {
            guard let next = bytes[start...].firstIndex(of: mark) else { return [] }
            start = next + 1
        }
        return bytes[start...].prefix { $0 != mark }
    }

    /// The text of a field with all its repetitions as lines, escapes resolved.
    func lines(_ number: Int) -> String {
        field(number).split(separator: reader.marks.repetition, omittingEmptySubsequences: false)
            .map { reader.text($0) }.joined(separator: "\n")
    }

    /// Resolves the escapes of some bytes of this segment.
    func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] { reader.bytes(bytes) }
}
