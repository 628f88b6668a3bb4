/// A JSON schema (2020-12, as OpenAPI 3.1 uses it), as a value.
indirect enum Schema: Sendable {
    case string(format: String? = nil, pattern: String? = nil, oneOf: [String] = [], longest: Int? = nil)
    case integer(from: Int? = nil, to: Int? = nil)
    case number
    case boolean
    case array(Schema)
    /// Any name, each with such a value.
    case map(Schema)
    /// - closed: no other names.
    case object([Property], closed: Bool = false)
    case optional(Schema)
    /// `#/components/schemas/<name>`
    case named(String)
    case anything
    /// One of these.
    case either([Schema])

    struct Property: Sendable {
        let name: String
        let schema: Schema
        var isRequired = true
    }
}
