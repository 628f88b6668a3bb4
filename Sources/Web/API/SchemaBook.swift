/// The named schemas of the description: every object that the API gives away, closed.
enum SchemaBook {
    static let all: [(name: String, schema: Schema)] = exams + people + figures + performance + others

    private static let text = Schema.string()
    private static let count = Schema.integer(from: 0)
    /// -1 unknown, 0 no, 1 yes.
    private static let sign = Schema.integer(from: -1, to: 1)
    private static let severity = Schema.integer(from: -1, to: 10)
    private static let counts = Schema.map(count)
    /// A whole percentage, or "-" when nothing could be divided by.
    private static let percentage = Schema.optional(.either([.integer(from: 0, to: 100), .string(oneOf: ["-"])]))
    /// Null where readers without names are not told.
    private static let told = Schema.optional(count)
    private static let toldNumber = Schema.optional(.number)

    private static func closed(_ properties: (String, Schema)...) -> Schema {
        .object(properties.map { Schema.Property(name: $0.0, schema: $0.1) }, closed: true)
    }

    private static let exams: [(name: String, schema: Schema)] = [
        (
            "Exam",
            closed(
                ("uid", text), ("patient", .named("ExamPatient")), ("exam", .named("ExamFacts")),
                (
                    "report",
                    closed(
                        ("ai", .named("AIReport")), ("rad", .named("RadiologistReport")), ("correct", sign),
                        ("reviewed", .integer(from: 0, to: 1)))
                ))
        ),
        (
            "ExamPatient",
            closed(
                ("name", text), ("cnp", text), ("id", .optional(text)), ("age", .integer(from: -1, to: 130)),
                ("birthdate", .optional(text)), ("sex", .string(oneOf: ["M", "F", "O"])),
                ("county", .optional(.integer(from: 1, to: 99))))
        ),
        (
            "ExamFacts",
            closed(
                ("created", .optional(text)), ("date", .optional(.string(pattern: "^[0-9]{8}$"))),
                ("time", .optional(.string(pattern: "^[0-9]{6}$"))), ("protocol", text), ("region", text),
                (
                    "status",
                    .string(
                        oneOf: ["none", "queued", "processing", "done", "error", "ignore", "requeue", "check"])
                ),
                ("type", text), ("study", .optional(text)), ("series", .optional(text)), ("id", .optional(text)))
        ),
        (
            "AIReport",
            closed(
                ("text", .optional(text)), ("summary", .optional(text)), ("created", .optional(text)),
                ("updated", .optional(text)), ("positive", .optional(sign)), ("severity", .optional(severity)),
                ("confidence", .optional(.integer(from: -1, to: 100))), ("model", .optional(text)),
                ("latency", .optional(.integer(from: -1))))
        ),
        (
            "RadiologistReport",
            closed(
                ("text", .optional(text)), ("text_en", .optional(text)), ("positive", .optional(sign)),
                ("severity", .optional(severity)), ("summary", .optional(text)), ("created", .optional(text)),
                ("updated", .optional(text)), ("id", .optional(text)), ("type", .optional(text)),
                ("radiologist", .optional(text)), ("justification", .optional(text)), ("model", .optional(text)),
                ("latency", .optional(.integer(from: -1))))
        ),
        (
            "ExamPage",
            closed(
                ("exams", .array(.named("Exam"))), ("total", count), ("pages", .integer(from: 1)),
                ("filters", .map(text)), ("next", .optional(text)))
        ),
        (
            "History",
            closed(
                ("uid", text),
                (
                    "reviews",
                    .array(
                        closed(
                            ("review", .integer(from: 1)), ("reviewer", text), ("normal", .boolean),
                            ("severity", .integer(from: 0, to: 10)),
                            ("at", .string(format: "date-time")), ("withdrawn", .boolean)))
                ),
                (
                    "flags",
                    .array(
                        closed(
                            ("login", text), ("note", text), ("at", .string(format: "date-time")),
                            ("cleared", .optional(.string(format: "date-time")))))
                ))
        ),
    ]

    private static let patient: [(String, Schema)] = [
        ("cnp", text), ("id", .optional(text)), ("name", text), ("age", .integer(from: -1, to: 130)),
        ("birthdate", .optional(text)), ("sex", .string(oneOf: ["M", "F", "O"])), ("token", text),
    ]

    private static func object(_ properties: [(String, Schema)]) -> Schema {
        .object(properties.map { Schema.Property(name: $0.0, schema: $0.1) }, closed: true)
    }

