/// How a picture was drawn from its film.
public struct PictureRecipe: Sendable, Equatable {
    /// Such as `model-896/1`.
    public let name: String
    /// SHA-256 (hex) of the recipe's parameters.
    public let hash: String
    /// The frame it was drawn from, counted from 1; `nil` for a film of one frame.
    public let frame: Int?

    public init(name: String, hash: String, frame: Int? = nil) {
        (self.name, self.hash, self.frame) = (name, hash, frame)
    }

    /// From three columns; `nil` unless the first two are filled.
    init?(name: String?, hash: String?, frame: Int?) {
        guard let name, let hash else { return nil }
        self.init(name: name, hash: hash, frame: frame)
    }
}

/// What came of drawing a film: which pictures there are, and how they were made.
public struct FilmDrawing: Sendable, Equatable {
    /// Of the picture for the reader; `nil` when none was drawn.
    public var model: PictureRecipe?
    /// Of the picture for people; `nil` when nothing can be drawn.
    public var display: PictureRecipe?
    /// Whether the film's grey values were written for the viewer; false says that there will be none, `nil` that nobody
    /// wants one now.
    public var hasViewer: Bool?
    /// The frame that people see. Counted from 1; `nil` for a film of one frame.
    public var frame: Int?
    /// Overlay planes in the film.
    public var overlays: Int?
    /// What was odd about the film and how it was read; sentences without patient data.
    public var notes: [String]

    public init(
        model: PictureRecipe? = nil, display: PictureRecipe? = nil, hasViewer: Bool? = false, frame: Int? = nil,
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
