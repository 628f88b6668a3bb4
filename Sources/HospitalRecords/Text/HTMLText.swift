/// The text of an HTML page: blocks become lines, scripts and styles disappear, entities become characters. One pass
/// over the bytes, whatever they are.
package struct HTMLText {
    private let bytes: [UInt8]
    private var place = 0
    private var text: [UInt8] = []
    /// Blanks wait: at the ends of lines they are not written.
    private var blankIsDue = false
    private var preformatted = 0
    /// No such quote stands behind this place: it is not looked for again.
    private var noQuoteFrom: [UInt8: Int] = [:]
    /// The same of ends of comments and elements.
    private var noEndFrom: [String: Int] = [:]

    private init(_ html: String) { bytes = Array(html.utf8) }

    package static func plain(_ html: String) -> String {
        var reader = HTMLText(html)
        reader.read()
        return String(decoding: reader.text, as: UTF8.self)
    }

    private mutating func read() {
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "<"): readMarkup()
            case UInt8(ascii: "&"): readEntity()
            case let byte: take(byte); place += 1
            }
        }
    }

    private mutating func take(_ byte: UInt8) {
        let isBlank = byte == 0x20 || (0x09...0x0D).contains(byte)
        if preformatted > 0 || !isBlank {
            if blankIsDue, let last = text.last, last != 0x0A { text.append(0x20) }
            blankIsDue = false
            if byte != 0x0D { text.append(byte) }
        } else {
            blankIsDue = true
        }
    }

    private mutating func endLine() {
        blankIsDue = false
        if let last = text.last, last != 0x0A { text.append(0x0A) }
    }

    private mutating func readMarkup() {
        guard place + 1 < bytes.count else { return literal() }
        let next = bytes[place + 1]
        if starts(with: "<!--") { return skip(past: "-->", mark: 4) }
        if starts(with: "<![CDATA[") { return skip(past: "]]>", mark: 9) }
        if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
            // “<? mm” is a report's way to say that nobody measured.
            guard place + 2 < bytes.count, Self.isLetter(bytes[place + 2]) else { return literal() }
            return skip(past: ">", mark: 2)
        }
        let isClosing = next == UInt8(ascii: "/")
        let nameStart = place + (isClosing ? 2 : 1)
        guard nameStart < bytes.count, Self.isLetter(bytes[nameStart]), let end = endOfTag(from: nameStart) else {
            return literal()
        }
        var nameEnd = nameStart
        while nameEnd < end, nameEnd - nameStart < 16,
            Self.isLetter(bytes[nameEnd]) || (0x30...0x39).contains(bytes[nameEnd])
        {
            nameEnd += 1
        }
        let name = String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self).lowercased()
        let isEmptyTag = bytes[end - 1] == UInt8(ascii: "/")
        place = end + 1
        obey(name, isClosing: isClosing, isEmpty: isEmptyTag)
    }

    private mutating func obey(_ name: String, isClosing: Bool, isEmpty: Bool) {
        if Self.unseen.contains(name) || Self.unseenWhole.contains(name) {
            if !isClosing, !isEmpty { skip(pastEndOf: name, isOpenAllowed: Self.unseen.contains(name)) }
            return
        }
        if name == "pre" { preformatted = max(0, min(64, preformatted + (isClosing ? -1 : 1))) }
        if name == "br" {
            blankIsDue = false
            text.append(0x0A)
        } else if name == "td" || name == "th" {
            blankIsDue = true
        } else if Self.blocks.contains(name) {
            endLine()
            if name == "li", !isClosing { text += Array("- ".utf8) }
            if isClosing, !text.isEmpty, name == "p" || name.first == "h" && name.count == 2 { text.append(0x0A) }
        }
    }

    private mutating func literal() {
        take(bytes[place])
        place += 1
    }

    /// The `>` that ends a tag, past quoted values; `nil` when there is none.
    private mutating func endOfTag(from start: Int) -> Int? {
        if let from = noQuoteFrom[UInt8(ascii: ">")], start >= from { return nil }
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: ">") { return index }
            let isQuote = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
            if isQuote, bytes[index - 1] == UInt8(ascii: "="), let close = closingQuote(byte, from: index + 1) {
                index = close
            }
            index += 1
        }
        noQuoteFrom[UInt8(ascii: ">")] = min(noQuoteFrom[UInt8(ascii: ">")] ?? .max, start)
        return nil
    }

    private mutating func closingQuote(_ quote: UInt8, from start: Int) -> Int? {
        if let from = noQuoteFrom[quote], start >= from { return nil }
        if let found = bytes[min(start, bytes.count)...].firstIndex(of: quote) { return found }
        noQuoteFrom[quote] = min(noQuoteFrom[quote] ?? .max, start)
        return nil
    }

    private func starts(with mark: String) -> Bool { bytes[place...].starts(with: mark.utf8) }

    /// Past the next such end. Where there is none only the mark itself is left away: the rest may be the report.
    private mutating func skip(past end: String, mark: Int) {
        let key = Array(end.utf8)
        let start = min(place + mark, bytes.count)
        var index = max(start, noEndFrom[end].map { start >= $0 ? bytes.count : start } ?? start)
        while index + key.count <= bytes.count {
            if bytes[index..<index + key.count].elementsEqual(key) {
                place = index + key.count
                return
            }
            index += 1
        }
        noEndFrom[end] = min(noEndFrom[end] ?? .max, start)
        place = start
    }

    /// - Parameter isOpenAllowed: without an end everything that follows is unseen; otherwise the mark is none.
    private mutating func skip(pastEndOf name: String, isOpenAllowed: Bool) {
        let key = Array(name.utf8)
        let start = place
        if let from = noEndFrom[name], start >= from {
            if isOpenAllowed { place = bytes.count }
            return
        }
        while place < bytes.count {
            guard let open = bytes[place...].firstIndex(of: UInt8(ascii: "<")) else { break }
            let rest = bytes[(open + 1)...]
            let found = rest.dropFirst().prefix(key.count).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            let after = rest.dropFirst(1 + key.count).first
            if rest.first == UInt8(ascii: "/"), found == key, after.map({ !Self.isLetter($0) && $0 != 0x2D }) ?? true {
                place = min(open + 2 + key.count, bytes.count)
                return skip(past: ">", mark: 0)
            }
            place = open + 1
        }
        noEndFrom[name] = min(noEndFrom[name] ?? .max, start)
        place = isOpenAllowed ? bytes.count : start
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private mutating func readEntity() {
        let rest = bytes[(place + 1)...].prefix(12)
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")),
            let scalar = HTMLEntity.scalar(String(decoding: rest[..<end], as: UTF8.self))
        else { return literal() }
        place = end + 1
        // A space that does not break is a space here; one that is written as a number stays one.
        if scalar == "\u{A0}" { blankIsDue = true } else { String(scalar).utf8.forEach { take($0) } }
    }

    /// Code, whether it ends or not.
    private static let unseen: Set<String> = ["script", "style"]

    /// What no reader sees, and what was struck out and no longer holds. `head` is none of them: its end may be left
    /// away, and nothing in it but these is text.
    private static let unseenWhole: Set<String> = [
        "template", "title", "noscript", "object", "svg", "del", "s", "strike",
    ]

    private static let blocks: Set<String> = [
        "p", "div", "li", "ul", "ol", "tr", "table", "tbody", "thead", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
        "section", "article", "header", "footer", "main", "pre", "blockquote", "dl", "dt", "dd", "address", "body",
        "html", "form", "fieldset", "caption",
    ]
}
