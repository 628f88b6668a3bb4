import Radiology

/// The facts of one day as they lie in its blob, in the order of (created, uid).
public struct FactRecords: ~Copyable, Sendable {
    let bytes: [UInt8]
    public let count: Int

    /// `nil` when the blob is not what was written for this day: cut, damaged, or of another version.
    init?(_ bytes: [UInt8], day: String) {
        let length = bytes.count - FactForm.header
        guard length >= 0, length % FactForm.width == 0, bytes[0] == FactForm.version,
            bytes[1] == UInt8(FactForm.width),
            FactForm.checksum(bytes, day: day) == FactForm.word(bytes.span.bytes, 8)
        else { return nil }
        (self.bytes, count) = (bytes, length / FactForm.width)
    }

    /// - Parameter bytes: of records that were looked at before.
    init(checked bytes: [UInt8]) { (self.bytes, count) = (bytes, (bytes.count - FactForm.header) / FactForm.width) }

    public subscript(_ index: Int) -> ExamFact {
        precondition(index >= 0 && index < count, "no such fact")
        return ExamFact(bytes.span.bytes, at: FactForm.header + index * FactForm.width)
    }

    public func each(_ body: (ExamFact) -> Void) {
        for index in 0..<count { body(self[index]) }
    }
}

extension ExamFact {
    init(_ raw: RawSpan, at start: Int) {
        func byte(_ offset: Int) -> UInt8 { FactForm.word(raw, start + offset) }
        func name(_ place: Int) -> UInt32 { FactForm.word(raw, start + 16 + 4 * place) }
        func seconds(_ offset: Int) -> Int? {
            let value: UInt16 = FactForm.word(raw, start + offset)
            return value == ExamColumns.noLatency ? nil : Int(value)
        }
        uidHash = FactForm.word(raw, start)
        clock = FactForm.word(raw, start + 8)
        (region, device, radiologist, diagnosis) = (name(0), name(1), name(2), name(3))
        (model, prompt, recipe, error) = (name(4), name(5), name(6), name(7))
        let moment: UInt32 = FactForm.word(raw, start + 48)
        reported = moment == UInt32.max ? nil : Int(moment)
        (latency, checking) = (seconds(52), seconds(54))
        age = byte(56) == UInt8.max ? nil : Int(byte(56))
        sex = Self.sex(byte(57))
        let place = Int(byte(58) & 15)
        status = place < ExamStatus.allCases.count ? ExamStatus.allCases[place] : .none
        isFlagged = byte(58) & 16 != 0
        hasAnswer = byte(59) > 0
        ai = Severity(Int(byte(59)) - 2)
        radiologistSeverity = Severity(Int(byte(60) & 15) - 1)
        review = byte(60) >> 4 == 0 ? nil : byte(60) >> 4 == 1
        confidence = byte(61) <= 100 ? Int(byte(61)) : nil
        (failed, unreadable) = (Int(byte(62)), Int(byte(63)))
    }

    private static func sex(_ letter: UInt8) -> Sex? {
        switch letter {
        case UInt8(ascii: "M"): .male
        case UInt8(ascii: "F"): .female
        case UInt8(ascii: "O"): .other
        default: nil
        }
    }
}
