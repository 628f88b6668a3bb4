import Foundation
import Imaging
import Testing

@Suite("JPEG-LS pictures")
struct JPEGLSTests {
    /// Made with CharLS 2.4; the restart markers were put between pictures of four lines each.
    static let pictures: [CodedPicture] = [
        CodedPicture(
            "grey of 2 bits", components: 1, bits: 2,
            """
            /9j/9wALAgAKAAwBAREA/9oACAEBAAAAAK1u7vJ+fv8v1/9Tuft05/9/8Fkpkpp0oyhq9+/w/9k=
            """),
        CodedPicture(
            "grey of 8 bits", components: 1, bits: 8,
            """
            /9j/9wALCAAKAAwBAREA/9oACAEBAAAAAIAAANYUAABgAAAOB6FAq73YZ0EAAAFoABwAAAdMAAAH7A4AAAN+AAADNgAAAvQAAAO6bhcOz
            DekAAAA7oAAAPyAAADuAABgAAAd0vCoAAAO6AAADutxuIj6wLwX3CtN9vJAAABugSeAAADlB08AAAHeuoU3MzP/YGoq0DoaYZiPdUAAAG
            DEvKzgAAA7oAAAPK9lIAAAOi/NxWzCsAAADTNwlYxgG9ugAAA7oAAAO6TnwxDM/9k=
            """),
        CodedPicture(
            "grey of 12 bits", components: 1, bits: 12,
            """
            /9j/9wALDAAKAAwBAREA/9oACAEBAAAAAI2gEkABlDfiGRuZM0AJeeDE3RjcCsAoAAbAAAJB8QzwAAAAAYS/RqA+OMHAAAAAA8FsoAHj6
            SeTCXn4YiuyqNusznDCygAePlJ1MFedq5kv5QHsmcYykG/AACmbaLHAACkgGNsgRtAMN2QDAAAABrQB/3wAAAEmSLLyrP2TLfN6a9Yb9M
            nFnyeCvxtr0RIDhWjCFeiyplamzZJTcoAHeiicXBb5tCWJuUSXXkxqQv/Z
            """),
        CodedPicture(
            "grey of 16 bits", components: 1, bits: 16,
            """
            /9j/9wALEAAKAAwBAREA//gADQH//wASAEMBFABA/9oACAEBAAAAAKVuCeypfsMu5kzTE54ETbca2WuhyxIheJzwi4V8NOHvGbgwZZTXF
            5WdTBTlREorUaKXVMynBVlNcXcZsb8OMEOCrCnhcwy4cEJfoJq2tjkISvZtUQvbEu4yD0LVwC//QcTREp41nrJdvi9LIpSf8tZMszg2WL
            W10mYi8jghCQqIZkPCMpHA1lNaXJZZLpN5EEimRlI7kyScCP/Z
            """),
        CodedPicture(
            "colour, one component after the other", components: 3, bits: 8,
            """
            /9j/9wARCAAKAAwDAREAAhEAAxEA/9oACAEBAAAAAIAAANYUAABgAAAOB6FAq73YZ0EAAAFoABwAAAdMAAAH7A4AAAN+AAADNgAAAvQAA
            AO6bhcOzDekAAAA7oAAAPyAAADuAABgAAAd0vCoAAAO6AAADutxuIj6wLwX3CtN9vJAAABugSeAAADlB08AAAHeuoU3MzP/YGoq0DoaYZ
            iPdUAAAGDEvKzgAAA7oAAAPK9lIAAAOi/NxWzCsAAADTNwlYxgG9ugAAA7oAAAO6TnwxDM/9oACAECAAAAAAAAAXwAAAGsjh8f7JMFHW5
            DH9AAABaAAAAdwAAAHTAAAB+wOAAADfgAAAzY5AAAB3TWNAAAAMt2nnOAAAB3QAAAfkAAAHcAADAAAA7qkAAcAAAHdI/MskQ+si8FuyFw
            AAAHdF5PAAABxQSNAAAByg6NNAAP1y86NG//BsKNQAAAGrMcIzHeiVAAAAdfKvAAqL4weAAAA6DfbAAABvRhgGVwFtvrjdXSo2FR4AAAD
            xuI/9oACAEDAAAAAAAAAfoAAAGsjh8f7JKFHW9AAAA9H8AAAFoAAAB3AAAAd0AAAH7AAAB3AAAAb8OQAAAdwAAAGrFugAAADLNg4UT6xr
            wAAAO6AAADymAABxcI7jUJQAAAP1gXjZfXIOYwJ4AAEBIUAH95eFLAAAB8tSNG/3iPAAABmqB0N8MxCDXJgo6wAAAWgAAM4QAAAd3wAAA
            HRbY9AAAB22yLYAAAO4vC7uFxrrphGFzGgAAAeKgA/9k=
            """),
        CodedPicture(
            "colour, line by line", components: 3, bits: 8,
            """
            /9j/9wARCAAKAAwDAREAAhEAAxEA/9oADAMBAAIAAwAAAQCAAADWFAAAYAAADgehQKu92GdBPpngmI91SgJudyF/yHsvxjUc5pKEW+RgA
            AAejmAAAC0AA4AAAOmAAAD9gcAAAG/AAABmwAAAXoAAAHdNwuHZwAAAdwUn0yfiw7to0jIAABrCLYAAAO6+AAAAdxeFFxqRw2Az4BnwgA
            AAd0AAAH5AAAB3AAAwAAAO6mBUXAAAAd35YuELj4FsgFxMM20Q3ZxSj2sVAAAAHdAAAB5SkxbBBdDE8PTMthZb6c3XBBTi04PDMshZtN4
            AAAHdEZJJ9xsAAAB+oSwb7m3hpEJHAAABugTSJIdpGG6mZ8ycJCGdjkpmUAA/bjzJwc5MgAB0DjuMbzyplX/V/yv/f+HUSbggF2QbDjLA
            AABgxBtjsIOQ3FOkdjPBMQrVxHlvIJBvoHRgxS8f7K+LgyOpKAAADotCwQKAgAh/Atcri6AAAB0CfZAAABvXLGD8AAAFoeONwbCg4xyAA
            o4W2L7sdLbeGlvgAAA7oAAAO68NnA1uwqt/w3VZwSHJo3mnoKcRvNtVHoCktkjnuP/Z
            """),
        CodedPicture(
            "colour, pixel by pixel", components: 3, bits: 8,
            """
            /9j/9wARCAAKAAwDAREAAhEAAxEA/9oADAMBAAIAAwAAAgBAAAAvoDwAAAGtAAABrDXFhwwQF4uAAAA4Agn+zXqlAnEoURPE3PlxkJyfh
            fF0AAAHo/8vMAAAFoAAABaBOADgAAA7gtgAAA6YpAAAA7oAAAP2+nwB2QAAAdwAAAG/Py8AAABmy0V3VzAAAB3BgbxoNRlb7ecVg4AAGh
            nweroNLBdWJhTAAAAO6Lj2AAAB+XxWgAAA7gtqgAAYgAAAB3QAAAd0XAAAAeUrFQpCrNiLjabAAAAO6QyC6KhBMRguOzo5PR5AAAA/WTF
            IWiyWAui2327adUZwN5vgAAA7o1t4RhEgpKOAAADdCQHAQojPnlCSx4AKIAD5ZX6MOXHeAAHupXXjw4XnnZmVOnTKqqv/YGttoEcilnBg
            wCEcBALpbN8yZMOBuNhxN7Blx44AAAMGXC0IYrCDbs2V9KAAABaBcBe+GRyuN1OJwY+NgAAAdEAAAHQFBoIrlWrI5IQAAAN6AApScbhEK
            M2wQh+L7s6IB0FcVbLfnN7w3BlbrbcKsVQAAAO7yPQAAAd1KAUujkWWzQkcDec7W03A/9k=
            """),
        CodedPicture(
            "colour of 16 bits, line by line", components: 3, bits: 16,
            """
            /9j/9wAREAAKAAwDAREAAhEAAxEA//gADQH//wASAEMBFABA/9oADAMBAAIAAwAAAQClbgnsqX7DLuZM0xOeBE23GrPsTd9enpUsBuukt
            zCJ2sTFGHxfcQt3+cpJr2ujkoS/Z1USvGCbLXQ5YkQvE54RcK+GnD3jNwYMstc7lWPG6XliExLYqMXWMzHBVlPM5RjRuF44g8SuKfFzjL
            xwRyGuLqsyt6vCkFSUpTUuKZVOBuO1tcxlxux3wgYScKWFvDJhwJxmtLhsptxu5kAySZSMtmZDOArIa4t0yU207U/0SKKNFqjHRwBx2tr
            Ysgtouwv4kgSiJaExib/cZrS1DHDZDrB9AngYQWYMUG/hY6CatrY5CEr2bVEL2xLuMg9C1Y0O/3qz1mgNSzqwWDbXV2eQUk1Id/fXqL0/
            /xSpqrWA7WF12QKk08Av/AL/YBf/f+DiZF0tucREa24rx8h5J0yy0yHN4QLIoR00Kvtiq2veEkMZN6WLmOJuWAgegxTFq5WH7Zl3mQmk0
            5YCYtm2sfWsrPEXFfGnHvCbhfw44IeN+o5lYcoRIVoaIeoJkF6DhAhQ34mkq7iiGiqjOjyhLQuob0EFG+1kFWcCQiVCZieCJRFwjcQgE3
            0scqreCCCmDKDuBJAtgbQP4N8uMVRt7/ykDITshIYtQbKP2N8A/9k=
            """),
        CodedPicture(
            "colour transform HP1", components: 3, bits: 8, isRGB: true,
            """
            /9j/6AAHbXJmeAH/9wARCAAKAAwDAREAAhEAAxEA/9oADAMBAAIAAwAAAgAAAAGBfiDAAAAayKKeKQA5BABDFF3JIFUUAGsUS+SQZRQAK
            YoiOSAAAAtFAAAAdygAAAdPAAAB+8D4AAAN/gAAAzeOcAAAHdzXjRgAAAy325587AAAB3cAAAH5wAAAdzAADYAAAO7qTAAfAAAB3cJ/m1
            lojfXk15i32WLmAAADu4vZfAAABfQAAAcUAAAF+kBJJI2SQAAAHKkkDpJI0kk2SQAA9JdcpS5SzpSmlNJJ/3D62v0gBmlOUoAAADV0oAG
            7WrawA9SQAEZJG7WANSSAAAB15SEaSL0kABWQX5Bgk8kAAAB0JG+S3IAAADeyDDJAkBPI4SFum/S5TdpdUqU2UVKeUAAADx0M4P/Z
            """),
        CodedPicture(
            "colour transform HP2", components: 3, bits: 8, isRGB: true,
            """
            /9j/6AAHbXJmeAL/9wARCAAKAAwDAREAAhEAAxEA/9oADAMBAAIAAwAAAgAAAAGBfkGAAAA1kUU8UgByCACGKLuSQKooANYol8kgyigAU
            gPZCEBzAAAAWgAAAH+gAAAO4A3gAAAdOgAAA/eB8AAAG/wAAAZvHOAAADu5rkaAAAAf6VYntH6u4nMwAAAd3AAAB+cAAAHcwAA2AAADu6
            iwAHwAAAd0AAAH+xHAa7kiZYbIbZ9bZNl5sLYAAAP5lhMwXBzwAAAHdsbj9xPjAABQAAAOKAAADdTgSdOj504AAAHKusDrLI0sj/dgAB6
            zrOtk2qrOqqlVSpVH/0PrafqgxAZ3bXXAAAA1YDHAPwFulGmgLAFtQ3jTYjjPaLwz2gAAAdcZble5QuT8ABUAAAH+wXwAAAf7BgfeeUYA
            AADoAAAA/zHEcstjhgAAAN7RwYXzkCbAR5jhmC3Cxvv3Fa5jdH2l1EUnRFM0JROqnlUAAADx1Qvo/9k=
            """),
        CodedPicture(
            "colour transform HP3", components: 3, bits: 8, isRGB: true,
            """
            /9j/6AAHbXJmeAP/9wARCAAKAAwDAREAAhEAAxEA/9oADAMBAAIAAwAAAgAAAAF9IJCAAABrIUVMUQA5BABDFF3JIFUUAGsUS+SQZRQAK
            YoiOSQAAAFokAAADuSAAAB06AAAD94HwAAAb/AAABm8c4AAAO7mvGjAAABlvtzz52AAADu4AAAPzgAAA7mAAGwAAAd3UmAA+AAADu4T/N
            rLRG+vJrzFvssXMAAAHdxey/AAABxQAAAXwAAAF/BJJI2SQAAAHKkkDpJI0kk2SQAA8kuuUpcpZ0pTSlNJJ/9Da/PoAzSnKUAAABq6UAD
            drVtYAepIACNKN2sAapIAAAHXlIRpRekkABWQX5Bgk8kAAAB0JG+S3IAAADeyDDJAkBPI4SC3Tfpcpu0uqVKbKKlPKAAAB46GdP/Z
            """),
        CodedPicture(
            "restart markers", components: 1, bits: 8,
            """
            /9j/9wALCAAKAAwBAREA/90ABAAE/9oACAEBAAAAAIAAANYUAABgAAAOB6FAq73YZ0EAAAFoABwAAAdMAAAH7A4AAAN+AAADNgAAAvQAA
            AO6bhcOzDekAAAA7oAAAPyAAADuAABgAAAd0vCoAAAO6AAADutxuIj6wLwX3CtN9vJA/9Asr/n/cAAAHpAAABmpQLDjLLQh3QAAAYMU9o
            D/0QAAAa4AAMAkedgnE+seDLAMgAAALSB8AKAAADugACIvgAAA7oAAAO6YgAAgAAAPGAAAC7D/2Q==
            """),
        CodedPicture(
            "thresholds of its own", components: 1, bits: 12,
            """
            /9j/9wALDAAKAAwBAREA//gADQEP/wAKACgAeAAf/9oACAEBAAAAAI2gEkABlDfiGRuZM0xOeBE2xjUCsAoAAbAwx8AzoAAAAAYS/Rp4+
            OMHAAAAAA8F2M1Z8xOxgzz8MRXBVG3WZzhhsBqD4CcDAHnauZL+UB6hnGMpJugABTNtFjgABSQDG2QI2gGG7IBgAAAA1oA//wAAACTJEp
            41nrJdvi9LetN/GTy0BPFXbS16IkBwrRhCvRZUytTZskpq5VS0UTW4JfMoSRNCiS60l1SE/9k=
            """),
    ]

