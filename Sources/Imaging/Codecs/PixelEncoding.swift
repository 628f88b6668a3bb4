import DICOM

/// One way in which pixels are written, and who reads it here. This table is all that is decoded.
public struct PixelEncoding: Sendable {
    public enum Loss: String, Sendable {
        case lossless
        case lossy
        case either = "lossless or lossy"
    }

    /// As people call it.
    public let name: String
    /// Standard: PS3.5 §10, annex A.
    public let syntaxes: [TransferSyntax]
    /// Bits a sample.
    public let bits: String
    public let loss: Loss
    /// Whose code decodes it.
    public let origin: String
    /// `nil` for pixels that are not in fragments.
    let decoder: Decoder?
    /// Whether a fragment begins a frame; `nil` when each frame is one fragment.
    let startsFrame: (@Sendable (ArraySlice<UInt8>) -> Bool)?

    typealias SampleDecoder =
        @Sendable (ArraySlice<UInt8>, FrameShape, ImagingLimits) throws(ImagingError) -> DecodedFrame
    typealias CellDecoder = @Sendable (ArraySlice<UInt8>, FrameShape, ImagingLimits) throws(ImagingError) -> [UInt8]

    enum Decoder: Sendable {
        case samples(SampleDecoder)
        /// Gives the frame as uncompressed pixel data has it.
        case cells(CellDecoder)
    }

    /// In the order of the manual.
    public static let table: [PixelEncoding] = [
        PixelEncoding(
            "Uncompressed", [.implicitLittleEndian, .explicitLittleEndian, .explicitBigEndian, .deflated],
            "1, 8, 16, 32", .lossless, "XRayVision"),
        PixelEncoding(
            "Uncompressed in fragments", [.encapsulatedUncompressed], "8, 16, 32", .lossless, "XRayVision",
            .cells { bytes, _, _ throws(ImagingError) in Array(bytes) }),
        PixelEncoding(
            "RLE", [.rleLossless], "8, 16, 32", .lossless, "XRayVision", .cells(RLELossless.decode)),
        PixelEncoding(
            "JPEG baseline", [.jpegBaseline], "8", .lossy, "libjpeg-turbo", .samples(JPEGFamily.decode),
            startsFrame: JPEGFamily.startsPicture),
        PixelEncoding(
            "JPEG extended", [.jpegExtended], "8, 12", .lossy, "XRayVision (12 bits), libjpeg-turbo (8 bits)",
            .samples(JPEGFamily.decode), startsFrame: JPEGFamily.startsPicture),
        PixelEncoding(
            "JPEG lossless", [.jpegLossless, .jpegLosslessSV1], "2 to 16", .lossless, "XRayVision",
            .samples(JPEGFamily.decode), startsFrame: JPEGFamily.startsPicture),
        PixelEncoding(
            "JPEG-LS", [.jpegLSLossless, .jpegLSNearLossless], "2 to 16", .either, "XRayVision",
            .samples(JPEGFamily.decode), startsFrame: JPEGFamily.startsPicture),
        PixelEncoding(
            "JPEG 2000", [.jpeg2000Lossless, .jpeg2000], "1 to 16", .either, "OpenJPEG",
            .samples(JPEG2000.decode), startsFrame: JPEG2000.startsCodestream),
    ]

    static func of(_ syntax: TransferSyntax) -> PixelEncoding? { table.first { $0.syntaxes.contains(syntax) } }

    private init(
        _ name: String, _ syntaxes: [TransferSyntax], _ bits: String, _ loss: Loss, _ origin: String,
        _ decoder: Decoder? = nil, startsFrame: (@Sendable (ArraySlice<UInt8>) -> Bool)? = nil
    ) {
        (self.name, self.syntaxes, self.bits, self.loss, self.origin) = (name, syntaxes, bits, loss, origin)
        (self.decoder, self.startsFrame) = (decoder, startsFrame)
    }
}

extension JPEG2000 {
    /// A fragment that begins with Start of Codestream and SIZ, or with the signature box of a JP2 file.
    static let startsCodestream: @Sendable (ArraySlice<UInt8>) -> Bool = {
        $0.prefix(4).elementsEqual([0xFF, 0x4F, 0xFF, 0x51]) || $0.dropFirst(4).prefix(4).elementsEqual("jP  ".utf8)
    }
}
