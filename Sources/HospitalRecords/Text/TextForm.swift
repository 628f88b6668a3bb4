/// How a report's text is written down.
public enum TextForm: String, Sendable, Codable, CaseIterable {
    case plain, html, rtf, pdf, word, image, dicom, xml
    /// `conclusion` of a DiagnosticReport.
    case conclusion
    /// `text.div` of a DiagnosticReport.
    case narrative
    /// None of these, or no form at all.
    case other

    public var isReadable: Bool {
        switch self {
        case .plain, .html, .conclusion, .narrative: true
        default: false
        }
    }

    /// For messages.
    var words: String {
        switch self {
        case .plain, .conclusion: "plain text"
        case .html, .narrative: "HTML"
        case .rtf: "RTF"
        case .pdf: "PDF"
        case .word: "an office document"
        case .image: "a picture"
        case .dicom: "a DICOM object"
        case .xml: "XML"
        case .other: "an unknown form"
        }
    }

    /// By a media type, parameters and all; `nil` when it names nothing.
    init?(mediaType: String) {
        let bare = mediaType.lowercased().prefix { $0 != ";" && $0 != " " }
        switch bare {
        case "": return nil
        case "text/plain", "text", "text/markdown": self = .plain
        case "text/html", "application/xhtml+xml", "html": self = .html
        case "text/rtf", "application/rtf", "application/x-rtf", "text/richtext", "rtf": self = .rtf
        case "application/pdf", "application/x-pdf", "pdf": self = .pdf
        case "application/msword", "application/vnd.oasis.opendocument.text": self = .word
        case "application/dicom", "application/dicom+json": self = .dicom
        case "text/xml", "application/xml", "application/hl7-v3+xml", "application/hl7-cda+xml": self = .xml
        default:
            if bare.hasPrefix("application/vnd.openxmlformats") { self = .word; return }
            self = bare.hasPrefix("image/") ? .image : .other
        }
    }

    /// By the first bytes, which know better than a label; `nil` when they say nothing.
    init?(sniffing bytes: some Collection<UInt8>) {
        var head = Array(bytes.prefix(512))
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
        head = Array(head.drop { $0 == 0x20 || (0x09...0x0D).contains($0) })
        let words = head.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if head.starts(with: "%PDF-".utf8) {
            self = .pdf
        } else if words.starts(with: "{\\rtf".utf8) {
            self = .rtf
        } else if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            self = .word
        } else if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) || head.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .image
        } else if ["<!doctype html", "<html", "<body", "<div", "<p>", "<head"].contains(where: {
            words.starts(with: $0.utf8)
        }) {
            self = .html
        } else if words.starts(with: "<?xml".utf8) {
            self = String(decoding: words, as: UTF8.self).contains("<html") ? .html : .xml
        } else {
            return nil
        }
    }
}
