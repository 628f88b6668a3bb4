import Reports
import Statistics
import Store

/// Which figures a page shows, in their order.
enum NightFigures {
    private static let shown = [
        "exams", "notAssessed", "positive", "meanSeverity", "compared", "disagreement", "sensitivity", "specificity",
        "ppv",
        "npv", "kappa", "auc", "latency.median", "latency.p95", "report.median", "report.waiting", "attempts.failed",
        "attempts.unreadable",
    ]

    /// Figures of all exams that the day or the days before have.
    static func list(_ now: [Figure], _ before: [Figure]) -> [NightlyFigure] {
        let (today, earlier) = (byID(now), byID(before))
        return shown.compactMap { measure in
            let id = "overall.\(measure)"
            guard let figure = today[id] ?? earlier[id] else { return nil }
            let empty = NightlyNumber(unit: NightlyNumber(figure).unit)
            let definition = Definition.of(id)
            return NightlyFigure(
                id: id, name: definition?.name ?? measure, definition: definition?.text ?? "",
                now: today[id].map(NightlyNumber.init) ?? empty, before: earlier[id].map(NightlyNumber.init) ?? empty)
        }
    }

    /// The day's regions, the largest first as the figures have them.
    static func regions(_ now: [Figure], _ before: [Figure]) -> [NightlyRegion] {
        let (today, earlier) = (byID(now), byID(before))
        let names = now.compactMap { figure in
            figure.group.flatMap { $0.kind == .region && figure.measure == "exams" ? $0.name : nil }
        }
        return names.map { name in
            func number(_ figures: [String: Figure], _ measure: String) -> NightlyNumber {
                figures[Figure.id(.region, name, measure)].map(NightlyNumber.init)
                    ?? NightlyNumber(unit: measure == "exams" ? .count : .share)
            }
            return NightlyRegion(
                name: name, exams: number(today, "exams"), positive: number(today, "positive"),
                positiveBefore: number(earlier, "positive"), disagreement: number(today, "disagreement"),
                disagreementBefore: number(earlier, "disagreement"))
        }
    }

    private static func byID(_ figures: [Figure]) -> [String: Figure] {
        Dictionary(figures.map { ($0.id, $0) }) { first, _ in first }
    }
}

/// What reads the films, line by line.
enum NightForce {
    static func list(_ now: Nights.Sources, _ before: Nights.Sources) -> [NightlyForce] {
        let lines: [(String, KeyPath<Nights.Sources, [Nights.Sources.Share]>, (String) -> String)] = [
            ("model", \.models, { $0 }), (NightlyForce.server, \.endpoints, { $0 }),
            ("report prompt", \.reportPrompts, short), ("check prompt", \.checkPrompts, short),
            ("picture recipe", \.recipes, { $0 }), ("sampling", \.samplings, { $0 }),
            ("programme version", \.programs, { $0 }),
        ]
        return lines.compactMap { label, path, words in
            func values(_ shares: [Nights.Sources.Share]) -> [NightlyForce.Value] {
                shares.map { NightlyForce.Value(words($0.text), answers: $0.answers) }
            }
            let force = NightlyForce(
                label: label, now: values(now[keyPath: path]), before: values(before[keyPath: path]))
            return force.now.isEmpty && force.before.isEmpty ? nil : force
        }
    }

    /// Enough digits of a hash to tell two prompts apart.
    static func short(_ hash: String) -> String { String(hash.prefix(12)) }
}
