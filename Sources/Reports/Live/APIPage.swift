/// The description of the API for people, made from the same rows as the machine's.
public struct APIPage: Sendable {
    public static let path = "api.html"

    public struct Parameter: Sendable, Equatable {
        public let name: String
        /// `path`, `query`, `header`, or `body`.
        public let place: String
        public let type: String
        public let meaning: String
        public let isRequired: Bool

        public init(name: String, place: String, type: String, meaning: String, isRequired: Bool) {
            self.name = name
            self.place = place
            self.type = type
            self.meaning = meaning
            self.isRequired = isRequired
        }
    }

    public struct Operation: Sendable, Equatable {
        public let tag: String
        public let method: String
        public let path: String
        public let summary: String
        /// Who may: `anyone`, `user`, `reviewer`, `admin`.
        public let access: String
        public let parameters: [Parameter]
        public let answers: [(status: Int, meaning: String)]
        public let isDeprecated: Bool

        public init(
            tag: String, method: String, path: String, summary: String, access: String, parameters: [Parameter],
            answers: [(status: Int, meaning: String)], isDeprecated: Bool
        ) {
            self.tag = tag
            self.method = method
            self.path = path
            self.summary = summary
            self.access = access
            self.parameters = parameters
            self.answers = answers
            self.isDeprecated = isDeprecated
        }

        public static func == (left: Operation, right: Operation) -> Bool {
            left.method == right.method && left.path == right.path && left.summary == right.summary
        }
    }

    let operations: [Operation]

    public init(_ operations: [Operation]) { self.operations = operations }

    package var fields: Fields {
        var tags: [String] = []
        for operation in operations where !tags.contains(operation.tag) { tags.append(operation.tag) }
        return [
            "tags": .rows(
                tags.map { tag in
                    [
                        "tag": .text(tag),
                        "operations": .rows(operations.filter { $0.tag == tag }.map(Self.fields)),
                    ]
                })
        ]
    }

    private static func fields(_ operation: Operation) -> Fields {
        [
            "method": .text(operation.method), "path": .text(operation.path), "summary": .text(operation.summary),
            "access": .text(operation.access), "isDeprecated": .flag(operation.isDeprecated),
            "hasParameters": .flag(!operation.parameters.isEmpty),
            "parameters": .rows(
                operation.parameters.map { parameter in
                    [
                        "name": .text(parameter.name), "place": .text(parameter.place), "type": .text(parameter.type),
                        "meaning": .text(parameter.meaning), "isRequired": .flag(parameter.isRequired),
                    ]
                }),
            "answers": .rows(
                operation.answers.map { ["status": .text(String($0.status)), "meaning": .text($0.meaning)] }),
        ]
    }
}
