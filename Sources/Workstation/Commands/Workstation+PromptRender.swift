import Analysis
import Foundation
import Radiology
import Store

extension Workstation {
    /// Shows what would be sent about an exam now: every text as it is, the picture by its hash. Nobody is asked.
    public func renderPrompt(_ text: String) throws {
        let uid = try examUID(text)
        let readers = try readers()
        guard readers.pool != nil else {
            throw WorkstationError(
                .badSettings, "The embedded reader is not prompted.", suggestion: "Set OPENAI_URL_PRIMARY to a server.")
        }
        let asked = try asked(about: uid)
        guard let request = readers.reader.request(asked.question),
            let call = try? JSONDecoder().decode(RenderedCall.self, from: Data(request.bytes))
        else { return }
        let rendered = RenderedPrompt(
            uid: uid.rawValue, requestHash: request.hash, imageHash: asked.question.image.hash, call)
        if console.wantsJSON { try console.answer(json: rendered) } else { console.answer(rendered.text) }
    }

    private func asked(about uid: SOPInstanceUID) throws -> AskedQuestion {
        do {
            return try Self.orEnding { try questionNow(about: uid) }
        } catch let error as PictureError {
            throw WorkstationError(.badInput, "There is no picture to ask about.", suggestion: error.sentence)
        }
    }

    /// The question of the next reading: the second one, when a person asked for it.
    private func questionNow(about uid: SOPInstanceUID) throws -> AskedQuestion {
        guard let record = try archive.exams.record(uid), let film = try archive.exams.films(of: uid).first else {
            throw PictureError()
        }
        let earlier = record.status == .requeue ? record.aiReport?.text : nil
        return try questionMaker.make(
            for: record, archived: film.archivePath, recipe: film.recipe, quality: film.qualityJSON, earlier: earlier,
            priors: try questionMaker.priors(of: uid, earlier: earlier))
    }
}

/// A body of chat completions, as far as people want to see it.
private struct RenderedCall: Decodable {
    struct Message: Decodable {
        let role: String
        let texts: [String]
        let hasPicture: Bool

        private enum CodingKeys: String, CodingKey { case role, content }
        private struct Part: Decodable {
            let type: String
            let text: String?
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            role = try values.decode(String.self, forKey: .role)
            if let text = try? values.decode(String.self, forKey: .content) {
                (texts, hasPicture) = ([text], false)
            } else {
                let parts = try values.decode([Part].self, forKey: .content)
                texts = parts.compactMap(\.text)
                hasPicture = parts.contains { $0.type == "image_url" }
            }
        }
    }

    let model: String
    let messages: [Message]
}

private struct RenderedPrompt: Encodable {
    struct Message: Encodable {
        let role: String
        let text: String
        /// SHA-256 of the PNG.
        let image: String?
    }

    let uid: String
    let model: String
    let requestHash: String
    let messages: [Message]

    init(uid: String, requestHash: String, imageHash: String, _ call: RenderedCall) {
        (self.uid, self.requestHash, model) = (uid, requestHash, call.model)
        messages = call.messages.map { message in
            Message(
                role: message.role, text: message.texts.joined(separator: "\n\n"),
                image: message.hasPicture ? imageHash : nil)
        }
    }

    var text: String {
        let parts = messages.map { message in
            "--- \(message.role)\n\(message.text)" + (message.image.map { "\n[picture, SHA-256 \($0)]" } ?? "")
        }
        return (["model \(model), request SHA-256 \(requestHash)"] + parts).joined(separator: "\n")
    }
}
