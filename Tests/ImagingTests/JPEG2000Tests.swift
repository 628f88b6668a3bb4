import Imaging
import Testing

@Suite("JPEG 2000 pictures")
struct JPEG2000Tests {
    /// Made with OpenJPEG 2.5.
    static let pictures: [CodedPicture] = [
        CodedPicture(
            "grey of 1 bits", components: 1, bits: 1,
            """
            /0//UQApAAAAAAAMAAAACgAAAAAAAAAAAAAADAAAAAoAAAAAAAAAAAABAAEB/1IADAAAAAEAAgAAAAH/XAAKQAgQEBgQEBj/kAAKAAAAA
            AAsAAH/k4CAsyY8WHGTHhwgE3zaFxN82QJ/ARDM2ncQzNkICP/Z
            """),
        CodedPicture(
            "grey of 8 bits", components: 1, bits: 8,
            """
            /0//UQApAAAAAAAMAAAACgAAAAAAAAAAAAAADAAAAAoAAAAAAAAAAAABBwEB/1IADAAAAAEAAgAAAAH/XAAKQEBISFBISFD/kAAKAAAAA
            ADAAAH/k8+0LAxStur6TSn1SRg3w+oKj7QeH2g4CJqoME3QC98CDwyVPzlwy7sFj9qUR7tT5faI/wBd9oNfaB5/AP9wCZ9QLfaB4/gH/w
            BP8AP+AGAUrhZoTBYf1zaHm8HosP6wPxcMB9BhvpK6/0+/DisS8zkXBDdvFDr267tfoysWSgeAwQY/D0eFS5JCzVR/Diad858Lp+0X6D/
            TxT4hze6HC4PQYjsUNxHbAikbse8Ag38Lkb//2Q==
            """),
        CodedPicture(
            "grey of 13 bits", components: 1, bits: 13,
            """
            /0//UQApAAAAAAAMAAAACgAAAAAAAAAAAAAADAAAAAoAAAAAAAAAAAABDAEB/1IADAAAAAEAAgAAAAH/XAAKQGhwcHhwcHj/kAAKAAAAA
            AD1AAH/k9/4AIgIah7ib2S7hOc5Rh0JdCehF8f4D4/wFx/4AGAW8kPqQycJtOdJX93Erk4Mn+kYcafQ9mIEjw03n7+UiaMMONEKF+P+Bb
            /gO/4B/3AJn/wAS/9AA3/4AET+QTF/gQ/+ABn/YABwfgBgIOWBDZE0ev7pt8YX8KeumMsn7gFVCxaM9h9Je7AbQ9Ba3kQEDb7zNDZyFwv
            FPYkg3BNOfGZuQOuXORBKo0DYd3sEGABapIM+q9pOTa9/DjRcoWpRjPICBOdvH1jCvIOkoHKRFE3JX240cxGK/wqO3Wx+/hfPfwqh3guR
            v//Z
            """),
        CodedPicture(
            "grey of 16 bits", components: 1, bits: 16,
            """
            /0//UQApAAAAAAAMAAAACgAAAAAAAAAAAAAADAAAAAoAAAAAAAAAAAABDwEB/1IADAAAAAEAAgAAAAH/XAAKQICIiJCIiJD/kAAKAAAAA
            ADWAAH/k9/4kKAIaC4JywjsovH4JWp0b05pMB/xp8H/QAQh/0GDID/AWBWXUXmrJLZyIiGXm/0m6H8U0somXSzW5F3GpxQQ9TXWv7Cd6A
            7/f+BB9ob/YDIPtBP+ATC/8AEP/gwVH8g8fyCYBB9QR/kJR+AGEN2SF2Jxo/iHBlcsPxak+bD5uUHTPdWx9wkg4T8LOoXoJEoxNtOefEz
            HNaOn50perxoF+oBdFZs1XMEPDgoW+pd/AgTnbwwfs88nStnbFoZ8uaIiSRo3C5G//9k=
            """),
        CodedPicture(
            "signed values of 12 bits", components: 1, bits: 12, isSigned: true,
            """
            /0//UQApAAAAAAAMAAAACgAAAAAAAAAAAAAADAAAAAoAAAAAAAAAAAABiwEB/1IADAAAAAEAAgAAAAH/XAAKQGBoaHBoaHD/kAAKAAAAA
            ADvAAH/k8fsGgPk0mPV2WqjkSwS5r3H8h0fyFR/gKAD7jfaZEM/wbEj2dM2WgL6a7Og+FYseR8Nd6aLDdgK6p1v5fyN38hv/APfyCY/yJ
            /5C/8Qf/IJl/gWv8Bn/wACX+AMF4i80CuR2TGIyy5NubtWxQuLPq5KVMGCA39/EDCBzhB3W5sQT66Y7wXv2qHNnH8L3koxHJi52FApZCb
            YItc2c0lYDA/EsxdiuIjPTBgRBp3rDiCWZ3S/aAugtnsYFF+pCUyV9uFBFg44LL9ZKVu4/W39EtDbijlQ71Slw+vPC9rNcwSv1f/Z
            """),
        CodedPicture(
            "colour with the reversible transform", components: 3, bits: 8, isRGB: true,
            """
            /0//UQAvAAAAAAAMAAAACgAAAAAAAAAAAAAADAAAAAoAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEBAgAAAAH/XAAKQEBISFBISFD/k
            AAKAAAAAAHkAAH/k8+0KAv088BwVzXY7L/H1BISE6oXS6SsoqPfgFgTcf5U7M16XbxUwMHziI+0Hg+oHAww9ffAMz4eAObfUpyrHwY0dR
            hVIz/PwCp+ARPzCRYQV6aW23SqHf0OGnpw/He1nwSNpAmATcuWH8/ALj7QeH2g4BXcsPFNMS9G/xoTEHQMfjoTCQ/no7hYhBvj9ojfUD3
            1AkfICx+0O/aFftBb6gPH8BK+0I/gB32gQBTDMtY5NsoV9ZJWoYG125hPF1C9MTMVMwrACRULXQ8K6+Xe/Sv0Y/LOxjRvEDna604IYU3/
            fwsC+TqzC/Q3HJk40lXz+0dbo9OpevIRnJh/FzbfJJubv2MOZ18LYufwDb7Qa+0E/gB6/ANvwCP5gl+AHn8w2/AF/mCfzAgSbHHML72Sk
            t2J41MgEeg9IP9/D+Muzwpuqg7IybknJHjxW4wUyD8S+GHU6w5nVwxA74MKFr8R2zpNYPCy58cGgf9/DyCANTEPMBd/DF/l9oX/AEfwA7
            7QHX4B9+AT/MFZ/MJ/mDX4AYAR5uZmwfj8B4djexcJOCEqJQxHDic/BBSzz+hQcFlQlFAO/vX7fxdPF9gHOzmVNAw/CP9/GmzZWXvipwx
            /Ar8mLJZbADA//9k=
            """),
        CodedPicture(
            "colour as it is", components: 3, bits: 8,
            """
            /0//UQAvAAAAAAAMAAAACgAAAAAAAAAAAAAADAAAAAoAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEAAgAAAAH/XAAKQEBISFBISFD/k
            AAKAAAAAAIkAAH/k8+0LAxStur6TSn1SRg3z7QsC/MqYAGqvymW/s/fgFgSm+eIKpkk+OMh98PqCo+0Hh9oOAiaqDBN0AvfAg8MlT85cM
            u7BY/alEe7U8faFR9oPD7QgBa+IP33mvn65QcAl0GHeiMhBjdkRSfkTH/D6gmfgER+AQAB1SJ3L3umzH8RdaTEXKvcvwQuYzzI3uh35fa
            I/wBd9oNfaB5/AP9wCZ9QLfaB4/gH/wBP8AP+AGAUrhZoTBYf1zaHm8HosP6wPxcMB9BhvpK6/0+/DisS8zkXBDdvFDr267tfoysWSgeA
            wQY/D0eFS5JCzVR/Diad858Lp+0X6D/TxT4hze6HC4PQYjsUNxHbAikbse8Ag38Lkb/n8BKfUEX2gkfOCz+AhfaFfwBr7QPH8BH+AT/AD
            /gBgBTYLgiV3zZgy3KRbl+ahwerBxSx+CDMP07zCsO2vwujG8VEe/0bxejIJSI6J3bZpxAgp8a4S3pz/38LNWmmxj8Lp+0UfwG06GxlkE
            /ETHUk38YV3xdb28YFfxIxvw3vvwuRv+fwEZ9QTfaC/wAefwEP4BF9oNfaCZfgIX4BH8wOfaBAF19mcZKAVhOMYMRvbEFTIr8QSXWKIDf
            G0H8KnuAlKwp4bw9Vq81BgyfqI4NcasVK2I0WhfjQ85IrmwWxNic5rwlz/38Rzo5L4m4eWx45P9As3ky6FzvH2vFFlRMOryUMGf/Z
            """),
        CodedPicture(
            "tiles", components: 1, bits: 8,
            """
            /0//UQApAAAAAAAMAAAACgAAAAAAAAAAAAAACAAAAAgAAAAAAAAAAAABBwEB/1IADAAAAAEAAQAAAAH/XAAHQEBISFD/kAAKAAAAAABdA
            AH/k8+0RAaRtBWuEme7RQivTvXEoBMgx9ojPwD4/ASAFK0ztr9jImTU8zO13DTVp78UOeMJpp4PH5MRxu4kDFAX6Po2XU2+p0ug4r+93A
            Pe/3//kAAKAAEAAAA+AAH/k9+ASBjAxsIMcARSIc/AKj7QiPwCQBcMB9AtXuqpvO8QIFe3hXfw+RQ3FD6gzltZqf+QAAoAAgAAAC0AAf+
            Tz7QUBXdI9jvPwBYfUCR+AKAOQHQ1rw4mnkwAbb+UD/+QAAoAAwAAACYAAf+Tw+cGALB/w+oDj7QOPwAwBCx/AK4/C5G//9k=
            """),
        CodedPicture(
            "layers, position by position", components: 1, bits: 8,
            """
            /0//UQApAAAAAAAMAAAACgAAAAAAAAAAAAAADAAAAAoAAAAAAAAAAAABBwEB/1IADAADAAMAAgAAAAH/XAAKQEBISFBISFD/kAAKAAAAA
            ADPAAH/k8jADFK2gP2BAOr6TSn1SRg3owwMlT+Aw+oK+sEh9oOACJqoME3QC98CDzlwy7sFj9qUR7tT04ZnookfvAwXDAcUOvbruwCDf4
            Q+DPRwXw9HhRfoP9PFPiHfaI/cEX2g19oH9YT9oNPqBb7QP7Aj+ATB/ADAFK4WaEwWH9c2h5vB6LD+sD/QYb6Suv9Pvw4rEvM5FwQ3b6M
            rFkoHgMEGP0uSQs1Ufw4mnfOfC6ftze6HC4PQYjsUNxHbAikbse8Lkb//2Q==
            """),
    ]

