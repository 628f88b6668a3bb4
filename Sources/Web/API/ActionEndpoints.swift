import Hummingbird
import Radiology
import Store

/// What the workstation is asked to do, and what the model is asked about a text.
enum ActionEndpoints {
    static func endpoints(_ desk: DataDesk) -> [Endpoint] {
        ["/api/requeue", "/api/lookagain"].map { requeue(desk, $0) }
            + ["/api/dicomquery", "/api/trigger_query"].map { query(desk, $0) } + [fetch(desk)] + texts(desk)
    }

    private static func requeue(_ desk: DataDesk, _ path: String) -> Endpoint {
        .action(
            path,
            .init(
                summary: "Has a film read again, with an optional extra instruction for that reading.", tag: "Work",
                body: .object([
                    uid, .init(name: "prompt", schema: .optional(.string(longest: 2000)), isRequired: false),
                ]),
                answers: [.json("It waits in the queue.", .named("Success")), .error(404, "There is no such exam.")],
                isDeprecated: path == "/api/lookagain"),
            for: .atLeast(.reviewer), audited: .requeue
        ) { body, context in
            try await requeue(desk, body, &context)
        }
    }

    /// A week; as far back as the workstation asks at once.
    private static let longest = 168

    private static func query(_ desk: DataDesk, _ path: String) -> Endpoint {
        .action(
            path,
            .init(
                summary:
                    "Queries the archive for the last hours (3 unless said, a week at most) and retrieves what is new; "
                    + "answers when it is started.",
                tag: "Work",
                body: .object([.init(name: "hours", schema: .integer(from: 1, to: longest), isRequired: false)]),
                answers: [
                    .json("It is started.", .named("Success")),
                    .error(409, "A query is under way, or no archive is set up."),
                    .error(503, "The archive does not answer."),
                ], isDeprecated: path == "/api/trigger_query"),
            for: .atLeast(.admin), audited: .query
        ) { body, context in
            let hours = try body.integer("hours", in: 1...longest, else: 3)
            context.noted["hours"] = String(hours)
            return JSONAnswer.success(try await desk.house.actions.query(hours))
        }
    }

    private static func fetch(_ desk: DataDesk) -> Endpoint {
        .action(
            "/api/getrad",
            .init(
                summary: "Asks the hospital for the radiologist's report of an exam now.", tag: "Work",
                body: .object([uid]),
                answers: [
                    .json("What came of it.", .named("Success")), .error(404, "There is no such exam."),
                    .error(409, "No hospital server is set up."), .error(503, "The hospital's server does not answer."),
                ]),
            for: .atLeast(.reviewer), audited: .fetch
        ) { body, context in
            let uid = try known(desk, body, &context)
            return JSONAnswer.success(try await desk.house.actions.fetchReport(uid))
        }
    }

    private static func requeue(
        _ desk: DataDesk, _ body: AskedBody, _ context: inout LiveContext
    ) async throws -> Response {
        let prompt = try body.text("prompt")?.trimmed
        if let prompt, prompt.unicodeScalars.count > 2000 {
            throw Refusal(.badRequest, "The field \"prompt\" is longer than 2000 characters.")
        }
        let uid = try known(desk, body, &context)
        try await desk.house.actions.requeue(uid, prompt.flatMap { $0.isEmpty ? nil : $0 })
        return JSONAnswer.success("Exam \(uid) waits to be read again.")
    }

    /// The exam that is meant, which has to exist.
    private static func known(
        _ desk: DataDesk, _ body: AskedBody, _ context: inout LiveContext
    ) throws -> SOPInstanceUID {
        let uid = try body.uid()
        context.noted["uid"] = uid.rawValue
        do { return try desk.entry(uid).record.exam.uid } catch let error as StoreError {
            throw DataDesk.refusal(error)
        }
    }

    private static let uid = Schema.Property(name: "uid", schema: .string(longest: 64))
}

extension ActionEndpoints {
    private static func texts(_ desk: DataDesk) -> [Endpoint] {
        [
            text("/api/check", "Says how serious a report is, and sums it up.", "CheckedReport") { report in
                let checked = try await desk.house.actions.check(report)
                return JSONWriter.object { answer in
                    // Old clients compare with the words.
                    answer.field("pathologic", checked.isPathologic ? "yes" : "no")
                    answer.field("severity", checked.severity)
                    answer.field("summary", checked.summary)
                }
            },
            text("/api/analyse", "Looks at a report in three passes.", "AnalysedReport") { report in
                try await desk.house.actions.analyse(report)
            },
            text("/api/translate", "Translates a report into English.", "Translation") { report in
                let english = try await desk.house.actions.translate(report)
                return JSONWriter.object { $0.field("translation", english) }
            },
        ]
    }

    private static func text(
        _ path: String, _ summary: String, _ schema: String,
        ask: @escaping @Sendable (String) async throws -> [UInt8]
    ) -> Endpoint {
        .action(
            path,
            .init(
                summary: summary, tag: "Texts", body: .object([.init(name: "report", schema: .string())]),
                answers: [
                    .json("What the model says.", .named(schema)), .error(500, "The model failed."),
                    .error(503, "No model can be asked now."),
                ]),
            for: .atLeast(.user), audited: .text, budget: .model
        ) { body, _ in
            guard let report = try body.text("report")?.trimmed, !report.isEmpty else {
                throw Refusal(.badRequest, "No report text provided")
            }
            return JSONAnswer.response(try await ask(report))
        }
    }
}
