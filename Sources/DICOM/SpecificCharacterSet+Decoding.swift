extension SpecificCharacterSet {
    /// The text of a whole value, backslashes included. Never fails.
    /// - Parameter isPersonName: `^` and `=` end the reach of an escape sequence too. Standard: PS3.5 §6.1.2.5.3.
    public func decode(_ bytes: ArraySlice<UInt8>, isPersonName: Bool = false) -> String {
        if bytes.isASCIIText { return String(decoding: bytes, as: UTF8.self) }
        switch initial {
        case .utf8:
            return bytes.validUTF8 ?? String(decoding: bytes, as: UTF8.self)
        case .gb18030:
            return GB18030.decode(bytes)
        case .unknown, .ascii:
            // Undeclared characters: many systems write UTF-8 or Latin-1 and say nothing.
            if !bytes.contains(EscapedText.escape) { return bytes.validUTF8 ?? bytes.latin1 }
        default: break
        }
        var reader = EscapedText(bytes, initial: initial, isPersonName: isPersonName)
        return reader.decode()
    }
}

extension ArraySlice<UInt8> {
    /// Below 80 and without escape sequences: the same in every set that DICOM knows.
    var isASCIIText: Bool { allSatisfy { $0 < 0x80 && $0 != EscapedText.escape } }

    var latin1: String { String(String.UnicodeScalarView(map { Unicode.Scalar($0) })) }

    var validUTF8: String? { String(validating: self, as: UTF8.self) }
}
