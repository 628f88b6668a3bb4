import Radiology

/// The filters above the statistics of the daemon, as a plain form: the words of `/api/exams`, the address as its state.
public struct StatisticsForm: Sendable {
    /// What narrows, in the order of the address.
    public struct Query: Sendable, Equatable {
        let filters: [(name: String, value: String)]
        let isExact: Bool

        /// - Parameter filters: of a list of films; a status has no meaning here, only exams that are done make figures.
        public init(_ list: FilmQuery, isExact: Bool) {
            filters = FilmQuery.filterNames.compactMap { name in list.filters[name].map { (name, $0) } }
            self.isExact = isExact
        }

        var isEmpty: Bool { filters.isEmpty }

        /// Percent-encoded, without `?`.
        public var text: String {
            (filters + (isExact ? [("interval", "exact")] : []))
                .map { "\($0.name)=\(PercentText.encoded($0.value))" }.joined(separator: "&")
        }

        func without(_ name: String) -> String {
            (filters.filter { $0.name != name } + (isExact ? [("interval", "exact")] : []))
                .map { "\($0.name)=\(PercentText.encoded($0.value))" }.joined(separator: "&")
        }

        public static func == (a: Self, b: Self) -> Bool { a.text == b.text }
    }

    let query: Query
    let regions: [String]
    let radiologists: [String]
    let diagnoses: [String]

    /// - Parameters:
    ///   - radiologists: as this audience reads them.
    ///   - diagnoses: the most frequent first.
    public init(query: Query, regions: [String], radiologists: [String], diagnoses: [String]) {
        (self.query, self.regions) = (query, regions)
        (self.radiologists, self.diagnoses) = (radiologists, diagnoses)
    }

    /// Longer lists of choices would be a scroll through the whole clinic.
    private static let mostChoices = 200

    /// - Parameter action: the page's own address.
    func fields(_ action: String) -> Fields {
        let chosen = Dictionary(query.filters.map { ($0.name, $0.value) }) { first, _ in first }
        var fields: Fields = [
            "formAction": .text(action),
            "reviewed": options(
                [("any", "reviewed or not"), ("yes", "reviewed"), ("no", "not reviewed")], chosen["reviewed"]),
            "positive": options(
                [("any", "any AI answer"), ("yes", "AI: positive"), ("no", "AI: negative")], chosen["positive"]),
            "correct": options([("any", "agree or not"), ("yes", "agree"), ("no", "differ")], chosen["correct"]),
            "sex": options([("any", "any sex"), ("F", "female"), ("M", "male"), ("O", "other")], chosen["sex"]),
            "interval": options(
                [("wilson", "intervals: Wilson"), ("exact", "intervals: exact")], query.isExact ? "exact" : nil),
            "region": choices("any region", regions, chosen["region"]) {
                RegionWords.words(BodyRegion(rawValue: $0))
            },
            "radiologist": choices("any radiologist", radiologists, chosen["radiologist"]) { $0 },
            "diagnostic": choices("any diagnosis", diagnoses, chosen["diagnostic"]) { $0 },
        ]
        for name in ["from", "to", "severity", "confidence", "search"] {
            fields["\(name)Value"] = .text(chosen[name] ?? "")
        }
        fields["kept"] = .rows(
            ["flagged", "status"].compactMap { name in
                chosen[name].map { ["keptName": .text(name), "keptValue": .text($0)] }
            })
        fields["narrowing"] = .rows(
            query.filters.map { name, value in
                let rest = query.without(name)
                return [
                    "narrowingWords": .text("\(name): \(value)"),
                    "narrowingLink": .text(rest.isEmpty ? action : action + "?" + rest),
                ]
            })
        fields["isNarrowed"] = .flag(!query.isEmpty)
        return fields
    }

    private func options(_ all: [(String, String)], _ chosen: String?) -> Field {
        .rows(
            all.map { value, label in
                [
                    "optionValue": .text(value), "optionLabel": .text(label),
                    "optionChosen": .flag(value.lowercased() == (chosen ?? all.first?.0 ?? "").lowercased()),
                ]
            })
    }

    private func choices(
        _ nothing: String, _ all: [String], _ chosen: String?, _ words: (String) -> String
    ) -> Field {
        var shown = Array(all.prefix(Self.mostChoices))
        if let chosen, !shown.contains(where: { $0.lowercased() == chosen.lowercased() }) { shown.append(chosen) }
        return options([("any", nothing)] + shown.map { ($0, words($0)) }, chosen)
    }
}
