import Foundation

/// Where a command says what it found (standard output) and how far it is (standard error).
/// The executable builds the real one; a test collects lines in memory.
public struct Console: Sendable {
    /// One line of the answer, for standard output.
    public var answer: @Sendable (String) -> Void
    /// One line for the person who waits, for standard error.
    public var note: @Sendable (String) -> Void
    /// How far a long step is; draws itself at its own pace.
    public var progress: @Sendable (Step) -> Void
    /// Whether the answer is wanted as JSON.
    public var wantsJSON: Bool

    public init(
        wantsJSON: Bool = false, answer: @escaping @Sendable (String) -> Void,
        note: @escaping @Sendable (String) -> Void, progress: @escaping @Sendable (Step) -> Void
    ) {
        self.wantsJSON = wantsJSON
        self.answer = answer
        self.note = note
        self.progress = progress
    }

    /// Says nothing at all.
    public static let silent = Console(answer: { _ in }, note: { _ in }, progress: { _ in })

    /// One moment of a long step. `total` is `nil` while nobody knows how much there is.
    public struct Step: Sendable, Equatable {
        public let task: String
        public let done: Int
        public let total: Int?

        public init(_ task: String, done: Int, of total: Int? = nil) {
            (self.task, self.done, self.total) = (task, done, total)
        }

        /// The step is over: the bar gives its line back.
        public var isLast: Bool { total.map { done >= $0 } ?? false }
    }

    /// Answers with one JSON object on one line, keys sorted.
    public func answer(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        answer(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
