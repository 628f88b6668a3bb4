extension Performance {
    /// One JSON object and a line feed: equal figures, equal bytes.
    /// - Parameter filters: which exams are meant, in the words of the parameters of `/api/exams`.
    public func json(filters: [String: String] = [:]) -> String {
        var text = ""
        JSONText.object([
            "threshold": .whole(threshold), "level": .number(level), "rates": .text(rates.rawValue),
            "definitions": .whole(StatisticsRoom.definitions), "filters": .object(filters.mapValues(JSONText.text)),
            "figures": .list(figures.map(\.json)), "curves": curves.json,
        ]).append(to: &text)
        return text + "\n"
    }

    /// The figures as a table. Standard: RFC 4180, so lines end with CR LF; no locale.
    public var csv: String {
        let rows = figures.map { figure in
            [
                Self.cell(figure.id), figure.count.map(String.init) ?? "", figure.total.map(String.init) ?? "",
                Self.cell(figure.value), Self.cell(figure.lower), Self.cell(figure.upper), figure.method.rawValue,
                figure.unit.rawValue,
            ].joined(separator: ",")
        }
        return ([Self.columns] + rows).map { $0 + "\r\n" }.joined()
    }

    public static let columns = "id,count,total,value,lower,upper,method,unit"

    private static func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

    /// Quoted where it must be. A text that a spreadsheet would take for a formula gets an apostrophe in front.
    private static func cell(_ text: String) -> String {
        let safe = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } == true ? "'" + text : text
        let mustQuote = safe.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        guard mustQuote else { return safe }
        // By code points: a quotation mark that carries an accent is one all the same.
        var doubled = ""
        for scalar in safe.unicodeScalars { doubled += scalar == "\"" ? "\"\"" : String(scalar) }
        return "\"" + doubled + "\""
    }
}

extension Figure {
    var json: JSONText {
        .object([
            "id": .text(id), "count": .of(count), "total": .of(total), "value": .of(value), "lower": .of(lower),
            "upper": .of(upper), "method": .text(method.rawValue), "unit": .text(unit.rawValue),
        ])
    }
}

extension Share {
    var json: JSONText {
        .object([
            "count": .whole(count), "total": .whole(total), "value": .of(value), "lower": .of(lower),
            "upper": .of(upper),
        ])
    }
}

extension TrendPoint {
    var json: JSONText {
        .object([
            "label": .text(label), "exams": .of(exams), "positive": positive?.json ?? .nothing,
            "disagreement": disagreement?.json ?? .nothing, "meanSeverity": .of(meanSeverity),
        ])
    }
}

extension Curves {
    var json: JSONText {
        .object([
            "roc": .list(
                roc.map { point in
                    .object([
                        "threshold": .of(point.threshold), "sensitivity": point.sensitivity.json,
                        "falsePositiveRate": point.falsePositiveRate.json,
                    ])
                }),
            "precisionRecall": .list(
                precisionRecall.map { point in
                    .object([
                        "threshold": .whole(point.threshold), "precision": point.precision.json,
                        "recall": point.recall.json,
                    ])
                }),
            "reliability": .list(reliability.map(\.json)), "thresholds": .list(thresholds.map(\.json)),
            "confusion": .list(confusion.map(JSONText.of)), "readerSeverities": .of(readerSeverities),
            "referenceSeverities": .of(referenceSeverities), "differences": .of(differences),
            "reported": .list(reported.map(\.json)), "days": .list(days.map(\.json)),
            "months": .list(months.map(\.json)),
            "regionMonths": .list(
                regionMonths.map { trend in
                    .object(["region": .text(trend.region), "months": .list(trend.months.map(\.json))])
                }),
        ])
    }
}

extension ReliabilityPoint {
    var json: JSONText {
        .object([
            "from": .number(from), "through": .number(through), "meanConfidence": .of(meanConfidence),
            "frequency": frequency.json,
        ])
    }
}

extension ThresholdPoint {
    var json: JSONText {
        .object([
            "threshold": .whole(threshold), "truePositives": .whole(truePositives),
            "trueNegatives": .whole(trueNegatives), "falsePositives": .whole(falsePositives),
            "falseNegatives": .whole(falseNegatives),
        ])
    }
}

extension ReportedPoint {
    var json: JSONText {
        .object(["minutes": .whole(minutes), "share": .number(share), "lower": .of(lower), "upper": .of(upper)])
    }
}
