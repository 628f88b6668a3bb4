import DICOM

/// The samples of one frame as the pixel data holds them: after decompression, before grey.
enum FramePixels: Sendable {
    case grey(StoredFrame)
    case colour(ColourFrame)
}

/// Finds one frame in the pixel data and decodes it.
struct PixelReader {
    let description: PixelDescription
    let limits: ImagingLimits

    /// - Parameter frame: zero-based.
    /// - Throws: `ImagingError`.
    func pixels(of file: Part10File, frame: Int) throws(ImagingError) -> FramePixels {
        let syntax = file.transferSyntax
        guard frame >= 0, frame < description.frames else {
            throw .noSuchFrame(wanted: frame + 1, frames: description.frames)
        }
        let encoding = PixelEncoding.of(syntax)
        guard !syntax.isEncapsulated || encoding != nil else { throw .unsupportedSyntax(syntax.uid) }
        guard let element = file.dataSet[.pixelData], !element.isEmpty else { throw .noPixels }
        switch element.value {
        case .bytes(let bytes):
            guard !syntax.isEncapsulated else {
                throw .unsupportedPixels("The pixel data is not in fragments, as its compressed encoding needs")
            }
            return try NativePixels(description, length: bytes.count).frame(frame, of: bytes)
        case .fragments(let offsets, let fragments):
            guard let encoding, let decoder = encoding.decoder else {
                throw .unsupportedPixels("The pixel data is in fragments, but its encoding is uncompressed")
            }
            let table = FragmentTable(offsets, extendedBy: file.dataSet)
            let bytes = try EncapsulatedPixels(fragments, table, frames: description.frames)
                .frame(frame, startsWith: encoding.startsFrame)
            return try decoded(bytes, by: decoder)
        case .items:
            throw .unsupportedPixels("The pixel data is a sequence")
        }
    }

    private func decoded(
        _ bytes: ArraySlice<UInt8>, by decoder: PixelEncoding.Decoder
    ) throws(ImagingError) -> FramePixels {
        switch decoder {
        case .cells(let decode):
            let cells = try decode(bytes, description.shape, limits)
            return try NativePixels(decoded: description).frame(0, of: cells)
        case .samples(let decode):
            let frame = try decode(bytes, description.shape, limits)
            if description.components == 1 { return .grey(StoredFrame(frame, description)) }
            return .colour(ColourFrame(frame, description.photometric))
        }
    }
}
