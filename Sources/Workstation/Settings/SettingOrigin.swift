/// Where the value of a setting came from; later cases win over earlier ones.
public enum SettingOrigin: Sendable, Equatable, CustomStringConvertible {
    case builtIn
    /// Line numbers count from 1.
    case file(name: String, line: Int)
    /// The name of the environment variable.
    case environment(String)
    /// The flag as typed, e.g. `--model`.
    case flag(String)

    public var description: String {
        switch self {
        case .builtIn: "default"
        case .file(let name, let line): "\(name):\(line)"
        case .environment(let variable): "environment variable \(variable)"
        case .flag(let flag): "flag \(flag)"
        }
    }

    func isSameFile(as other: SettingOrigin) -> Bool {
        if case .file(let name, _) = self, case .file(name, _) = other { true } else { false }
    }
}

/// A flag of the command line that stands above the files and the environment.
public struct FlagOverride: Sendable, Equatable {
    public let section: String
    public let key: String
    public let value: String
    /// The flag as typed; `config show --origin` and error texts name it.
    public let flag: String

    public init(section: String, key: String, value: String, flag: String) {
        self.section = section
        self.key = key
        self.value = value
        self.flag = flag
    }
}

extension FlagOverride {
    public static let keepDICOM = FlagOverride("processing", "KEEP_DICOM", "--keep-dicom")
    public static let loadDICOM = FlagOverride("processing", "LOAD_DICOM", "--load-dicom")
    public static let noQuery = FlagOverride("processing", "NO_QUERY", "--no-query")
    public static let enableNtfy = FlagOverride("processing", "ENABLE_NTFY", "--enable-ntfy")

    public static func model(_ name: String) -> FlagOverride {
        FlagOverride(section: "openai", key: "MODEL_NAME", value: name, flag: "--model")
    }

    public static func retrievalMethod(_ method: String) -> FlagOverride {
        FlagOverride(section: "dicom", key: "RETRIEVAL_METHOD", value: method, flag: "--retrieval-method")
    }

    /// A switch can only turn its setting on, as in the predecessor.
    private init(_ section: String, _ key: String, _ flag: String) {
        self.init(section: section, key: key, value: "True", flag: flag)
    }
}
