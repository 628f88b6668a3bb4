import Hummingbird

/// The parameters of a request, in words.
struct AskedQuery: Sendable {
    private let words: [String: String]

    /// - Throws: 400 for what is no UTF-8 or too long.
    init(_ text: String?) throws(Refusal) {
        do { words = try QueryText.parameters(text ?? "") } catch { throw Self.refusal(error) }
    }

    /// `nil` when it is absent, empty or `any`: then it does not narrow.
    subscript(name: String) -> String? {
        guard let word = words[name]?.trimmed, !word.isEmpty, word.lowercased() != "any" else { return nil }
        return word
    }

    /// All that narrow, of some names.
    func narrowing(_ names: [String]) -> [String: String] {
        var narrowing: [String: String] = [:]
        for name in names { narrowing[name] = self[name] }
        return narrowing
    }

    /// 1 without the parameter; 1 also for what is below it.
    func page() throws(Refusal) -> Int {
        guard let word = words["page"]?.trimmed, !word.isEmpty else { return 1 }
        let digits = word.utf8.first == UInt8(ascii: "-") ? word.utf8.dropFirst() : word.utf8[...]
        guard !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) }) else {
            throw Refusal(.badRequest, "The parameter \"page\" must be a whole number.")
        }
        // What no integer holds lies behind the last page, or before the first.
        return max(1, Int(word) ?? (digits.count == word.utf8.count ? Int.max : 1))
    }

    private static func refusal(_ fault: QueryText.Fault) -> Refusal {
        switch fault {
        case .nameUnreadable: Refusal(.badRequest, "The name of a parameter is not valid percent-encoded UTF-8.")
        case .valueUnreadable(let name):
            Refusal(.badRequest, "The parameter \(quoted(name)) is not valid percent-encoded UTF-8.")
        case .valueTooLong(let name):
            Refusal(.badRequest, "The parameter \(quoted(name)) is longer than \(QueryText.longestValue) bytes.")
        }
    }

    static func quoted(_ name: String) -> String {
        let plain = name.unicodeScalars.prefix(40).filter { $0.value > 0x1f && $0 != "\"" }
        return "\"\(String(String.UnicodeScalarView(plain)))\""
    }
}

extension String {
    /// Without the blanks around it.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard start.last?.isWhitespace == true else { return String(start) }
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
