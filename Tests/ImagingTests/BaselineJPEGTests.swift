import Imaging
import Testing

@Suite("8-bit JPEG pictures")
struct BaselineJPEGTests {
    /// Made with libjpeg-turbo; the checksums are those of the samples that Pillow finds, without colour conversion.
    static let pictures: [CodedPicture] = [
        CodedPicture(
            "grey", components: 1, bits: 8, checksum: 152396991,
            """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVD
            A8XGBYUGBIUFRT/wAALCAAKAAwBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQ
            IDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGl
            qc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3
            +Pn6/9oACAEBAAA/APjb4W+CP9T+79O1fUXh7wR/xK4v3f6V5n8LY0/c/KvbtX1F4ejT+y4vlX8q/9k=
            """),
        CodedPicture(
            "grey, progressive", components: 1, bits: 8, checksum: 152396991,
            """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVD
            A8XGBYUGBIUFRT/wgALCAAKAAwBAREA/8QAFQABAQAAAAAAAAAAAAAAAAAABwb/2gAIAQEAAAABGlGZUf/EABgQAAIDAAAAAAAAAAAAAA
            AAAAAEAQUj/9oACAEBAAEFAqtIXSyq4F4y/8QAFhABAQEAAAAAAAAAAAAAAAAAAAEh/9oACAEBAAY/ApiYiP/EABgQAQEAAwAAAAAAAAA
            AAAAAAAEAEDFB/9oACAEBAAE/IccguSDQX//aAAgBAQAAABD/AP/EABkQAQACAwAAAAAAAAAAAAAAAABBgaHB4f/aAAgBAQABPxDCQ5pR
            ENVH/9k=
            """),
        CodedPicture(
            "brightness and colour", components: 3, bits: 8, checksum: 3926651168,
            """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVD
            A8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB
            T/wAARCAAKAAwDAREAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQ
            RBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1
            dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/
            8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRob
            HBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZa
            XmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwD52+Fvgj/U
            /u/TtX2p8kfUXh7wR/xK4v3f6UAeZ/C2NP3Pyr27UAfUXh6NP7Li+VfyoA//2Q==
            """),
        CodedPicture(
            "colour of half the width", components: 3, bits: 8, checksum: 3926651168,
            """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVD
            A8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB
            T/wAARCAAKAAwDASEAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQ
            RBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1
            dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/
            8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRob
            HBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZa
            XmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwD52+Fvgj/U
            /u/TtX1F4e8Ef8SuL93+lfanyR5n8LY0/c/KvbtX1F4ejT+y4vlX8qAP/9k=
            """),
        CodedPicture(
            "red, green and blue", components: 3, bits: 8, checksum: 3956819327,
            """
            /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUVFQwPF
            xgWFBgSFBUU/8AAEQgACgAMA1IRAEcRAEIRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAA
            ABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGV
            mZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz
            9PX29/j5+v/aAAwDUgBHAEIAAD8A+Nvhb4I/1P7v07V4N8LfBH+p/d+nauW+Fvgj/U/u/TtX1F4e8Ef8SuL93+lfUXh7wR/xK4v3f6V9R
            eHvBH/Eri/d/pXmfwtjT9z8q9u1eZ/C2NP3Pyr27V5n8LY0/c/KvbtX1F4ejT+y4vlX8q+ovD0af2XF8q/lX1F4ejT+y4vlX8q//9k=
            """),
        CodedPicture(
            "restart markers", components: 1, bits: 8, checksum: 152396991,
            """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVD
            A8XGBYUGBIUFRT/wAALCAAKAAwBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQ
            IDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGl
            qc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3
            +Pn6/90ABAAB/9oACAEBAAA/APjb4W+CP9T+79O1f//Q5jw94I/4lcX7v9K//9Hwz4Wxp+5+Ve3av//S6/w9Gn9lxfKv5V//2Q==
            """),
    ]

    @Test("Baseline and progressive pictures give what another decoder gives, as it was coded", arguments: pictures)
    func samples(picture: CodedPicture) throws {
        let frame = try BaselineJPEG.decode(picture.bytes[...], picture.shape, limits: .standard)
        #expect(CodedPicture.checksum(frame.samples) == picture.checksum)
        #expect(frame.bits == 8 && frame.isSigned == nil && !frame.isRGB && frame.notes == [])
    }

