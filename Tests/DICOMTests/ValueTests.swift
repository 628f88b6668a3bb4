import DICOM
import Testing

@Suite("Numbers, days and times from devices of all kinds")
struct ValueTests {
    static let written: [(text: String, vr: VR, numbers: [Double], integers: [Int])] = [
        ("12\\-3", .is, [12, -3], [12, -3]), ("1.5 ", .ds, [1.5], []), (" 0.143\\0.143", .ds, [0.143, 0.143], []),
        ("1,5", .ds, [1.5], []), ("3.0", .is, [3], [3]), ("1E3", .ds, [1000], [1000]), ("nan", .ds, [], []),
        ("inf", .ds, [], []), ("0x10", .is, [], []), ("1e999", .ds, [], []), ("", .is, [], []), ("abc", .is, [], []),
        ("99999999999999999999", .is, [1e20], []), ("2\\x\\4", .is, [2, 4], [2, 4]), ("+7", .is, [7], [7]),
    ]

    @Test("Numbers written as text", arguments: written)
    func textNumbers(row: (text: String, vr: VR, numbers: [Double], integers: [Int])) {
        var dataSet = DataSet()
        dataSet.set(Tag(0x0028, 0x1050), row.text, vr: row.vr)
        #expect(dataSet.numbers(Tag(0x0028, 0x1050)) == row.numbers)
        #expect(dataSet.integers(Tag(0x0028, 0x1050)) == row.integers)
    }

    static let binary: [(vr: VR, bytes: [UInt8], numbers: [Double])] = [
        (.us, [0xFF, 0xFF, 1], [65535]), (.ss, [0xFE, 0xFF], [-2]), (.ul, [0xFF, 0xFF, 0xFF, 0xFF], [4_294_967_295]),
        (.sl, [0xFF, 0xFF, 0xFF, 0xFF], [-1]), (.sv, [UInt8](repeating: 0xFF, count: 8), [-1]),
        (.uv, [UInt8](repeating: 0xFF, count: 8), []), (.uv, [9, 0, 0, 0, 0, 0, 0, 0], [9]),
        (.fl, [0, 0, 0x80, 0x3F], [1]), (.fl, [0, 0, 0xC0, 0x7F], []), (.fd, [0, 0, 0, 0, 0, 0, 0xF0, 0x3F], [1]),
        (.fd, [0, 0, 0, 0, 0, 0, 0xF0, 0x7F], []), (.at, [0x28, 0, 0x10, 0], [Double(0x0028_0010)]),
        (.ob, [7, 8], [7, 8]),
    ]

    @Test("Binary numbers; what is no finite number is none", arguments: binary)
    func binaryNumbers(row: (vr: VR, bytes: [UInt8], numbers: [Double])) {
        var dataSet = DataSet()
        dataSet[Tag(0x0011, 0x1001)] = Element(Tag(0x0011, 0x1001), row.vr, bytes: row.bytes)
        #expect(dataSet.numbers(Tag(0x0011, 0x1001)) == row.numbers)
        #expect(dataSet.integers(Tag(0x0011, 0x1001)).map(Double.init) == row.numbers)
    }

    @Test("Numbers set are numbers read", arguments: [VR.us, .ss, .ul, .sl, .uv, .sv, .is, .ds, .fl, .fd])
    func setNumbers(vr: VR) {
        var dataSet = DataSet()
        dataSet.set(Tag(0x0011, 0x1001), integers: [3, 4000], vr: vr)
        dataSet.set(Tag(0x0011, 0x1002), numbers: [3, 4000], vr: vr)
        #expect(dataSet.integers(Tag(0x0011, 0x1001)) == [3, 4000])
        #expect(dataSet.bytes(Tag(0x0011, 0x1001)) == dataSet.bytes(Tag(0x0011, 0x1002)))
    }

    @Test(
        "A decimal string never exceeds 16 characters",
        arguments: [1.0 / 3, -1.23456789012345e-7, 1e300, 0.1, -12345678.12345678] as [Double])
    func decimalStrings(number: Double) throws {
        var dataSet = DataSet()
        dataSet.set(.kvp, number: number)
        let text = try #require(dataSet.string(.kvp))
        #expect(text.utf8.count <= 16)
        #expect(abs((dataSet.number(.kvp) ?? 0) - number) <= abs(number) * 1e-8)
    }

    static let dayForms: [(text: String, iso: String?)] = [
        ("20260102", "2026-01-02"), ("2026.01.02", "2026-01-02"), ("2026-01-02", "2026-01-02"),
        (" 20260102 ", "2026-01-02"), ("20260102105314", "2026-01-02"), ("20240229", "2024-02-29"),
        ("20230229", nil), ("20261301", nil), ("00000000", nil), ("2026", nil), ("", nil), ("garbage!", nil),
        ("2026.1.2", "2026-01-02"), ("99999999", nil), ("2026-01-02T10:00", "2026-01-02"),
    ]

    @Test("Days", arguments: dayForms)
    func days(row: (text: String, iso: String?)) { #expect(DICOMDate(row.text)?.iso == row.iso) }

    static let timeForms: [(text: String, iso: String?)] = [
        ("105314.0000", "10:53:14"), ("10:53:14", "10:53:14"), ("1053", "10:53:00"), ("10", "10:00:00"),
        ("235960", "23:59:60"), ("240000", nil), ("1", nil), ("105", nil), ("10:53:14.25", "10:53:14"), ("", nil),
        ("-10000", nil), ("105314.x", nil), ("000000", "00:00:00"),
    ]

    @Test("Times", arguments: timeForms)
    func times(row: (text: String, iso: String?)) { #expect(DICOMTime(row.text)?.iso == row.iso) }

    static let momentForms: [(text: String, offset: Int?, time: String?, isRead: Bool)] = [
        ("20260102105314.5+0200", 120, "105314.500000", true), ("20260102", nil, nil, true),
        ("202601021053-0530", -330, "105300", true), ("2026", nil, nil, false), ("20260102+99", nil, nil, false),
    ]

    @Test("Days with times and zones", arguments: momentForms)
    func moments(row: (text: String, offset: Int?, time: String?, isRead: Bool)) {
        let moment = DICOMDateTime(row.text)
        #expect((moment != nil) == row.isRead)
        #expect(moment?.offset == row.offset)
        #expect(moment?.time?.text == row.time)
    }

    @Test("Text loses its padding, keeps its backslashes where they are text, and empty is absent")
    func text() {
        var dataSet = DataSet()
        dataSet.set(.imageType, bytes: Array("ORIGINAL\\\\AXIAL ".utf8), vr: .cs)
        dataSet.set(.patientComments, "a\\b ", vr: .lt)
        dataSet.setEmpty(.patientID)
        dataSet.set(.sopInstanceUID, bytes: Array("1.2\0".utf8), vr: .ui)
        #expect(dataSet.strings(.imageType) == ["ORIGINAL", "", "AXIAL"])
        #expect(dataSet.strings(.patientComments) == ["a\\b"])
        #expect(dataSet.string(.patientID) == nil)
        #expect(dataSet.string(.accessionNumber) == nil)
        #expect(dataSet.string(.sopInstanceUID) == "1.2")
        #expect(dataSet.integers(.sopInstanceUID).isEmpty)
    }
}
