import Analysis
import Foundation
import Logging
import Radiology
import Store
import Web

/// What people may have the workstation do from the dashboard.
extension Workstation {
    /// - Parameter manual: `nil` when no archive is named.
    func liveActions(_ readers: Readers, _ wakes: Wakes, manual: ManualQuery?) -> LiveActions {
        let reader = readers.reader
        return LiveActions(
            requeue: { uid, instruction in
                try readAgain(uid, instruction)
                wakes.reader.signal()
                wakes.pages.signal()
            },
            query: { hours in
                guard let manual else {
                    throw Web.Refusal(code: 409, "No archive is named in the settings: see REMOTE_AE_IP in [dicom].")
                }
                return try await manual.start(hours: hours)
            },
            fetchReport: { uid in
                let sentence = try await reportNow(of: uid)
                wakes.reader.signal()
                wakes.pages.signal()
                return sentence
            },
            check: { text in
                let answer = try await answered(about: text) { try await reader.check($0) }
                news.stages.note(.check, milliseconds: answer.call.milliseconds)
                return CheckedReport(
                    isPathologic: answer.isPathologic, severity: answer.severity.score, summary: answer.summary)
            },
            analyse: { text in
                let answer = try await answered(about: text) { try await reader.analyse($0) }
                return try Self.json(answer.critique)
            },
            translate: { text in
                let answer = try await answered(about: text, or: "Translation failed") {
                    try await reader.translate($0)
                }
                if let call = answer.call { news.stages.note(.translate, milliseconds: call.milliseconds) }
                return answer.text
            },
            performance: { try liveFigures($0) }, statistics: { try liveStatistics($0) },
            figuresVersion: { try figuresVersion() }, changed: { wakes.pages.signal() })
    }

    private func readAgain(_ uid: SOPInstanceUID, _ instruction: String?) throws {
        let words = instruction.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        guard (words?.count ?? 0) <= Self.longestInstruction else {
            throw Web.Refusal(code: 400, "The instruction has more than \(Self.longestInstruction) characters.")
        }
        do throws(StoreError) {
            // A person is waiting for it: before films that nobody asked for.
            _ = try archive.exams.requeue(
                uid, instruction: words.flatMap { $0.isEmpty ? nil : $0 }, priority: 1, now: clock.now())
        } catch {
            throw Self.refusal(error)
        }
        news.tell(.requeued(uid))
    }

    static let longestInstruction = 2000
    private static let longestText = 20_000

    /// - Returns: what a person reads: found, none, or later.
    private func reportNow(of uid: SOPInstanceUID) async throws -> String {
        do {
            let sentence = try await within(.seconds(10)) { try await fetchReport(of: uid) }
            return sentence ?? "The hospital has not answered yet; it is asked again by itself."
        } catch let error as WorkstationError {
            switch error.ending {
            case .badInput: throw Web.Refusal(code: 404, "Exam not found")
            case .usage: throw Web.Refusal(code: 409, "No record system is asked here.")
            default:
                log.notice("A report could not be fetched on request. \(error.suggestion)")
                throw Web.Refusal(code: 503, "The hospital cannot be asked now.", retryAfter: 60)
            }
        }
    }

    /// - Parameters:
    ///   - failure: what the client is told; why is in the log.
    ///   - ask: is given the text without spaces around it.
    private func answered<Answer: Sendable>(
        about text: String, or failure: String = "The model gave no usable answer.",
        _ ask: (String) async throws -> Answer
    ) async throws -> Answer {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else { throw Web.Refusal(code: 400, "No report text provided") }
        guard text.count <= Self.longestText else {
            throw Web.Refusal(code: 400, "The text has more than \(Self.longestText) characters.")
        }
        do {
            return try await ask(text)
        } catch let error as AnalysisError {
            try Task.checkCancellation()
            log.notice("A text of the check page was not answered: \(error.code).")
            throw Web.Refusal(code: 500, failure)
        }
    }

    private static func json(_ critique: Critique) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(critique))
    }

    private static func refusal(_ error: StoreError) -> Web.Refusal {
        switch error {
        case .unknownExam: Web.Refusal(code: 404, "Exam not found")
        case .busy: Web.Refusal(code: 503, "The database is busy; try again.", retryAfter: 5)
        default: Web.Refusal(code: 500, "The database cannot be written to.")
        }
    }
}
