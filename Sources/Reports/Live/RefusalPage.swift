/// An error as a page: what failed, and what to do.
public struct RefusalPage: Sendable {
    let status: Int
    let heading: String
    let sentence: String
    let next: String

    /// - Parameter sentence: of the refusal; never a patient's data.
    public init(status: Int, sentence: String) {
        self.status = status
        self.sentence = sentence
        (heading, next) =
            switch status {
            case 401: ("Please sign in", "Sign in, and the page you asked for opens.")
            case 403:
                (
                    "Not allowed",
                    "Your role does not allow this. An administrator can change it in [users] of the settings."
                )
            case 404: ("Not here", "The film may have been removed, or the address is mistyped.")
            case 405, 406, 415: ("Asked in the wrong way", "Go back and use the buttons of the page.")
            case 413: ("Too long", "Shorten the text and try again.")
            case 421: ("Wrong name", "Open this server under the name that the settings know.")
            case 429: ("Too many questions", "Wait a minute and try again.")
            case 500...: ("Something failed here", "Try again; if it stays, the log of the daemon says more.")
            default: ("This did not work", "Go back and try again.")
            }
    }

    var title: String { heading }

    package var fields: Fields {
        [
            "status": .text(String(status)), "heading": .text(heading), "sentence": .text(sentence),
            "next": .text(next), "needsSignIn": .flag(status == 401),
        ]
    }
}
