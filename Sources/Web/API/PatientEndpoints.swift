import Hummingbird
import Radiology
import Reports
import Store

/// People, by name.
enum PatientEndpoints {
    static func endpoints(_ desk: DataDesk) -> [Endpoint] {
        [
            .data(
                "/api/patients",
                .init(
                    summary: "Patients by name, a page at a time.", tag: "Patients",
                    parameters: [
                        .query("page", "Page, from 1 on.", .integer()),
                        .query(
                            "search",
                            "Part of the name, the number or the hospital id; who sees no names: "
                                + "whole words of three letters, initials, or a whole number.", .string(longest: 1000)),
                    ],
                    answers: [.json("A page of patients.", .named("PatientPage")), .unchanged])
            ) { request, context in
                var hits: Int?
                let answer = try desk.answer(request, context, turning: .eachDay) { query, audience in
                    try list(desk, query, audience, &hits)
                }
                context.noted["hits"] = hits.map(String.init)
                return answer
            },
            .data(
                "/api/patients/{cnp}",
                .init(
                    summary: "One patient, with the exams, newest first.", tag: "Patients",
                    parameters: [.path("cnp", "The patient's number, or the token that lists carry.", .string())],
                    answers: [
                        .json("The patient.", .named("PatientWithExams")), .unchanged,
                        .error(404, "There is no such patient."),
                    ])
            ) { request, context in
                let text = QueryText.decoded(path: context.parameters.get("cnp") ?? "") ?? ""
                return try desk.answer(request, context, turning: .eachDay) { _, audience in
                    try one(desk, text, audience)
                }
            },
        ]
    }

    private static func list(
        _ desk: DataDesk, _ query: AskedQuery, _ audience: Audience, _ hits: inout Int?
    ) throws -> [UInt8] {
        let search = query["search"]
        // What may not be asked finds nobody.
        var (patients, total, pages) = ([] as [Patient], 0, 1)
        if audience == .admin || search.map(AskedFilter.mayBeAsked) ?? true {
            let found = try desk.house.index.patients(
                search: search, wholeWords: audience != .admin, page: try query.page(),
                size: desk.house.settings.pageSize)
            (patients, total, pages) = (found.patients, found.total, found.pages)
        }
        if search != nil { hits = total }
        return JSONWriter.object { answer in
            answer.array("patients") { list in
                for patient in patients { list.object { write(patient, desk, audience, to: &$0) } }
            }
            answer.field("total", total)
            answer.field("pages", pages)
            answer.object("filters") { filters in if let search { filters.field("search", search) } }
        }
    }

    private static func one(_ desk: DataDesk, _ text: String, _ audience: Audience) throws -> [UInt8] {
        let key = desk.house.tokens.key(of: text) ?? PatientKey(rawValue: text)
        guard let patient = try desk.house.archive.patients.patient(key) else {
            throw Refusal(.notFound, "Patient not found")
        }
        let exams = try desk.house.archive.patients.exams(of: key)
        return JSONWriter.object { answer in
            write(patient, desk, audience, to: &answer)
            answer.field("exams", exams.map(\.rawValue))
        }
    }

    private static func write(
        _ patient: Patient, _ desk: DataDesk, _ audience: Audience, to object: inout JSONWriter
    ) {
        let shown = ShownExam.Person(patient, for: audience)
        object.field("cnp", shown.number)
        object.field("id", shown.hospitalID)
        object.field("name", shown.name)
        object.field("age", age(patient, desk.today))
        object.field("birthdate", shown.birthDate)
        object.field("sex", shown.sex)
        object.field("token", desk.house.tokens.token(of: patient.key))
    }

    /// Completed years today; -1 when unknown.
    private static func age(_ patient: Patient, _ today: CalendarDay?) -> Int {
        guard let born = patient.birthDate, let today else { return -1 }
        return AgeAtExam(born: born, exposed: today)?.years ?? -1
    }
}
