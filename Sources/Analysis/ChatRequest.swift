import Radiology

/// One call to a model: the exact bytes of its body, and the pieces they are made of.
///
/// The pieces are what is kept: prompts and pictures are named by their hash, everything else is there literally. So a
/// call can be made again, byte for byte, years later.
public struct ChatRequest: Sendable, Equatable {
    /// SHA-256 (hex) of the body.
    public let hash: String
    /// The body of the POST: UTF-8, JSON.
    public let bytes: [UInt8]
    /// What is kept of it.
    public let recorded: Recorded

    enum Part {
        /// JSON text as it stands.
        case literal(String)
        /// The inside of a JSON string.
        case prompt(String)
        case image(QuestionImage)
    }

    init(_ parts: [Part]) {
        var body = JSONBytes(capacity: parts.reduce(0) { $0 + $1.size })
        var pieces: [Recorded.Piece] = []
        var literal = ""
        for part in parts {
            if case .literal(let text) = part {
                literal += text
                continue
            }
            if !literal.isEmpty { pieces.append(.literal(literal)) }
            body.raw(literal)
            literal = ""
            pieces.append(part.add(to: &body))
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        body.raw(literal)
        bytes = body.bytes
        hash = SHA256.hex(of: bytes)
        recorded = Recorded(pieces: pieces)
    }
}

extension ChatRequest.Part {
    /// About as many bytes are needed.
    fileprivate var size: Int {
        switch self {
        case .literal(let text): text.utf8.count
        case .prompt(let text): text.utf8.count + text.utf8.count / 16
        case .image(let image): image.base64.count
        }
    }

    /// Anything but a literal.
    fileprivate func add(to body: inout JSONBytes) -> ChatRequest.Recorded.Piece {
        switch self {
        case .literal(let text):
            body.raw(text)
            return .literal(text)
        case .prompt(let text):
            body.characters(text)
            return .prompt(hash: SHA256.hex(of: text.utf8))
        case .image(let image):
            body.raw(image.base64)
            return .image(hash: image.hash)
        }
    }
}
