import Radiology

/// A patient of an answer.
package struct PatientCandidate: Sendable, Equatable {
    package let id: String
    let identifiers: [Identifier]
    let names: [FoldedName]
    let birthDate: CalendarDay?
    let sex: Sex?
    /// Not replaced by another record and not switched off.
    let isCurrent: Bool
    let displayName: String?

    /// `nil` without a usable id.
    package init?(_ resource: Resource) {
        guard resource.type == "Patient", let id = resource.id else { return nil }
        self.id = id
        identifiers = resource.identifiers
        let written = resource.json.items("name")
        names = written.map { name in
            let given = name.items("given").compactMap(\.text).joined(separator: " ")
            return FoldedName(family: name.text("family") ?? "", given: given, text: name.text("text") ?? "")
        }
        birthDate = resource.json.text("birthDate").flatMap { CalendarDay(String($0.prefix(10))) }
        sex =
            switch resource.json.text("gender")?.lowercased() {
            case "male", "m": .male
            case "female", "f": .female
            case "other": .other
            default: nil
            }
        let isReplaced = resource.json.items("link").contains { $0.text("type") == "replaced-by" }
        isCurrent = resource.json.flag("active") != false && !isReplaced
        displayName = (written.first { $0.text("use") == "official" } ?? written.first).flatMap(Self.dicomName)
    }

    /// `FAMILY^GIVEN^MIDDLE`; `nil` when there is no name.
    private static func dicomName(_ name: JSONValue) -> String? {
        let given = name.items("given").compactMap(\.text)
        let parts = ([name.text("family") ?? ""] + given).map { part in
            // These separate the parts of a DICOM name, and control characters end it.
            String(
                String.UnicodeScalarView(
                    part.unicodeScalars.filter { !"^=\\".unicodeScalars.contains($0) && $0.value >= 0x20 }))
        }
        if parts.contains(where: { !$0.isEmpty }) { return String(parts.joined(separator: "^").prefix(256)) }
        let words = (name.text("text") ?? "").split { $0 == " " || $0 == "^" || $0 == "=" || $0 == "\\" }
        return words.isEmpty ? nil : String(words.joined(separator: "^").prefix(256))
    }

    package var details: PatientDetails {
        PatientDetails(hospitalID: id, name: displayName, birthDate: birthDate, sex: sex)
    }
}
