import Foundation

/// What is used of a chat-completions reply.
package struct ChatCompletion: Equatable {
    package let content: String
    package let model: String?
    package let finishReason: String?
    package let promptTokens: Int?
    package let completionTokens: Int?

    /// - Throws: `.notACompletion` for anything without `choices[0].message`.
    package init(_ body: [UInt8]) throws(ReplyProblem) {
        guard let envelope = try? JSONDecoder().decode(Envelope.self, from: Data(body)),
            let choice = envelope.choices.first
        else { throw .notACompletion }
        // SQLite's C interface ends a text at a NUL: its picture is kept instead.
        content = choice.message.content.replacing("\0", with: "␀")
        model = envelope.model.flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
        finishReason = choice.finishReason.map { String($0.prefix(40)) }
        promptTokens = envelope.usage?.prompt.flatMap { $0 >= 0 ? $0 : nil }
        completionTokens = envelope.usage?.completion.flatMap { $0 >= 0 ? $0 : nil }
    }

    package var isCutOff: Bool { finishReason == "length" || finishReason == "max_tokens" }

    /// Only the content must be right; what is merely kept beside it may be of any kind.
    private struct Envelope: Decodable {
        let choices: [Choice]
        let model: String?
        let usage: Usage?

        enum CodingKeys: CodingKey { case choices, model, usage }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            choices = try values.decode([Choice].self, forKey: .choices)
            model = try? values.decodeIfPresent(String.self, forKey: .model)
            usage = try? values.decodeIfPresent(Usage.self, forKey: .usage)
        }
    }

    private struct Choice: Decodable {
        let message: Message
        let finishReason: String?

        enum CodingKeys: String, CodingKey { case message, finishReason = "finish_reason" }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            message = try values.decode(Message.self, forKey: .message)
            finishReason = try? values.decodeIfPresent(String.self, forKey: .finishReason)
        }
    }

    private struct Message: Decodable {
        let content: String

        struct Part: Decodable { let text: String? }
        enum CodingKeys: CodingKey { case content }

        /// A string, a list of text parts, or nothing.
        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            if let text = try? values.decode(String.self, forKey: .content) {
                content = text
            } else if let parts = try? values.decode([Part].self, forKey: .content) {
                content = parts.compactMap(\.text).joined(separator: "\n")
            } else if try !values.contains(.content) || values.decodeNil(forKey: .content) {
                content = ""
            } else {
                throw ReplyProblem.notACompletion
            }
        }
    }

    private struct Usage: Decodable {
        let prompt: Int?
        let completion: Int?

        enum CodingKeys: String, CodingKey { case prompt = "prompt_tokens", completion = "completion_tokens" }
    }
}
