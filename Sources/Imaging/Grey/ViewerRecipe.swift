/// How a film becomes the picture that people see: as the standard says, or through a window of their choice.
///
/// Changing anything that moves a grey value means a new `name`.
public struct ViewerRecipe: Sendable, Hashable {
    /// Long side in pixels; films that are smaller keep their size.
    public var size: Int
    public var window: WindowChoice

    public init(size: Int = 2048, window: WindowChoice = .asHeader) {
        (self.size, self.window) = (size, window)
    }

    /// 2048 pixels, the header's first VOI LUT or window.
    public static let standard = ViewerRecipe()

    /// The recipe's name and edition, such as `viewer-2048/1`.
    public var name: String { "viewer-\(size)/1" }

    /// Everything that decides the grey values, as one line of text; callers hash it.
    public var parameters: String {
        "\(name) modality=lut-or-rescale padding=left-out,black window=\(window.parameters) "
            + "invert=presentation-lut-shape-else-monochrome1 resize=area(\(size),truncate,never-enlarge,after-window) "
            + "depth=8(truncate)"
    }
}

/// Which window a picture is drawn through.
public enum WindowChoice: Sendable, Hashable {
    /// The header's first VOI LUT or window; percentiles when it has none.
    case asHeader
    /// One-based among the header's functions, and clamped to what exists; percentiles when it has none.
    case number(Int)
    /// A LINEAR window in modality units; a width below 1 is taken for 1.
    case fixed(name: String, center: Double, width: Double)
    /// Percentiles 0.5 to 99.5 of the film without its borders, see `DisplayWindow`.
    case percentiles
    /// The lowest to the highest value of the film.
    case whole

    var parameters: String {
        let percentiles =
            "percentiles(\(DisplayWindow.percents[0]),\(DisplayWindow.percents[1]),"
            + "margin \(DisplayWindow.margin),without-end-spikes)"
        return switch self {
        case .asHeader: "header(1)-else-\(percentiles)"
        case .number(let number): "header(\(number))-else-\(percentiles)"
        case .fixed(_, let center, let width): "linear(\(center),\(width))"
        case .percentiles: percentiles
        case .whole: "lowest-to-highest"
        }
    }
}
