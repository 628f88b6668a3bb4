/// The user turn with its placeholders: `{lower_case_word}` and nothing else, so braces of other kinds stay as they are.
struct PromptTemplate: Sendable, Equatable {
    enum Placeholder: String, CaseIterable, Sendable { case question, anatomy, subject, indication }

    private enum Piece: Sendable, Equatable { case text(String), value(Placeholder) }

    private var pieces: [Piece] = []

    /// - Parameter file: named in the error about a placeholder that nobody knows.
    init(_ text: String, file: String) throws(PromptError) {
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            let word = rest[rest.index(after: open)...].prefix { ("a"..."z").contains($0) || $0 == "_" }
            guard !word.isEmpty, word.endIndex < rest.endIndex, rest[word.endIndex] == "}" else {
                pieces.append(.text(String(rest[...open])))
                rest = rest[rest.index(after: open)...]
                continue
            }
            guard let known = Placeholder(rawValue: String(word)) else {
                throw .unknownPlaceholder(file: file, name: String(word))
            }
            pieces += [.text(String(rest[..<open])), .value(known)]
            rest = rest[rest.index(after: word.endIndex)...]
        }
        pieces.append(.text(String(rest)))
    }

    func has(_ placeholder: Placeholder) -> Bool { pieces.contains(.value(placeholder)) }

    /// Every placeholder once, values are not looked into; blanks that an empty value leaves behind are closed up.
    func filled(_ values: [Placeholder: String]) -> String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .value(let name): result += values[name] ?? ""
            case .text(let text):
                let closesUp = result.last == " " && text.first == " "
                result += closesUp ? String(text.dropFirst()) : text
            }
        }
        return result
    }
}
