import DICOM
import Testing

@Suite("Deflated data sets")
struct DeflateTests {
    static let texts: [[UInt8]] = [
        [], [1], [UInt8](repeating: 0, count: 100_000), Array(String(repeating: "film ", count: 9000).utf8),
        noise(70_000), noise(66_000) + noise(66_000), Array((0...255).map { UInt8($0) }),
    ]

    static func noise(_ count: Int) -> [UInt8] {
        var state: UInt32 = 1
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: state >> 24)
        }
    }

    @Test("What is packed is unpacked again, and noise hardly grows", arguments: texts)
    func roundTrip(bytes: [UInt8]) throws {
        let packed = Deflate.compress(bytes)
        #expect(try Deflate.inflate(packed[...], limit: 1 << 20) == bytes)
        #expect(packed.count <= bytes.count + bytes.count / 1000 + 16)
        #expect(packed.count % 2 == 0)
    }

    /// `zlib.compress(b"radiograph " * 20)` of Python, with its envelope and without.
    static let zlib: [UInt8] = [
        0x78, 0x9C, 0x2B, 0x4A, 0x4C, 0xC9, 0xCC, 0x4F, 0x2F, 0x4A, 0x2C, 0xC8, 0x50, 0x28, 0x1A, 0x6E, 0x4C, 0x00,
        0xD8, 0x26, 0x55, 0x15,
    ]

    @Test("A stream of another programme is unpacked, in its envelope too", arguments: [0, 2])
    func foreign(dropped: Int) throws {
        let text = Array(String(repeating: "radiograph ", count: 20).utf8)
        #expect(try Deflate.inflate(Self.zlib.dropFirst(dropped), limit: 1000) == text)
    }

    /// Raw deflate by zlib at level 9: one block with codes of its own (kind 2).
    static let dynamic: [UInt8] = [
        0x5D, 0x4F, 0x5B, 0x0A, 0xC0, 0x20, 0x0C, 0xBB, 0x4A, 0xAF, 0xE6, 0xA4, 0xCC, 0x41, 0x71, 0xE0, 0xF4, 0xFE,
        0x6A, 0xB6, 0x46, 0xDC, 0x87, 0x36, 0x29, 0x79, 0xA8, 0xB5, 0x7C, 0x26, 0x0D, 0xA5, 0xE2, 0xB2, 0xC1, 0xCA,
        0x75, 0x00, 0x4B, 0xBE, 0x25, 0xC4, 0x56, 0x15, 0x2C, 0x26, 0x7D, 0xEA, 0x42, 0xE2, 0xAA, 0xE9, 0x98, 0xC7,
        0xC5, 0xB2, 0xC2, 0x84, 0x09, 0x7F, 0x91, 0x79, 0x29, 0x15, 0x08, 0xDD, 0x08, 0x35, 0x60, 0xA3, 0xCE, 0xE7,
        0xDB, 0xC0, 0x3E, 0x82, 0xFD, 0xBD, 0xF2, 0x7D, 0x05, 0x2E, 0x06, 0xFA, 0x96, 0xA6, 0x0E,
    ]

    @Test("A block with codes of its own is unpacked")
    func dynamicBlock() throws {
        let text = try Deflate.inflate(Self.dynamic[...], limit: 1000)
        #expect(text.starts(with: Array("lungheartheartlungribheart no acute".utf8)))
        #expect(text.count == 255)
    }

    static let broken: [(String, [UInt8])] = [
        ("an unknown kind of block", [0x07]), ("a stored length without complement", [0x01, 1, 0, 0, 0, 9]),
        ("a match before the beginning", [0x03, 0x02, 0x00]), ("nothing", []), ("an unfinished stream", [0x63, 0x60]),
        ("too many codes", [0xFD, 0xFF, 0xFF]),
    ]

    @Test("A broken stream is refused", arguments: broken)
    func refused(form: (name: String, bytes: [UInt8])) {
        #expect(throws: DICOMError.self) { try Deflate.inflate(form.bytes[...], limit: 1000) }
    }

    @Test("A stream ends where its limit is", arguments: [0, 1, 99_999])
    func limit(limit: Int) {
        let packed = Deflate.compress([UInt8](repeating: 3, count: 100_000))
        let error = #expect(throws: DICOMError.self) { try Deflate.inflate(packed[...], limit: limit) }
        guard case .tooLarge = error else {
            Issue.record("refused for another reason")
            return
        }
    }
}
