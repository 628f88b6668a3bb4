import Foundation
import Radiology

extension ChatRequest {
    /// The pieces of a call, as they are kept: `{"version":1,"pieces":[{"literal":"…"},{"prompt":"…"},{"image":"…"}]}`.
    public struct Recorded: Sendable, Equatable, Codable {
        public enum Piece: Sendable, Equatable {
            case literal(String)
            /// SHA-256 (hex) of the prompt's text; the body holds that text as the inside of a JSON string.
            case prompt(hash: String)
            /// SHA-256 (hex) of the PNG; the body holds it as base64.
            case image(hash: String)
        }

        /// The edition of this form.
        public let version: Int
        public let pieces: [Piece]

        public static let currentVersion = 1

        init(pieces: [Piece]) { (version, self.pieces) = (Self.currentVersion, pieces) }
    }

    /// Why a kept call cannot be put together again.
    public enum RebuildProblem: Error, Equatable, Sendable {
        /// No longer kept, or no longer what its hash says.
        case promptMissing(hash: String)
        case imageMissing(hash: String)
        case unknownVersion(Int)
        /// The kept text is not the form above.
        case unreadable

        public enum Recovery: Sendable, Equatable { case setAside }

        public var recovery: Recovery { .setAside }

        /// One sentence for the person who asked for it.
        public var suggestion: String {
            switch self {
            case .promptMissing:
                "A prompt of this answer is no longer kept: it cannot be asked again in the same words."
            case .imageMissing:
                "The picture of this answer is no longer what it was: render it with the recipe of that time."
            case .unknownVersion(let version):
                "The call was kept by a newer programme (form \(version)): use that one to repeat it."
            case .unreadable: "What was kept of the call cannot be read: the answer cannot be repeated."
            }
        }
    }
}

extension ChatRequest.Recorded {
    /// - Throws: `.unreadable` or `.unknownVersion`.
    public init(json: String) throws(ChatRequest.RebuildProblem) {
        guard let recorded = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { throw .unreadable }
        self = recorded
    }

    /// As it is kept; equal calls give equal texts.
    public var json: String {
        var json = JSONBytes(capacity: 4096)
        json.raw("{\"version\":\(version),\"pieces\":[")
        for (index, piece) in pieces.enumerated() {
            let (name, text) = piece.parts
            json.raw("\(index == 0 ? "" : ","){\"\(name)\":")
            json.string(text)
            json.raw("}")
        }
        json.raw("]}")
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// The prompts' hashes, in the order of the body.
    public var promptHashes: [String] {
        pieces.compactMap { if case .prompt(let hash) = $0 { hash } else { nil } }
    }

    /// The pictures' hashes, in the order of the body.
    public var imageHashes: [String] {
        pieces.compactMap { if case .image(let hash) = $0 { hash } else { nil } }
    }

    /// The very body that was sent.
    /// - Parameters:
    ///   - prompt: the text that has this hash.
    ///   - image: the PNG that has this hash.
    /// - Throws: when one of them is not there, or does not have its hash.
    public func bytes(
        prompt: (_ hash: String) -> String?, image: (_ hash: String) -> [UInt8]?
    ) throws(ChatRequest.RebuildProblem) -> [UInt8] {
        guard version == Self.currentVersion else { throw .unknownVersion(version) }
        var parts: [ChatRequest.Part] = []
        for piece in pieces {
            switch piece {
            case .literal(let text): parts.append(.literal(text))
            case .prompt(let hash):
                guard let text = prompt(hash), SHA256.hex(of: text.utf8) == hash else {
                    throw .promptMissing(hash: hash)
                }
                parts.append(.prompt(text))
            case .image(let hash):
                guard let png = image(hash) else { throw .imageMissing(hash: hash) }
                let picture = QuestionImage(png: png)
                guard picture.hash == hash else { throw .imageMissing(hash: hash) }
                parts.append(.image(picture))
            }
        }
        return ChatRequest(parts).bytes
    }
}

extension ChatRequest.Recorded.Piece: Codable {
    private enum CodingKeys: String, CodingKey { case literal, prompt, image }

    fileprivate var parts: (name: String, text: String) {
        switch self {
        case .literal(let text): ("literal", text)
        case .prompt(let hash): ("prompt", hash)
        case .image(let hash): ("image", hash)
        }
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let text = try values.decodeIfPresent(String.self, forKey: .literal) {
            self = .literal(text)
        } else if let hash = try values.decodeIfPresent(String.self, forKey: .prompt) {
            self = .prompt(hash: hash)
        } else {
            self = .image(hash: try values.decode(String.self, forKey: .image))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .literal(let text): try values.encode(text, forKey: .literal)
        case .prompt(let hash): try values.encode(hash, forKey: .prompt)
        case .image(let hash): try values.encode(hash, forKey: .image)
        }
    }
}
