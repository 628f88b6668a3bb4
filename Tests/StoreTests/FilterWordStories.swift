import Radiology
import Store
import Testing

@Suite("The words of a filter")
struct FilterWordStories {
    @Test(
        "Intervals are written as clients write them; what is no interval is nothing",
        arguments: [
            ("3-6", 3...6), ("-8", 0...8), ("2-", 2...10), ("5", 5...5), (" 3 - 6 ", 3...6), ("20", 20...20),
            ("12-", 12...12),
            ("6-3", nil), ("-", nil), ("--", nil), ("", nil), ("a", nil), ("3-6-9", nil), ("+3", nil), ("3.5", nil),
            ("99999999999999999999", nil), ("٣", nil),
        ] as [(String, ClosedRange<Int>?)])
    func intervals(text: String, range: ClosedRange<Int>?) {
        #expect(ExamFilter.interval(text, upTo: 10) == range)
    }

    @Test("`any`, nothing and nonsense do not narrow, but a status that does not exist finds nothing")
    func words() {
        for word in ["any", "ANY", "", " ", "perhaps"] {
            let filter = ExamFilter(parameters: [
                "reviewed": word, "correct": word, "severity": word, "page": "2", "sex": word,
            ])
            #expect(filter == ExamFilter())
        }
        #expect(ExamFilter(parameters: ["status": "Done, ERROR"]).statuses == [.done, .error])
        #expect(ExamFilter(parameters: ["status": "done,any"]).statuses == nil)
        #expect(ExamFilter(parameters: ["status": "finished"]).statuses == [])
        #expect(
            ExamFilter(parameters: ["reviewed": "YES", "positive": "no"]).parameters == [
                "reviewed": "yes", "positive": "no",
            ])
    }

    @Test("What a filter says of itself makes the same filter")
    func roundTrip() {
        var numbers = SeededNumbers(seed: 5)
        for _ in 0..<300 {
            var filter = ExamFilter.random(&numbers)
            // An empty set of statuses has no word; what only our own pages ask for has none either.
            if filter.statuses == [] { filter.statuses = nil }
            filter.hasReview = nil
            #expect(ExamFilter(parameters: filter.parameters) == filter)
        }
    }
}
