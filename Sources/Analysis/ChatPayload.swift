/// The bodies of chat-completions calls. The keys and their order are the predecessor's.
package enum ChatPayload {
    /// The call about a film: system prompt, user turn with the picture, and for a second reading the earlier answer and
    /// the review prompt.
    package static func report(
        _ question: Question, model: String, prompts: Prompts, sampling: Sampling = .standard
    ) -> ChatRequest {
        var parts = head(model, sampling.report) + system(prompts.report)
        parts += [
            .literal(",{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":"),
            .literal(
                JSONBytes.text(prompts.userText(question) + (question.isSecondReading ? "" : Prompts.wish(question)))),
            .literal("},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"),
            .image(question.image), .literal("\"}}]}"),
        ]
        if question.isSecondReading {
            // The model's own words: nobody's instruction either, but it has to see them as its turn.
            let earlier = Fence.bare(question.earlier ?? "", longest: Fence.longestReport)
            parts += [
                .literal(",{\"role\":\"assistant\",\"content\":\(JSONBytes.text(earlier))},{\"role\":\"user\","),
                .literal("\"content\":[{\"type\":\"text\",\"text\":\""), .prompt(prompts.review),
                .literal(JSONBytes.inside(Prompts.wish(question)) + "\"}]}"),
            ]
        }
        return ChatRequest(parts + [.literal("]}")])
    }

    /// A call without a picture. What is asked about stands between the marks of the fence.
    package static func text(
        _ fenced: String, system prompt: String, model: String, sampling: Sampling = .standard,
        schema: ReplySchema? = nil
    ) -> ChatRequest {
        let format = schema.map { [("response_format", $0.responseFormat)] } ?? []
        return ChatRequest(
            head(model, sampling.text + format) + system(prompt) + [
                .literal(",{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":"),
                .literal(JSONBytes.text(fenced)), .literal("}]}]}"),
            ])
    }

    private static func head(_ model: String, _ settings: [(key: String, value: String)]) -> [ChatRequest.Part] {
        let pairs = settings.map { ",\"\($0.key)\":\($0.value)" }.joined()
        return [.literal("{\"model\":\(JSONBytes.text(model))\(pairs),\"messages\":[")]
    }

    /// Every system prompt, the operator's own too, ends with our sentence about the fence.
    private static func system(_ prompt: String) -> [ChatRequest.Part] {
        [
            .literal("{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\""), .prompt(prompt),
            .literal(JSONBytes.inside("\n\n" + Fence.sentence)), .literal("\"}]}"),
        ]
    }
}
