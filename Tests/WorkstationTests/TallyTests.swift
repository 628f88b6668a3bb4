import Foundation
import Synchronization
import Testing
import Workstation

@Suite("What a command did, counted")
struct TallyTests {
    private func answers(to tally: Tally, _ words: [String], json: Bool = false) -> (lines: [String], ended: Bool) {
        let lines = Mutex<[String]>([])
        let console = Console(
            wantsJSON: json, answer: { line in lines.withLock { $0.append(line) } }, note: { _ in },
            progress: { _ in })
        do {
            try tally.answer(words, on: console)
            return (lines.withLock { $0 }, false)
        } catch let error as WorkstationError {
            return (lines.withLock { $0 }, error.ending == .someFailed)
        } catch {
            Issue.record("an unexpected error")
            return ([], false)
        }
    }

    @Test("The counts are said in the order asked for, zeros left out")
    func sentence() {
        var tally = Tally()
        tally.count("queued", 12)
        tally.count("known")
        tally.count("ignored", 0)
        #expect(tally.sentence(["known", "ignored", "queued", "refused"]) == "1 known, 12 queued")
        #expect(Tally().sentence(["queued"]) == "nothing to do")
        #expect(answers(to: tally, ["queued"]) == (["12 queued"], false))
    }

    @Test("A command that ended early does not say that there was nothing to do")
    func endedEarly() {
        let lines = Mutex<[String]>([])
        let console = Console(
            answer: { line in lines.withLock { $0.append(line) } }, note: { _ in }, progress: { _ in })
        let absence = WorkstationError(.cannotWrite, "The disk is full.", suggestion: "Make room.")
        #expect(throws: absence) { try Tally().answer(["queued"], on: console, endingWith: absence) }
        #expect(lines.withLock { $0 } == [])
    }

    @Test("Failed items are named with their reasons, and the command says that some failed")
    func failures() throws {
        var tally = Tally()
        tally.fail("a.dcm", "It is CT.", as: "refused")
        tally.count("queued")
        #expect(answers(to: tally, ["queued", "refused"]) == (["a.dcm: It is CT.", "1 queued, 1 refused"], true))
        let json = answers(to: tally, [], json: true)
        #expect(
            json.lines == [#"{"counts":{"queued":1,"refused":1},"failures":[{"item":"a.dcm","reason":"It is CT."}]}"#])
        #expect(json.ended)
    }

    @Test("An archive full of failures does not fill the memory: all are counted, the first thousand are named")
    func longList() {
        var (first, second) = (Tally(), Tally())
        for number in 0..<900 { first.fail("\(number)", "broken") }
        for number in 0..<1900 { second.fail("\(number)", "broken") }
        #expect(second("failed") == 1900 && second.failures.count == 1000)
        first.merge(second)
        #expect(first("failed") == 2800 && first.failures.count == 1000)
    }
}
