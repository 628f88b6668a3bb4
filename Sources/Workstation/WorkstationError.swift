/// What ends a command early: said in one sentence, with what to do next and the exit code that scripts rely on.
public struct WorkstationError: Error, Sendable, Equatable {
    /// The exit codes of the command line's contract (the names are those of sysexits).
    public enum Ending: Int32, Sendable {
        case someFailed = 1
        case usage = 64
        case badInput = 65
        case serviceUnreachable = 69
        case cannotWrite = 73
        case tryAgain = 75
        case badSettings = 78
    }

    public let ending: Ending
    /// What happened, without patient data.
    public let message: String
    /// What a person can do about it.
    public let suggestion: String

    public init(_ ending: Ending, _ message: String, suggestion: String) {
        (self.ending, self.message, self.suggestion) = (ending, message, suggestion)
    }
}
