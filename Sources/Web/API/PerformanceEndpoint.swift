import Hummingbird
import Radiology
import Reports
import Store

/// What the figures of performance are asked for.
public struct FiguresWish {
    public let filter: ExamFilter
    /// The filter in the words of whoever asks.
    public let words: [String: String]
    /// What the filter's search means, as hashes of UIDs.
    public let found: Set<UInt64>?
    public let isCSV: Bool
    /// Clopper and Pearson's intervals instead of Wilson's.
    public let isExact: Bool
    /// Whether groups of fewer than five exams are hidden.
    public let hidesFew: Bool
    /// How the reader may see regions, radiologists and diagnoses.
    public let region, radiologist, diagnosis: (String) -> String
}

/// All figures of the exams that a filter means, each with its interval.
enum PerformanceEndpoint {
    static func endpoints(_ desk: DataDesk) -> [Endpoint] {
        [
            .data(
                "/api/stats/performance",
                .init(
                    summary: "All figures with their intervals, and the curves; for the role user groups of fewer than "
                        + "five exams are hidden.", tag: "Statistics", parameters: ExamEndpoints.filters + forms,
                    answers: [
                        .json("Figures and curves.", .named("Performance")),
                        .init(
                            status: 200, meaning: "The figures as a table (RFC 4180).", contentType: "text/csv",
                            schema: .string()), .unchanged,
                    ])
            ) { request, context in
                var isCSV = false
                var response = try desk.answer(
                    request, context, state: { try desk.house.actions.figuresVersion() }
                ) { query, audience in
                    let wish = try FiguresWish(desk.house, query, audience)
                    isCSV = wish.isCSV
                    return try desk.house.actions.performance(wish)
                }
                // An answer that was kept is not made again.
                isCSV = isCSV || (try? AskedQuery(request.uri.query)["format"]?.lowercased()) == "csv"
                if isCSV, response.status == .ok { response.headers[.contentType] = "text/csv; charset=utf-8" }
                return response
            }
        ]
    }

    private static let forms: [Endpoint.Parameter] = [
        .query("format", "json (without it), or csv for the figures alone.", .string(oneOf: ["json", "csv"])),
        .query("interval", "How intervals of rates are formed: Clopper and Pearson's are exact.", interval),
    ]
    private static let interval = Schema.string(oneOf: ["wilson", "exact"])
}

extension FiguresWish {
    /// What a request wants, as its reader means it and may see it.
    init(_ house: LiveHouse, _ query: AskedQuery, _ audience: Audience) throws {
        let asked = try house.filter(query, for: audience)
        self.init(
            filter: asked.filter, words: asked.words, found: try Self.found(house, asked.filter),
            isCSV: try Self.choice(query, "format", ["json", "csv"]) == "csv",
            isExact: try Self.choice(query, "interval", ["wilson", "exact"]) == "exact", hidesFew: audience != .admin,
            region: try house.calledRegion(audience), radiologist: house.called(audience),
            diagnosis: try house.calledDiagnosis(audience))
    }

    private static func choice(_ query: AskedQuery, _ name: String, _ legal: [String]) throws(Refusal) -> String {
        guard let word = query[name]?.lowercased() else { return legal[0] }
        guard legal.contains(word) else {
            throw Refusal(.badRequest, "The parameter \"\(name)\" must be \(legal.joined(separator: " or ")).")
        }
        return word
    }

    private static func found(_ house: LiveHouse, _ filter: ExamFilter) throws -> Set<UInt64>? {
        guard filter.search != nil else { return nil }
        var only = ExamFilter()
        (only.search, only.wholeWords) = (filter.search, filter.wholeWords)
        return Set(try house.index.uids(only).map(ExamFact.hash(of:)))
    }
}
