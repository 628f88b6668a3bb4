import Foundation

/// One form of a report as an attachment carries it.
package struct ReportForm: Sendable, Equatable {
    /// A media type; `nil` when unknown.
    var contentType: String?
    /// As it came: base64, or plain text from servers that do not encode.
    package var data: String?
    /// Where the bytes are when they are not here.
    var url: String?
    /// The predecessor's own fields.
    var type: String?
    var region: String?

    package init(
        contentType: String? = nil, data: String? = nil, url: String? = nil, type: String? = nil, region: String? = nil
    ) {
        self.contentType = contentType
        self.data = data
        self.url = url
        self.type = type
        self.region = region
    }

    package init(_ json: JSONValue) {
        self.init(
            contentType: json.text("contentType"), data: json.text("data"), url: json.text("url"),
            type: json.text("type"), region: json.text("region"))
    }

    /// The largest text that is taken for a report.
    package static let longest = 256 << 10

    package struct Reading: Sendable, Equatable {
        package let text: String
        package let form: TextForm
    }

    /// The text in the form; `nil` when the form is empty.
    /// - Parameter encodes: the server's standard is base64; without it a single short word is a word.
    /// - Throws: `.formNotReadable` for RTF, PDF and the like, `.answerTooLarge` for what no report is.
    package func read(encodes: Bool, fallback: TextCharset) throws(RecordError) -> Reading? {
        let labelled = contentType.flatMap { TextForm(mediaType: $0) }
        guard let data, !data.isEmpty else {
            if let labelled, !labelled.isReadable, url != nil { throw .formNotReadable(labelled) }
            return nil
        }
        let decoded = try Self.decode(data, encodes: encodes)
        let bytes = decoded ?? Array(data.utf8)
        return try Self.read(
            bytes, labelled: labelled, charset: decoded == nil ? .utf8 : Self.charset(of: contentType),
            fallback: fallback)
    }

    /// The text of bytes as they came.
    static func read(
        _ bytes: [UInt8], labelled: TextForm?, charset: TextCharset?, fallback: TextCharset
    ) throws(RecordError) -> Reading? {
        let seen = TextForm(sniffing: bytes)
        let form: TextForm =
            switch (labelled, seen) {
            // What a label calls text can be something else; what it calls something else is not text.
            case (nil, let seen): seen ?? .plain
            case (.plain?, let seen?): seen
            case (.html?, let seen?) where !seen.isReadable && seen != .xml: seen
            case (let labelled?, _): labelled
            }
        guard form == .plain || form == .html else { throw .formNotReadable(form) }
        guard bytes.count <= longest * 4 else { throw .answerTooLarge(limit: longest * 4) }
        let raw = TextCharset.decode(bytes, named: charset, fallback: fallback)
        let text = ReportText.tidied(form == .html ? HTMLText.plain(raw) : raw)
        guard text.utf8.count <= longest else { throw .answerTooLarge(limit: longest) }
        return text.isEmpty ? nil : Reading(text: text, form: form)
    }

    /// `charset=` of a media type; `nil` when it names none, or one that is not read.
    static func charset(of contentType: String?) -> TextCharset? {
        guard let contentType, let mark = contentType.range(of: "charset=", options: .caseInsensitive) else {
            return nil
        }
        let name = contentType[mark.upperBound...].prefix { $0 != ";" }
        return TextCharset(name: String(name))
    }

    /// A single word of so many letters is no word.
    private static let longestWord = 40

    /// The bytes of base64; `nil` when the data are the text itself.
    /// - Throws: `.formNotReadable` for what must be base64 and cannot be decoded: it is no text for a person.
    static func decode(_ data: String, encodes: Bool) throws(RecordError) -> [UInt8]? {
        let (blanks, letters) = (data.utf8.count { $0 == 0x20 }, data.utf8.filter { $0 > 0x20 })
        let isPadded = letters.last == UInt8(ascii: "=")
        // A sentence has a blank in every few letters; base64 has at most some at the ends of lines.
        guard blanks * 20 <= letters.count, encodes || isPadded || letters.count >= 24 else { return nil }
        guard letters.count % 4 == 0, let decoded = Data(base64Encoded: Data(letters)).map(Array.init), !decoded.isEmpty
        else { return try repaired(letters, encodes: encodes) }
        if encodes, blanks == 0 { return decoded }
        // A long word, or one sentence without blanks, decodes to noise.
        return TextForm(sniffing: decoded) != nil || looksLikeText(decoded) ? decoded : nil
    }

    /// Base64 without its padding, or in the alphabet for addresses. Standard: RFC 4648 §3.2, §5.
    private static func repaired(_ letters: [UInt8], encodes: Bool) throws(RecordError) -> [UInt8]? {
        let bare = letters.prefix { $0 != UInt8(ascii: "=") }.map { byte in
            byte == UInt8(ascii: "-") ? UInt8(ascii: "+") : byte == UInt8(ascii: "_") ? UInt8(ascii: "/") : byte
        }
        let padding = [UInt8](repeating: UInt8(ascii: "="), count: (4 - bare.count % 4) % 4)
        if let decoded = Data(base64Encoded: Data(bare + padding)).map(Array.init), !decoded.isEmpty,
            TextForm(sniffing: decoded) != nil
                || looksLikeText(decoded) && String(validating: decoded, as: UTF8.self) != nil
        {
            return decoded
        }
        if encodes, letters.count >= longestWord { throw .formNotReadable(.other) }
        return nil
    }

    private static func looksLikeText(_ bytes: [UInt8]) -> Bool {
        let controls = bytes.count { $0 < 0x20 && !(0x09...0x0D).contains($0) || $0 == 0x7F }
        let letters = bytes.count { $0 >= 0x20 && $0 < 0x7F }
        return controls == 0 && letters * 10 >= bytes.count * 6
    }
}
