/// Either way of drawing a film, for callers that let a setting choose.
public enum FilmRecipe: Sendable, Hashable {
    case model(ModelRecipe)
    case viewer(ViewerRecipe)

    /// The recipe's name and edition, such as `model-896/2`.
    public var name: String {
        switch self {
        case .model(let recipe): recipe.name
        case .viewer(let recipe): recipe.name
        }
    }

    /// Everything that decides the grey values, as one line of text; callers hash it.
    public var parameters: String {
        switch self {
        case .model(let recipe): recipe.parameters
        case .viewer(let recipe): recipe.parameters
        }
    }
}

extension Film {
    public func picture(_ recipe: FilmRecipe) -> GreyPicture {
        switch recipe {
        case .model(let recipe): modelPicture(recipe)
        case .viewer(let recipe): viewerPicture(recipe)
        }
    }
}
