/// Cuts the text of a template into tokens.
struct TemplateScanner {
    enum Token: Equatable {
        case bytes([UInt8])
        case words(String)
        case begin(String, isInverted: Bool)
        case end(String)
        case partial(String)
    }

    private let name: String
    private let source: [UInt8]
    private var position = 0
    private var waiting: [Token] = []
    /// Whether everything on the current line so far is blank.
    private var lineIsBlank = true
    private(set) var line = 1

    init(name: String, source: [UInt8]) {
        self.name = name
        self.source = source
    }

    mutating func next() throws(ReportsError) -> Token? {
        while waiting.isEmpty {
            guard position < source.count else { return nil }
            try readOne()
        }
        return waiting.removeFirst()
    }

    /// Reads the text up to the next tag, and the tag.
    private mutating func readOne() throws(ReportsError) {
        let start = position
        let tag = find("{{", from: position) ?? source.count
        var text = Array(source[start..<tag])
        for byte in text {
            if byte == UInt8(ascii: "\n") {
                line += 1
                lineIsBlank = true
            } else if byte != UInt8(ascii: " ") {
                lineIsBlank = false
            }
        }
        position = tag
        guard tag < source.count else { return emit(text) }
        guard let end = find("}}", from: tag + 2) else {
            throw .templateBroken(name: name, line: line, problem: "a tag is not closed")
        }
        let inside = source[(tag + 2)..<end]
        position = end + 2
        let token = try self.token(inside)
        if isStandalone(token) {
            while text.last == UInt8(ascii: " ") { text.removeLast() }
            skipRestOfLine()
        } else {
            lineIsBlank = false
        }
        emit(text)
        if let token { waiting.append(token) }
    }

    /// `nil` for a comment.
    private func token(_ inside: ArraySlice<UInt8>) throws(ReportsError) -> Token? {
        let name = String(decoding: inside.dropFirst(), as: UTF8.self)
        switch inside.first {
        case UInt8(ascii: "!"): return nil
        case UInt8(ascii: "#"): return .begin(name, isInverted: false)
        case UInt8(ascii: "^"): return .begin(name, isInverted: true)
        case UInt8(ascii: "/"): return .end(name)
        case UInt8(ascii: ">"): return .partial(name)
        case UInt8(ascii: "{"), UInt8(ascii: "&"):
            throw .templateBroken(name: self.name, line: line, problem: "nothing is drawn unescaped")
        default: return .words(String(decoding: inside, as: UTF8.self))
        }
    }

    /// Mustache's rule: a section tag, a partial or a comment alone on its line leaves no line behind.
    private func isStandalone(_ token: Token?) -> Bool {
        switch token {
        case .words, .bytes: return false
        case .begin, .end, .partial, nil: break
        }
        guard lineIsBlank else { return false }
        let rest = source[position...].prefix { $0 != UInt8(ascii: "\n") }
        return rest.allSatisfy { $0 == UInt8(ascii: " ") }
    }

    private mutating func skipRestOfLine() {
        while position < source.count, source[position] != UInt8(ascii: "\n") { position += 1 }
        guard position < source.count else { return }
        position += 1
        line += 1
    }

    private mutating func emit(_ text: [UInt8]) {
        if !text.isEmpty { waiting.append(.bytes(text)) }
    }

    private func find(_ pattern: String, from start: Int) -> Int? {
        let wanted = Array(pattern.utf8)
        guard start + wanted.count <= source.count else { return nil }
        return (start...(source.count - wanted.count)).first { source[$0...].starts(with: wanted) }
    }
}
