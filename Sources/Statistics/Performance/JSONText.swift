/// JSON whose bytes follow from the values alone: keys in order, numbers as Swift prints them, no blanks.
/// Standard: RFC 8259.
indirect enum JSONText {
    case nothing
    case whole(Int)
    /// Finite; anything else is written as null.
    case number(Double)
    case text(String)
    case list([JSONText])
    case object([String: JSONText])

    static func of(_ value: Int?) -> JSONText { value.map(JSONText.whole) ?? .nothing }
    static func of(_ value: Double?) -> JSONText { value.map(JSONText.number) ?? .nothing }
    static func of(_ values: [Int]) -> JSONText { .list(values.map(JSONText.whole)) }

    func append(to text: inout String) {
        switch self {
        case .nothing: text += "null"
        case .whole(let value): text += String(value)
        case .number(let value): text += value.isFinite ? "\(value)" : "null"
        case .text(let value): Self.quote(value, to: &text)
        case .list(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.append(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            let keys = members.keys.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
            for (index, key) in keys.enumerated() {
                if index > 0 { text += "," }
                Self.quote(key, to: &text)
                text += ":"
                members[key]?.append(to: &text)
            }
            text += "}"
        }
    }

    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
