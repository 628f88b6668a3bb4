import Analysis
import Foundation
import Radiology
import Store

/// The bodies of an earlier answer's calls, put together again and proved by their hashes.
struct Reproduction: Sendable {
    struct Call: Sendable {
        let kind: CallKind
        let body: [UInt8]
        /// SHA-256 (hex), of what was sent then and of what was built now.
        let hash: String
        /// Who was asked then.
        let endpoint: String
        /// The raw reply of then.
        let reply: String
    }

    let kept: KeptAttempt
    let picture: RecordedPicture.Source?
    let calls: [Call]

    /// Why it cannot be done.
    enum Problem: Error, Equatable {
        /// No answer of a model stands.
        case noAnswer
        /// The answer came from a reader that is sent nothing, or from a version that kept no requests.
        case noRequest
        case rebuild(ChatRequest.RebuildProblem)
        /// It could be put together, and is not what was sent.
        case otherBytes

        var suggestion: String {
            switch self {
            case .noAnswer: "No answer of a model stands: have the film read first."
            case .noRequest:
                "Nothing was sent, or an older version kept no requests: have the film read again to make it repeatable."
            case .rebuild(let problem): problem.suggestion
            case .otherBytes: "What was kept of the call does not give the bytes that were sent: nothing was sent."
            }
        }
    }

    /// - Throws: `Problem`, and `StoreError`.
    init(_ uid: SOPInstanceUID, archive: Archive, pictures: Pictures) throws {
        guard let kept = try archive.aiReports.standing(of: uid), let record = try archive.exams.record(uid, .list)
        else {
            throw Problem.noAnswer
        }
        guard let request = kept.attempt.request else { throw Problem.noRequest }
        let source = kept.attempt.provenance
        let picture = pictures.recorded(source, of: record, try archive.exams.films(of: uid).first)
        func call(_ kind: CallKind, _ asked: AskedRequest, of endpoint: String, _ reply: String) throws -> Call {
            let body: [UInt8]
            do throws(ChatRequest.RebuildProblem) {
                body = try ChatRequest.Recorded(json: asked.pieces).bytes(
                    prompt: { try? archive.promptTexts.text($0) },
                    image: { $0 == source.imageHash ? picture?.png : nil })
            } catch { throw Problem.rebuild(error) }
            guard ContentHash(of: body).rawValue == asked.hash else { throw Problem.otherBytes }
            return Call(kind: kind, body: body, hash: asked.hash, endpoint: endpoint, reply: reply)
        }
        var calls = [try call(.report, request, of: source.endpoint, source.rawReport)]
        if let check = kept.attempt.checkRequest {
            let endpoint = kept.attempt.checkSource?.endpoint ?? source.endpoint
            calls.append(try call(.check, check, of: endpoint, source.rawCheck ?? ""))
        }
        (self.kept, self.picture, self.calls) = (kept, picture?.source, calls)
    }
}
