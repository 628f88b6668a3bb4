/// Finds what may be a JSON object inside prose.
enum JSONCandidates {
    /// More starting braces than this are not looked at: the work stays bounded whatever a model writes.
    static let most = 32

    /// From the first `{` to the last `}`, then every balanced object, outermost first. Braces inside strings count as
    /// text, so an object that holds some is found whole.
    static func objects(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        guard let open = bytes.firstIndex(of: UInt8(ascii: "{")), let close = bytes.lastIndex(of: UInt8(ascii: "}")),
            open < close
        else { return [] }
        var found = [bytes[open...close]]
        var (start, tries) = (open, 0)
        while start <= close, tries < most {
            guard bytes[start] == UInt8(ascii: "{") else {
                start += 1
                continue
            }
            tries += 1
            guard let end = balancedEnd(of: bytes[start...close]) else {
                start += 1
                continue
            }
            found.append(bytes[start...end])
            start = end + 1
        }
        return found.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func balancedEnd(of bytes: ArraySlice<UInt8>) -> Int? {
        var (depth, isText, isEscaped) = (0, false, false)
        for index in bytes.indices {
            let byte = bytes[index]
            if isEscaped {
                isEscaped = false
            } else if isText {
                isEscaped = byte == UInt8(ascii: "\\")
                isText = byte != UInt8(ascii: "\"")
            } else if byte == UInt8(ascii: "\"") {
                isText = true
            } else if byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }
}
