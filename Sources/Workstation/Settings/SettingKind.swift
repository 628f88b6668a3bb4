/// What a setting's text means: how it is read, how it is written and what to tell someone who got it wrong.
struct SettingKind<Value: Sendable>: Sendable {
    /// Completes "must be …".
    let expects: String
    /// A `%` at the end is part of the value.
    var takesPercent = false
    /// Follows "must be …" for a text that is not legal: what was probably meant.
    var hint: @Sendable (String) -> String = { _ in "" }
    let write: @Sendable (Value) -> String
    /// `nil` when the text is not legal. The text is trimmed.
    let read: @Sendable (String) -> Value?
}

extension SettingKind where Value == String {
    /// One line of text without control characters.
    static func text(_ expects: String, _ length: ClosedRange<Int> = 1...1024) -> Self {
        Self(expects: expects, write: { $0 }) { text in
            guard length.contains(text.count), text.unicodeScalars.allSatisfy(\.isPlain) else { return nil }
            return text
        }
    }

    /// Standard: PS3.5 §6.2 (VR AE): 1 to 16 characters, no backslash, no control characters.
    static let applicationEntity = Self(
        expects: "an AE title of 1 to 16 ASCII characters without \"\\\"", write: { $0 }
    ) {
        text in
        let legal = text.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) && $0 != "\\" }
        return legal && (1...16).contains(text.count) ? text : nil
    }

    static let host = Self(expects: "a host name or an IP address", write: { $0 }) { text in
        let legal = text.unicodeScalars.allSatisfy {
            $0.isPlain && !$0.properties.isWhitespace && $0 != "/" && $0 != "@"
        }
        return legal && (1...253).contains(text.count) ? text : nil
    }
}

extension SettingKind where Value == Secret {
    static func secret(_ expects: String) -> Self {
        Self(expects: expects, write: \.revealed) { text in
            text.count <= 4096 && text.unicodeScalars.allSatisfy(\.isPlain) ? Secret(text) : nil
        }
    }
}

extension SettingKind where Value == Int {
    /// As Python's `int`: an underscore may group digits.
    static func integer(_ range: ClosedRange<Int>, unit: String = "") -> Self {
        let unit = unit.isEmpty ? "" : " (\(unit))"
        return Self(
            expects: "a whole number from \(range.lowerBound) to \(range.upperBound)\(unit)", write: { "\($0)" }
        ) {
            text in
            guard let number = Int(text.replacing("_", with: "")), range.contains(number) else { return nil }
            return number
        }
    }

    /// 0, which switches something off, or a number of the range.
    static func zero(or range: ClosedRange<Int>, unit: String) -> Self {
        let number = integer(0...range.upperBound)
        return Self(
            expects: "0, or a whole number from \(range.lowerBound) to \(range.upperBound) (\(unit))",
            write: number.write,
            read: { text in number.read(text).flatMap { $0 == 0 || range.contains($0) ? $0 : nil } })
    }

    static func choice(_ a: Int, _ b: Int) -> Self {
        Self(
            expects: "\(a) or \(b)", write: { "\($0)" },
            read: { text in Int(text).flatMap { [a, b].contains($0) ? $0 : nil } })
    }

    static let port = integer(0...65535, unit: "0 = any free port")
}

extension SettingKind where Value == Bool {
    static let boolean = Self(expects: "yes or no (1, true, on; 0, false, off)", write: { $0 ? "True" : "False" }) {
        text in
        switch text.lowercased() {
        case "1", "yes", "true", "on": true
        case "0", "no", "false", "off": false
        default: nil
        }
    }
}

extension SettingKind where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One of the words of an enum, letter case ignored.
    static var word: Self {
        let words = Value.allCases.map(\.rawValue).joined(separator: " or ")
        return Self(expects: words, write: \.rawValue) { text in
            Value.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
        }
    }
}

extension SettingKind {
    /// Empty text means `nil`.
    func orEmpty() -> SettingKind<Value?> {
        SettingKind<Value?>(
            expects: expects + ", or empty", takesPercent: takesPercent, hint: hint, write: { $0.map(write) ?? "" },
            read: { text in
                if text.isEmpty { return .some(nil) }
                return read(text).map { .some($0) }
            })
    }

    /// Items between commas or line ends; empty items are dropped, repeated ones kept once.
    static func list<Item: Hashable & Sendable>(
        of item: SettingKind<Item>, atLeast least: Int = 0
    ) -> Self where Value == [Item] {
        let expects = "a list with commas, each item \(item.expects)" + (least == 0 ? "; may be empty" : "")
        return Self(expects: expects, write: { $0.map(item.write).joined(separator: ",") }) { text in
            var items: [Item] = []
            for part in CommaList.items(text) {
                guard let value = item.read(part) else { return nil }
                if !items.contains(value) { items.append(value) }
            }
            return items.count >= least ? items : nil
        }
    }
}

/// Texts such as `torace, pulmon`.
enum CommaList {
    static func items(_ text: String) -> [String] {
        text.split { $0 == "," || $0.isNewline }
            .map { $0.drop(while: \.isWhitespace) }
            .map { String($0.reversed().drop(while: \.isWhitespace).reversed()) }
            .filter { !$0.isEmpty }
    }
}

extension Unicode.Scalar {
    /// Neither a control character nor a line end: safe in a header, a log line and a page.
    var isPlain: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }
}
