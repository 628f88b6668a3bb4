import Hummingbird

extension Endpoint {
    /// Every answer it can give: its own, and those that follow from the row.
    var answersByStatus: [(status: Int, answers: [Answer])] {
        let own = described?.answers ?? []
        let statuses = Set(own.map(\.status))
        let all = own + following.filter { !statuses.contains($0.status) }
        return Dictionary(grouping: all, by: \.status).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private var following: [Answer] {
        var answers: [Answer] = [
            .error(400, "The request is not understood; the sentence names what is wrong."),
            .error(403, "The role is not enough, or the request came from a foreign page."),
            .error(421, "Asked under a name that is not ours."),
            .error(500, "Something went wrong here; the log says what."),
            .error(503, "Not now; try again after Retry-After."),
        ]
        if access != .anyone { answers.append(.error(401, "Sign in first.")) }
        if budget != .none { answers.append(.error(429, "Too many requests; try again after Retry-After.")) }
        if method != .get {
            answers.append(.error(408, "The body did not come in time."))
            answers.append(.error(413, "The body is too long."))
            answers.append(.error(415, "The body must be application/json."))
        }
        return answers
    }

    /// The least role that may ask; `nil` = anyone.
    var role: String? {
        switch access {
        case .anyone: nil
        case .atLeast(let role): role.rawValue
        }
    }
}

extension Schema {
    /// The members of its JSON object.
    func write(to object: inout JSONWriter) {
        switch self {
        case .string(let format, let pattern, let choices, let longest):
            object.field("type", "string")
            if let format { object.field("format", format) }
            if let pattern { object.field("pattern", pattern) }
            if !choices.isEmpty { object.field("enum", choices) }
            if let longest { object.field("maxLength", longest) }
        case .integer(let least, let most):
            object.field("type", "integer")
            if let least { object.field("minimum", least) }
            if let most { object.field("maximum", most) }
        case .number: object.field("type", "number")
        case .boolean: object.field("type", "boolean")
        case .array(let inner):
            object.field("type", "array")
            object.object("items") { inner.write(to: &$0) }
        case .map(let inner):
            object.field("type", "object")
            object.object("additionalProperties") { inner.write(to: &$0) }
        case .object(let properties, let isClosed): Self.write(properties, isClosed, to: &object)
        case .optional(let inner): Self.write(choices: [inner], orNull: true, to: &object)
        case .named(let name): object.field("$ref", "#/components/schemas/" + name)
        case .either(let choices): Self.write(choices: choices, orNull: false, to: &object)
        case .anything: break
        }
    }

    private static func write(choices: [Schema], orNull: Bool, to object: inout JSONWriter) {
        object.array("anyOf") { list in
            for choice in choices { list.object { choice.write(to: &$0) } }
            if orNull { list.object { $0.field("type", "null") } }
        }
    }

    private static func write(_ properties: [Property], _ isClosed: Bool, to object: inout JSONWriter) {
        object.field("type", "object")
        object.object("properties") { members in
            for property in properties { members.object(property.name) { property.schema.write(to: &$0) } }
        }
        let required = properties.filter(\.isRequired).map(\.name)
        if !required.isEmpty { object.field("required", required) }
        if isClosed { object.field("additionalProperties", false) }
    }
}
