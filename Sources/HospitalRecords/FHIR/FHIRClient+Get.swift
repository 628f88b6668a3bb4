import HTTPClient

extension FHIRClient {
    /// An answer to one question.
    enum Reply: Sendable {
        case json(JSONValue, Validator?)
        case notThere
        case unchanged
    }

    /// Pages of one search.
    static let mostPages = 20

    /// One resource by its address below the base. A 404, a 410 and an outcome that says so are `.notThere`.
    func read(
        _ path: String, validator: Validator? = nil, budget: inout SearchBudget
    ) async throws(RecordError) -> Reply {
        let answer = try await send(path, authorized: true, validator: validator, budget: &budget)
        switch answer.status {
        case 304 where validator != nil: return .unchanged
        case 404, 410: return .notThere
        case 200..<300: break
        default: throw RecordError(status: answer.status, headers: answer.headers)
        }
        let json = try JSONValue(answer.body)
        if let outcome = Resource(json).flatMap(Outcome.init) {
            guard outcome.saysNothingIsThere else { throw .outcome(outcome.code) }
            return .notThere
        }
        return .json(json, Validator(etag: answer.headers["ETag"], modified: answer.headers["Last-Modified"]))
    }

    struct Search: Sendable {
        var pages: [SearchPage] = []
        var validator: Validator?
        var isUnchanged = false

        var matches: [Resource] { pages.flatMap(\.matches) }
    }

    /// Every page of a search: a hit on a page that was not read could be the second one.
    func search(
        _ query: FHIRQuery, for type: String, validator: Validator? = nil, budget: inout SearchBudget
    ) async throws(RecordError) -> Search {
        var (found, address, visited) = (Search(), query.text as String?, Set<String>())
        while let next = address {
            guard visited.count < Self.mostPages, visited.insert(next).inserted else {
                throw .answerUnreadable(.tooManyPages)
            }
            let isFirst = found.pages.isEmpty
            let answer = try await send(next, authorized: true, validator: isFirst ? validator : nil, budget: &budget)
            if answer.status == 304, isFirst, validator != nil {
                found.isUnchanged = true
                return found
            }
            let page = try searchPage(answer, type)
            found.pages.append(page)
            // Only an answer of one page is known by its own mark.
            let mark = Validator(etag: answer.headers["ETag"], modified: answer.headers["Last-Modified"])
            found.validator = isFirst && page.next == nil ? mark : nil
            address = try page.next.map { link throws(RecordError) in
                guard let absolute = FHIRQuery.address(of: link, base: server.trimmedBase) else {
                    throw .answerUnreadable(.pageElsewhere)
                }
                return absolute
            }
        }
        // Hits that were held back could be the second one.
        if let total = found.pages.compactMap(\.total).max(), total > found.matches.count {
            throw .answerUnreadable(.incomplete)
        }
        return found
    }

    private func searchPage(_ answer: HTTPResponse, _ type: String) throws(RecordError) -> SearchPage {
        if (200..<300).contains(answer.status) { return try SearchPage(try JSONValue(answer.body), of: type) }
        // Some servers answer 404 for a search without hits, and say so; a 404 alone is a wrong address.
        if answer.status == 404, let json = try? JSONValue(answer.body),
            let outcome = Resource(json).flatMap(Outcome.init),
            outcome.saysNothingIsThere
        {
            return try SearchPage(json, of: type)
        }
        throw RecordError(status: answer.status, headers: answer.headers)
    }

    /// - Parameter place: below the base, or a whole address of the same origin.
    func send(
        _ place: String, authorized: Bool, validator: Validator?,
        accept: String = "application/fhir+json, application/json",
        budget: inout SearchBudget
    ) async throws(RecordError) -> HTTPResponse {
        var headers: HTTPHeaders = ["Accept": accept]
        if authorized, let value = server.authorizationHeader { headers.add("Authorization", value) }
        if let etag = validator?.etag { headers.add("If-None-Match", etag) }
        if let modified = validator?.modified { headers.add("If-Modified-Since", modified) }
        if !programVersion.isEmpty { headers.add("User-Agent", "XRayVision/\(programVersion)") }
        let timeout = try budget.next(atMost: server.timeout)
        let isWhole = place.hasPrefix("http://") || place.hasPrefix("https://")
        var request = HTTPRequest(
            url: isWhole ? place : "\(server.trimmedBase)/\(place)", headers: headers,
            connectTimeout: min(timeout, .seconds(10)), timeout: timeout, silenceTimeout: timeout, maxBody: Self.largest
        )
        request.authorities = server.authorities
        do {
            let answer = try await exchange(request)
            budget.spend(answer.milliseconds)
            return answer
        } catch { throw RecordError(error) }
    }
}
