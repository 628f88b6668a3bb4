/// A JSON value whose kind a model may have got wrong: 7, 7.0 and "7" are one number, `true` is none.
enum LooseValue: Decodable, Equatable {
    case text(String)
    case number(Double)
    case other

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if (try? value.decode(Bool.self)) == nil, let number = try? value.decode(Double.self) {
            self = .number(number)
        } else {
            self = .other
        }
    }

    /// Trimmed; `nil` for anything but a string.
    var text: String? {
        guard case .text(let text) = self else { return nil }
        return String(ModelText.trimmed(Substring(text)))
    }

    /// `nil` when not finite.
    var number: Double? {
        switch self {
        case .number(let number) where number.isFinite: number
        case .text: text.flatMap(Self.plainNumber)
        default: nil
        }
    }

    /// Digits with at most one point: Swift's own parser also knows "nan", "0x7" and "1e9".
    private static func plainNumber(_ text: String) -> Double? {
        let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }
        return isPlain && text.utf8.count <= 12 ? Double(text) : nil
    }
}
