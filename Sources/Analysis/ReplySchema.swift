/// The form of an answer, for servers that hold a model to it (`response_format`, JSON schema).
package enum ReplySchema: Sendable {
    case check, analysis

    /// The value of `response_format`, JSON text.
    package var responseFormat: String {
        """
        {"type":"json_schema","json_schema":{"name":"\(name)","strict":true,"schema":\(schema)}}
        """
    }

    private var name: String {
        switch self {
        case .check: "check"
        case .analysis: "analysis"
        }
    }

    /// Written in one line: the same bytes each time.
    private var schema: String {
        switch self {
        case .check:
            Self.object([
                ("pathologic", #"{"type":"string","enum":["yes","no"]}"#),
                ("severity", #"{"type":"integer","enum":[0,1,2,3,4,5,6,7,8,9,10]}"#),
                ("summary", #"{"type":"string","maxLength":60}"#),
                ("confidence", #"{"type":"integer","minimum":0,"maximum":100}"#),
            ])
        case .analysis:
            Self.object([
                ("first_pass", Self.object(["topic", "purpose", "primary_findings"].map { ($0, Self.text) })),
                (
                    "second_pass",
                    Self.object([
                        ("main_points", Self.list), ("supporting_evidence", Self.list),
                        ("conclusions_valid", #"{"type":"boolean"}"#),
                    ])
                ),
                (
                    "third_pass",
                    Self.object([
                        ("assumptions", Self.list), ("missing_info", Self.list), ("critique", Self.text),
                    ])
                ),
                ("overall_assessment", #"{"type":"string","minLength":1,"maxLength":600}"#),
            ])
        }
    }

    /// Bounded: a small model that is held to a form may otherwise go on until its server cuts it off.
    private static let text = #"{"type":"string","maxLength":600}"#
    private static let list = #"{"type":"array","items":{"type":"string","maxLength":300},"maxItems":5}"#

    private static func object(_ fields: [(name: String, schema: String)]) -> String {
        let properties = fields.map { "\"\($0.name)\":\($0.schema)" }.joined(separator: ",")
        let names = fields.map { "\"\($0.name)\"" }.joined(separator: ",")
        return #"{"type":"object","properties":{\#(properties)},"required":[\#(names)],"additionalProperties":false}"#
    }
}
