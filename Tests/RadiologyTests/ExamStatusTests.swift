import Radiology
import Testing

@Suite("Where an exam may go")
struct ExamStatusTests {
    /// The only legal moves; everything that is not here is refused.
    static let legal: [ExamStatus: [ExamStatus]] = [
        .none: [.queued, .ignore, .error, .check],
        .queued: [.processing],
        .requeue: [.processing],
        .check: [.processing],
        .processing: [.done, .error, .ignore, .queued, .requeue, .check],
        .done: [.requeue, .check],
        .error: [.requeue, .queued],
        .ignore: [.requeue],
    ]

    @Test("An exam moves only along the written ways", arguments: ExamStatus.allCases, ExamStatus.allCases)
    func moves(from: ExamStatus, to: ExamStatus) {
        #expect(from.canBecome(to) == (Self.legal[from]?.contains(to) ?? false))
    }

    @Test("The runner takes exams from exactly the statuses that may become processing")
    func waiting() {
        let startable = ExamStatus.allCases.filter { $0.canBecome(.processing) }
        #expect(Set(ExamStatus.waiting) == Set(startable))
    }

    @Test("The statuses are written as older databases know them")
    func names() {
        #expect(
            ExamStatus.allCases.map(\.rawValue) == [
                "none", "queued", "processing", "done", "error", "ignore", "requeue", "check",
            ])
    }
}
