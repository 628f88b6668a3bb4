/// One kind of answer that a client takes: `multipart/related; type="application/dicom"; q=0.5`.
package struct MediaRange: Sendable, Equatable {
    /// `image/png`, `image/*`, `*/*`; small letters.
    package let type: String
    /// Names in small letters, values without their quotes.
    package let parameters: [String: String]
    /// 0…1; 0 = not wanted.
    package let quality: Double

    /// Whether a media type is of this kind.
    package func takes(_ type: String) -> Bool { Self.kind(self.type, takes: type) }

    static func kind(_ range: String, takes type: String) -> Bool {
        if range == "*/*" || range == type { return true }
        guard range.hasSuffix("/*"), let slash = type.firstIndex(of: "/") else { return false }
        return range.dropLast(2) == type[..<slash]
    }
}

/// What a client takes, best first: an `Accept` header. Standard: RFC 9110 §12.5.1, PS3.18 §8.3.3 (DICOM's parameters).
package struct MediaRanges: Sendable, Equatable {
    package let ranges: [MediaRange]

    /// Longer headers, more ranges and more parameters are cut: nobody means them.
    static let longest = 8192
    package static let mostRanges = 32
    static let mostParameters = 16

    /// - Parameter fields: the values of all `Accept` fields; none takes everything. What cannot be read is passed over.
    package init(_ fields: [String]) {
        let text = fields.joined(separator: ",")
        var ranges = Self.split(text.utf8.prefix(Self.longest), at: UInt8(ascii: ","), most: Self.mostRanges)
            .compactMap { Self.range($0) }
        if text.utf8.allSatisfy({ $0 == 0x20 || $0 == UInt8(ascii: ",") }) {
            ranges = [MediaRange(type: "*/*", parameters: [:], quality: 1)]
        }
        // Stable: of equal ones the first counts.
        self.ranges = ranges.enumerated().filter { $0.element.quality > 0 }
            .sorted { ($0.element.quality, -$0.offset) > ($1.element.quality, -$1.offset) }.map(\.element)
    }

    /// The first that is on offer, as offered; `nil` when nothing is.
    package func best(of offers: [String]) -> String? {
        for range in ranges { if let offer = offers.first(where: range.takes) { return offer } }
        return nil
    }

    /// Whether a program asks, rather than a person or a probe.
    var prefersJSON: Bool { best(of: ["text/plain", "application/json"]) == "application/json" }

    private static func range(_ text: [UInt8]) -> MediaRange? {
        let parts = split(text[...], at: UInt8(ascii: ";"), most: mostParameters + 1)
        guard let first = parts.first.map({ trimmed($0).lowercased() }) else { return nil }
        let halves = first.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isToken) }) else { return nil }
        var parameters: [String: String] = [:]
        for part in parts.dropFirst() {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = trimmed(Array(part[..<equals])).lowercased()
            if parameters[name] == nil { parameters[name] = unquoted(trimmed(Array(part[(equals + 1)...]))) }
        }
        let quality = parameters.removeValue(forKey: "q").map { Double($0) ?? 1 } ?? 1
        return MediaRange(type: first, parameters: parameters, quality: quality >= 0 ? min(quality, 1) : 1)
    }

    /// The pieces between separators that do not stand in quotes.
    private static func split(_ text: some Sequence<UInt8>, at separator: UInt8, most: Int) -> [[UInt8]] {
        var (pieces, piece): ([[UInt8]], [UInt8]) = ([], [])
        var (isQuoted, isEscaped) = (false, false)
        for byte in text {
            if isQuoted {
                isQuoted = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else if byte == separator {
                pieces.append(piece)
                if pieces.count == most { return pieces }
                piece = []
                continue
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = true
            }
            piece.append(byte)
        }
        return pieces + [piece]
    }

    private static func trimmed(_ bytes: [UInt8]) -> String {
        let start = bytes.drop { $0 == 0x20 || $0 == 0x09 }
        let end = start.lastIndex { $0 != 0x20 && $0 != 0x09 } ?? start.startIndex - 1
        return String(decoding: start[start.startIndex..<(end + 1)], as: UTF8.self)
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        var (result, isEscaped) = ("", false)
        for letter in text.dropFirst().dropLast() {
            if letter == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(letter)
                isEscaped = false
            }
        }
        return result
    }

    /// Standard: RFC 9110 §5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
