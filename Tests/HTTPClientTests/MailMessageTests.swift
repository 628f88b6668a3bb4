import Foundation
import HTTPClient
import Testing

@Suite("The text of a mail")
struct MailMessageTests {
    private func lines(subject: String = "s", body: String = "b", from: String = "a@b.ro", id: String = "i@b.ro")
        -> [String]
    {
        let message = MailMessage(
            from: from, to: ["c@d.ro"], subject: subject, body: body, date: Date(timeIntervalSince1970: 1_772_438_400),
            messageID: id)
        return String(decoding: message.bytes, as: UTF8.self).components(separatedBy: "\r\n")
    }

    @Test("The header says who, when and that a machine wrote it")
    func header() {
        let lines = lines()
        #expect(lines.contains("Date: Mon, 02 Mar 2026 08:00:00 +0000"))
        #expect(lines.contains("Message-ID: <i@b.ro>") && lines.contains("Auto-Submitted: auto-generated"))
        #expect(lines.contains("From: <a@b.ro>") && lines.contains("To: <c@d.ro>") && lines.contains("Subject: s"))
    }

    @Test(
        "Whatever stands in a subject or an address, no header is added",
        arguments: [
            "x\r\nBcc: z@z.ro", "x\nBcc: z@z.ro", "x\rBcc: z@z.ro", "x\u{85}Bcc: z", "\u{2028}Bcc: z",
            "a>\r\n\r\nBcc: z",
        ])
    func oneHeader(text: String) {
        for lines in [lines(subject: text), lines(from: text), lines(id: text)] {
            let header = lines.prefix { !$0.isEmpty }
            #expect(header.count == 9 && !header.contains { $0.hasPrefix("Bcc") })
        }
    }

    @Test(
        "A subject in any script comes back word for word, in lines that every server takes",
        arguments: [
            "Leziune pulmonară", String(repeating: "șțăîâ ", count: 30), "严重发现", "=?UTF-8?Q?x?=", "🩻 x",
            String(repeating: "long ", count: 40),
        ])
    func subject(text: String) throws {
        let lines = lines(subject: text)
        let first = try #require(lines.firstIndex { $0.hasPrefix("Subject: ") })
        let words = [String(lines[first].dropFirst(9))] + lines[(first + 1)...].prefix { $0.hasPrefix(" ") }
        #expect(words.allSatisfy { $0.utf8.count <= 76 && $0.allSatisfy(\.isASCII) })
        let decoded = try words.map { word -> String in
            let word = word.trimmingCharacters(in: .whitespaces)
            guard word.hasPrefix("=?UTF-8?B?"), word.hasSuffix("?=") else { return word }
            let data = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            // Each word stands for itself: half a character would be lost.
            return try #require(String(bytes: data, encoding: .utf8))
        }
        #expect(decoded.joined() == text)
    }

    @Test(
        "A body comes back letter for letter, in lines of at most 76 characters",
        arguments: [
            "plain", "trailing blank \nand tab\t\n", "ăîșț 100 % = all", String(repeating: "x", count: 500),
            String(repeating: "ș", count: 200), "a\r\nb\rc\nd", ".\n..\nFrom here", "nul\u{0}bell\u{7}",
        ])
    func body(text: String) throws {
        let lines = lines(body: text)
        let blank = try #require(lines.firstIndex(of: ""))
        let coded = lines[(blank + 1)...].dropLast()
        #expect(coded.allSatisfy { $0.utf8.count <= 76 && $0.allSatisfy(\.isASCII) && !$0.hasSuffix(" ") })
        let wanted = text.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
        #expect(decoded(Array(coded)) == wanted)
    }

    /// The other half of RFC 2045 §6.7.
    private func decoded(_ lines: [String]) -> String {
        var bytes: [UInt8] = []
        for line in lines {
            var rest = Substring(line)
            let isSoft = rest.hasSuffix("=")
            if isSoft { rest.removeLast() }
            while let letter = rest.popFirst() {
                guard letter == "=" else {
                    bytes += Array(letter.utf8)
                    continue
                }
                bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            }
            if !isSoft { bytes.append(0x0A) }
        }
        return String(decoding: bytes.dropLast(), as: UTF8.self)
    }
}
