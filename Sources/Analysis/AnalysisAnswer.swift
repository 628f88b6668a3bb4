/// The critique of a report, and how it came about.
public struct AnalysisAnswer: Sendable, Equatable {
    public var critique: Critique
    public var call: CallRecord

    public init(critique: Critique, call: CallRecord) { (self.critique, self.call) = (critique, call) }
}
