import Analysis
import Foundation
import Radiology
import Store

extension Workstation {
    /// What can be asked about a text.
    public enum TextTask: String, Sendable, CaseIterable { case check, translate, analyse }

    /// Asks the models about a text that somebody hands in. Nothing is kept.
    public func ask(_ task: TextTask, about text: String) async throws {
        guard !text.allSatisfy(\.isWhitespace) else {
            throw WorkstationError(.badInput, "There is no text.", suggestion: "Give the text on standard input.")
        }
        let reader = try readers().reader
        do {
            switch task {
            case .check: try tell(CheckedText(try await reader.check(text)))
            case .translate: try tell(TranslatedText(try await reader.translate(text)))
            case .analyse: try tell(AnalysedText(try await reader.analyse(text)))
            }
        } catch let error as AnalysisError {
            let ending: WorkstationError.Ending = error.recovery == .waitForEndpoint ? .serviceUnreachable : .someFailed
            throw WorkstationError(ending, "There is no answer about the text.", suggestion: error.suggestion)
        }
    }

    private func tell(_ answer: some TextAnswer) throws {
        if console.wantsJSON { try console.answer(json: answer) } else { console.answer(answer.text) }
    }
}

private protocol TextAnswer: Encodable {
    var text: String { get }
}

private struct CheckedText: TextAnswer {
    let pathologic: Bool
    let severity: Int
    let summary: String
    let confidence: Int?
    let problem: String?
    let milliseconds: Int

    init(_ answer: CheckAnswer) {
        (pathologic, severity, summary) = (answer.isPathologic, answer.severity.score, answer.summary)
        (confidence, problem) = (answer.confidence?.percent, answer.problem)
        milliseconds = answer.call.milliseconds
    }

    var text: String {
        "severity \(severity)/10, \(summary)" + (confidence.map { ", confidence \($0) %" } ?? "")
            + (problem.map { "\n\($0)" } ?? "")
    }
}

private struct TranslatedText: TextAnswer {
    let english: String
    let problem: String?
    let milliseconds: Int?

    init(_ translation: Translation) {
        (english, problem) = (translation.text, translation.problem)
        milliseconds = translation.call?.milliseconds
    }

    var text: String { english + (problem.map { "\n\nTo be doubted: \($0)" } ?? "") }
}

private struct AnalysedText: TextAnswer {
    let critique: Critique
    let milliseconds: Int

    init(_ answer: AnalysisAnswer) { (critique, milliseconds) = (answer.critique, answer.call.milliseconds) }

    var text: String {
        """
        \(critique.firstPass.topic) \(critique.firstPass.purpose) \(critique.firstPass.primaryFindings)
        points: \(critique.secondPass.mainPoints.joined(separator: "; "))
        evidence: \(critique.secondPass.supportingEvidence.joined(separator: "; "))
        conclusions hold: \(critique.secondPass.conclusionsValid ? "yes" : "no")
        assumed: \(critique.thirdPass.assumptions.joined(separator: "; "))
        missing: \(critique.thirdPass.missingInfo.joined(separator: "; "))
        \(critique.thirdPass.critique)
        \(critique.overallAssessment)
        """
    }
}
