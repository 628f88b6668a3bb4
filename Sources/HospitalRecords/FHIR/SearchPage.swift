/// One page of a search's answer.
package struct SearchPage: Sendable, Equatable {
    package let matches: [Resource]
    /// As the server wrote it.
    package let next: String?
    /// The answer was one resource and no bundle, as the predecessor's server answers a search with one hit.
    package let isBare: Bool
    /// How many hits the whole search has, when the server says it.
    package let total: Int?

    /// Several pages as one list.
    init(_ pages: [SearchPage]) {
        if pages.count == 1 {
            self = pages[0]
        } else {
            self.init(matches: pages.flatMap(\.matches), next: nil, isBare: false, total: pages.first?.total)
        }
    }

    /// - Parameter type: of the resources that were searched for.
    /// - Throws: `.outcome` for a failure that the server reports, `.answerUnreadable` for anything unexpected.
    package init(_ json: JSONValue, of type: String) throws(RecordError) {
        guard let resource = Resource(json) else { throw .answerUnreadable(.notTheResource) }
        if let outcome = Outcome(resource) {
            guard outcome.saysNothingIsThere else { throw .outcome(outcome.code) }
            self.init(matches: [], next: nil, isBare: false, total: nil)
        } else if resource.type == type {
            self.init(matches: [resource], next: nil, isBare: true, total: nil)
        } else if resource.type == "Bundle" {
            try self.init(bundle: json, of: type)
        } else {
            throw .answerUnreadable(.notTheResource)
        }
    }

    private init(matches: [Resource], next: String?, isBare: Bool, total: Int?) {
        self.matches = matches
        self.next = next
        self.isBare = isBare
        self.total = total
    }

    /// Entries that were only included, and outcomes that are mere warnings, are no matches.
    /// Standard: FHIR R4 §3.1.1.5 (search modes).
    private init(bundle: JSONValue, of type: String) throws(RecordError) {
        var matches: [Resource] = []
        var failure: IssueCode?
        for entry in bundle.items("entry") {
            guard let resource = entry["resource"].flatMap(Resource.init) else { continue }
            if let outcome = Outcome(resource) {
                let issues = resource.json.items("issue").compactMap { $0.text("severity") }
                if !outcome.saysNothingIsThere, issues.contains(where: { $0 == "error" || $0 == "fatal" }) {
                    failure = outcome.code
                }
            } else if resource.type == type, ["match", nil].contains(entry["search"]?.text("mode")) {
                matches.append(resource)
            }
        }
        // An incomplete answer must not look like a complete one: one hit would seem to be the only one.
        if let failure { throw .outcome(failure) }
        let link = bundle.items("link").first { $0.text("relation") == "next" }
        self.init(
            matches: matches, next: link?.text("url"), isBare: false, total: bundle.label("total").flatMap { Int($0) })
    }
}
