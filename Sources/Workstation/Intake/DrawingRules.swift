import Imaging
import Radiology
import Store

/// How the pictures of one film are to be drawn.
struct DrawingPlan: Sendable, Equatable {
    /// The frame that stands for the film, counted from 1.
    var frame: Int
    /// Number of Frames says that there are others.
    let isOneOfMany: Bool
    /// For the reader's picture; `nil` for a film that is not read, which gets a small picture for its page only.
    let recipe: FilmRecipe?
    /// For the picture that people see.
    let window: WindowChoice

    var isShownOnly: Bool { recipe == nil }

    /// As it is kept with the film.
    var frameNumber: Int? { isOneOfMany ? frame : nil }
}

/// Chooses frame, window and recipe from the settings.
struct DrawingRules: Sendable {
    let reading: ReadingRules
    let recipes: RecipeSettings
    /// The recipe called `model` in the settings.
    let model: ModelRecipe

    /// Slices that nobody chose and pictures that are no radiographs are shown only. A film of a region that is not
    /// read is drawn whole: the settings may change, and it may be read on request.
    func plan(for exam: Exam) -> DrawingPlan {
        let cause = reading.refusal(of: exam)?.cause
        return plan(for: exam, isRead: cause == nil || cause == .region)
    }

    /// For pictures that are drawn again. Only a reading changes the frame of a film: the answer on the page is about
    /// that one.
    /// - Parameter past: how the reader's picture was drawn, if there ever was one.
    func plan(for exam: Exam, drawnWith past: PictureRecipe?) -> DrawingPlan {
        var plan = plan(for: exam)
        if let frame = past?.frame { plan.frame = frame }
        return plan
    }

    /// For a film that is being read, whatever the rules for new films say.
    func readingPlan(for exam: Exam) -> DrawingPlan { plan(for: exam, isRead: true) }

    private func plan(for exam: Exam, isRead: Bool) -> DrawingPlan {
        let slice = isRead ? reading.window(of: exam).map(WindowChoice.init) : nil
        return DrawingPlan(
            frame: reading.frame(of: exam), isOneOfMany: (exam.facts.frames ?? 1) > 1,
            recipe: isRead ? recipe(for: exam, slice) : nil, window: slice ?? .asHeader)
    }

    private func recipe(for exam: Exam, _ slice: WindowChoice?) -> FilmRecipe {
        if let slice { return .viewer(ViewerRecipe(size: model.size, window: slice)) }
        switch recipes.recipe(modality: exam.modality, region: exam.region) {
        case .model: return .model(model)
        case .viewer: return .viewer(ViewerRecipe(size: model.size, window: .asHeader))
        }
    }
}

extension DrawingRules {
    init(_ settings: Settings) {
        let gamma = ModelRecipe.Gamma(settings.processing.gamma)
        self.init(
            reading: ReadingRules(settings), recipes: settings.recipes,
            model: ModelRecipe(size: settings.storage.imageSize, gamma: gamma))
    }
}

extension ReadingRules {
    init(_ settings: Settings) { self.init(regions: RegionRules(settings.regions), slices: settings.slices) }
}

extension WindowChoice {
    init(_ window: SliceWindow) {
        switch window {
        case .header: self = .asHeader
        case .percentiles: self = .percentiles
        case .lung, .bone, .softTissue, .brain, .abdomen:
            let (center, width) = window.hounsfield ?? (0, 1)
            self = .fixed(name: window.rawValue, center: center, width: width)
        }
    }
}

extension PictureRecipe {
    /// - Parameter frame: `nil` for a film of one frame; of others it is one of the parameters.
    init(_ recipe: FilmRecipe, frame: Int? = nil) {
        let parameters = recipe.parameters + (frame.map { " frame=\($0)" } ?? "")
        self.init(name: recipe.name, hash: ContentHash(of: parameters).rawValue, frame: frame)
    }
}
