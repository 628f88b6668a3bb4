import Hummingbird
import Radiology
import Reports
import Store

/// Exams: the list, one of them, the worklist.
enum ExamEndpoints {
    static func endpoints(_ desk: DataDesk) -> [Endpoint] { [list(desk), worklist(desk), one(desk)] }

    private static func list(_ desk: DataDesk) -> Endpoint {
        .data(
            "/api/exams",
            .init(
                summary: "The exams that a filter means, a page at a time.", tag: "Exams",
                parameters: filters + places + [order],
                answers: [.json("A page of exams.", .named("ExamPage")), .unchanged])
        ) { request, context in
            var hits: Int?
            let answer = try desk.answer(request, context) { query, audience in
                try list(desk, query, audience, order: try Self.order(query), &hits)
            }
            context.noted["hits"] = hits.map(String.init)
            return answer
        }
    }

    private static func worklist(_ desk: DataDesk) -> Endpoint {
        .data(
            "/api/worklist",
            .init(
                summary: "Exams where AI and radiologist stand on different sides of the threshold, the furthest "
                    + "apart first.", tag: "Exams", parameters: filters.filter { $0.name != "correct" } + places,
                answers: [.json("A page of exams.", .named("ExamPage")), .unchanged])
        ) { request, context in
            var hits: Int?
            let answer = try desk.answer(request, context) { query, audience in
                try list(desk, query, audience, order: .disagreement, differencesOnly: true, &hits)
            }
            context.noted["hits"] = hits.map(String.init)
            return answer
        }
    }

    private static func one(_ desk: DataDesk) -> Endpoint {
        .data(
            "/api/exams/{uid}",
            .init(
                summary: "One exam.", tag: "Exams", parameters: [uid],
                answers: [.json("The exam.", .named("Exam")), .unchanged, .error(404, "There is no such exam.")])
        ) { request, context in
            let uid = try Self.uid(context)
            return try desk.answer(request, context) { _, audience in
                ExamObject.json(
                    try desk.entry(uid), for: audience, names: desk.house.names.current(for: audience),
                    threshold: desk.house.settings.threshold)
            }
        }
    }

    private static func list(
        _ desk: DataDesk, _ query: AskedQuery, _ audience: Audience, order: ExamOrder, differencesOnly: Bool = false,
        _ hits: inout Int?
    ) throws -> [UInt8] {
        let names = desk.house.names.current(for: audience)
        var asked = try desk.house.filter(query, for: audience)
        if differencesOnly { asked.keepDifferences() }
        let place = try Self.place(query)
        let page = try desk.house.index.page(asked.filter, order: order, place, size: desk.house.settings.pageSize)
        if asked.filter.search != nil { hits = page.total }
        var writer = JSONWriter(capacity: 4096 * (page.exams.count + 1))
        writer.object { answer in
            answer.array("exams") { list in
                for entry in page.exams {
                    let exam = ShownExam(
                        entry, for: audience, names: names, threshold: desk.house.settings.threshold)
                    ExamObject.write(exam, to: &list)
                }
            }
            answer.field("total", page.total)
            answer.field("pages", page.pages)
            answer.object("filters") { filters in
                for (name, word) in asked.words.sorted(by: { $0.key < $1.key }) { filters.field(name, word) }
            }
            answer.field("next", page.next?.text)
        }
        return writer.bytes
    }

    private static func place(_ query: AskedQuery) throws(Refusal) -> ExamPlace {
        guard let text = query["after"] else { return .page(try query.page()) }
        guard let cursor = ExamCursor(text) else {
            throw Refusal(.badRequest, "The parameter \"after\" must be the \"next\" of an earlier answer.")
        }
        return .after(cursor)
    }

    private static func order(_ query: AskedQuery) throws(Refusal) -> ExamOrder {
        switch query["order"]?.lowercased() {
        case nil, "newest", "created": .newest
        case "severity": .severity
        case "disagreement": .disagreement
        default: throw Refusal(.badRequest, "The parameter \"order\" must be newest, severity or disagreement.")
        }
    }

    /// What is no UID names no exam.
    static func uid(_ context: LiveContext) throws(Refusal) -> SOPInstanceUID {
        guard let uid = context.parameters.get("uid").flatMap(SOPInstanceUID.init(rawValue:)) else {
            throw Refusal(.notFound, "Exam not found")
        }
        return uid
    }
}

extension DataDesk {
    func entry(_ uid: SOPInstanceUID) throws -> ExamEntry {
        guard let entry = try house.index.entry(uid) else { throw Refusal(.notFound, "Exam not found") }
        return entry
    }
}

extension ExamEndpoints {
    static let uid = Endpoint.Parameter.path("uid", "SOP Instance UID of the image.", .string(longest: 64))

    static let places: [Endpoint.Parameter] = [
        .query("page", "Page, from 1 on.", .integer()),
        .query("after", "The \"next\" of an earlier answer: arrivals shift no page that is asked for so.", .string()),
    ]

    private static let order = Endpoint.Parameter.query(
        "order", "What comes first.", .string(oneOf: ["newest", "severity", "disagreement"]))

    private static let choice = Schema.string(oneOf: ["any", "yes", "no"])

    static let filters: [Endpoint.Parameter] = [
        .query("reviewed", "Whether a radiologist or a reviewer assessed it.", choice),
        .query("positive", "Whether the AI's severity reaches the threshold; not assessed is neither.", choice),
        .query("correct", "Whether both severities are on the same side of the threshold.", choice),
        .query("region", "Part of the region's name.", .string()),
        .query("status", "One status, or several with commas between them; any.", .string()),
        .query(
            "search",
            "Part of the patient's name, number or hospital id, or of the UID; who sees no names: whole words of "
                + "three letters, initials, a whole number, or part of the UID.", .string(longest: 1000)),
        .query("diagnostic", "Summary of the radiologist's report, whole.", .string(longest: 1000)),
        .query("radiologist", "Name as it is shown, whole.", .string(longest: 1000)),
        .query("severity", "The compared severity: 3-6, -8, 2- or 5.", .string()),
        .query("confidence", "The AI's confidence in percent: 50-90, -50, 50- or 80.", .string()),
        .query("flagged", "Whether a flag stands.", choice),
        .query("sex", "M, F or O.", .string(oneOf: ["any", "M", "F", "O"])),
        .query("from", "First day of the exam, YYYY-MM-DD.", .string(format: "date")),
        .query("to", "Last day of the exam, YYYY-MM-DD.", .string(format: "date")),
    ]
}
