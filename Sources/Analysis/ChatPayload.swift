/// The bodies of chat-completions calls. The keys and their order are the predecessor's.
package enum ChatPayload {
    /// The call about a film: system prompt, user turn with the picture, and for a second reading the earlier answer and
    /// the review prompt.
    package static func report(_ question: Question, model: String, prompts: Prompts) -> [UInt8] {
        let picture = question.image.base64
        let texts = [prompts.report, prompts.review, question.earlier ?? ""].reduce(0) { $0 + $1.utf8.count }
        var json = JSONBytes(capacity: picture.count + 2 * texts + 4096)
        head(&json, model, Sampling.report)
        turn(&json, "system", prompts.report)
        json.raw(",{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":")
        json.string(prompts.userText(question))
        json.raw("},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,")
        json.raw(picture)
        json.raw("\"}}]}")
        if let earlier = question.earlier, !earlier.isEmpty {
            json.raw(",{\"role\":\"assistant\",\"content\":")
            json.string(earlier)
            json.raw("},")
            turn(&json, "user", prompts.review)
        }
        json.raw("]}")
        return json.bytes
    }

    /// A call without a picture.
    package static func text(_ text: String, system: String, model: String) -> [UInt8] {
        var json = JSONBytes(capacity: 2 * (text.utf8.count + system.utf8.count) + 512)
        head(&json, model, Sampling.text)
        turn(&json, "system", system)
        json.raw(",")
        turn(&json, "user", text)
        json.raw("]}")
        return json.bytes
    }

    private static func head(_ json: inout JSONBytes, _ model: String, _ sampling: [(key: String, value: String)]) {
        json.raw("{\"model\":")
        json.string(model)
        for (key, value) in sampling { json.raw(",\"\(key)\":\(value)") }
        json.raw(",\"messages\":[")
    }

    private static func turn(_ json: inout JSONBytes, _ role: String, _ text: String) {
        json.raw("{\"role\":\"\(role)\",\"content\":[{\"type\":\"text\",\"text\":")
        json.string(text)
        json.raw("}]}")
    }
}