    private static let people: [(name: String, schema: Schema)] = [
        ("Patient", object(patient)),
        ("PatientWithExams", object(patient + [("exams", .array(text))])),
        (
            "PatientPage",
            closed(
                ("patients", .array(.named("Patient"))), ("total", count), ("pages", .integer(from: 1)),
                ("filters", .map(text)))
        ),
    ]

    private static func trend(_ period: String) -> Schema {
        .map(.array(closed((period, text), ("total", count), ("positive", told))))
    }

    private static let shared: [(String, Schema)] = [
        ("report_count", count), ("avg_severity", toldNumber), ("ai_accuracy", toldNumber), ("ai_compared", told),
    ]

    private static let figures: [(name: String, schema: Schema)] = [
        ("Counts", counts), ("MonthlyCounts", .map(counts)),
        (
            "Statistics",
            closed(
                ("total", told), ("reviewed", told), ("positive", told), ("correct", told), ("wrong", told),
                ("mcc", toldNumber), ("avg_processing_time", toldNumber), ("throughput", toldNumber),
                ("error_stats", counts),
                ("region", .map(.named("RegionStatistics"))), ("trends", trend("date")),
                ("monthly_trends", trend("month")))
        ),
        (
            "RegionStatistics",
            closed(
                ("total", count), ("reviewed", told), ("positive", told), ("correct", told), ("wrong", told),
                ("tpos", told), ("tneg", told), ("fpos", told), ("fneg", told), ("ppv", percentage),
                ("pnv", percentage), ("snsi", percentage), ("spci", percentage), ("mcc", toldNumber))
        ),
        (
            "RadiologistStatistics",
            .map(
                object(
                    shared + [
                        ("top_diagnostics", counts), ("avg_latency", toldNumber), ("min_latency", told),
                        ("max_latency", told), ("avg_check_latency", toldNumber),
                    ]))
        ),
        (
            "DiagnosisStatistics",
            .map(
                object(
                    shared + [
                        ("top_regions", counts), ("first_seen", .optional(text)), ("last_seen", .optional(text)),
                        ("accuracy", percentage), ("sensitivity", percentage), ("ppv", percentage),
                    ]))
        ),
        (
            "Insights",
            closed(
                ("processing_times", .map(closed(("avg_time", .number), ("count", count)))),
                ("rad_severity_distribution", counts), ("ai_severity_distribution", counts),
                ("severity_differences", counts),
                (
                    "age_distribution",
                    .map(closed(("total_exams", count), ("positive_findings", told), ("positive_rate", toldNumber)))
                ),
                ("hourly_patterns", counts),
                ("requeue_analysis", closed(("total_requeued", told), ("avg_latency_improvement", toldNumber))),
                (
                    "radiologist_metrics",
                    .map(
                        closed(
                            ("reports_count", count), ("avg_severity", toldNumber), ("unique_exams", count),
                            ("avg_reports_per_exam", .number)))
                ))
        ),
    ]

    private static let others: [(name: String, schema: Schema)] = [
        ("Error", .object([.init(name: "error", schema: text)])),
        ("Success", closed(("status", .string(oneOf: ["success"])), ("message", text))),
        (
            "Reviewed",
            closed(("status", .string(oneOf: ["success"])), ("message", text), ("review", .integer(from: 1)))
        ),
        ("Config", .map(.either([text, .integer()]))),
        (
            "CheckedReport",
            closed(
                ("pathologic", .string(oneOf: ["yes", "no"])), ("severity", .integer(from: 0, to: 10)),
                ("summary", text))
        ),
        ("Translation", closed(("translation", text))),
        (
            "AnalysedReport",
            .object([
                .init(
                    name: "first_pass",
                    schema: .object(["topic", "purpose", "primary_findings"].map { .init(name: $0, schema: text) })),
                .init(
                    name: "second_pass",
                    schema: .object([
                        .init(name: "main_points", schema: .array(text)),
                        .init(name: "supporting_evidence", schema: .array(text)),
                        .init(name: "conclusions_valid", schema: .boolean),
                    ])),
                .init(
                    name: "third_pass",
                    schema: .object([
                        .init(name: "assumptions", schema: .array(text)),
                        .init(name: "missing_info", schema: .array(text)), .init(name: "critique", schema: text),
                    ])),
                .init(name: "overall_assessment", schema: text),
            ])
        ),
    ]
}