    @Test("Every way of coding gives the samples that were coded", arguments: pictures)
    func samples(picture: CodedPicture) throws {
        let frame = try JPEGLS.decode(picture.bytes[...], picture.shape, limits: .standard)
        #expect(frame.samples == picture.samples)
        #expect(frame.bits == picture.bits && frame.isRGB == picture.isRGB && frame.notes == [])
    }

    @Test("A near-lossless picture keeps within its largest difference")
    func nearLossless() throws {
        let picture = CodedPicture("differences of at most 3", components: 1, bits: 8, Self.near)
        let frame = try JPEGLS.decode(picture.bytes[...], picture.shape, limits: .standard)
        let differences = zip(frame.samples, picture.ramp).map { abs(Int($0) - Int($1)) }
        #expect((1...3).contains(differences.max() ?? 0))
    }

    @Test("A picture that is cut off is refused; without its end marker alone it is whole", arguments: pictures)
    func truncation(picture: CodedPicture) throws {
        let bytes = picture.bytes
        let kept = (0..<bytes.count).filter {
            (try? JPEGLS.decode(bytes[..<$0], picture.shape, limits: .standard)) != nil
        }
        #expect(kept == [bytes.count - 2, bytes.count - 1])
        let frame = try JPEGLS.decode(bytes.dropLast(2) + [0], picture.shape, limits: .standard)
        #expect(frame.samples == picture.samples)
        #expect(frame.notes == ["The JPEG-LS picture has no end marker; all of it is there."])
    }