    @Test("Every way of lossless coding gives the samples that were coded", arguments: pictures)
    func samples(picture: CodedPicture) throws {
        let frame = try JPEG2000.decode(picture.bytes[...], picture.shape, limits: .standard)
        #expect(frame.samples == picture.samples)
        #expect(frame.bits == picture.bits && frame.isRGB == picture.isRGB)
        #expect(frame.isSigned == picture.isSigned && frame.notes == [])
    }

    /// The checksum is that of the samples that pylibjpeg finds.
    static let lossy =
        CodedPicture(
            "lossy", components: 1, bits: 8, checksum: 1789336507,
            """
            /0//UQApAAAAAAAMAAAACgAAAAAAAAAAAAAADAAAAAoAAAAAAAAAAAABBwEB/1IADAAAAAEAAgAAAAD/XAARQl9SUAVQBVBHV9NX01di/
            5AACgAAAAAAKwAB/5PH0igI4ida9PVmLKFXwfIFABWREUww0A8GABfWAf/Z
            """)

    @Test("A lossy picture gives what another decoder gives, close to what was coded")
    func lossyPicture() throws {
        let frame = try JPEG2000.decode(Self.lossy.bytes[...], Self.lossy.shape, limits: .standard)
        #expect(CodedPicture.checksum(frame.samples) == Self.lossy.checksum)
        #expect(zip(frame.samples, Self.lossy.ramp).allSatisfy { abs(Int($0) - Int($1)) < 24 })
    }

