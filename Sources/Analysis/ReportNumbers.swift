/// The numbers of a report in one notation: "1,5" and "1.5" are one, "07" is 7, a date is three.
struct ReportNumbers {
    /// Written in figures, in their order.
    private(set) var figures: [String] = []
    /// Written as words, and months.
    private(set) var words: [String] = []

    init(_ text: String) {
        var run = ""
        for character in text + " " {
            let isFigure = character.isASCII && character.isNumber
            if isFigure || (!run.isEmpty && ".,".contains(character)) {
                run.append(character)
            } else {
                take(run)
                run = ""
            }
        }
        words = ReportWords.words(of: text).compactMap { Self.spelled[$0.folded] }
    }

    /// "1.5" is one number, "1.5.2024" and "3,4,5" are three, a comma or point at the end belongs to the sentence.
    private mutating func take(_ run: String) {
        let parts = run.split(whereSeparator: { ".,".contains($0) }).map { part in
            let bare = part.drop { $0 == "0" }
            return bare.isEmpty ? "0" : String(bare)
        }
        guard parts.count == 2, !run.contains(".."), let last = run.last, last.isNumber else {
            figures += parts
            return
        }
        // Zeros at the end of a fraction do not count: 1.50 cm is 1.5 cm.
        var fraction = run.split(whereSeparator: { ".,".contains($0) })[1]
        while fraction.last == "0" { fraction.removeLast() }
        figures.append(fraction.isEmpty ? parts[0] : "\(parts[0]).\(fraction)")
    }

    private static let spelled: [String: String] = {
        var table: [String: String] = [:]
        for (number, words) in written { for word in words.split(separator: " ") { table[String(word)] = number } }
        return table
    }()

    private static let written = [
        ("1", "one first once single january ian ianuarie prima primul un o unu"),
        ("2", "two second twice both february feb februarie doi doua ambele"), ("3", "three third march martie trei"),
        ("4", "four fourth april aprilie patru"), ("5", "five fifth may mai cinci"),
        ("6", "six sixth june iunie sase"), ("7", "seven seventh july iulie sapte"),
        ("8", "eight eighth august opt"), ("9", "nine ninth september septembrie noua"),
        ("10", "ten tenth october octombrie zece"), ("11", "eleven eleventh november noiembrie unsprezece"),
        ("12", "twelve twelfth december decembrie doisprezece"),
    ]
}
