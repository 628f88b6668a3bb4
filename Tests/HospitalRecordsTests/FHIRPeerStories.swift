import Foundation
import HTTPClient
import HospitalRecords
import Radiology
import Testing

@Suite(
    "A hospital of a real FHIR library",
    .enabled(if: RecordPeer.isLibraryHere, "SKIPPED: fhirstarter is not installed; run scripts/setup --peers"))
struct FHIRPeerStories {
    struct Truth: Decodable, Sendable {
        struct Film: Decodable, Sendable {
            let patientID, name, birthDate, sex, study, exposed, modality, region: String
            let accession: String?
        }
        struct Later: Decodable, Sendable { let report, text: String }
        let story, expect: String
        let film: Film
        let report, text: String?
        let later: Later?

        func question(known: RememberedRequest? = nil) throws -> FilmInQuestion {
            try Bucharest.film(
                patient: film.patientID, name: film.name, born: film.birthDate, sex: Sex(rawValue: film.sex),
                accession: film.accession, study: film.study, at: film.exposed, region: film.region,
                modality: film.modality, known: known)
        }
    }

    /// What a search ended with, in the words of the truth.
    struct Result: Sendable {
        var word: String
        var report: HospitalReport?
        var pending: PendingReport?
        var patient: PatientDetails?
    }

    let peer: RecordPeer
    let http = HTTPClient()
    let client: FHIRClient

    init() throws {
        peer = try RecordPeer("fhir_peer.py", python: RecordPeer.library)
        client = FHIRClient(
            server: Bucharest.server(base: peer.address("/"), system: "urn:oid:1.2.40.0.10.1.4.3.1"), client: http)
    }

    private func truth() async throws -> [Truth] {
        let answer = try await http.send(HTTPRequest(url: peer.address("/truth")))
        return try JSONDecoder().decode([Truth].self, from: Data(answer.body))
    }

    private func search(_ film: FilmInQuestion) async -> Result {
        do {
            switch try await client.find(film) {
            case .report(let report, let patient):
                return Result(word: report.isPreliminary ? "preliminary" : "report", report: report, patient: patient)
            case .noReportYet(let patient, let pending):
                return Result(word: "none", pending: pending, patient: patient)
            case .ambiguous(let what, _, let patient):
                return Result(word: "ambiguous-\(what.rawValue)", patient: patient)
            case .unknownPatient: return Result(word: "unknown")
            // No report that counts.
            case .withdrawn(_, let patient): return Result(word: "none", patient: patient)
            case .unchanged: return Result(word: "unchanged")
            }
        } catch .formNotReadable { return Result(word: "unreadable") } catch { return Result(word: "failed: \(error)") }
    }

    /// Four at a time.
    private func searchAll(_ truth: [Truth]) async throws -> [(Truth, Result)] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var (results, next): ([(Int, Result)], Int) = ([], 0)
            while next < min(4, truth.count) {
                let (index, film) = (next, try truth[next].question())
                group.addTask { (index, await search(film)) }
                next += 1
            }
            while let result = try await group.next() {
                results.append(result)
                guard next < truth.count else { continue }
                let (index, film) = (next, try truth[next].question())
                group.addTask { (index, await search(film)) }
                next += 1
            }
            return results.sorted { $0.0 < $1.0 }.map { (truth[$0.0], $0.1) }
        }
    }

    @Test("Of 200 patients every report ends at its own film, and what is not clear is said so: wrong ones 0")
    func wholeHospital() async throws {
        #expect(try await client.alive() == "4.3.0")
        let truth = try await truth()
        #expect(truth.count > 200)
        let results = try await searchAll(truth)
        for (film, result) in results {
            #expect(result.word == film.expect, "\(film.story)")
            #expect(result.report?.id == film.report, "\(film.story)")
            #expect(result.report?.text == film.text, "\(film.story)")
            if result.report != nil { #expect(result.report?.radiologist == "Dr. Radu Stan", "\(film.story)") }
        }
        try await late(results)
    }

    /// Late reports are found by the request that was remembered; an answer that is the same is not sent again.
    private func late(_ results: [(Truth, Result)]) async throws {
        let waiting = results.filter { $0.0.later != nil }
        #expect(waiting.count == 20)
        for (film, result) in waiting.prefix(5) {
            let pending = try #require(result.pending, "\(film.story)")
            #expect(pending.justification == "tuse și febră")
            // A report that names the study and no order may come as well: nothing but the whole search will do.
            #expect(pending.validator == nil)
            #expect(await search(try film.question(known: pending.remembered)).word == "none")
        }
        _ = try await http.send(
            HTTPRequest("POST", url: peer.address("/late"), headers: ["Content-Type": "application/json"]))
        for (film, result) in waiting {
            let pending = try #require(result.pending)
            let found = await search(try film.question(known: pending.remembered))
            #expect(found.report?.id == film.later?.report)
            #expect(found.report?.text == film.later?.text)
            let report = try #require(found.report)
            let order = try #require(report.remembered)
            #expect(await search(try film.question(known: order)).word == "unchanged")
            // A request that is forgotten there is searched again, and so is one of another server.
            var (gone, elsewhere) = (order, order)
            gone.id = "gone1"
            elsewhere.server = "r4 http://127.0.0.1:9"
            #expect(await search(try film.question(known: gone)).report?.id == film.later?.report)
            #expect(await search(try film.question(known: elsewhere)).report?.id == film.later?.report)
        }
    }

    @Test("What the hospital knows of a patient comes with the answer")
    func patientDetails() async throws {
        let film = try #require(try await truth().first { $0.story == "base64" })
        let patient = try #require(await search(try film.question()).patient)
        #expect(patient.name == film.film.name)
        #expect(patient.birthDate?.description == film.film.birthDate)
        #expect(patient.sex?.rawValue == film.film.sex)
    }
}
