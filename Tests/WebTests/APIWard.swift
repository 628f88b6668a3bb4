import Foundation
import Radiology
import Store

/// Six films of three people who do not exist, with answers, reports and a review, at threshold 5.
struct APIWard {
    let archive: Archive

    /// Monday, 2 March 2026, 10:00 in Bucharest.
    static let now = Date(timeIntervalSince1970: 1_772_438_400)

    static func uid(_ number: Int) -> SOPInstanceUID { SOPInstanceUID(validated: "1.2.826.0.1.7.\(number)") }

    static let ion = Patient(
        key: PatientKey(rawValue: "5150312170012"), name: "POPESCU^ION", sex: .male,
        birthDate: CalendarDay(year: 2015, month: 3, day: 12), hospitalID: "9001")
    static let ana = Patient(
        key: PatientKey(rawValue: "6050701400121"), name: "Pop-Ion^Ana Maria", sex: .female,
        birthDate: CalendarDay(year: 2005, month: 7, day: 1))
    static let dan = Patient(key: PatientKey(rawValue: "H-77"), name: "Exemplu^Dan")

    /// A radiologist's report as the hospital gives it, with the verdict of its check.
    struct Report {
        var text = "Fără modificări."
        var radiologist: String
        var severity: Int
        var summary: String
        var seconds = 2
    }

    init(_ archive: Archive) throws {
        self.archive = archive
        try film(
            1, of: Self.ion, "2026-03-02 07:55:00", "chest", reads: 7, in: 3,
            Report(
                text: "POPESCU ION: opacitate bazală dreaptă.", radiologist: "Dr. Ionescu Vasile", severity: 6,
                summary: "pneumonia"))
        try film(
            2, of: Self.ana, "2026-03-01 20:00:00", "chest", reads: 2, in: 4,
            Report(radiologist: "Ivanov Vlad", severity: 1, summary: "normal", seconds: 1))
        try film(
            3, of: Self.ion, "2026-02-10 09:30:00", "elbow", reads: 8, in: 9,
            Report(radiologist: "Dr. Ionescu Vasile", severity: 0, summary: "normal", seconds: 4))
        try film(4, of: Self.ana, "2025-12-31 23:59:59", "chest", reads: 1, in: 2)
        try film(5, of: Self.dan, "2026-03-02 09:00:00", nil, reads: nil, in: 5)
        try archive.reviews.record(Self.uid(4), isNormal: false, by: "mara", threshold: 5, now: Self.now)
        try admit(6, of: Self.dan, "2026-03-02 09:30:00", nil)
    }

    /// One that is there already.
    init(on archive: Archive) { self.archive = archive }

    /// A film that was received, reported and read.
    func film(
        _ number: Int, of patient: Patient, _ created: String, _ region: String?, reads severity: Int?,
        in seconds: Int, _ report: Report? = nil, protocolName: String = "Torace PA"
    ) throws {
        try admit(number, of: patient, created, region, protocolName: protocolName)
        if let report {
            _ = try archive.radReports.arrived(
                Self.uid(number),
                ArrivedReport(
                    id: "R\(number)", text: report.text, radiologist: report.radiologist, justification: "tuse",
                    type: "radio"), now: Self.now)
            try archive.radReports.keep(
                RadReports.Check(
                    severity: Severity(report.severity), summary: report.summary, english: "As before.",
                    model: "checker",
                    latency: report.seconds),
                of: report.text, for: Self.uid(number), threshold: 5, now: Self.now)
        }
        _ = try archive.exams.claimNext(at: Self.now)
        let answer = AIReport(
            text: "FINDINGS: opacity.", summary: severity == nil ? nil : "opacity",
            severity: severity.flatMap(Severity.init), confidence: severity == nil ? nil : Confidence(80),
            model: "reader-1", latency: seconds)
        try archive.aiReports.record(Self.uid(number), report: answer, analyses: [], threshold: 5, now: Self.now)
    }

    func admit(
        _ number: Int, of patient: Patient, _ created: String, _ region: String?, protocolName: String = "Torace PA"
    ) throws {
        var facts = FilmFacts()
        facts.exposed = created
        let exam = Exam(
            uid: Self.uid(number), patient: patient, study: StudyInstanceUID(validated: "1.2.3.\(number)"),
            series: SeriesInstanceUID(validated: "1.2.3.\(number).1"), created: created, protocolName: protocolName,
            region: region.map(BodyRegion.init(rawValue:)), modality: "CR", facts: facts)
        let film = FilmReceipt(
            contentHash: String(format: "%064d", number), bytes: 1, source: "test", received: Self.now)
        _ = try archive.exams.admit(exam, film: film)
    }
}
