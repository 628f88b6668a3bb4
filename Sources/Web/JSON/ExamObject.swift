import Radiology
import Reports
import Store

/// The exam object of the API: names, order and types as clients have always known them.
enum ExamObject {
    static func json(_ entry: ExamEntry, for audience: Audience, names: ShownNames, threshold: Int) -> [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        write(ShownExam(entry, for: audience, names: names, threshold: threshold), to: &writer)
        return writer.bytes
    }

    /// Its part `report.rad` alone.
    static func radiologistReport(
        _ entry: ExamEntry, for audience: Audience, names: ShownNames, threshold: Int
    ) -> [UInt8] {
        let exam = ShownExam(entry, for: audience, names: names, threshold: threshold)
        return JSONWriter.object { write(exam.radiologist, to: &$0) }
    }

    static func write(_ exam: ShownExam, to writer: inout JSONWriter) {
        writer.object { object in
            object.field("uid", exam.uid)
            object.object("patient") { write(exam.patient, age: exam.age, to: &$0) }
            object.object("exam") { part in
                part.field("created", exam.created)
                part.field("date", exam.date)
                part.field("time", exam.time)
                part.field("protocol", exam.protocolName)
                part.field("region", exam.region)
                part.field("status", exam.status)
                part.field("type", exam.modality)
                part.field("study", exam.study)
                part.field("series", exam.series)
                // The hospital's request number has always been kept with the radiologist's report.
                part.field("id", nil as String?)
            }
            object.object("report") { report in
                report.object("ai") { write(exam.ai, to: &$0) }
                report.object("rad") { write(exam.radiologist, to: &$0) }
                report.field("correct", exam.correct)
                report.field("reviewed", exam.isReviewed ? 1 : 0)
            }
        }
    }

    private static func write(_ person: ShownExam.Person, age: Int, to part: inout JSONWriter) {
        part.field("name", person.name)
        part.field("cnp", person.number)
        part.field("id", person.hospitalID)
        part.field("age", age)
        part.field("birthdate", person.birthDate)
        part.field("sex", person.sex)
        part.field("county", person.county)
    }

    private static func write(_ report: ShownExam.AI, to part: inout JSONWriter) {
        part.field("text", report.text)
        part.field("summary", report.summary)
        part.field("created", report.created)
        part.field("updated", report.updated)
        part.field("positive", report.positive)
        part.field("severity", report.severity)
        part.field("confidence", report.confidence)
        part.field("model", report.model)
        part.field("latency", report.latency)
    }

    private static func write(_ report: ShownExam.Radiologist, to part: inout JSONWriter) {
        part.field("text", report.text)
        part.field("text_en", report.english)
        part.field("positive", report.positive)
        part.field("severity", report.severity)
        part.field("summary", report.summary)
        part.field("created", report.created)
        part.field("updated", report.updated)
        part.field("id", report.id)
        part.field("type", report.type)
        part.field("radiologist", report.name)
        part.field("justification", report.justification)
        part.field("model", report.model)
        part.field("latency", report.latency)
    }
}
