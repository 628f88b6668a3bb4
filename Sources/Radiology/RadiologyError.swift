/// Why a data set cannot become an exam. Everything but the identity of the film may be missing.
public enum RadiologyError: Error, Equatable, Sendable {
    /// SOP Instance UID (0008,0018) is absent or empty.
    case noInstanceUID
    /// SOP Instance UID is there but breaks the rules of PS3.5 §9.1, so it must not name a file.
    case badInstanceUID

    public enum Recovery: Sendable, Equatable {
        /// The file cannot be taken in as it is; another try would end the same way.
        case setAside
    }

    public var recovery: Recovery { .setAside }

    /// One sentence for the person who reads the log or the rejection.
    public var suggestion: String {
        switch self {
        case .noInstanceUID:
            "The film has no SOP Instance UID (0008,0018); have it exported again from the archive or the modality."
        case .badInstanceUID:
            """
            The SOP Instance UID (0008,0018) is not 1 to 64 digits and dots, so it cannot name the film; have it \
            exported again with a valid one.
            """
        }
    }
}
