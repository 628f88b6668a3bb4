/// Why an HL7 v2 message is not read. None holds a word of the message.
public enum HL7Problem: String, Error, Sendable, Codable, CaseIterable {
    case notHL7, tooLarge, tooManyMessages, tooManySegments
    case brokenHeader, charsetNotRead
    /// Some segments end with CR and some with LF: what is a segment and what is text cannot be told.
    case mixedLineEnds
    /// ORM, ADT and all the others: only ORU^R01 carries reports.
    case otherMessage
    case noPatient
    /// No order in it, or none with a text that counts.
    case noReport
    /// The text is an RTF, a PDF or a reference to somewhere else.
    case formNotReadable

    /// For messages: `The HL7 file cannot be read: …`.
    public var words: String {
        switch self {
        case .notHL7: "it does not begin with an MSH, FHS or BHS segment"
        case .tooLarge: "it is larger than a report is"
        case .tooManyMessages: "it holds too many messages"
        case .tooManySegments: "a message has too many segments"
        case .brokenHeader: "the MSH segment is broken"
        case .mixedLineEnds: "some of its segments end with CR and some with LF; end them all with CR"
        case .charsetNotRead: "its character set (MSH-18) is not read here; send ASCII, 8859/1, 8859/2 or UNICODE UTF-8"
        case .otherMessage: "it is not a report (ORU^R01); orders and admissions belong elsewhere"
        case .noPatient: "it names no patient"
        case .noReport: "it holds no text of a report"
        case .formNotReadable: "its report is an RTF, a PDF or another form that is not text"
        }
    }
}
