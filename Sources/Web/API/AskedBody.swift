import Foundation
import Hummingbird
import NIOCore
import Radiology

/// The JSON object that came with an action.
struct AskedBody: Sendable {
    private enum Value: Sendable, Decodable {
        case text(String)
        case number(Double)
        case truth(Bool)
        case none
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .none
            } else if let truth = try? container.decode(Bool.self) {
                self = .truth(truth)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = (try? container.decode(String.self)).map(Value.text) ?? .other
            }
        }
    }

    private let values: [String: Value]

    /// - Throws: 400 for what is no JSON object, 413 for what is longer than 1 MiB.
    init(_ request: Request) async throws(Refusal) {
        let buffer: ByteBuffer
        do { buffer = try await request.body.collect(upTo: Self.longest) } catch {
            throw Refusal(.contentTooLarge, "The body is longer than 1 MiB, or it broke off.")
        }
        try self.init(bytes: Array(buffer.readableBytesView))
    }

    /// An empty body counts as an empty object.
    init(bytes: [UInt8]) throws(Refusal) {
        guard bytes.contains(where: { $0 > 0x20 }) else {
            values = [:]
            return
        }
        guard String(validating: bytes, as: UTF8.self) != nil,
            let values = try? JSONDecoder().decode([String: Value].self, from: Data(bytes))
        else { throw Refusal(.badRequest, "The body must be a JSON object.") }
        self.values = values
    }

    /// - Throws: 400 when it is missing or breaks the rules of a UID.
    func uid() throws(Refusal) -> SOPInstanceUID {
        guard let text = try text("uid"), !text.isEmpty else {
            throw Refusal(.badRequest, "The field \"uid\" is missing.")
        }
        guard let uid = SOPInstanceUID(rawValue: text) else {
            throw Refusal(.badRequest, "The field \"uid\" must be a SOP Instance UID: digits and dots, at most 64.")
        }
        return uid
    }

    /// `nil` when it is missing or null.
    func text(_ name: String) throws(Refusal) -> String? {
        switch values[name] {
        case nil, .some(.none): return nil
        case .text(let text): return text
        default: throw Refusal(.badRequest, "The field \"\(name)\" must be a text.")
        }
    }

    func truth(_ name: String) throws(Refusal) -> Bool {
        switch values[name] {
        case .truth(let truth): return truth
        case nil, .some(.none): throw Refusal(.badRequest, "The field \"\(name)\" is missing.")
        default: throw Refusal(.badRequest, "The field \"\(name)\" must be true or false.")
        }
    }

    /// - Parameter fallback: when it is missing or null.
    func integer(_ name: String, in range: ClosedRange<Int>, else fallback: Int) throws(Refusal) -> Int {
        let number: Int? =
            switch values[name] {
            case nil, .some(.none): fallback
            case .number(let number): Int(exactly: number)
            // A page that sends what stands in its select.
            case .text(let text): Int(text)
            default: nil
            }
        guard let number, range.contains(number) else {
            let limits = "from \(range.lowerBound) to \(range.upperBound)"
            throw Refusal(.badRequest, "The field \"\(name)\" must be a whole number \(limits).")
        }
        return number
    }

    private static let longest = 1 << 20
}
