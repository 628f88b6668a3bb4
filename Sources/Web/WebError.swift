/// Why the pages cannot be shown.
public enum WebError: Error, Equatable, Sendable, CustomStringConvertible {
    case folderMissing(path: String)
    case cannotListen(address: String, port: Int, reason: String)

    /// What the programme does about it.
    public enum Recovery: Sendable, Equatable { case tellOperator }

    /// Neither mends itself.
    public var recovery: Recovery { .tellOperator }

    public var description: String {
        switch self {
        case .folderMissing(let path): "The folder of pages \(path) does not exist."
        case .cannotListen(let address, let port, let reason): "Cannot listen on \(address) port \(port): \(reason)."
        }
    }

    /// One sentence that says what to do next.
    public var suggestion: String {
        switch self {
        case .folderMissing: "Run xrayvision publish once, or choose the workspace with --workspace."
        case .cannotListen(_, let port, _):
            "Another programme may use port \(port): choose another with --port, or 0 for any free one."
        }
    }
}