    @Test("A picture that is cut off is refused; without its end marker alone it is whole", arguments: pictures)
    func truncation(picture: CodedPicture) throws {
        let bytes = picture.bytes
        let kept = (0..<bytes.count).filter {
            (try? JPEG2000.decode(bytes[..<$0], picture.shape, limits: .standard)) != nil
        }
        #expect(kept == [bytes.count - 2, bytes.count - 1])
        let frame = try JPEG2000.decode(bytes.dropLast(2) + [0], picture.shape, limits: .standard)
        #expect(frame.samples == picture.samples)
        #expect(frame.notes == ["The JPEG 2000 picture has no end marker; all of it is there."])
    }

    @Test("Whatever byte is damaged, the answer is an error or a picture of the promised size", arguments: pictures)
    func damage(picture: CodedPicture) {
        for (index, bits) in picture.bytes.indices.flatMap({ index in [1, 16, 128, 255].map { (index, $0) } }) {
            var bytes = picture.bytes
            bytes[index] ^= UInt8(bits)
            guard let frame = try? JPEG2000.decode(bytes[...], picture.shape, limits: .standard) else { continue }
            let isWithinBits = frame.samples.allSatisfy { Int($0) < 1 << frame.bits }
            #expect(frame.samples.count == picture.shape.sampleCount && isWithinBits)
        }
    }

