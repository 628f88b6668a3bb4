import Radiology
import Reports

/// What the daemon may ask the workstation to do. Each throws a `Refusal` with the status and sentence for the client.
public struct LiveActions: Sendable {
    /// A second reading, with an optional extra instruction (at most 2000 characters). The audit entry is the caller's.
    public var requeue: @Sendable (SOPInstanceUID, _ instruction: String?) async throws -> Void
    /// Query and retrieve of the last hours, started now. Returns when it is started, with a sentence.
    public var query: @Sendable (_ hours: Int) async throws -> String
    /// Asks the hospital for this exam's report now. Returns a sentence: found, none, or later.
    public var fetchReport: @Sendable (SOPInstanceUID) async throws -> String
    public var check: @Sendable (_ report: String) async throws -> CheckedReport
    /// The three-pass object, as JSON bytes (spec of the API: `AnalysedReport`).
    public var analyse: @Sendable (_ report: String) async throws -> [UInt8]
    public var translate: @Sendable (_ report: String) async throws -> String
    /// The figures of performance, as JSON or CSV bytes.
    public var performance: @Sendable (FiguresWish) throws -> [UInt8]
    /// The same figures for the pages, with what stands beside them.
    public var statistics: @Sendable (FiguresWish) throws -> StatisticsFigures
    /// Equal ones, equal figures: makes the facts anew of what changed, and says up to where they go.
    public var figuresVersion: @Sendable () throws -> String
    /// Is told after a review, a flag: pages follow.
    public var changed: @Sendable () -> Void

    public init(
        requeue: @escaping @Sendable (SOPInstanceUID, String?) async throws -> Void,
        query: @escaping @Sendable (Int) async throws -> String,
        fetchReport: @escaping @Sendable (SOPInstanceUID) async throws -> String,
        check: @escaping @Sendable (String) async throws -> CheckedReport,
        analyse: @escaping @Sendable (String) async throws -> [UInt8],
        translate: @escaping @Sendable (String) async throws -> String,
        performance: @escaping @Sendable (FiguresWish) throws -> [UInt8] = { _ in
            throw Refusal(code: 503, "No figures are made here.")
        },
        statistics: @escaping @Sendable (FiguresWish) throws -> StatisticsFigures = { _ in
            throw Refusal(code: 503, "No figures are made here.")
        },
        figuresVersion: @escaping @Sendable () throws -> String = { "" },
        changed: @escaping @Sendable () -> Void
    ) {
        self.requeue = requeue
        self.query = query
        self.fetchReport = fetchReport
        self.check = check
        self.analyse = analyse
        self.translate = translate
        self.performance = performance
        self.statistics = statistics
        self.figuresVersion = figuresVersion
        self.changed = changed
    }
}

/// What the model says about a text.
public struct CheckedReport: Sendable, Equatable {
    public let isPathologic: Bool
    /// 0…10
    public let severity: Int
    public let summary: String

    public init(isPathologic: Bool, severity: Int, summary: String) {
        self.isPathologic = isPathologic
        self.severity = severity
        self.summary = summary
    }
}
