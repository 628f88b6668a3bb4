import Foundation

/// A JSON value of an answer from outside.
package enum JSONValue: Sendable, Equatable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// FHIR nests a dozen levels; contained resources and narratives add a few.
    package static let deepest = 64
    /// Commas and colons outside of texts: what a parser would allocate for.
    package static let most = 200_000

    /// - Throws: `.answerUnreadable` for what is not UTF-8 JSON, nested too deeply, or of too many values. The depth is
    ///   measured before anything is parsed.
    package init(_ bytes: [UInt8]) throws(RecordError) {
        try Self.measure(bytes)
        do { self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes)) } catch {
            throw .answerUnreadable(.notJSON)
        }
    }

    private static func measure(_ bytes: [UInt8]) throws(RecordError) {
        // UTF-16 and UTF-32, which a parser would take, begin with a zero or a mark.
        guard let first = bytes.first, first != 0, first < 0xFE, !bytes.prefix(4).contains(0) else {
            throw .answerUnreadable(.notJSON)
        }
        var (depth, values, isText, isEscaped) = (0, 0, false, false)
        for byte in bytes {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ","), UInt8(ascii: ":"): values += 1
            default: break
            }
            if depth > deepest { throw .answerUnreadable(.tooDeep) }
            if values > most { throw .answerUnreadable(.tooManyValues) }
        }
    }
}

extension JSONValue: Decodable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let members = try? decoder.container(keyedBy: Key.self) {
            var object: [String: JSONValue] = [:]
            for key in members.allKeys { object[key.stringValue] = try members.decode(JSONValue.self, forKey: key) }
            self = .object(object)
        } else if var items = try? decoder.unkeyedContainer() {
            var list: [JSONValue] = []
            while !items.isAtEnd { list.append(try items.decode(JSONValue.self)) }
            self = .list(list)
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else {
            self = .null
        }
    }
}

extension JSONValue {
    /// A member; of a list, that of its first item. `nil` when there is none.
    subscript(_ name: String) -> JSONValue? {
        switch self {
        case .object(let members): members[name]
        case .list(let items): items.first?[name]
        default: nil
        }
    }

    /// The items of a list; one value alone counts as a list of one, which older servers send.
    func items(_ name: String) -> [JSONValue] {
        switch self[name] {
        case nil, .null?: []
        case .list(let items)?: items
        case .some(let value): [value]
        }
    }

    /// Trimmed; `nil` when empty or not a text.
    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text.trimmed.nonEmpty
    }

    func text(_ name: String) -> String? { self[name]?.text }

    /// A text or a whole number, such as an id.
    func label(_ name: String) -> String? {
        if case .number(let number)? = self[name] { return Int(exactly: number).map(String.init) }
        return text(name)
    }

    func flag(_ name: String) -> Bool? {
        guard case .flag(let flag)? = self[name] else { return nil }
        return flag
    }
}
