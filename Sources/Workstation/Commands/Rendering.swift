import Imaging

/// What `render` was asked for: each option as it was typed.
public struct Rendering: Sendable {
    /// `full`, or pixels of the longest side; `nil` is the size of the model's picture.
    public var size: String?
    /// 8 or 16 a pixel. Sixteen keep all values of the film, without a window.
    public var bits = 8
    /// `model` or `viewer`; `nil` is as the model sees it for a size, and `viewer` for `full`.
    public var recipe: String?
    /// `header`, the number of one of its windows, `auto`, `whole`, or `CENTER/WIDTH`.
    public var window: String?
    /// Counted from 1; `nil` is the frame that stands for the film.
    public var frame: Int?
    /// Draws the overlay planes over the picture.
    public var overlays = false

    public init() {}

    /// What the options mean, before any film is looked at.
    struct Order {
        enum Way {
            /// As the settings have this film drawn for the model.
            case asRead
            case model
            case viewer(WindowChoice, overlays: Bool)
            /// 16 bits.
            case allValues
        }

        let way: Way
        /// Pixels of the longest side; `nil` where the film or the settings decide.
        let side: Int?
        let isFull: Bool
        let frame: Int?
    }

    /// - Throws: `.usage` for what render cannot mean.
    func order() throws -> Order {
        let isFull = size == "full"
        let side = size.flatMap(Int.init)
        guard size == nil || isFull || side.map({ (16...8192).contains($0) }) == true else {
            throw Self.usage("--size is full or a number of pixels from 16 to 8192.")
        }
        if let frame, frame < 1 { throw Self.usage("--frame counts from 1.") }
        return Order(way: try way(isFull: isFull), side: side, isFull: isFull, frame: frame)
    }

    private func way(isFull: Bool) throws -> Order.Way {
        let window = try window.map(Self.window)
        let wantsView = window != nil || overlays
        switch bits {
        case 16:
            guard !wantsView, recipe == nil else {
                throw Self.usage("--bits 16 keeps all values; --recipe, --window and --overlays need --bits 8.")
            }
            return .allValues
        case 8: break
        default: throw Self.usage("--bits is 8 or 16.")
        }
        switch recipe {
        case nil where !wantsView && !isFull: return .asRead
        case "viewer", nil: return .viewer(window ?? .asHeader, overlays: overlays)
        case "model":
            if wantsView { throw Self.usage("--window and --overlays need --recipe viewer.") }
            return .model
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

extension Rendering.Order {
    /// PNG.
    /// - Parameter plan: how the film is drawn for the model.
    func picture(of film: Film, _ plan: ReadingPicture) throws -> [UInt8] {
        let longSide = isFull ? max(film.rows, film.columns) : side ?? plan.model.size
        switch way {
        case .asRead: return try film.picture(plan.recipe(ofSize: longSide)).png()
        case .model: return try film.modelPicture(ModelRecipe(size: longSide, gamma: plan.model.gamma)).png()
        case .allValues: return try film.deepPicture(size: isFull ? nil : longSide).png()
        case .viewer(let window, let overlays):
            if case .number(let number) = window, number > film.windows.count {
                let count = film.windows.count
                let has = count == 0 ? "no window" : count == 1 ? "1 window" : "\(count) windows"
                throw WorkstationError(
                    .badInput,
                    count == 0 ? "The film names \(has)." : "The film names \(has); there is no number \(number).",
                    suggestion: "Choose another --window: header, auto, whole, or CENTER/WIDTH.")
            }
            let picture = film.viewerPicture(ViewerRecipe(size: longSide, window: window))
            return try (overlays ? picture.drawing(film.overlays, of: film) : picture).png()
        }
    }
}

/// How one film is drawn for the model.
struct ReadingPicture {
    /// What the settings call the model's recipe.
    var model = ModelRecipe.standard
    /// `nil` is that one.
    var recipe: FilmRecipe?
    /// Counted from 1.
    var frame = 1

    func recipe(ofSize size: Int) -> FilmRecipe {
        switch recipe {
        case .viewer(let view)?: .viewer(ViewerRecipe(size: size, window: view.window))
        case .model?, nil: .model(ModelRecipe(size: size, gamma: model.gamma))
        }
    }
}
