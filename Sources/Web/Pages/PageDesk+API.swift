import Hummingbird
import Reports

/// The API for people, from the same rows as the machine's description.
extension PageDesk {
    func api(_ request: Request, _ context: LiveContext) throws -> Response {
        try page(request, context) { reader in
            let rows = RouteTable.all(house, hub: hub).compactMap(Self.operation)
            return try pages(for: reader).api(APIPage(rows))
        }
    }

    private static func operation(_ row: Endpoint) -> APIPage.Operation? {
        guard let described = row.described else { return nil }
        var parameters = described.parameters.map { parameter in
            APIPage.Parameter(
                name: parameter.name, place: parameter.place.rawValue, type: words(parameter.schema),
                meaning: parameter.meaning, isRequired: parameter.place == .path)
        }
        if case .object(let properties, _)? = described.body {
            parameters += properties.map {
                APIPage.Parameter(
                    name: $0.name, place: "body", type: words($0.schema), meaning: "", isRequired: $0.isRequired)
            }
        }
        let access =
            switch row.access {
            case .anyone: "anyone"
            case .atLeast(.user): "anyone who has signed in"
            case .atLeast(.reviewer): "reviewers and admins"
            case .atLeast(.admin): "admins"
            }
        return APIPage.Operation(
            tag: described.tag, method: row.method.rawValue, path: row.path, summary: described.summary,
            access: access, parameters: parameters,
            answers: described.answers.map { ($0.status, $0.meaning) }, isDeprecated: described.isDeprecated)
    }

    /// A type in a word or two.
    private static func words(_ schema: Schema) -> String {
        switch schema {
        case .string(let format, _, let choices, _):
            choices.isEmpty ? format ?? "text" : choices.joined(separator: ", ")
        case .integer(let least?, let most?): "\(least)–\(most)"
        case .integer: "whole number"
        case .number: "number"
        case .boolean: "true or false"
        case .array(let inner): "list of \(words(inner))"
        case .map(let inner): "map of \(words(inner))"
        case .object: "object"
        case .optional(let inner): "\(words(inner)), or null"
        case .named(let name): name
        case .anything: "anything"
        case .either(let choices): choices.map(words).joined(separator: " or ")
        }
    }
}

extension PageDesk {
    /// With the settings as this role may see them.
    func about(_ request: Request, _ context: LiveContext) throws -> Response {
        try page(request, context) { reader in
            let shown = house.settings.shown.filter { reader.role == .admin || !$0.isForAdmins }
            let settings = shown.map { row in
                switch row.value {
                case .text(let text): AboutPage.Setting(key: row.key, value: text)
                case .number(let number): AboutPage.Setting(key: row.key, value: String(number))
                }
            }
            let role = AboutPage.Setting(key: "USER_ROLE", value: reader.role.rawValue)
            return try pages(for: reader).about(
                AboutPage(settings: settings + [role], attributions: house.settings.credits))
        }
    }
}
