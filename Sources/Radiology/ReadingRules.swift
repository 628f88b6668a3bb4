/// Why a film that is kept and shown is not read.
public struct NotRead: Error, Sendable, Equatable {
    /// The raw values are kept in the database.
    public enum Cause: String, Sendable {
        case notARadiograph = "not-a-radiograph"
        case slice = "slice-not-chosen"
        case region = "unsupported-region"
    }

    public let cause: Cause
    /// A sentence for a person, without patient data.
    public let sentence: String

    init(_ cause: Cause, _ sentence: String) { (self.cause, self.sentence) = (cause, sentence) }
}

/// Decides from what is known about an exam whether it is read. The same question can be asked again when the settings
/// have changed: nothing but the exam is looked at.
public struct ReadingRules: Sendable {
    public let regions: RegionRules
    public let slices: SliceRules

    public init(regions: RegionRules = .standard, slices: SliceRules = SliceRules()) {
        (self.regions, self.slices) = (regions, slices)
    }

    /// `nil` when it is read.
    public func refusal(of exam: Exam) -> NotRead? {
        if let sentence = exam.facts.whyNotRead { return NotRead(.notARadiograph, sentence) }
        do throws(NotRead) {
            _ = try chosenFrame(of: exam)
        } catch {
            return error
        }
        return regions.reasonToIgnore(exam.region).map { NotRead(.region, $0) }
    }

    /// The frame that stands for the film, counted from 1: the chosen slice, otherwise the first.
    public func frame(of exam: Exam) -> Int { (try? chosenFrame(of: exam)) ?? 1 }

    /// The window of a slice that the settings choose; `nil` for radiographs and for slices that nobody chose.
    public func window(of exam: Exam) -> SliceWindow? {
        exam.facts.slice.flatMap { slices[$0.modality]?.window }
    }

    private func chosenFrame(of exam: Exam) throws(NotRead) -> Int {
        guard let slice = exam.facts.slice else { return 1 }
        return try slices.frame(of: slice, frames: exam.facts.frames ?? 1)
    }
}
