/// Why the programme does not start with these prompts. Never about one film.
public enum PromptError: Error, Equatable, Sendable {
    case unreadable(file: String)
    case empty(file: String)
    case tooLarge(file: String, limit: Int)
    case unknownPlaceholder(file: String, name: String)

    public enum Recovery: Sendable, Equatable { case tellOperator }

    public var recovery: Recovery { .tellOperator }

    /// One sentence for the person who starts the programme.
    public var suggestion: String {
        switch self {
        case .unreadable(let file):
            "\(file) cannot be read as UTF-8 text: correct it, or remove it to use our own text."
        case .empty(let file): "\(file) is empty: write a prompt into it, or remove it to use our own text."
        case .tooLarge(let file, let limit): "\(file) is larger than \(limit) bytes: this is no prompt."
        case .unknownPlaceholder(let file, let name):
            "\(file) has the unknown placeholder {\(name)}; known are "
                + PromptTemplate.Placeholder.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ") + "."
        }
    }
}
