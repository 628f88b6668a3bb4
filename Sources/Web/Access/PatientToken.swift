import Foundation
import Radiology

/// A patient's number as it may stand in an address: sealed, and to be opened only with the workspace's key.
///
/// The same number always gives the same token, so that addresses can be kept; no table is needed to open one. Sealed as
/// RFC 5297 (SIV) does: the initialization vector is a keyed hash of the text, and proves it when it is opened.
package struct PatientToken: Sendable {
    private let proof: KeyedHash
    private let stream: KeyedHash

    /// - Parameter key: 32 bytes, for this purpose only.
    package init(key: [UInt8]) {
        let keys = KeyedHash(key: key)
        proof = KeyedHash(key: keys("proof".utf8))
        stream = KeyedHash(key: keys("stream".utf8))
    }

    /// Letters, digits, `-` and `_`.
    package func token(of key: PatientKey) -> String {
        // Padded, so that the length of a number does not show.
        var text = Array(key.rawValue.utf8) + [0]
        while text.count % Self.block != 0 { text.append(0) }
        let vector = Array(proof(text).prefix(Self.block))
        return Self.text(vector + masked(text, vector))
    }

    /// `nil` for anything that this workspace has not sealed.
    package func key(of token: String) -> PatientKey? {
        guard token.utf8.count <= Self.longest, let bytes = Self.bytes(token), bytes.count >= 2 * Self.block else {
            return nil
        }
        let vector = Array(bytes[..<Self.block])
        let text = masked(Array(bytes[Self.block...]), vector)
        guard Sodium.areEqual(Array(proof(text).prefix(Self.block)), vector), let end = text.firstIndex(of: 0) else {
            return nil
        }
        return String(validating: text[..<end], as: UTF8.self).map(PatientKey.init(rawValue:))
    }

    private func masked(_ text: [UInt8], _ vector: [UInt8]) -> [UInt8] {
        var mask: [UInt8] = []
        var counter: UInt8 = 0
        while mask.count < text.count {
            mask += stream(vector + [counter])
            counter &+= 1
        }
        return zip(text, mask).map { $0 ^ $1 }
    }

    /// Bytes; a Patient ID has at most 64 characters.
    private static let block = 16
    private static let longest = 1024

    /// Standard: RFC 4648 §5, without padding.
    private static func text(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        return Data(base64Encoded: padded).map { [UInt8]($0) }
    }
}
