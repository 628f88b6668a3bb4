/// How a picture was drawn from its film.
public struct PictureRecipe: Sendable, Equatable {
    /// Such as `model-896/1`.
    public let name: String
    /// SHA-256 (hex) of the recipe's parameters.
    public let hash: String

    public init(name: String, hash: String) { (self.name, self.hash) = (name, hash) }

    /// From two columns; `nil` unless both are filled.
    init?(name: String?, hash: String?) {
        guard let name, let hash else { return nil }
        self.init(name: name, hash: hash)
    }
}

/// What came of drawing a film: which pictures there are, and how they were made.
public struct FilmDrawing: Sendable, Equatable {
    /// Of the picture for the reader; `nil` when none was drawn.
    public var model: PictureRecipe?
    /// Of the picture for people; `nil` when nothing can be drawn.
    public var display: PictureRecipe?
    /// Whether the film's grey values were written for the viewer.
    public var hasViewer: Bool
    /// Counted from 1; `nil` for a film of one frame.
    public var frame: Int?
    /// Overlay planes in the film.
    public var overlays: Int?
    /// What was odd about the film and how it was read; sentences without patient data.
    public var notes: [String]

    public init(
        model: PictureRecipe? = nil, display: PictureRecipe? = nil, hasViewer: Bool = false, frame: Int? = nil,
        overlays: Int? = nil, notes: [String] = []
    ) {
        self.model = model
        self.display = display
        self.hasViewer = hasViewer
        self.frame = frame
        self.overlays = overlays
        self.notes = notes
    }
}
