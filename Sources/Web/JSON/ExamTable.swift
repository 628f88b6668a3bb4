/// An exam as a line of a CSV file. Standard: RFC 4180.
enum ExamTable {
    static let names = [
        "uid", "patient", "cnp", "patient_id", "age", "sex", "birthdate", "created", "protocol", "region", "status",
        "type", "study", "series", "ai_severity", "ai_positive", "ai_confidence", "ai_summary", "ai_model",
        "ai_latency",
        "ai_report", "rad_severity", "rad_positive", "rad_summary", "radiologist", "rad_report", "rad_report_en",
        "justification", "reviewed", "correct",
    ]

    /// What is unknown is empty, also where clients of the API read -1.
    static func cells(_ exam: ShownExam) -> [String] {
        let (patient, ai, radiologist) = (exam.patient, exam.ai, exam.radiologist)
        return [
            exam.uid, patient.name, patient.number, patient.hospitalID ?? "", known(exam.age), patient.sex,
            patient.birthDate ?? "", exam.created ?? "", exam.protocolName, exam.region, exam.status, exam.modality,
            exam.study ?? "", exam.series ?? "", known(ai.severity), known(ai.positive), known(ai.confidence),
            ai.summary ?? "", ai.model ?? "", known(ai.latency), ai.text ?? "", known(radiologist.severity),
            known(radiologist.positive), radiologist.summary ?? "", radiologist.name ?? "", radiologist.text ?? "",
            radiologist.english ?? "", radiologist.justification ?? "", exam.isReviewed ? "1" : "0",
            known(exam.correct),
        ]
    }

    /// With its line end.
    static func line(_ cells: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (place, cell) in cells.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            append(cell, to: &bytes)
        }
        bytes += [0x0d, 0x0a]
        return bytes
    }

    private static func known(_ number: Int?) -> String { number.map { $0 < 0 ? "" : String($0) } ?? "" }

    /// A spreadsheet takes a cell that begins so for a formula: an apostrophe in front makes it a text. Blanks before
    /// the sign do not help, some programmes drop them.
    private static func append(_ cell: String, to bytes: inout [UInt8]) {
        let first = cell.utf8.first { $0 != 0x20 }
        let isFormula = first.map { "=+-@\t\r\n|%".utf8.contains($0) } ?? false
        let text = isFormula ? "'" + cell : cell
        guard text.utf8.contains(where: { "\",\r\n;\t".utf8.contains($0) }) else {
            bytes += text.utf8
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 where byte != 0 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
