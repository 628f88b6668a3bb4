import Analysis
import Foundation
import Radiology
import Store

extension Workstation {
    /// Sends the very bytes of an exam's answer to the same endpoint again and shows what is answered otherwise.
    /// - anywhere: asks the first server of the settings when they do not name the one of then any more.
    /// - dryRun: puts the bytes together, compares their hashes, and sends nothing.
    /// - Throws: `.someFailed` when they cannot be put together byte for byte; `.serviceUnreachable` when nobody answers.
    public func reproduce(_ text: String, dryRun: Bool, anywhere: Bool = false) async throws {
        let uid = try examUID(text)
        let reproduction = try reproduction(of: uid)
        var told: [Replayed] = []
        if !dryRun { told = try await replayed(reproduction, anywhere: anywhere) }
        let report = ReproductionReport(uid, reproduction, told)
        if console.wantsJSON { try console.answer(json: report) } else { console.answer(report.text) }
    }

    private func reproduction(of uid: SOPInstanceUID) throws -> Reproduction {
        do {
            return try Self.orEnding { try Reproduction(uid, archive: archive, pictures: pictures) }
        } catch let problem as Reproduction.Problem {
            throw WorkstationError(
                .someFailed, "The answer cannot be asked for again byte for byte.", suggestion: problem.suggestion)
        }
    }

    private func replayed(_ reproduction: Reproduction, anywhere: Bool) async throws -> [Replayed] {
        guard let pool = try readers().pool else {
            throw WorkstationError(
                .badSettings, "The settings name no model server.", suggestion: "Set OPENAI_URL_PRIMARY.")
        }
        let servers = try reproduction.calls.map { try server(of: $0, in: pool, anywhere: anywhere) }
        var told: [Replayed] = []
        for (call, endpoint) in zip(reproduction.calls, servers) {
            do {
                told.append(Replayed(call: call, now: try await pool.replay(call.body, call.kind, at: endpoint)))
            } catch {
                throw WorkstationError(
                    .serviceUnreachable, "There is no answer to the \(call.kind.rawValue) call.",
                    suggestion: error.suggestion)
            }
        }
        return told
    }

    /// Report and check may have been answered by different servers.
    private func server(of call: Reproduction.Call, in pool: EndpointPool, anywhere: Bool) throws -> String {
        let named = pool.standings.map(\.address)
        if named.contains(call.endpoint) { return call.endpoint }
        guard anywhere, let first = named.first else {
            throw WorkstationError(
                .badSettings, "The settings do not name \(call.endpoint) any more.",
                suggestion: "Add `--anywhere` to send the film to the first server of the settings instead.")
        }
        console.note("The settings do not name \(call.endpoint) any more: \(first) is asked.")
        return first
    }

    /// A SOP Instance UID of the command line.
    func examUID(_ text: String) throws -> SOPInstanceUID {
        guard let uid = SOPInstanceUID(rawValue: text) else {
            throw WorkstationError(
                .usage, "That is no SOP Instance UID.", suggestion: "Digits and points, as the pages show it.")
        }
        guard try Self.orEnding({ try archive.exams.record(uid, .list) }) != nil else {
            throw WorkstationError(
                .badInput, "There is no exam of that UID.", suggestion: "`xrayvision ingest` takes its film in.")
        }
        return uid
    }
}

/// A call and what came back this time.
struct Replayed: Sendable {
    let call: Reproduction.Call
    let now: EndpointPool.Replay
}

/// What `reproduce` found, for people and programs.
private struct ReproductionReport: Encodable {
    struct Piece: Encodable {
        var same: String?
        var then: String?
        var now: String?

        init(_ piece: AnswerDifference.Piece) {
            switch piece {
            case .same(let text): same = text
            case .first(let text): then = text
            case .second(let text): now = text
            }
        }

        var text: String { same ?? then.map { "[-\($0)-]" } ?? now.map { "{+\($0)+}" } ?? "" }
    }

    struct Call: Encodable {
        let kind: String
        /// SHA-256 of the body, proved before it was sent.
        let requestHash: String
        let bytes: Int
        /// Absent when nothing was sent.
        var endpoint: String?
        var model: String?
        var milliseconds: Int?
        var isSame: Bool?
        var difference: [Piece]?
    }

    let uid: String
    /// Where the picture came from; absent for a call without one.
    let picture: RecordedPicture.Source?
    let modelThen: String?
    let answeredThen: String
    var calls: [Call]

    init(_ uid: SOPInstanceUID, _ reproduction: Reproduction, _ told: [Replayed]) {
        self.uid = uid.rawValue
        picture = reproduction.picture
        modelThen = reproduction.kept.attempt.provenance.modelAnswered
        answeredThen = reproduction.kept.attempt.provenance.answered
        calls = reproduction.calls.map { call in
            var line = Call(kind: call.kind.rawValue, requestHash: call.hash, bytes: call.body.count)
            guard let replayed = told.first(where: { $0.call.hash == call.hash }) else { return line }
            let difference = AnswerDifference(from: call.reply, to: replayed.now.text)
            (line.endpoint, line.model) = (replayed.now.endpoint, replayed.now.model)
            line.milliseconds = replayed.now.milliseconds
            line.isSame = difference.isEmpty
            line.difference = difference.isEmpty ? [] : difference.pieces.map(Piece.init)
            return line
        }
    }

    var text: String {
        let head = "exam \(uid), answered \(answeredThen) by \(modelThen ?? "a model that did not say its name")"
        let drawn = picture.map { ["picture: \($0.rawValue), byte for byte"] } ?? []
        return ([head] + drawn + calls.flatMap(Self.lines)).joined(separator: "\n")
    }

    private static func lines(_ call: Call) -> [String] {
        let sent = "\(call.kind): the same \(call.bytes) bytes, SHA-256 \(call.requestHash)"
        guard let endpoint = call.endpoint, let milliseconds = call.milliseconds else { return [sent] }
        let who = "  asked \(endpoint); \(call.model ?? "no name") answered after \(milliseconds) ms"
        guard call.isSame == false else { return [sent, who, "  the same answer, word for word"] }
        let words = (call.difference ?? []).map(\.text).joined(separator: " ")
        return [sent, who, "  another answer ([-then-] {+now+}):", "  \(words)"]
    }
}
