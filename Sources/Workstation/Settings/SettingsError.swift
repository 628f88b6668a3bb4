/// Why the settings cannot be used. Every text names the place to look at; no text contains a secret.
public indirect enum SettingsError: Error, Equatable, Sendable {
    case workspaceMissing(path: String)
    case unreadable(file: String, reason: String)
    case tooLarge(file: String, limit: Int)
    case notText(file: String, line: Int)
    case syntax(file: String, line: Int, problem: String)
    case duplicateSection(String, file: String, line: Int, first: Int)
    case duplicateKey(String, section: String, file: String, line: Int, first: Int)
    case unknownSection(String, origin: SettingOrigin, nearest: String)
    case unknownKey(String, section: String, origin: SettingOrigin, nearest: String)
    case badValue(section: String, key: String, value: String, expects: String, origin: SettingOrigin)
    case outsideWorkspace(section: String, key: String, value: String, workspace: String, origin: SettingOrigin)
    case unresolvedReference(section: String, key: String, reference: String, origin: SettingOrigin)
    /// More than one thing is wrong; all are reported at once so that one round of editing is enough.
    case several([SettingsError])

    /// What the programme does about it.
    public enum Recovery: Sendable, Equatable { case tellOperator }

    /// Wrong settings never mend themselves.
    public var recovery: Recovery { .tellOperator }

    /// The problems one by one.
    public var problems: [SettingsError] {
        if case .several(let all) = self { all.flatMap(\.problems) } else { [self] }
    }
}

extension SettingsError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .workspaceMissing(let path): "The workspace \(path) is not a folder."
        case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)."
        case .tooLarge(let file, let limit): "\(file) is larger than \(limit) bytes, too large for a settings file."
        case .notText(let file, let line): "\(file):\(line): the file is not text."
        case .syntax(let file, let line, let problem): "\(file):\(line): \(problem)."
        case .duplicateSection(let name, let file, let line, let first):
            "\(file):\(line): section [\(name)] was already opened in line \(first)."
        case .duplicateKey(let key, let section, let file, let line, let first):
            "\(file):\(line): \(key) in [\(section)] was already set in line \(first)."
        case .unknownSection(let name, let origin, let nearest):
            "\(origin): there is no section [\(name)]; the nearest is [\(nearest)]."
        case .unknownKey(let key, let section, let origin, let nearest):
            "\(origin): [\(section)] has no setting \(key); the nearest is \(nearest)."
        case .badValue(let section, let key, let value, let expects, let origin):
            "\(origin): [\(section)] \(key) is \"\(value)\" but must be \(expects)."
        case .outsideWorkspace(let section, let key, let value, let workspace, let origin):
            "\(origin): [\(section)] \(key) is \"\(value)\", which is outside the workspace \(workspace)."
        case .unresolvedReference(let section, let key, let reference, let origin):
            "\(origin): [\(section)] \(key) refers to \(reference), which cannot be resolved."
        case .several(let all): all.map(\.description).joined(separator: "\n")
        }
    }

    /// One sentence that says what to do next.
    public var suggestion: String {
        switch self {
        case .workspaceMissing: "Create the folder, or choose another one with --workspace."
        case .unreadable: "Make it a plain file that this user may read, or remove it: every setting has a default."
        case .tooLarge, .notText: "Restore the file from a copy, or remove it: every setting has a default."
        case .syntax: "Write \"key = value\" below a \"[section]\" line; comments stand on lines of their own."
        case .duplicateSection: "Move the lines of the second section up into the first one."
        case .duplicateKey: "Keep one of the two lines."
        case .unknownSection, .unknownKey: "Correct the name or delete the line; docs/settings.md lists every setting."
        case .badValue: "Change the value, or delete the line to use the default."
        case .outsideWorkspace(_, let key, _, _, _):
            "Nothing is written outside the workspace: move the data into it and set \(key) to a relative path, "
                + "or start with --workspace and the folder that holds the data."
        case .unresolvedReference: "Set the named key in the same section or in [DEFAULT], or write %% for one %."
        case .several(let all): all.first?.suggestion ?? ""
        }
    }
}
