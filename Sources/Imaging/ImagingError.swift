/// Why a film could not be drawn. No patient data: only sizes, UIDs of encodings and the codecs' own words.
public enum ImagingError: Error, Equatable, Sendable {
    /// The data set holds no Pixel Data (7FE0,0010), or an empty one.
    case noPixels
    /// The transfer syntax with this UID is not decoded.
    case unsupportedSyntax(String)
    /// The image module describes something that is not drawn, or contradicts its pixels; the sentence says what.
    case unsupportedPixels(String)
    /// The header promises `wanted` bytes of pixels and `left` are there.
    case truncated(wanted: Int, left: Int)
    /// Frame `wanted` (one-based) of a picture that has `frames`.
    case noSuchFrame(wanted: Int, frames: Int)
    /// `columns × rows` passes the limit on pixels.
    case tooLarge(columns: Int, rows: Int, limit: Int)
    /// A decoder or encoder gave up; its own words.
    case codec(String)

    /// What the programme does next. No error of this room heals by waiting: the same bytes give the same answer.
    public enum Recovery: Sendable { case setAside }

    /// Always `.setAside`: the film goes to the rejected ones with `suggestion` as the reason.
    public var recovery: Recovery { .setAside }

    /// One sentence for the person who finds the film among the rejected ones.
    public var suggestion: String {
        switch self {
        case .noPixels:
            "The file holds no picture; it may be a report or a presentation state, which are not analysed."
        case .unsupportedSyntax(let uid):
            "The picture is encoded as \(EncodingName.of(uid)), which is not decoded yet; ask the sender for uncompressed "
                + "images, or convert the file."
        case .unsupportedPixels(let what):
            "\(what); such a picture is not drawn. Ask the sender for another encoding of the film."
        case .truncated(let wanted, let left):
            "The picture is cut off: \(wanted) bytes were promised and \(left) are there; send the film again."
        case .noSuchFrame(let wanted, let frames):
            "Frame \(wanted) was asked for; the picture has \(frames)."
        case .tooLarge(let columns, let rows, let limit):
            "The picture has \(columns) × \(rows) pixels, more than the limit of \(limit)."
        case .codec(let words):
            "The picture's compressed data could not be read (\(words)); send the film again."
        }
    }
}
