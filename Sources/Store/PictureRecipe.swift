/// How a picture was drawn from its film.
public struct PictureRecipe: Sendable, Equatable {
    /// Such as `model-896/1`.
    public let name: String
    /// SHA-256 (hex) of the recipe's parameters.
    public let hash: String

    public init(name: String, hash: String) { (self.name, self.hash) = (name, hash) }
}
