import Radiology

/// The line of filters above a list, as a plain form.
public struct FilmFilterForm: Sendable {
    /// Something to choose, and how many films it means.
    public struct Choice: Sendable, Equatable {
        public let value: String
        public let films: Int

        public init(value: String, films: Int) {
            self.value = value
            self.films = films
        }
    }

    let query: FilmQuery
    let regions: [String]
    let radiologists: [Choice]
    let diagnoses: [Choice]
    let usualSize: Int

    /// - Parameters:
    ///   - radiologists: as this audience reads them.
    ///   - usualSize: films on a page when nothing is said.
    public init(
        query: FilmQuery, regions: [String], radiologists: [Choice], diagnoses: [Choice], usualSize: Int
    ) {
        self.query = query
        self.regions = regions
        self.radiologists = radiologists
        self.diagnoses = diagnoses
        self.usualSize = usualSize
    }

    /// Longer lists of choices would be a scroll through the whole clinic: the most frequent, by name.
    private static let mostChoices = 200

    var fields: Fields {
        let filters = query.filters
        var fields: Fields = [
            "reviewed": .rows(
                options(
                    [("any", "reviewed or not"), ("yes", "reviewed"), ("no", "not reviewed")],
                    filters["radiologist"] == nil ? filters["reviewed"] : nil)),
            "positive": .rows(
                options(
                    [("any", "any AI answer"), ("yes", "AI: positive"), ("no", "AI: negative")],
                    filters["diagnostic"] == nil ? filters["positive"] : nil)),
            "correct": .rows(
                options([("any", "agree or not"), ("yes", "agree"), ("no", "differ")], filters["correct"])),
            "region": .rows(regionOptions), "status": .rows(statusOptions),
            "order": .rows(
                options(
                    [
                        ("created", "newest first"), ("severity", "most severe first"),
                        ("disagreement", "largest difference first"),
                    ], query.order)),
            "size": .rows(sizeOptions), "isNarrowed": .flag(query.isNarrowed),
        ]
        fields["search"] = .words(filters["search"])
        fields["severity"] = .words(filters["severity"])
        fields["confidence"] = .words(filters["confidence"])
        fields["radiologists"] = .list(choices(radiologists, "by:", filters["radiologist"]))
        fields["hasRadiologists"] = .flag(!radiologists.isEmpty || filters["radiologist"] != nil)
        fields["diagnoses"] = .list(choices(diagnoses, "of:", filters["diagnostic"]))
        fields["hasDiagnoses"] = .flag(!diagnoses.isEmpty || filters["diagnostic"] != nil)
        // What the form has no control for stays as it is.
        fields["kept"] = .list(
            ["flagged", "sex", "from", "to"].compactMap { name in
                filters[name].map { ["name": .text(name), "value": .text($0)] }
            })
        fields["keptWords"] = .list(keptWords)
        return fields
    }

    private var keptWords: [Fields] {
        let words = ["flagged": "flagged", "sex": "sex", "from": "from", "to": "to"]
        return ["flagged", "sex", "from", "to"].compactMap { name in
            query.filters[name].map { value in
                [
                    "words": .text("\(words[name] ?? name): \(value)"),
                    "without": .text(query.with(name, nil).link("./")),
                ]
            }
        }
    }

    private func options(_ all: [(String, String)], _ chosen: String?) -> [Fields] {
        all.map { value, label in
            ["value": .text(value), "label": .text(label), "chosen": .flag(value == (chosen ?? all.first?.0))]
        }
    }

    private var regionOptions: [Fields] {
        let chosen = query.filters["region"]
        let known = chosen.map { regions.contains($0) ? regions : regions + [$0] } ?? regions
        return options(
            [("any", "any region")] + known.map { ($0, RegionWords.words(BodyRegion(rawValue: $0))) }, chosen)
    }

    private var statusOptions: [Fields] {
        let chosen = query.filters["status"] ?? FilmQuery.usualStatus
        var all = [("any", "any status"), ("done", "read"), ("queued,requeue", "waiting")]
        all += ExamStatus.allCases.filter { $0 != .done && $0 != ExamStatus.none }
            .map { ($0.rawValue, "only: " + StatusWords.short($0)) }
        if !all.contains(where: { $0.0 == chosen }) { all.append((chosen, chosen)) }
        return options(all, chosen)
    }

    private var sizeOptions: [Fields] {
        let sizes = Set(FilmQuery.sizes + [usualSize]).sorted()
        return options(sizes.map { (String($0), "\($0) a page") }, String(query.size ?? usualSize))
    }

    private func choices(_ all: [Choice], _ prefix: String, _ chosen: String?) -> [Fields] {
        var shown = all
        if shown.count > Self.mostChoices {
            let least = shown.map(\.films).sorted(by: >)[Self.mostChoices - 1]
            shown = Array(shown.filter { $0.films >= least }.prefix(Self.mostChoices))
        }
        if let chosen, !shown.contains(where: { $0.value.lowercased() == chosen.lowercased() }) {
            shown.append(Choice(value: chosen, films: 0))
        }
        return shown.map { choice in
            [
                "value": .text(prefix + choice.value), "label": .text(choice.value),
                "films": .text(CountWords.grouped(choice.films)),
                "chosen": .flag(choice.value.lowercased() == chosen?.lowercased()),
            ]
        }
    }
}
