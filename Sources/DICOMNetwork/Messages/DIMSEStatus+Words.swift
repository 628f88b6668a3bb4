extension DIMSEStatus {
    /// What the status says in words, in this service; no full stop.
    /// Standard: PS3.4 tables B.2-1, C.4-1, C.4-2, C.4-3; PS3.7 annex C.
    public func words(in service: DIMSEService) -> String {
        ownWords(in: service)?.words ?? DIMSEStatus.common[value]?.words ?? unknownWords
    }

    /// One sentence: what the person who reads the log should do.
    public func suggestion(in service: DIMSEService) -> String {
        ownWords(in: service)?.suggestion ?? DIMSEStatus.common[value]?.suggestion ?? unknownSuggestion
    }

    struct Meaning: Sendable {
        let words: String
        let suggestion: String

        init(_ words: String, _ suggestion: String) { (self.words, self.suggestion) = (words, suggestion) }
    }

    private func ownWords(in service: DIMSEService) -> Meaning? {
        switch service {
        case .echo: nil
        case .store: storeMeaning
        case .find: findMeaning
        case .move, .get: retrieveMeaning
        }
    }

    /// Standard: PS3.4 table B.2-1.
    private var storeMeaning: Meaning? {
        switch value {
        case 0xA700...0xA7FF:
            Meaning("refused: out of resources", "Make room at the receiving system, then send again.")
        case 0xA900...0xA9FF:
            Meaning(
                "data set does not match its SOP class", "Have the film checked: it is not what it says it is.")
        case 0xB000: Meaning("kept, some elements were changed by the receiver", DIMSEStatus.nothing)
        case 0xB006: Meaning("kept, some elements were discarded by the receiver", DIMSEStatus.nothing)
        case 0xB007: Meaning("kept, although the data set does not match its SOP class", DIMSEStatus.nothing)
        case 0xC000...0xCFFF:
            Meaning(
                "the receiver cannot understand the film", "Look for the reason in the log of the receiving system.")
        default: nil
        }
    }

    /// Standard: PS3.4 table C.4-1.
    private var findMeaning: Meaning? {
        switch value {
        case 0xA700: Meaning("refused: out of resources", "Ask for a shorter time or fewer patients at once.")
        case 0xA900: DIMSEStatus.foreignIdentifier
        case 0xC000...0xCFFF: DIMSEStatus.unableToProcess
        case 0xFE00: Meaning("the query was cancelled", DIMSEStatus.nothing)
        case 0xFF01: Meaning("a match; some optional keys are not supported", DIMSEStatus.nothing)
        default: nil
        }
    }

    /// Standard: PS3.4 tables C.4-2 (C-MOVE) and C.4-3 (C-GET).
    private var retrieveMeaning: Meaning? {
        switch value {
        case 0xA701:
            Meaning("refused: the number of matches cannot be calculated", "Ask for less at once, or try again later.")
        case 0xA702:
            Meaning(
                "refused: the films cannot be sent",
                "Check that the archive knows the address of this system and can reach its port.")
        case 0xA801:
            Meaning(
                "the archive does not know the destination of the move",
                "Have this system's AE title, host and port entered in the archive.")
        case 0xA900: DIMSEStatus.foreignIdentifier
        case 0xAA00...0xAA04: Meaning("the frames asked for cannot be made", "Ask for whole instances.")
        case 0xB000: Meaning("some films did not arrive", "The missing films are asked for again.")
        case 0xC000...0xCFFF: DIMSEStatus.unableToProcess
        case 0xFE00: Meaning("the retrieval was cancelled", DIMSEStatus.nothing)
        default: nil
        }
    }

    private var unknownWords: String {
        switch category {
        case .warning: "done, with a warning that the standard does not name"
        default:
            value >= 0xA700 && value < 0xA800 ? "refused: out of resources" : "failed for a reason of the peer's own"
        }
    }

    private var unknownSuggestion: String { "Look up \(hexadecimal) in the conformance statement of the peer." }

    private static let nothing = "Nothing needs to be done."
    private static let foreignIdentifier = Meaning(
        "the identifier does not match the SOP class",
        "Look for the reason in the log of the peer; it does not know these keys or this level.")
    private static let unableToProcess = Meaning(
        "the peer is unable to process the request", "Look for the reason in the log of the peer, then try again.")
    private static let wrongRequest = "Report this with the log: a request of this system was not as the peer wants it."

    /// What every service shares. Standard: PS3.7 annex C.
    private static let common: [UInt16: Meaning] = [
        0x0000: Meaning("success", nothing),
        0x0001: Meaning("done, optional parts are not supported", nothing),
        0x0105: Meaning("no such attribute", wrongRequest),
        0x0106: Meaning("invalid attribute value", wrongRequest),
        0x0107: Meaning("done, some attributes were not recognised", nothing),
        0x0110: Meaning("processing failure", "Look for the reason in the log of the peer, then try again."),
        0x0111: Meaning("duplicate SOP instance", "The peer has this film already; nothing needs to be done."),
        0x0112: Meaning("no such SOP instance", "The film is not there any more; search again."),
        0x0115: Meaning("invalid argument value", wrongRequest),
        0x0116: Meaning("done, an attribute was out of range", nothing),
        0x0117: Meaning("invalid SOP instance UID", "Have the film's identifier checked where it was made."),
        0x0118: Meaning("no such SOP class", "Have this kind of film allowed at the peer."),
        0x0119: Meaning("class and instance conflict", "Have the film's identifiers checked where it was made."),
        0x0120: Meaning("missing attribute", wrongRequest),
        0x0121: Meaning("missing attribute value", wrongRequest),
        0x0122: Meaning("refused: SOP class not supported", "Have this kind of film allowed at the peer."),
        0x0124: Meaning("refused: not authorised", "Have this system's AE title allowed at the peer."),
        0x0210: Meaning("duplicate invocation", wrongRequest),
        0x0211: Meaning("unrecognised operation", "Have this service switched on at the peer."),
        0x0212: Meaning("mistyped argument", wrongRequest),
        0x0213: Meaning("resource limitation", "Try again later; the peer is short of something."),
        0xFE00: Meaning("cancelled", nothing),
        0xFF00: Meaning("another answer follows", nothing),
        0xFF01: Meaning("another answer follows", nothing),
    ]
}
