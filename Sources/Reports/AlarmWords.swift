import Radiology

/// What is odd about an answer, in plain words.
enum AlarmWords {
    /// For a mark in a list.
    static func label(_ alarm: AnswerAlarm) -> String {
        switch alarm.kind {
        case .nearIdentical: "same text"
        case .wrongRegion: "wrong body part"
        case .wrongModality: "wrong modality"
        case .wrongLanguage: "not English"
        case .repetition: "repeats itself"
        case nil: "odd answer"
        }
    }

    /// Before the sentence.
    static func heading(_ alarm: AnswerAlarm) -> String {
        switch alarm.kind {
        case .nearIdentical: "Nearly the same text as about other films."
        case .wrongRegion: "About another body part."
        case .wrongModality: "About another kind of examination."
        case .wrongLanguage: "Not in English."
        case .repetition: "It repeats itself."
        case nil: "Odd answer."
        }
    }

    /// The sentence that came with it, or what there is to say about its kind.
    static func sentence(_ alarm: AnswerAlarm) -> String {
        if let words = alarm.words, !words.isEmpty { return words }
        return switch alarm.kind {
        case .nearIdentical: "Look whether the model still sees its pictures."
        case .wrongRegion: "The report speaks of another body part than the film shows: have the film read again."
        case .wrongModality: "The report describes another examination, and the film is a radiograph."
        case .wrongLanguage: "Look whether another model answers."
        case .repetition: "The model lost its thread: have the film read again."
        case nil: "A later version of the programme found something odd about it."
        }
    }

    /// The mark of a list: all that is odd, once each.
    static func mark(_ alarms: [AnswerAlarm], _ redact: Redaction) -> Field? {
        guard !alarms.isEmpty else { return nil }
        let labels = unique(alarms.map(label)).joined(separator: ", ")
        let sentences = unique(alarms.map { redact(sentence($0)) }).joined(separator: " ")
        return .group(["labels": .text(labels), "sentences": .text(sentences)])
    }

    /// The notes of a film page.
    /// - Parameter page: path of that page.
    static func notes(_ alarms: [AnswerAlarm], from page: String, _ redact: Redaction) -> Field? {
        .list(
            alarms.map { alarm in
                var fields: Fields = [
                    "heading": .text(heading(alarm)), "sentence": .text(redact(sentence(alarm))),
                    "noticed": .text(TimeWords.moment(alarm.at)),
                ]
                // Said outright, else a name of the page around would be taken.
                fields["partner"] =
                    alarm.partner.map { .text(PagePaths.toAudience(from: page) + PagePaths.film($0)) } ?? .flag(false)
                return fields
            })
    }

    private static func unique(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }
}
