import Hummingbird

/// QIDO-RS: which originals are kept. Standard: PS3.18 §10.6.
struct DICOMwebSearch: Sendable {
    let house: LiveHouse

    /// Objects in one answer, whatever is asked for.
    static let most = 1000
    private static let usual = 100

    func answer(
        _ request: Request, _ context: inout LiveContext, _ level: KeptOriginals.Search.Level
    ) async throws -> Response {
        let query = try QueryWords(request.uri.query)
        guard let type = query.media(request).best(of: ["application/dicom+json", "application/json"]) else {
            throw Refusal(.notAcceptable, "Searches are answered as application/dicom+json.")
        }
        var search = try Self.search(query, level)
        search.base = DICOMwebAddress.base(request, context)
        search.study = try DICOMwebAddress.uid("study", context)
        search.series = try DICOMwebAddress.uid("series", context)
        let found: KeptOriginals.Found
        do {
            found = try await Blocking.run { [search] in try house.originals.search(search) }
        } catch KeptOriginals.Fault.badValue(let attribute) {
            let name = AskedQuery.quoted(attribute)
            throw Refusal(.badRequest, "The value of \(name) does not have the form of that attribute.")
        }
        if Self.isSearch(request) { context.noted["hits"] = "\(found.objects.count)\(found.isMore ? "+" : "")" }
        return Self.response(found, query, type)
    }

    private static func isSearch(_ request: Request) -> Bool {
        AskedSearch(request.uri.query, isAboutSomebody) != nil
    }

    /// Names and numbers of a patient, by keyword or by tag in any of its spellings.
    static func isAboutSomebody(_ attribute: String) -> Bool {
        attributesOfSomebody.contains(attribute.lowercased().filter { !"(), ".contains($0) })
    }

    private static let attributesOfSomebody: Set<String> = [
        "patientname", "00100010", "patientid", "00100020", "otherpatientids", "00101000", "otherpatientnames",
        "00101001", "patientbirthname", "00101005",
    ]

    private static func response(_ found: KeptOriginals.Found, _ query: QueryWords, _ type: String) -> Response {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        if let name = HTTPFields.Element.Name("Warning") {
            headers[values: name] = warnings(found, query).map { "299 - \"\($0)\"" }
        }
        if found.objects.isEmpty { return Response(status: .noContent, headers: headers) }
        headers[.contentType] = type
        var body = ByteBuffer()
        body.reserveCapacity(found.objects.reduce(2) { $0 + $1.count + 1 })
        for (number, object) in found.objects.enumerated() {
            body.writeBytes([number == 0 ? UInt8(ascii: "[") : UInt8(ascii: ",")])
            body.writeBytes(object)
        }
        body.writeBytes([UInt8(ascii: "]")])
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// The first two in the words of the standard.
    private static func warnings(_ found: KeptOriginals.Found, _ query: QueryWords) -> [String] {
        var warnings: [String] = []
        if query.first("fuzzymatching") == "true" {
            warnings.append(
                "The fuzzymatching parameter is not supported. Only literal matching has been performed.")
        }
        if found.isMore {
            warnings.append("There are additional results that can be requested")
        }
        // Names of attributes only, and only such as are made of letters and digits.
        warnings += found.ignored.map { name in
            "The attribute \(name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(64)) is not searched by."
        }
        return warnings
    }

    static func search(
        _ query: QueryWords, _ level: KeptOriginals.Search.Level
    ) throws(Refusal) -> KeptOriginals.Search {
        var search = KeptOriginals.Search(
            level: level, limit: min(try query.number("limit") ?? usual, most), offset: try query.number("offset") ?? 0)
        for (name, value) in query.pairs {
            switch name {
            case "limit", "offset", "fuzzymatching", "accept": break
            case "includefield":
                let names = value.split(separator: ",").map(String.init)
                if names.contains("all") { search.includesAll = true }
                search.including += names.filter { $0 != "all" }
            default: search.matching[name] = value
            }
        }
        return search
    }
}

/// The words behind the `?` of a DICOMweb request, all of them, bounded.
struct QueryWords: Sendable, Equatable {
    let pairs: [(name: String, value: String)]

    static let longest = 16_384
    static let mostPairs = 64

    init(_ text: String?) throws(Refusal) {
        let text = text ?? ""
        guard text.utf8.count <= Self.longest else { throw Refusal(.uriTooLong, "The query is too long.") }
        var pairs: [(String, String)] = []
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(halves[0]), let value = Self.decoded(halves.count > 1 ? halves[1] : "") else {
                throw Refusal(.badRequest, "A parameter is not valid percent-encoded UTF-8.")
            }
            pairs.append((name, value))
            guard pairs.count <= Self.mostPairs else { throw Refusal(.badRequest, "There are too many parameters.") }
        }
        self.pairs = pairs
    }

    static func == (left: QueryWords, right: QueryWords) -> Bool {
        left.pairs.count == right.pairs.count && zip(left.pairs, right.pairs).allSatisfy { $0 == $1 }
    }

    func first(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// - Throws: 400 for what is no number from 0 on.
    func number(_ name: String) throws(Refusal) -> Int? {
        guard let word = first(name) else { return nil }
        guard !word.isEmpty, word.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw Refusal(.badRequest, "The parameter \"\(name)\" must be a whole number from 0 on.")
        }
        return Int(word) ?? Int.max
    }

    /// What the client takes; a browser may say it in the address. Standard: PS3.18 §8.3.3.1.
    func media(_ request: Request) -> MediaRanges {
        MediaRanges(first("accept").map { [$0] } ?? request.headers[values: .accept])
    }

    private static func decoded(_ text: Substring) -> String? {
        QueryText.decoded(path: String(text).replacing("+", with: "%20"))
    }
}
