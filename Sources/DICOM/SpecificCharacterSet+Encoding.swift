import Foundation

extension SpecificCharacterSet {
    /// The bytes of a text in the first of the sets; `nil` when it has a character that this set has not.
    ///
    /// Only sets without escape sequences are written; the caller moves to ISO_IR 192 for everything else. Letters are
    /// never exchanged for similar ones: `ș` (comma below) does not fit ISO_IR 101, which has only `ş` (cedilla).
    public func encode(_ text: String) -> [UInt8]? {
        if text.utf8.allSatisfy({ $0 < 0x80 && $0 != EscapedText.escape }) { return Array(text.utf8) }
        if initial == .utf8 { return Array(text.utf8) }
        guard terms.count <= 1, !terms.contains(where: { $0.uppercased().hasPrefix("ISO 2022") }) else { return nil }
        // Letters with separate marks fit once they are one character.
        let composed = text.precomposedStringWithCanonicalMapping
        var bytes: [UInt8] = []
        for scalar in composed.unicodeScalars {
            guard let byte = byte(of: scalar) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private func byte(of scalar: Unicode.Scalar) -> UInt8? {
        if scalar.isASCII { return UInt8(truncatingIfNeeded: scalar.value) }
        switch initial {
        case .latin1: return (0xA0...0xFF).contains(scalar.value) ? UInt8(truncatingIfNeeded: scalar.value) : nil
        case .single(let set): return set.byte(of: scalar)
        default: return nil
        }
    }
}
