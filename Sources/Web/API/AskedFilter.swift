import Hummingbird
import Radiology
import Reports
import Store

/// Which exams a request means, in the words of whoever asks.
struct AskedFilter: Sendable {
    private(set) var filter: ExamFilter
    /// What narrows: the `filters` of the answer.
    let words: [String: String]

    /// Intervals that are none are ignored, as they always were; any other nonsense is refused by its name.
    /// - Parameter names: for readers who see no names, who say a radiologist as they read him.
    init(_ query: AskedQuery, names: ShownNames?, groups: GroupNames) throws(Refusal) {
        let asked = query.narrowing(ExamFilter.parameterNames)
        filter = ExamFilter(parameters: asked)
        for (name, legal, isUnderstood) in [
            ("reviewed", "yes, no or any", filter.reviewed != nil),
            ("positive", "yes, no or any", filter.positive != nil),
            ("correct", "yes, no or any", filter.correct != nil), ("flagged", "yes, no or any", filter.flagged != nil),
            ("sex", "M, F, O or any", filter.sex != nil), ("from", "a day, YYYY-MM-DD", filter.firstDay != nil),
            ("to", "a day, YYYY-MM-DD", filter.lastDay != nil),
        ] where asked[name] != nil && !isUnderstood {
            throw Refusal(.badRequest, "The parameter \"\(name)\" must be \(legal).")
        }
        var words = filter.parameters
        for name in ["radiologist", "diagnostic", "region", "search"] { words[name] = asked[name] }
        self.words = words
        if let names { narrow(asked, names, groups) }
    }

    private mutating func narrow(_ asked: [String: String], _ names: ShownNames, _ groups: GroupNames) {
        if let shown = asked["radiologist"] {
            filter.radiologists = names.radiologists(shown: shown)
            if filter.radiologists.isEmpty { filter.statuses = [] }
        }
        if let shown = asked["diagnostic"] {
            let real = groups.names(shown: shown)
            if !real.isEmpty { filter.diagnoses = real }
        }
        filter.wholeWords = true
        if let part = asked["search"], !Self.mayBeAsked(part) { filter.statuses = [] }
    }

    /// Whether readers who see no numbers may search for it. Digit by digit, a part of a number would tell the whole of
    /// it, and with it a birth date: a number has to be a whole one, or part of a UID. Names are found by whole words
    /// (`ExamFilter.wholeWords`), for the same reason.
    static func mayBeAsked(_ search: String) -> Bool {
        let digits = search.utf8.filter { (48...57).contains($0) }.count
        return digits == 0 || search.contains(".") || digits == digitsOfCNP || digits >= longUID
    }

    /// The comparisons that a worklist is made of.
    mutating func keepDifferences() { filter.correct = false }

    private static let digitsOfCNP = 13
    /// A run of digits that long is part of a UID.
    private static let longUID = 20
}

extension LiveHouse {
    /// The filter that a request means, understood as its reader means it.
    func filter(_ query: AskedQuery, for audience: Audience) throws -> AskedFilter {
        if audience == .admin { return try AskedFilter(query, names: nil, groups: .open) }
        // Looking through the diagnoses costs more than the list; most lists do not name one.
        let groups = query["diagnostic"] == nil ? GroupNames.closed : try names.diagnoses()
        return try AskedFilter(query, names: names.current(), groups: groups)
    }
}
