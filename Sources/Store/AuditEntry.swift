import Foundation
import Radiology

/// Something that a person did, or tried to do, over the network or on the command line. Never a password.
public struct AuditEntry: Sendable, Equatable {
    /// `sign-in review requeue query export image …`
    public var action: String
    /// As claimed when the sign-in failed; empty when nobody said who they are.
    public var user: String
    public var role: String
    /// Where it came from; empty for the command line.
    public var address: String
    public var method: String
    public var path: String
    /// `ok`, `refused`, a status code …
    public var outcome: String
    /// What it was about.
    public var detail: [String: String]

    public init(
        action: String, user: String = "", role: String = "", address: String = "", method: String = "",
        path: String = "", outcome: String, detail: [String: String] = [:]
    ) {
        self.action = action
        self.user = user
        self.role = role
        self.address = address
        self.method = method
        self.path = path
        self.outcome = outcome
        self.detail = detail
    }
}

/// One line of an audit file: a JSON object that ends with the hash of what stands before the hash.
struct AuditLine: Sendable, Equatable {
    /// From 1 on, over all files.
    let number: Int64
    /// SHA-256 (hex) of the line itself.
    let hash: String
    let at: String
    /// The hash of the line before; empty for the first.
    let previous: String
    /// Without the line feed.
    let bytes: [UInt8]

    init(_ entry: AuditEntry, number: Int64, at: String, previous: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let content = Content(
            action: Self.cut(entry.action), address: Self.cut(entry.address), at: at,
            detail: Self.cut(entry.detail), method: Self.cut(entry.method),
            number: number, outcome: Self.cut(entry.outcome), path: Self.cut(entry.path), previous: previous,
            role: Self.cut(entry.role), user: Self.cut(entry.user))
        let body = Array(try encoder.encode(content).dropLast())
        hash = SHA256.hex(of: body)
        bytes = body + Array(#","hash":"\#(hash)"}"#.utf8)
        (self.number, self.at, self.previous) = (number, at, previous)
    }

    /// A line of a file; `nil` when it is none of ours, or its hash is not that of its content.
    init?(_ bytes: ArraySlice<UInt8>) {
        // ,"hash":"…64 digits…"}
        let mark = Array(#","hash":""#.utf8)
        let body = bytes.dropLast(Self.tail)
        guard bytes.count > Self.tail, bytes.dropFirst(body.count).starts(with: mark),
            bytes.suffix(2).elementsEqual("\"}".utf8)
        else { return nil }
        hash = String(decoding: bytes.dropFirst(body.count + mark.count).prefix(64), as: UTF8.self)
        let object = Data(body + [UInt8(ascii: "}")])
        guard SHA256.hex(of: body) == hash, let content = try? JSONDecoder().decode(Content.self, from: object) else {
            return nil
        }
        (number, at, previous) = (content.number, content.at, content.previous)
        self.bytes = Array(bytes)
    }

    private struct Content: Codable {
        let action: String
        let address: String
        let at: String
        let detail: [String: String]?
        let method: String
        let number: Int64
        let outcome: String
        let path: String
        let previous: String
        let role: String
        let user: String
    }

    /// What a stranger sends may be long; the line stays short.
    private static func cut(_ text: String) -> String { String(text.unicodeScalars.prefix(500)) }

    private static func cut(_ detail: [String: String]) -> [String: String]? {
        let pairs = detail.sorted { $0.key < $1.key }.prefix(16).map { (cut($0.key), cut($0.value)) }
        return pairs.isEmpty ? nil : Dictionary(pairs) { first, _ in first }
    }

    private static let tail = 75
}
