/// What a viewer needs to window a film by itself: picture values, and what they mean.
///
/// A modality value is `slope · p + intercept`; a window gives its grey; `isInverted` turns that round; padding is black.
/// At full size and 16 bits, or at 8 bits for films of at most 256 values, that is the grey of `viewerPicture`.
public struct ViewerFilm: Sendable, Equatable {
    /// Which window is shown first.
    public enum Window: Sendable, Hashable {
        /// Zero-based index in `windows`.
        case header(Int)
        /// A LINEAR window in modality units.
        case linear(LinearWindow)
    }

    /// Picture values p: not windowed and not inverted; at most 255 when `bits` is 8.
    public let picture: DeepPicture
    /// 8 or 16.
    public let bits: Int
    /// Not 0; negative when higher picture values are lower modality values.
    public let slope: Double
    public let intercept: Double
    /// What modality values are measured in, such as `HU`.
    public let unit: String?
    /// Low modality values are white.
    public let isInverted: Bool
    /// Picture values that are no film.
    public let padding: ClosedRange<Int>?
    /// The header's VOI LUTs and windows.
    public let windows: [VOIFunction]
    /// The window of `ViewerRecipe.standard`.
    public let initial: Window
    public let percentileWindow: LinearWindow
    public let wholeWindow: LinearWindow
    /// Size of the film itself, which the picture may be smaller than.
    public let filmColumns: Int
    public let filmRows: Int
}
