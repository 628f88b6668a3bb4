/// Why nothing can be shown.
public enum WebError: Error, Equatable, Sendable, CustomStringConvertible {
    case folderMissing(path: String)
    case cannotListen(address: String, port: Int, reason: String)
    /// `setting` is the line of the settings file that names it.
    case certificateUnusable(setting: String, path: String, reason: String)
    /// Empty, too long, or no memory to hash it.
    case passwordUnusable

    /// What the programme does about it.
    public enum Recovery: Sendable, Equatable { case tellOperator }

    /// None mends itself.
    public var recovery: Recovery { .tellOperator }

    public var description: String {
        switch self {
        case .folderMissing(let path): "The folder of pages \(path) does not exist."
        case .cannotListen(let address, let port, let reason): "Cannot listen on \(address) port \(port): \(reason)."
        case .certificateUnusable(let setting, let path, let reason): "\(setting): cannot use \(path): \(reason)."
        case .passwordUnusable: "This password cannot be kept."
        }
    }

    /// One sentence that says what to do next.
    public var suggestion: String {
        switch self {
        case .folderMissing: "Run xrayvision publish once, or choose the workspace with --workspace."
        case .cannotListen(_, let port, _):
            "Another programme may use port \(port): choose another with --port, or 0 for any free one."
        case .certificateUnusable(let setting, _, _):
            "Correct \(setting) in [dashboard]: a readable PEM file, the key belonging to the certificate; or leave both empty."
        case .passwordUnusable: "Choose one of 1 to \(PasswordHash.longest) bytes."
        }
    }
}
