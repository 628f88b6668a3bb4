/// The characters that divide a message, from MSH-1 and MSH-2. Standard: HL7 v2.5.1 §2.5.4.
struct HL7Marks: Sendable, Equatable {
    var field: UInt8 = 0x7C
    var component: UInt8 = 0x5E
    var repetition: UInt8 = 0x7E
    /// `nil` where the sender has none.
    var escape: UInt8? = 0x5C
    var subcomponent: UInt8 = 0x26

    init() {}

    /// Of a segment that begins with MSH, FHS or BHS. Senders without an escape or a subcomponent leave them away.
    init?(header segment: ArraySlice<UInt8>) {
        let bytes = segment.dropFirst(3)
        guard let field = bytes.first, Self.isMark(field) else { return nil }
        let marks = Array(bytes.dropFirst().prefix(6).prefix { $0 != field })
        // A fifth one, for truncation, came with version 2.7.
        guard (2...5).contains(marks.count), marks.allSatisfy(Self.isMark), Set(marks).count == marks.count else {
            return nil
        }
        self.field = field
        component = marks[0]
        repetition = marks[1]
        escape = marks.count > 2 ? marks[2] : nil
        if marks.count > 3 {
            subcomponent = marks[3]
        } else if marks.contains(subcomponent) || subcomponent == field {
            return nil
        }
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !(0x30...0x39).contains(byte) && !(0x61...0x7A).contains(byte | 0x20)
    }
}
