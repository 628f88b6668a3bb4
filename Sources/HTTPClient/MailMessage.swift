import Foundation

/// A plain text mail. Whatever stands in the fields, they never become a second header, a second mail, or a command.
/// Standard: RFC 5322 (message), RFC 2047 (encoded words), RFC 2045 §6.7 (quoted-printable).
public struct MailMessage: Sendable, Equatable {
    public var from: String
    public var to: [String]
    public var subject: String
    public var body: String
    public var date: Date
    /// Without angle brackets, `left@right`. The same for every attempt at the same mail, so that one that arrives twice
    /// can be told.
    public var messageID: String

    public init(from: String, to: [String], subject: String, body: String, date: Date, messageID: String) {
        self.from = from
        self.to = to
        self.subject = subject
        self.body = body
        self.date = date
        self.messageID = messageID
    }

    /// Header, blank line and body, every line with CR LF and at most 76 characters of text (addresses aside).
    public var bytes: [UInt8] {
        let lines = [
            "From: <\(Self.word(from))>",
            "To: \(to.map { "<\(Self.word($0))>" }.joined(separator: ",\r\n "))",
            "Subject: \(Self.encoded(subject))",
            "Date: \(Self.text(date))",
            "Message-ID: <\(Self.word(messageID))>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            // Nobody's holiday notice shall answer. RFC 3834 §5.
            "Auto-Submitted: auto-generated",
        ]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + QuotedPrintable.text(body)).utf8)
    }

    /// Addresses and ids hold no blanks and no brackets; whatever else there is would begin something new.
    private static func word(_ text: String) -> String {
        let others = "<>,;\u{85}\u{2028}\u{2029}".unicodeScalars
        let kept = text.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F && !others.contains($0) }
        return String(kept.map(Character.init))
    }

    /// Plain where it can be, else encoded words of at most 75 characters that each hold whole characters.
    static func encoded(_ text: String) -> String {
        let clean = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
        let isPlain = clean.count <= 60 && clean.allSatisfy { $0.isASCII } && !String(clean).contains("=?")
        if isPlain { return String(clean) }
        var (words, current): ([String], [UInt8]) = ([], [])
        // 75 - "=?UTF-8?B?" - "?=" leaves 63 characters: 45 bytes in base64.
        for character in clean {
            if current.count + character.utf8.count > 45, !current.isEmpty {
                words.append(encodedWord(current))
                current = []
            }
            current.append(contentsOf: character.utf8)
        }
        if !current.isEmpty { words.append(encodedWord(current)) }
        return words.joined(separator: "\r\n ")
    }

    private static func encodedWord(_ bytes: [UInt8]) -> String { "=?UTF-8?B?\(Data(bytes).base64EncodedString())?=" }

    /// `Mon, 02 Mar 2026 08:00:00 +0000`. Standard: RFC 5322 §3.3.
    static func text(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .weekday, .hour, .minute, .second], from: date)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ value: Int?) -> String { (value ?? 0) < 10 ? "0\(value ?? 0)" : "\(value ?? 0)" }
        let (weekday, month) = (((parts.weekday ?? 1) - 1) % 7, ((parts.month ?? 1) - 1) % 12)
        let day = "\(days[weekday]), \(two(parts.day)) \(months[month]) \(parts.year ?? 1970)"
        return "\(day) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) +0000"
    }
}

/// Any text as lines of at most 76 ASCII characters. Standard: RFC 2045 §6.7.
enum QuotedPrintable {
    static func text(_ text: String) -> String {
        let lines = text.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { line($0) + "\r\n" }.joined()
    }

    private static func line(_ line: Substring) -> String {
        let bytes = Array(line.utf8)
        var (out, width) = ("", 0)
        for (place, byte) in bytes.enumerated() {
            let isLast = place == bytes.count - 1
            let isBlank = byte == 0x20 || byte == 0x09
            let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || isBlank && !isLast
            let piece = isPlain ? String(Unicode.Scalar(byte)) : "=" + hexadecimal(byte)
            // The last place of a line is for the soft line break.
            if width + piece.utf8.count > 75 {
                out += "=\r\n"
                width = 0
            }
            out += piece
            width += piece.utf8.count
        }
        return out
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return text.utf8.count == 1 ? "0" + text : text
    }
}
