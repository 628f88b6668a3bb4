import Radiology

/// What a short word of the database means, and what to do about it: for people who have not written the programme.
enum NightlyAdvice {
    /// Why something failed.
    struct Cause: Equatable {
        let words: String
        let advice: String
    }

    static func cause(_ code: String) -> Cause {
        causes[code] ?? Cause(words: code, advice: "“xrayvision failures” lists the films and says more.")
    }

    /// What is odd about an answer.
    static func alarm(_ kind: String) -> String {
        switch AnswerAlarm.Kind(rawValue: kind) {
        case .nearIdentical: "nearly the same text as about other films"
        case .wrongRegion: "about another body part"
        case .wrongModality: "about another kind of examination"
        case .wrongLanguage: "not in English"
        case .repetition: "repeats itself"
        case nil: kind
        }
    }

    private static let look = "Look at the model server; the films are read by themselves when it answers."
    private static let again =
        "Read them again with “xrayvision failures --retry”; if it stays, look at their pictures."
    private static let model =
        "Look which model answers and whether its context is long enough, then "
        + "“xrayvision failures --retry”."

    private static let causes: [String: Cause] = [
        "endpoint-unreachable": Cause(words: "the model server could not be reached", advice: look),
        "endpoint-refused": Cause(
            words: "the model server refused address, key or model",
            advice: "Correct [openai] in the settings; “xrayvision doctor” tries it."),
        "endpoint-insecure": Cause(
            words: "the model server's certificate is not trusted",
            advice: "Name its authority in the settings, or renew the certificate."),
        "endpoint-address": Cause(
            words: "the model server's address is misspelt", advice: "Correct OPENAI_URL in the settings."),
        "endpoint-busy": Cause(words: "the model server was overloaded", advice: look),
        "endpoint-failed": Cause(words: "the model server failed", advice: look),
        "endpoint-resting": Cause(words: "the model server is left alone after failing", advice: look),
        "timeout": Cause(
            words: "the answer did not come in time",
            advice: "Look at the load of the model server, or allow more time in the settings."),
        "connection-lost": Cause(words: "the connection broke while the answer came", advice: look),
        "reply-too-large": Cause(words: "the answer was far too long", advice: model),
        "reply-unreadable": Cause(words: "the answer could not be understood", advice: model),
        "reply-empty": Cause(words: "the answer was empty", advice: model),
        "reply-truncated": Cause(words: "the answer was cut off at the model's length limit", advice: model),
        "image-refused": Cause(words: "the model server refused the picture", advice: again),
        "request-refused": Cause(words: "the model server refused the request", advice: again),
        "image-not-supported": Cause(
            words: "the model reads no pictures", advice: "Name a vision model in the settings."),
        "picture-unreadable": Cause(
            words: "the film's picture could not be opened", advice: "“xrayvision publish” draws lost pictures again."),
        "text-not-supported": Cause(
            words: "the embedded reader reads no texts", advice: "Name a model server in the settings."),
        "cancelled": Cause(words: "the programme was stopped meanwhile", advice: "They go on by themselves."),
        "not-dicom": Cause(words: "not a DICOM file", advice: "Nothing, unless it should have been a film."),
        "truncated": Cause(words: "the file is cut off", advice: "Have it sent again."),
        "unsupported-syntax": Cause(
            words: "a compression that is not read", advice: "Have the archive send it in another transfer syntax."),
        "no-pixels": Cause(words: "no picture in the file", advice: "Nothing: reports and documents are not read."),
        "not-a-radiograph": Cause(words: "not a radiograph", advice: "Nothing: other modalities are not read."),
        "bad-uid": Cause(words: "no valid identifier", advice: "Tell whoever looks after the sending system."),
        "too-large": Cause(words: "larger than MAX_FILE", advice: "Raise MAX_FILE if such films should be read."),
        "io-error": Cause(words: "the file could not be read from the disk", advice: "Look at the disk."),
    ]
}
