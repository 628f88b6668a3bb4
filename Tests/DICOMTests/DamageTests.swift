import DICOM
import Testing

@Suite("Damaged and hostile files")
struct DamageTests {
    @Test(
        "A file cut at any byte gives a typed error or the elements before the cut",
        arguments: SyntheticFilm.uncompressed)
    func cutAnywhere(syntax: TransferSyntax) throws {
        let whole = try SyntheticFilm.bytes(as: syntax)
        let film = try Part10File(whole).dataSet
        var (refused, shorter) = (0, 0)
        for cut in 0..<whole.count {
            do throws(DICOMError) {
                let read = try Part10File(Array(whole[..<cut])).dataSet
                shorter += 1
                let isPrefix = read.elements.dropLast().elementsEqual(
                    film.elements.prefix(max(0, read.elements.count - 1)))
                if !isPrefix || read.bytes(.pixelData) != nil && read != film {
                    Issue.record("cut at \(cut) changed what stands before the cut")
                }
            } catch {
                refused += 1
                if error.suggestion.isEmpty { Issue.record("no suggestion at \(cut)") }
            }
        }
        // Most cuts fall inside of an element. Of a deflated stream only its padding can be missing.
        #expect(refused > shorter)
    }

    @Test("Pixels cut short are an error that says where and how much")
    func cutPixels() throws {
        let whole = try SyntheticFilm.bytes(as: .explicitLittleEndian)
        #expect(throws: DICOMError.truncated(offset: whole.count - 44, wanted: 32, left: 29)) {
            try Part10File(Array(whole.dropLast(3)))
        }
    }

    @Test(
        "Compressed pixels may lack their delimiter only behind an end marker",
        arguments: [(0xD9, true), (0xD8, false)])
    func missingDelimiter(marker: Int, isRead: Bool) throws {
        let film = SyntheticFilm.compressed(fragments: [[1, 2, 3, 4], [5, 6, 0xFF, UInt8(marker)]])
        let cut = Array(try SyntheticFilm.bytes(film, as: .jpegBaseline).dropLast(8))
        #expect(((try? Part10File(cut).dataSet) == film) == isRead)
    }

    static func nested(_ depth: Int) -> [UInt8] {
        let open = HandMade.undefined(.anatomicRegionSequence, "SQ", HandMade.item([], length: .max))
        return Array(repeatElement(open, count: depth).joined())
    }

    @Test("Sequences nested 32 deep are read, deeper ones refused", arguments: [1, 31, 32, 33, 200_000])
    func depthBomb(depth: Int) throws {
        let bytes = Self.nested(depth)
        if depth <= 32 {
            #expect(try DataSet(bytes, transferSyntax: .explicitLittleEndian).elements.count == 1)
        } else {
            #expect(throws: DICOMError.tooDeep(offset: 32 * 20, limit: 32)) {
                try DataSet(bytes, transferSyntax: .explicitLittleEndian)
            }
        }
    }

    @Test("Too many elements are refused, in one level or in items")
    func elementBomb() throws {
        let limits = ParsingLimits(maxElements: 1000)
        let flat = (0..<1001).flatMap { HandMade.element(Tag(0x0011, UInt16($0 + 1)), "LO", []) }
        let items = HandMade.undefined(
            .anatomicRegionSequence, "SQ", (0..<1001).flatMap { _ in HandMade.item([]) } + HandMade.sequenceEnd)
        for bytes in [flat, items] {
            let error = #expect(throws: DICOMError.self) {
                try DataSet(bytes, transferSyntax: .explicitLittleEndian, limits: limits)
            }
            guard case .tooManyElements(_, 1000) = error else {
                Issue.record("refused for another reason")
                continue
            }
        }
    }

    @Test("Zeros without end, and then something, are read in one pass")
    func zeros() throws {
        let bytes = [UInt8](repeating: 0, count: 3_200_000) + [1, 0, 0, 0, 0, 0, 0, 0]
        #expect(
            try DataSet(bytes, transferSyntax: .implicitLittleEndian).elements.map(\.tag) == [Tag(0, 0), Tag(1, 0)])
    }

    @Test("A length of nearly 4 GiB allocates nothing", arguments: ["OB", "UN", "SQ", "UT"])
    func lengthBomb(vr: String) throws {
        let bytes = HandMade.number(.pixelData) + Array(vr.utf8) + [0, 0, 0xFE, 0xFF, 0xFF, 0xFF, 1, 2]
        #expect(throws: DICOMError.truncated(offset: 0, wanted: 0xFFFF_FFFE, left: 2)) {
            try DataSet(bytes, transferSyntax: .explicitLittleEndian)
        }
    }

    @Test("A file above the limit is refused before it is looked at")
    func tooLarge() throws {
        let bytes = try SyntheticFilm.bytes(as: .explicitLittleEndian)
        #expect(throws: DICOMError.tooLarge(offset: 100, limit: 100)) {
            try Part10File(bytes, limits: ParsingLimits(maxBytes: 100))
        }
    }

    @Test("A deflated data set that grows beyond the limit is stopped")
    func deflateBomb() throws {
        var film = SyntheticFilm.chest()
        film.set(.pixelData, bytes: [UInt8](repeating: 0, count: 1_000_000), vr: .ow)
        let bytes = try SyntheticFilm.bytes(film, as: .deflated)
        #expect(bytes.count < 20_000)
        let error = #expect(throws: DICOMError.self) {
            try Part10File(bytes, limits: ParsingLimits(maxInflatedBytes: 500_000))
        }
        #expect(error?.recovery == .setAside)
    }

    static let others: [(String, [UInt8])] = [
        ("nothing", []), ("one byte", [2]), ("zeros", [UInt8](repeating: 0, count: 4096)),
        ("a picture", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 7, count: 300)),
        ("a letter", Array(String(repeating: "Dear colleague, ", count: 40).utf8)),
        ("ones", [UInt8](repeating: 0xFF, count: 4096)),
    ]

    @Test("What is no DICOM file is called so", arguments: others)
    func strangers(file: (name: String, bytes: [UInt8])) {
        #expect(throws: DICOMError.notDICOM) { try Part10File(file.bytes) }
    }

    @Test("A film with any byte changed never stops the programme", arguments: SyntheticFilm.uncompressed)
    func changedBytes(syntax: TransferSyntax) throws {
        let whole = try SyntheticFilm.bytes(as: syntax)
        var readable = 0
        for index in whole.indices {
            for change: UInt8 in [0x01, 0x80, 0xFF] {
                var bytes = whole
                bytes[index] ^= change
                guard let file = try? Part10File(bytes) else { continue }
                readable += 1
                _ = file.dataSet.dump() + file.dataSet.json()
                _ = try file.encoded()
            }
        }
        #expect(readable > 0)
    }
}