    @Test("Padding behind the end changes nothing", arguments: pictures)
    func padding(picture: CodedPicture) throws {
        let frame = try JPEGLS.decode(picture.bytes + [0], picture.shape, limits: .standard)
        #expect(frame.samples == picture.samples && frame.notes == [])
    }

    @Test("Whatever byte is damaged, the answer is an error or a picture of the promised size", arguments: pictures)
    func damage(picture: CodedPicture) {
        for (index, bits) in picture.bytes.indices.flatMap({ index in [1, 16, 128, 255].map { (index, $0) } }) {
            var bytes = picture.bytes
            bytes[index] ^= UInt8(bits)
            guard let frame = try? JPEGLS.decode(bytes[...], picture.shape, limits: .standard) else { continue }
            let isWithinBits = frame.samples.allSatisfy { Int($0) < 1 << frame.bits }
            #expect(frame.samples.count == picture.shape.sampleCount && isWithinBits)
        }
    }

    /// Bytes of the first picture, or of the one with separate components, that are overwritten.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let picture: Int
        let at: Int
        let bytes: [UInt8]
        let error: ImagingError
    }

    @Test(
        "A header that cannot be followed ends in a reason",
        arguments: [
            Wrong(
                testDescription: "65535 × 65535 pixels in 60 bytes", picture: 0, at: 7, bytes: [255, 255, 255, 255],
                error: .tooLarge(columns: 65_535, rows: 65_535, limit: 100_000_000)),
            Wrong(
                testDescription: "one bit a sample", picture: 0, at: 6, bytes: [1],
                error: .unsupportedPixels("The JPEG-LS picture has 1 bits a sample")),
            Wrong(
                testDescription: "no rows, which would follow the scan", picture: 0, at: 7, bytes: [0, 0],
                error: .unsupportedPixels("The JPEG-LS picture does not tell its size in the frame header")),
            Wrong(
                testDescription: "subsampled components", picture: 0, at: 13, bytes: [0x21],
                error: .unsupportedPixels("The JPEG-LS picture has subsampled components")),
            Wrong(
                testDescription: "a mapping table", picture: 0, at: 21, bytes: [1],
                error: .unsupportedPixels("The JPEG-LS picture has a point transform or mapping tables")),
            Wrong(
                testDescription: "differences larger than the range", picture: 0, at: 22, bytes: [2],
                error: .codec("JPEG-LS: the presets contradict each other")),
            Wrong(
                testDescription: "one component, pixel by pixel", picture: 0, at: 23, bytes: [2],
                error: .codec("JPEG-LS: a scan header is damaged")),
            Wrong(
                testDescription: "one of three components, line by line", picture: 4, at: 29, bytes: [1],
                error: .codec("JPEG-LS: a scan header is damaged")),
            Wrong(
                testDescription: "a baseline picture", picture: 0, at: 3, bytes: [0xC0],
                error: .unsupportedPixels("The picture is coded by another JPEG process than JPEG-LS")),
        ])
    func refusal(wrong: Wrong) {
        let picture = Self.pictures[wrong.picture]
        var bytes = picture.bytes
        bytes.replaceSubrange(wrong.at..<wrong.at + wrong.bytes.count, with: wrong.bytes)
        #expect(throws: wrong.error) { try JPEGLS.decode(bytes[...], picture.shape, limits: .standard) }
    }

    @Test("Separate components whose last scan is coded line by line are refused")
    func mixedInterleave() throws {
        let picture = Self.pictures[4]
        var bytes = picture.bytes
        let last = try #require(bytes.indices.last { bytes[$0...].starts(with: [0xFF, 0xDA, 0, 8, 1]) })
        bytes[last + 8] = 1
        #expect(throws: ImagingError.codec("JPEG-LS: a scan header is damaged")) {
            try JPEGLS.decode(bytes[...], picture.shape, limits: .standard)
        }
    }

    @Test("Tiny data for a large picture is refused before memory is taken")
    func bomb() {
        var bytes = Self.pictures[0].bytes
        bytes.replaceSubrange(7..<11, with: [0xFF, 0xFF, 0, 100])
        let shape = FrameShape(columns: 100, rows: 65_535, components: 1, bitsAllocated: 8)
        #expect(throws: ImagingError.codec("JPEG-LS: \(bytes.count) bytes cannot hold 100 × 65535 pixels")) {
            try JPEGLS.decode(bytes[...], shape, limits: .standard)
        }
    }

    @Test("A picture of another size or another number of components than the header promises is refused")
    func otherShape() {
        let (grey, colour) = (Self.pictures[0], Self.pictures[5])
        #expect(throws: ImagingError.self) { try JPEGLS.decode(grey.bytes[...], colour.shape, limits: .standard) }
        let turned = FrameShape(columns: 10, rows: 12, components: 1, bitsAllocated: 8)
        #expect(
            throws: ImagingError.unsupportedPixels(
                "The header says 10 × 12 pixels, the JPEG-LS picture 12 × 10")
        ) { try JPEGLS.decode(grey.bytes[...], turned, limits: .standard) }
    }

    private static let near = """
        /9j/9wALCAAKAAwBAREA/9oACAEBAAMAALf7/tKSWykkoyVXlI6/K1P1nj8z/mXn6+f/YP/Z
        """
}

