import Analysis
import Testing

@Suite("Opening the server's envelope")
struct ChatCompletionTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let what: String
        let body: String
        var content = "hello"
        var model: String?
        var finish: String?
        var tokens: Int?
        var testDescription: String { what }
    }

    static let rows: [Row] = [
        Row(what: "the least", body: #"{"choices":[{"message":{"content":"hello"}}]}"#),
        Row(
            what: "everything",
            body: """
                {"choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"hello"}}],"model":"m",
                "usage":{"prompt_tokens":1,"completion_tokens":2}}
                """, model: "m", finish: "stop", tokens: 2),
        Row(
            what: "odd things beside it",
            body: #"{"choices":[{"finish_reason":7,"message":{"content":"hello"}}],"model":[],"usage":"none"}"#),
        Row(what: "text parts", body: #"{"choices":[{"message":{"content":[{"type":"text","text":"hello"}]}}]}"#),
        Row(what: "no content", body: #"{"choices":[{"message":{"role":"assistant"}}]}"#, content: ""),
        Row(what: "null content", body: #"{"choices":[{"message":{"content":null}}]}"#, content: ""),
        Row(
            what: "a negative count",
            body: #"{"choices":[{"message":{"content":"hello"}}],"usage":{"completion_tokens":-2}}"#),
        Row(
            what: "cut off", body: #"{"choices":[{"finish_reason":"length","message":{"content":"hello"}}]}"#,
            finish: "length"),
    ]

    @Test("The content is found, and what is kept beside it may be of any kind", arguments: rows)
    func open(_ row: Row) throws {
        let completion = try ChatCompletion(Array(row.body.utf8))
        #expect(completion.content == row.content && completion.model == row.model)
        #expect(completion.finishReason == row.finish && completion.completionTokens == row.tokens)
        #expect(completion.isCutOff == (row.finish == "length"))
    }

    @Test(
        "What is no completion is refused",
        arguments: [
            "", "{}", "[]", "null", #"{"choices":[]}"#, #"{"choices":[{}]}"#,
            #"{"choices":{"message":{"content":"x"}}}"#,
            #"{"choices":[{"message":{"content":7}}]}"#, #"{"error":{"message":"busy"}}"#, "<html></html>",
            #"{"choices":[{"message":{"content":"hel"#,
        ])
    func refuse(_ body: String) {
        #expect(throws: ReplyProblem.notACompletion) { try ChatCompletion(Array(body.utf8)) }
    }

    @Test("Bytes that are no text are refused")
    func bytes() {
        let body = Array(#"{"choices":[{"message":{"content":""#.utf8) + [0xFF, 0xFE] + Array(#""}}]}"#.utf8)
        #expect(throws: ReplyProblem.notACompletion) { try ChatCompletion(body) }
    }
}
