import Radiology

/// An exam's fact while it is put together; numbers of names are those of `FactWords`.
struct FactDraft {
    let uid: PackedUID
    let clock: UInt64
    /// `FactShelf.number` of the blob it belongs to.
    let day: Int32
    var region: UInt32 = 0
    var device: UInt32 = 0
    var radiologist: UInt32 = 0
    var diagnosis: UInt32 = 0
    var model: UInt32 = 0
    var prompt: UInt32 = 0
    var recipe: UInt32 = 0
    var error: UInt32 = 0
    /// Seconds since 1970.
    var reported = UInt32.max
    var latency = ExamColumns.noLatency
    var checking = ExamColumns.noLatency
    var age = UInt8.max
    /// `ExamColumns.letter`.
    var sex: UInt8 = 0
    var status: ExamStatus
    var isFlagged = false
    /// 0: no answer, 1: not assessed, else the severity and 2.
    var ai: UInt8 = 0
    /// 0: not assessed, else the severity and 1.
    var radiologistSeverity: UInt8 = 0
    /// 0: none stands, 1: normal, 2: abnormal.
    var review: UInt8 = 0
    var confidence = ExamColumns.noConfidence
    var failed: UInt8 = 0
    var unreadable: UInt8 = 0

    init(uid: PackedUID, clock: UInt64, day: Int32, status: ExamStatus) {
        (self.uid, self.clock, self.day, self.status) = (uid, clock, day, status)
    }

    static func isBefore(_ a: Self, _ b: Self) -> Bool {
        (a.day, a.clock) != (b.day, b.clock) ? (a.day, a.clock) < (b.day, b.clock) : a.uid < b.uid
    }
}

/// How facts lie in a blob. All numbers are little-endian.
///
/// | bytes | of the blob |
/// |---|---|
/// | 0, 1 | version of the form, length of a record |
/// | 2…7 | 0 |
/// | 8…15 | checksum of the day's name and the records |
/// | 16… | records in the order of (created, uid) |
///
/// | bytes | of a record |
/// |---|---|
/// | 0…7, 8…15 | hash of the UID, `ClockText.key` of the exam's time |
/// | 16…47 | names: region, device, radiologist, diagnosis, model, prompt, recipe, error |
/// | 48…51 | when the report was written, seconds since 1970; all ones for unknown |
/// | 52…53, 54…55 | seconds of the report call, of the check; all ones for unknown |
/// | 56, 57 | age in years, 255 for unknown; letter of the sex or 0 |
/// | 58 | place of the status in `ExamStatus.allCases`, and 16 with a flag |
/// | 59 | `FactDraft.ai` |
/// | 60 | `FactDraft.radiologistSeverity`, and 16 times `FactDraft.review` |
/// | 61 | confidence in percent, 255 for unknown |
/// | 62, 63 | failed attempts, those of them that were unreadable |
enum FactForm {
    /// Another number when the table above, or the meaning of a field, changes: all days are then made anew.
    static let version: UInt8 = 1
    static let width = 64
    static let header = 16

    /// - Parameters:
    ///   - drafts: of one blob, in order.
    ///   - numbers: of the database, by those of `FactWords`.
    static func blob(_ drafts: ArraySlice<FactDraft>, day: String, numbers: [UInt32]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(header + drafts.count * width)
        bytes.append(version)
        bytes.append(UInt8(width))
        bytes.append(contentsOf: repeatElement(0, count: header - 2))
        for draft in drafts { append(draft, numbers, to: &bytes) }
        seal(&bytes, day: day)
        return bytes
    }

    static func record(_ draft: FactDraft, numbers: [UInt32]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width)
        append(draft, numbers, to: &bytes)
        return bytes
    }

    /// Writes the checksum of what is there now.
    static func seal(_ bytes: inout [UInt8], day: String) {
        let sum = checksum(bytes, day: day)
        for place in 0..<8 { bytes[8 + place] = UInt8(truncatingIfNeeded: sum >> UInt64(8 * place)) }
    }

    private static func append(_ draft: FactDraft, _ numbers: [UInt32], to bytes: inout [UInt8]) {
        append(draft.uid.factHash, to: &bytes)
        append(draft.clock, to: &bytes)
        for word in [
            draft.region, draft.device, draft.radiologist, draft.diagnosis, draft.model, draft.prompt, draft.recipe,
            draft.error,
        ] { append(numbers[Int(word)], to: &bytes) }
        append(draft.reported, to: &bytes)
        append(draft.latency, to: &bytes)
        append(draft.checking, to: &bytes)
        let status = UInt8(ExamStatus.allCases.firstIndex(of: draft.status) ?? 0) | (draft.isFlagged ? 16 : 0)
        bytes.append(contentsOf: [
            draft.age, draft.sex, status, draft.ai, draft.radiologistSeverity | draft.review << 4, draft.confidence,
            draft.failed, draft.unreadable,
        ])
    }

    private static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
        for place in 0..<Number.bitWidth / 8 { bytes.append(UInt8(truncatingIfNeeded: number >> Number(8 * place))) }
    }

    /// FNV-1a over words of eight bytes: what tells a blob that was cut, mixed up or written over.
    static func checksum(_ bytes: [UInt8], day: String) -> UInt64 {
        var sum = FNV.hash(day.utf8)
        let raw = bytes.span.bytes
        for offset in stride(from: header, to: raw.byteCount - 7, by: 8) {
            sum = (sum ^ word(raw, offset)) &* FNV.prime
            // The prime moves bits upwards only; the highest byte would hardly count.
            sum ^= sum >> 32
        }
        return sum
    }

    static func word<Number: FixedWidthInteger & BitwiseCopyable>(_ raw: RawSpan, _ offset: Int) -> Number {
        Number(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}
