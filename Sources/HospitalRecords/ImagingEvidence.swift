/// What an order or a report says about making pictures.
enum ImagingEvidence: Sendable, Equatable {
    /// Pictures are made: by its section, its category, or the kind that it names.
    case imaging
    /// Nothing says so, and nothing says otherwise.
    case untold
    /// Blood, tissue, a visit: its text must never stand at a film.
    case other

    /// - Parameters:
    ///   - words: of everything coded, `sections` of its category or section alone: a code of a procedure may look like
    ///     the one of a section.
    init(words: [String], codes: [String], sections: [String]) {
        let sections = Set(sections.map { $0.uppercased() })
        let tokens = words.flatMap { FoldedName.tokens($0) }
        let saysImaging =
            !sections.isDisjoint(with: Self.imagingSections) || Self.has(tokens, Self.imagingStems)
            || ExamType.isNamed(in: words, codes: codes)
        let saysOther = Self.has(tokens, Self.otherStems)
        if !sections.isDisjoint(with: Self.otherSections) || saysOther && !saysImaging {
            self = .other
        } else if saysOther || Self.has(tokens, ["laborator"]) && !Self.has(tokens, Self.imagingStems) {
            self = .untold
        } else {
            self = saysImaging ? .imaging : .untold
        }
    }

    /// Short ones are whole words.
    private static func has(_ tokens: [String], _ stems: [String]) -> Bool {
        tokens.contains { token in stems.contains { $0.utf8.count < 5 ? token == $0 : token.hasPrefix($0) } }
    }

    /// HL7 table 0074; SNOMED CT: laboratory procedure, laboratory test, histology, counselling, education, surgery.
    private static let otherSections: Set<String> = [
        "LAB", "CH", "HM", "MB", "MCB", "MYC", "BLB", "BG", "IMM", "SR", "TX", "VR", "SP", "PAT", "CP", "CG", "GE",
        "CY", "EC", "EN", "PF", "PHR", "PHY", "PT", "RT", "RC", "AU", "OT", "NRS", "ICU", "CTH", "OSL", "URN", "NMS",
        "LABORATORY", "VITAL-SIGNS", "108252007", "15220000", "714797009", "252416005", "409063005", "409073007",
        "387713003",
    ]

    /// HL7 table 0074; SNOMED CT: imaging, radiographic procedure, radiology; LOINC: radiology.
    private static let imagingSections: Set<String> = [
        "RAD", "RX", "XRC", "CT", "NMR", "RUS", "OUS", "VUS", "CUS", "IMG", "IMAGING", "CR", "DX", "RF", "MG",
        "363679005", "363680008", "394914008", "LP29684-5", "18748-4",
    ]

    private static let imagingStems = ["imaging", "imagistic", "radiolog", "rontgen", "roentgen"]

    /// In Romanian and English, without diacritics. Other sections, and pictures that are no kind of ours.
    private static let otherStems = [
        "hematolog", "haematolog", "hemoleucogram", "biochim", "biochem", "microbiolog", "bacteriolog",
        "urocultur", "hemocultur", "coprocultur", "exsudat", "serolog", "imunolog", "immunolog", "histopat", "citolog",
        "cytolog", "anatomopat", "patholog", "biopsi", "punctie", "ekg", "ecg", "electrocardio",
        "electroencef", "eeg", "spirometr", "endoscop", "bronhoscop", "bronchoscop", "colonoscop", "gastroscop",
        "scintigraf", "scintigraph", "spect", "pet", "densitometr", "dxa", "dexa", "coronarograf", "consult",
        "kinetoterap", "fizioterap", "physiotherap",
    ]
}