/// A coded picture of 12 × 10 pixels, and what was coded.
struct CodedPicture: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let components: Int
    let bits: Int
    let isRGB: Bool
    let isSigned: Bool
    /// Of the samples that another decoder finds, where the coding loses something.
    let checksum: UInt32
    let bytes: [UInt8]

    init(
        _ name: String, components: Int, bits: Int, isRGB: Bool = false, isSigned: Bool = false, checksum: UInt32 = 0,
        _ base64: String
    ) {
        (testDescription, self.components, self.bits) = (name, components, bits)
        (self.isRGB, self.isSigned, self.checksum) = (isRGB, isSigned, checksum)
        bytes = Data(base64Encoded: base64, options: .ignoreUnknownCharacters).map(Array.init) ?? []
    }

    var shape: FrameShape {
        FrameShape(columns: 12, rows: 10, components: components, bitsAllocated: bits > 8 ? 16 : 8)
    }

    /// Noise with a flat band.
    var samples: [UInt16] {
        values { x, y, component in y >= 4 && y < 7 ? 3 : (x * x * 3 + y * 7 + x * y * 5 + component * 11) * 29 }
    }

    /// A slope.
    var ramp: [UInt16] { values { x, y, component in x * 9 + y * 6 + component * 30 } }

    private func values(_ value: (Int, Int, Int) -> Int) -> [UInt16] {
        (0..<10).flatMap { y in
            (0..<12).flatMap { x in
                (0..<components).map { UInt16(truncatingIfNeeded: value(x, y, $0) & ((1 << bits) - 1)) }
            }
        }
    }

    static func checksum(_ samples: [UInt16]) -> UInt32 { samples.reduce(0) { $0 &* 31 &+ UInt32($1) } }
}