    @Test("A picture that is cut off is refused; without its end marker alone it is whole", arguments: pictures)
    func truncation(picture: CodedPicture) throws {
        let bytes = picture.bytes
        let kept = (0..<bytes.count).filter {
            (try? BaselineJPEG.decode(bytes[..<$0], picture.shape, limits: .standard)) != nil
        }
        #expect(kept == [bytes.count - 2, bytes.count - 1])
        let frame = try BaselineJPEG.decode(bytes.dropLast(2) + [0], picture.shape, limits: .standard)
        #expect(CodedPicture.checksum(frame.samples) == picture.checksum)
        #expect(frame.notes == ["The JPEG picture has no end marker; all of it is there."])
    }

    @Test("Whatever byte is damaged, the answer is an error or a picture of the promised size", arguments: pictures)
    func damage(picture: CodedPicture) {
        for (index, bits) in picture.bytes.indices.flatMap({ index in [1, 16, 128, 255].map { (index, $0) } }) {
            var bytes = picture.bytes
            bytes[index] ^= UInt8(bits)
            guard let frame = try? BaselineJPEG.decode(bytes[...], picture.shape, limits: .standard) else { continue }
            #expect(frame.samples.count == picture.shape.sampleCount && frame.samples.allSatisfy { $0 < 256 })
        }
    }

    @Test("A progressive picture without its last scan is refused, although it has an end marker")
    func missingScan() throws {
        let progressive = Self.pictures[1]
        let last = try #require(progressive.bytes.indices.last { progressive.bytes[$0...].starts(with: [0xFF, 0xDA]) })
        #expect(throws: ImagingError.codec("JPEG: the last scans of a progressive picture are missing")) {
            try BaselineJPEG.decode(
                progressive.bytes[..<last] + [0xFF, 0xD9], progressive.shape, limits: .standard)
        }
    }

    /// Bytes of the grey picture's frame header that are overwritten: FF C0, length, precision, rows, columns.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let at: Int
        let bytes: [UInt8]
        let error: ImagingError
    }

    @Test(
        "A frame header that cannot be followed ends in a reason",
        arguments: [
            Wrong(
                testDescription: "65535 × 65535 pixels", at: 5, bytes: [255, 255, 255, 255],
                error: .tooLarge(columns: 65_535, rows: 65_535, limit: 100_000_000)),
            Wrong(
                testDescription: "12 bits a sample", at: 4, bytes: [12],
                error: .unsupportedPixels("The JPEG picture has 12 bits a sample")),
            Wrong(
                testDescription: "lossless coding", at: 1, bytes: [0xC3],
                error: .unsupportedPixels("The JPEG picture is coded by process SOF3, which is not decoded here")),
            Wrong(
                testDescription: "arithmetic coding", at: 1, bytes: [0xC9],
                error: .unsupportedPixels("The JPEG picture is coded by process SOF9, which is not decoded here")),
            Wrong(
                testDescription: "two lines more than the header promises", at: 5, bytes: [0, 12],
                error: .unsupportedPixels("The header says 12 × 10 pixels, the JPEG picture 12 × 12")),
        ])
    func refusal(wrong: Wrong) throws {
        let picture = Self.pictures[0]
        var bytes = picture.bytes
        let frame = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xC0, 0, 11]) })
        bytes.replaceSubrange(frame + wrong.at..<frame + wrong.at + wrong.bytes.count, with: wrong.bytes)
        #expect(throws: wrong.error) { try BaselineJPEG.decode(bytes[...], picture.shape, limits: .standard) }
    }

    @Test("Tiny data for a large picture is refused before memory is taken")
    func bomb() throws {
        var bytes = Self.pictures[0].bytes
        let frame = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xC0, 0, 11]) })
        bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x20, 0, 0x20, 0])
        let shape = FrameShape(columns: 8192, rows: 8192, components: 1, bitsAllocated: 8)
        #expect(throws: ImagingError.codec("JPEG: \(bytes.count) bytes cannot hold 8192 × 8192 pixels")) {
            try BaselineJPEG.decode(bytes[...], shape, limits: .standard)
        }
    }

    @Test("The frame header tells precision and process without decoding anything")
    func header() throws {
        let header = try #require(BaselineJPEGHeader(Self.pictures[1].bytes[...]))
        #expect((header.process, header.precision, header.components) == (2, 8, 1))
        #expect((header.columns, header.rows) == (12, 10))
        #expect(BaselineJPEGHeader([0xFF, 0xD8, 0xFF, 0xD9]) == nil)
    }
}
