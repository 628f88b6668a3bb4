import Imaging

/// What `render` was asked for: each option as it was typed, and what it means for a film.
public struct Rendering: Sendable {
    /// `full`, or pixels of the longest side.
    public var size = "896"
    /// 8 or 16 a pixel. Sixteen keep all values of the film, without a window.
    public var bits = 8
    /// `model` or `viewer`; `nil` is `model` for a size and `viewer` for `full`.
    public var recipe: String?
    /// `header`, the number of one of its windows, `auto`, `whole`, or `CENTER/WIDTH`.
    public var window: String?
    /// Counted from 1.
    public var frame = 1
    /// Draws the overlay planes over the picture.
    public var overlays = false

    public init() {}

    /// PNG.
    func picture(of film: Film) throws -> [UInt8] {
        guard size == "full" || (Int(size).map { (16...8192).contains($0) } ?? false) else {
            throw Self.usage("--size is full or a number of pixels from 16 to 8192.")
        }
        let side = Int(size)
        let window = try window.map(Self.window)
        let wantsView = window != nil || overlays
        switch bits {
        case 16:
            guard !wantsView, recipe == nil else {
                throw Self.usage("--bits 16 keeps all values; --recipe, --window and --overlays need --bits 8.")
            }
            return try film.deepPicture(size: side).png()
        case 8: break
        default: throw Self.usage("--bits is 8 or 16.")
        }
        let longSide = side ?? max(film.rows, film.columns)
        switch recipe ?? (wantsView || side == nil ? "viewer" : "model") {
        case "model":
            if wantsView { throw Self.usage("--window and --overlays need --recipe viewer.") }
            return try film.modelPicture(ModelRecipe(size: longSide)).png()
        case "viewer":
            if case .number(let number)? = window, number > film.windows.count {
                throw WorkstationError(
                    .badInput, "The film names \(film.windows.count) windows, not \(number).",
                    suggestion: "Choose another --window: header, auto, whole, or CENTER/WIDTH.")
            }
            let picture = film.viewerPicture(ViewerRecipe(size: longSide, window: window ?? .asHeader))
            return try (overlays ? picture.drawing(film.overlays, of: film) : picture).png()
        default: throw Self.usage("--recipe is model or viewer.")
        }
    }

    private static func window(_ text: String) throws -> WindowChoice {
        switch text.lowercased() {
        case "header": return .asHeader
        case "auto": return .percentiles
        case "whole": return .whole
        default: break
        }
        if let number = Int(text), (1...1000).contains(number) { return .number(number) }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).compactMap { Double($0) }
        // A linear window is at least one wide: PS3.3 §C.11.2.1.2.1.
        guard parts.count == 2, parts.allSatisfy({ $0.isFinite && abs($0) < 1e9 }), parts[1] >= 1,
            text.count(where: { $0 == "/" }) == 1
        else { throw usage("--window is header, the number of a window (1, 2 …), auto, whole, or CENTER/WIDTH.") }
        return .fixed(name: text, center: parts[0], width: parts[1])
    }

    private static func usage(_ sentence: String) -> WorkstationError {
        WorkstationError(.usage, sentence, suggestion: "`xrayvision render --help` shows an example.")
    }
}
