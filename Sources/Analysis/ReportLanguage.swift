import Foundation

/// The language of a report, by its commonest words. Diacritics help, but many reports are typed without.
public enum ReportLanguage: String, Sendable {
    case romanian, english
    /// Too short to tell, or neither.
    case unknown

    public init(of text: String) {
        let words = ReportWords.words(of: text)
        let romanian = words.count { Self.isRomanian($0) }
        let english = words.count { Self.englishWords.contains($0.folded) }
        // An English report is not translated at all: that takes a clear majority.
        self = romanian > english ? .romanian : english > 2 * romanian ? .english : .unknown
    }

    /// How much of a text is made of common English words; any report of ten words has some.
    static func englishShare(of words: [ReportWords.Word]) -> Double {
        words.isEmpty ? 0 : Double(words.count { englishWords.contains($0.folded) }) / Double(words.count)
    }

    private static func isRomanian(_ word: ReportWords.Word) -> Bool {
        if romanianWords.contains(word.folded) || romanianStems.contains(where: { word.folded.hasPrefix($0) }) {
            return true
        }
        return word.text.precomposedStringWithCanonicalMapping.unicodeScalars.contains {
            "ăâîșțşţĂÂÎȘȚŞŢ".unicodeScalars.contains($0)
        }
    }

    /// Folded. None of them is an English word.
    private static let romanianWords = Set(
        """
        fara si sau cu din pe la nu se este sunt prin dupa pana al ale cel cele unui unei spre catre intre dintre \
        peste ambele nivelul limite normale drept dreapta drepte stang stanga stangi stg bilaterale \
        libere liber scd ict leziuni modificari pulmonare pulmonar pulmonara pleurale pleurala osoase osos sechelar \
        sinusuri sinusurile hiluri hilurile mediastinul fractura fracturi luxatie opacitate opacitati \
        infiltrat revarsat colectie condensare focar articulare spatii tesuturi moi semne clinic varsta \
        traheea diafragm cupola baza bazal bazala lobul lobului arcul coasta coaste corp \
        deplasare evolutiv evolutive acuta rg rgf radiografia torace torax usor usoara marcata
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    private static let romanianStems = [
        "hemitorac", "evidentiaz", "vizualiz", "transparent", "accentua", "ingros", "omogen", "neomogen", "pulmonul",
        "costodiafragm", "hidroaeric", "toraco", "scolioz", "osteofit", "tumefact", "sinusul",
    ]

    /// None of them is a Romanian word.
    private static let englishWords = Set(
        """
        the of and with is no not there this that which without within at to from for on as by be been seen \
        was were has have left right lung lungs heart clear chest bone bones joint soft tissue tissues \
        effusion fracture fractures opacity opacities lower upper lobe size shape enlarged evidence \
        findings impression mild moderate severe both otherwise unremarkable visible shadow angles sharp free \
        old healed space spaces ribs foreign body dislocation displaced swelling suggests likely possible \
        may cannot excluded limits signs
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
