/// One thing that was looked at, how it stands, and what a person can do about it.
struct Finding: Encodable, Sendable, Equatable {
    enum State: String, Encodable, Sendable {
        case ok, warning, problem
    }

    /// What was looked at, one word.
    let check: String
    let state: State
    /// How it stands, without patient data and secrets.
    let text: String
    /// What to do; absent when nothing needs doing.
    let advice: String?
    /// The exit code of a problem.
    let ending: WorkstationError.Ending?

    private enum CodingKeys: CodingKey { case check, state, text, advice }

    static func ok(_ check: String, _ text: String) -> Finding {
        Finding(check: check, state: .ok, text: text, advice: nil, ending: nil)
    }

    static func warning(_ check: String, _ text: String, _ advice: String) -> Finding {
        Finding(check: check, state: .warning, text: text, advice: advice, ending: nil)
    }

    static func problem(
        _ check: String, _ ending: WorkstationError.Ending, _ text: String, _ advice: String
    ) -> Finding {
        Finding(check: check, state: .problem, text: text, advice: advice, ending: ending)
    }

    /// For a terminal: state, check, text; the advice below.
    var line: String {
        func padded(_ word: String, _ width: Int) -> String {
            word + String(repeating: " ", count: max(1, width - word.count))
        }
        let first = padded(state.rawValue, 9) + padded(check, 11) + text
        return advice.map { "\(first)\n\(String(repeating: " ", count: 20))\($0)" } ?? first
    }
}
