import Foundation
import Radiology
import Testing
import Workstation

@Suite("Whose fault it is that a film is not answered")
struct SuspectsTests {
    private let suspects = Suspects()

    private func uid(_ number: Int) -> SOPInstanceUID { SOPInstanceUID(validated: "1.2.\(number)") }
    private func at(_ second: Double) -> Date { Date(timeIntervalSince1970: 1_790_000_000 + second) }

    @Test(
        "Only an answer to another film after the failure before says that the server is well",
        arguments: [(nil, 0), (-1.0, 0), (0, 0), (0.5, 1)])
    func evidence(answer: Double?, answers: Int) {
        let first = suspects.failed(uid(1), at: at(0), lastAnswer: answer.map(at))
        #expect(first.isFirstFailure && first.answersToOthers == 0)
        let second = suspects.failed(uid(1), at: at(1), lastAnswer: answer.map(at))
        #expect(!second.isFirstFailure && second.answersToOthers == answers)
        #expect(second.wereOthersAnswered == (answers > 0))
        let third = suspects.failed(uid(1), at: at(2), lastAnswer: answer.map(at))
        #expect(!third.wereOthersAnswered && third.answersToOthers == answers)
    }

    @Test("Other films count while none was answered after them; what was answered or set aside is forgotten")
    func others() {
        for number in 1...3 { _ = suspects.failed(uid(number), at: at(Double(number)), lastAnswer: nil) }
        #expect(suspects.failed(uid(4), at: at(4), lastAnswer: nil).others == 3)
        #expect(suspects.failed(uid(4), at: at(5), lastAnswer: at(2.5)).others == 1)
        suspects.clear(uid(3))
        #expect(suspects.failed(uid(4), at: at(6), lastAnswer: nil).others == 2)
        suspects.clear(uid(4))
        #expect(suspects.failed(uid(4), at: at(7), lastAnswer: at(6)).isFirstFailure)
    }
}