    /// Bytes that are put in, in the place of as many as are named.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var picture = 1
        let at: Int
        var replaced = 0
        let bytes: [UInt8]
        let error: ImagingError
    }

    /// Places in a codestream of one component: SIZ from 2, COD from 45 (of three: from 51).
    static let wrong: [Wrong] = [
        Wrong(
            testDescription: "4 thousand million × 4 thousand million pixels", at: 8, replaced: 8,
            bytes: [UInt8](repeating: 255, count: 8),
            error: .tooLarge(columns: 4_294_967_295, rows: 4_294_967_295, limit: 100_000_000)),
        Wrong(
            testDescription: "65535 × 65535 pixels", at: 8, replaced: 8, bytes: [0, 0, 255, 255, 0, 0, 255, 255],
            error: .tooLarge(columns: 65_535, rows: 65_535, limit: 100_000_000)),
        Wrong(
            testDescription: "a tile for each pixel", at: 24, replaced: 8, bytes: [0, 0, 0, 1, 0, 0, 0, 1],
            error: .codec("JPEG 2000: 120 tiles are too many for 12 × 10 pixels")),
        Wrong(
            testDescription: "65535 layers", at: 51, replaced: 2, bytes: [255, 255],
            error: .codec("JPEG 2000: the picture is cut into too many pieces for its size")),
        Wrong(
            testDescription: "16 layers of precincts of two pixels", at: 46, replaced: 13,
            bytes: [0x52, 0, 15, 1, 0, 0, 16, 0, 2, 4, 4, 0, 1, 0x11, 0x11, 0x11],
            error: .codec("JPEG 2000: the picture is cut into too many pieces for its size")),
        Wrong(
            testDescription: "components of half the size", picture: 5, at: 46, replaced: 2, bytes: [2, 2],
            error: .unsupportedPixels("The JPEG 2000 picture has subsampled or unequal components")),
        Wrong(
            testDescription: "components of unequal depth", picture: 5, at: 48, replaced: 1, bytes: [11],
            error: .unsupportedPixels("The JPEG 2000 picture has subsampled or unequal components")),
        Wrong(
            testDescription: "17 bits a sample", at: 42, replaced: 1, bytes: [16],
            error: .unsupportedPixels("The JPEG 2000 picture has 17 bits a sample")),
        Wrong(
            testDescription: "High-Throughput JPEG 2000 by its capabilities", at: 45,
            bytes: [0xFF, 0x50, 0, 8, 0, 2, 0, 0, 0, 0],
            error: .unsupportedPixels("The picture is High-Throughput JPEG 2000 (HTJ2K), which is not decoded")),
        Wrong(
            testDescription: "High-Throughput JPEG 2000 by Rsiz", at: 6, replaced: 1, bytes: [0x40],
            error: .unsupportedPixels("The picture is High-Throughput JPEG 2000 (HTJ2K), which is not decoded")),
        Wrong(
            testDescription: "High-Throughput JPEG 2000 by its code-blocks", at: 57, replaced: 1, bytes: [0x40],
            error: .unsupportedPixels("The picture is High-Throughput JPEG 2000 (HTJ2K), which is not decoded")),
        Wrong(
            testDescription: "extensions of Part 2", at: 45, bytes: [0xFF, 0x74, 0, 4, 0, 0],
            error: .unsupportedPixels("The picture uses extensions of JPEG 2000 (Part 2), which are not decoded")),
        Wrong(
            testDescription: "no coding style", at: 46, replaced: 1, bytes: [0x64],
            error: .codec("JPEG 2000: the coding style is missing")),
    ]

    @Test("A header that cannot be followed, or asks for too much, ends in a reason", arguments: wrong)
    func refusal(wrong: Wrong) {
        let picture = Self.pictures[wrong.picture]
        var bytes = picture.bytes
        bytes.replaceSubrange(wrong.at..<wrong.at + wrong.replaced, with: wrong.bytes)
        #expect(throws: wrong.error) { try JPEG2000.decode(bytes[...], picture.shape, limits: .standard) }
    }

    @Test("A picture without one of its tiles is refused")
    func missingTile() throws {
        let tiles = try #require(Self.pictures.first { $0.testDescription == "tiles" })
        let last = try #require(tiles.bytes.indices.last { tiles.bytes[$0...].starts(with: [0xFF, 0x90, 0, 10]) })
        #expect(throws: ImagingError.self) {
            try JPEG2000.decode(tiles.bytes[..<last] + [0xFF, 0xD9], tiles.shape, limits: .standard)
        }
    }

    @Test("A picture of another size or another number of components than the header promises is refused")
    func otherShape() {
        let (grey, colour) = (Self.pictures[1], Self.pictures[5])
        #expect(throws: ImagingError.self) { try JPEG2000.decode(grey.bytes[...], colour.shape, limits: .standard) }
        let turned = FrameShape(columns: 10, rows: 12, components: 1, bitsAllocated: 8)
        #expect(
            throws: ImagingError.unsupportedPixels(
                "The header says 10 × 12 pixels, the JPEG 2000 picture 12 × 10")
        ) { try JPEG2000.decode(grey.bytes[...], turned, limits: .standard) }
    }
}
