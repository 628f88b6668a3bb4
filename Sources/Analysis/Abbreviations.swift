/// What Romanian radiologists abbreviate, and what it means.
package enum Abbreviations {
    package static let table: [(short: String, meaning: String)] = [
        ("AD", "right atrium"), ("AP", "antero-posterior"), ("APP", "personal pathological history"),
        ("ATI", "intensive care unit"), ("CT", "computed tomography"), ("CTL", "cervico-thoraco-lumbar"),
        ("CV", "venous catheter"), ("CVC", "central venous catheter"), ("DD", "dorsal decubitus"),
        ("DR", "right side"), ("DVP", "ventriculo-peritoneal shunt"), ("FID", "right iliac fossa"),
        ("FIS", "left iliac fossa"), ("IOT", "tracheal tube"), ("LID", "right lower lobe"),
        ("LIS", "left lower lobe"), ("LSD", "right upper lobe"), ("LSS", "left upper lobe"), ("NZG", "naso-gastric"),
        ("PAI", "interstitial pneumonia"), ("PN", "nasal bones"), ("PU", "pyelo-ureteral"), ("RD", "right kidney"),
        ("RS", "left kidney"), ("RG", "X-ray"), ("RMN", "MRI"), ("RP", "pleural effusion"),
        ("RVU", "vesico-ureteral reflux"), ("SAF", "paranasal sinuses"), ("SCD", "costophrenic angles"),
        ("SF", "frontal sinus"), ("SM", "maxillary sinus"), ("SNG", "naso-gastric catheter"), ("STG", "left"),
        ("TCC", "cranio-cerebral trauma"), ("UPU", "emergency room"), ("VCI", "inferior vena cava"),
        ("VCS", "superior vena cava"), ("VP", "portal vein"), ("VS", "left ventricle"), ("VU", "bladder"),
    ]

    /// What an English report may mean otherwise: AP and CT as they are, DR (digital radiography, Doctor), PN, RP, SM,
    /// VS (versus), DD (differential diagnosis), VP (shunt) …
    package static let ambiguous: Set<String> = [
        "AD", "AP", "APP", "CT", "CV", "DD", "DR", "PN", "PU", "RD", "RP", "RS", "SF", "SM", "VP", "VS",
    ]

    /// The English text with the Romanian abbreviations written out that the translator left standing: whole words in
    /// capitals that the source has too and that mean nothing else in English.
    package static func expanded(_ english: String, from source: String) -> String {
        let told = Set(ReportWords.words(of: source).map(\.text))
        let meanings = Dictionary(
            table.filter { !ambiguous.contains($0.short) && told.contains($0.short) }.map { ($0.short, $0.meaning) }
        ) { first, _ in first }
        guard !meanings.isEmpty else { return english }
        var result = ""
        var word = ""
        for character in english {
            if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
            } else {
                result += meanings[word] ?? word
                result.append(character)
                word = ""
            }
        }
        return result + (meanings[word] ?? word)
    }
}
