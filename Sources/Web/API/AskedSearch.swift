import Hummingbird

/// Whether a request looks for somebody: such a request is written to the audit log, by its length.
struct AskedSearch: Sendable, Equatable {
    /// Characters of the longest.
    let letters: Int

    /// `nil` when nothing is searched for. Whatever might be taken for a `search` counts, also a second one.
    init?(_ query: String?) { self.init(query) { $0 == "search" } }

    /// - Parameter isAsked: whether a parameter of this name looks for somebody.
    init?(_ query: String?, _ isAsked: (String) -> Bool) {
        guard let query, !query.isEmpty else { return nil }
        var longest = 0
        for pair in query.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard isAsked(Self.decoded(halves[0])) else { continue }
            longest = max(longest, Self.decoded(halves.count > 1 ? halves[1] : "").trimmed.count)
        }
        if longest == 0 { return nil }
        letters = longest
    }

    /// What is not decodable counts as it stands.
    private static func decoded(_ text: Substring) -> String {
        QueryText.decoded(path: String(text).replacing("+", with: "%20")) ?? String(text)
    }
}

extension Endpoint {
    /// What is searched for; `nil` where no `search` means anything.
    func search(_ query: String?) -> AskedSearch? {
        if budget == .search || has(parameter: "search") { return AskedSearch(query) }
        return has(parameter: "PatientName") ? AskedSearch(query, DICOMwebSearch.isAboutSomebody) : nil
    }

    private func has(parameter name: String) -> Bool {
        described?.parameters.contains { $0.place == .query && $0.name == name } == true
    }

    /// The page and the part of it that its script asks for again are one list.
    var searchedList: String? { ["/", "/index.html", "/fragments/films"].contains(path) ? "films" : nil }
}
