extension SchemaBook {
    private static func closed(_ properties: (String, Schema)...) -> Schema {
        .object(properties.map { Schema.Property(name: $0.0, schema: $0.1) }, closed: true)
    }

    private static let count = Schema.optional(.integer(from: 0))
    private static let number = Schema.optional(.number)
    private static let counts = Schema.array(.integer(from: 0))

    /// Figures with their intervals, and what is drawn of them.
    static let performance: [(name: String, schema: Schema)] = [
        (
            "Performance",
            closed(
                ("threshold", .integer(from: 0, to: 10)), ("level", .number),
                ("rates", .string(oneOf: ["wilson", "exact"])), ("definitions", .integer(from: 1)),
                ("filters", .map(.string())), ("figures", .array(.named("Figure"))), ("curves", .named("Curves")))
        ),
        (
            "Figure",
            closed(
                ("id", .string()), ("count", count), ("total", count), ("value", number), ("lower", number),
                ("upper", number),
                (
                    "method",
                    .string(oneOf: [
                        "wilson", "clopperPearson", "bootstrapBCa", "deLong", "delta", "student", "orderStatistics",
                        "none", "few",
                    ])
                ),
                (
                    "unit",
                    .string(oneOf: [
                        "share", "count", "index", "seconds", "minutes", "points", "pValue", "perHour",
                    ])
                ))
        ),
        (
            "Share",
            closed(
                ("count", .integer(from: 0)), ("total", .integer(from: 0)), ("value", number), ("lower", number),
                ("upper", number))
        ),
        (
            "TrendPoint",
            closed(
                ("label", .string()), ("exams", count), ("positive", .optional(.named("Share"))),
                ("disagreement", .optional(.named("Share"))), ("meanSeverity", number))
        ),
        ("Curves", curves),
    ]

    private static let curves = closed(
        (
            "roc",
            .array(
                closed(
                    ("threshold", count), ("sensitivity", .named("Share")), ("falsePositiveRate", .named("Share"))))
        ),
        (
            "precisionRecall",
            .array(
                closed(
                    ("threshold", .integer(from: 0)), ("precision", .named("Share")), ("recall", .named("Share"))))
        ),
        (
            "reliability",
            .array(
                closed(
                    ("from", .number), ("through", .number), ("meanConfidence", number), ("frequency", .named("Share")))
            )
        ),
        (
            "thresholds",
            .array(
                closed(
                    ("threshold", .integer(from: 3, to: 8)), ("truePositives", .integer(from: 0)),
                    ("trueNegatives", .integer(from: 0)), ("falsePositives", .integer(from: 0)),
                    ("falseNegatives", .integer(from: 0))))
        ),
        ("confusion", .array(counts)), ("readerSeverities", counts), ("referenceSeverities", counts),
        ("differences", counts),
        (
            "reported",
            .array(closed(("minutes", .integer(from: 0)), ("share", .number), ("lower", number), ("upper", number)))
        ),
        ("days", .array(.named("TrendPoint"))), ("months", .array(.named("TrendPoint"))),
        (
            "regionMonths",
            .array(closed(("region", .string()), ("months", .array(.named("TrendPoint")))))
        ))
}
