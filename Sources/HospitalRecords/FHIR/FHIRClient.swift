import HTTPClient
import Radiology

/// Asks the hospital's record server about films.
///
/// - Nothing is sent but questions (`GET`), and to the one server of the settings only.
/// - Every question has a deadline, every answer a largest size, and a search a largest number of both.
/// - Two that would fit are a `.ambiguous`, never a choice.
///
/// Why two dialects: the predecessor's server (“Hipocrate”) speaks an early draft of FHIR with words of its own and does
/// the matching itself; every other one speaks R4.
public struct FHIRClient: Sendable {
    let server: RecordServer
    let exchange: Exchange
    let rules: RegionRules
    let programVersion: String

    /// Largest answer in bytes.
    static let largest = 4 << 20

    /// - Parameter rules: the settings' words for regions, to read the texts of orders with.
    public init(server: RecordServer, client: HTTPClient, rules: RegionRules = .standard, programVersion: String = "") {
        self.init(server: server, rules: rules, programVersion: programVersion) { request throws(HTTPError) in
            try await client.send(request)
        }
    }

    /// One request and its answer.
    package typealias Exchange = @Sendable (HTTPRequest) async throws(HTTPError) -> HTTPResponse

    /// Without a network of its own.
    package init(
        server: RecordServer, rules: RegionRules = .standard, programVersion: String = "", exchange: @escaping Exchange
    ) {
        self.server = server
        self.exchange = exchange
        self.rules = rules
        self.programVersion = programVersion
    }

    /// Asks whether the server is up. The predecessor's is asked without credentials.
    /// - Returns: the version of FHIR when the server says it, such as `4.0.1`.
    @discardableResult
    public func alive() async throws(RecordError) -> String? {
        let isPredecessor = server.dialect == .predecessor
        let path = isPredecessor ? "fhir/Metadata" : "metadata"
        var budget = SearchBudget(requests: 1, milliseconds: 10_000)
        let answer = try await send(path, authorized: !isPredecessor, validator: nil, budget: &budget)
        guard answer.status == 200 else {
            throw answer.status == 304
                ? .answerUnreadable(.notTheResource) : RecordError(status: answer.status, headers: answer.headers)
        }
        if isPredecessor { return nil }
        guard let resource = Resource(try JSONValue(answer.body)), resource.type == "CapabilityStatement" else {
            throw .answerUnreadable(.notTheResource)
        }
        return resource.json.text("fhirVersion").flatMap { $0.utf8.count <= 16 ? $0 : nil }
    }

    /// Walks the whole way: the patient, the order, the report.
    public func find(_ film: FilmInQuestion) async throws(RecordError) -> Finding {
        var walk = RecordWalk(fhir: self, film: film)
        return try await walk.find()
    }
}
