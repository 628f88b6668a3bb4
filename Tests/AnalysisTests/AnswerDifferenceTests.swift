import Analysis
import Testing

@Suite("What differs between an answer and its repetition")
struct AnswerDifferenceTests {
    @Test(
        "Equal words are no difference, whatever stands between them", arguments: ["", "a", "The lungs\nare  clear."])
    func equal(text: String) {
        let other = text.split(whereSeparator: \.isWhitespace).joined(separator: "\t")
        #expect(AnswerDifference(from: text, to: other).isEmpty)
    }

    @Test(
        "Words that went and words that came stand where they were",
        arguments: [
            ("The right lung is clear", "The left lung is clear", "The |-right|+left|lung is clear"),
            ("No effusion", "No pleural effusion", "No |+pleural|effusion"), ("a b c", "", "-a b c"),
            ("", "a b", "+a b"), ("a x y b", "a b", "a |-x y|b"), ("a b", "b a", "-a|b |+a"),
        ])
    func differing(first: String, second: String, wanted: String) {
        let difference = AnswerDifference(from: first, to: second)
        let words = difference.pieces.map { piece in
            switch piece {
            case .same(let text): text
            case .first(let text): "-\(text)"
            case .second(let text): "+\(text)"
            }
        }
        #expect(words == wanted.split(separator: "|").map { $0.hasSuffix(" ") ? String($0.dropLast()) : String($0) })
        #expect(!difference.isEmpty)
    }

    @Test("Nothing of either answer is lost", arguments: RomanianReport.all)
    func whole(_ report: RomanianReport) {
        let pieces = AnswerDifference(from: report.text, to: report.english).pieces
        let first = pieces.compactMap { piece -> String? in if case .second = piece { nil } else { piece.words } }
        let second = pieces.compactMap { piece -> String? in if case .first = piece { nil } else { piece.words } }
        #expect(first.joined(separator: " ") == report.text)
        #expect(second.joined(separator: " ") == report.english)
    }
}

extension AnswerDifference.Piece {
    fileprivate var words: String {
        switch self {
        case .same(let text), .first(let text), .second(let text): text
        }
    }
}
