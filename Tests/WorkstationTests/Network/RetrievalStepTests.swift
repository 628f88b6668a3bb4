import DICOMNetwork
import Foundation
import Logging
import Radiology
import Store
import Testing
import Workstation

extension RetrievalStep {
    static let moment = Date(timeIntervalSince1970: 1_772_438_400)

    static func synthetic(_ peer: SyntheticArchive, _ archive: Archive) -> RetrievalStep {
        RetrievalStep(
            retrieval: peer.retrieval, archive: archive, backOff: BackOff(base: 60, limit: 600, maxAttempts: 3),
            fault: { $0 is SyntheticArchive.Away ? .archiveIsAway("away") : NetworkWords.fault($0) },
            now: { moment }, log: Logger(label: "test"))
    }
}

extension Archive {
    /// Takes in a film of nobody.
    func admitFilm(_ uid: String, of study: String) throws {
        let patient = Patient(key: PatientKey(rawValue: "P1"), name: "Exemplu^Ana", sex: nil, birthDate: nil)
        let exam = Exam(
            uid: SOPInstanceUID(validated: uid), patient: patient, study: StudyInstanceUID(validated: study),
            series: SeriesInstanceUID(validated: study + ".1"), created: "2026-03-02 07:55:00", protocolName: "Torace",
            region: BodyRegion(rawValue: "chest"), projection: .frontal, modality: "CR", facts: FilmFacts())
        let receipt = FilmReceipt(
            contentHash: String(repeating: String(uid.suffix(1)), count: 64), bytes: 8192, source: "test",
            received: RetrievalStep.moment, archivePath: nil, qualityJSON: nil)
        _ = try exams.admit(exam, film: receipt)
    }
}

@Suite("How a retrieval ends")
struct RetrievalStepTests {
    let archive: Archive
    let peer = SyntheticArchive(SyntheticArchive.chest())

    init() throws { archive = try Archive.inMemory() }

    private func noted(_ instances: Int?) throws -> Retrieval {
        try archive.retrievals.note(
            StudyInstanceUID(validated: "1.2.1"), at: "PACS", instances: instances, now: RetrievalStep.moment)
        return try #require(try archive.retrievals.next(of: "PACS", at: RetrievalStep.moment).first)
    }

    private func repeated(_ times: Int) async throws -> [RetrievalStep.End] {
        var ends: [RetrievalStep.End] = []
        for _ in 0..<times {
            guard let waiting = try archive.retrievals.next(of: "PACS", at: .distantFuture).first else { break }
            ends.append(try await RetrievalStep.synthetic(peer, archive)(waiting))
        }
        return ends
    }

    @Test("A study that never comes whole is tried a few times, then listed")
    func givenUp() async throws {
        peer.lose(.max)
        _ = try noted(3)
        let ends = try await repeated(20)
        // The first attempt brought two films, which is no failure of the study.
        #expect(ends.count == 4 && ends.last == .failed(problem: "1 of 3 films did not arrive."))
        #expect(try archive.retrievals.failures(askedNow: "PACS").map(\.attempts) == [3])
    }

    @Test(
        "The archive's own trouble gives no study up; it is listed while it lasts, and what then comes is complete",
        arguments: [
            NetworkError.refused(.move, .outOfResources, comment: ""),
            .refused(.move, .cannotPerformSubOperations, comment: ""),
            .refused(.get, .resourceLimitation, comment: ""), .closed, .released, .timedOut(.message),
            .timedOut(.sending), .aborted(Abort(source: 0, reason: 0)),
        ])
    func trouble(error: NetworkError) async throws {
        _ = try noted(3)
        peer.refuse(error)
        let ends = try await repeated(30)
        #expect(ends.count == 30 && ends.allSatisfy { if case .postponed = $0 { true } else { false } })
        let listed = try archive.retrievals.failures(askedNow: "PACS")
        #expect(listed.map(\.attempts) == [0] && listed.map(\.troubles) == [30])
        #expect(listed.allSatisfy { $0.state == .waiting && $0.problem?.isEmpty == false })
        peer.refuse(nil)
        guard case .complete? = try await repeated(1).first else { throw SyntheticArchive.Away() }
        #expect(try archive.retrievals.failures(askedNow: "PACS").isEmpty)
    }

    @Test("An archive that does not know us, or cannot be reached, stops all fetching and counts against nobody")
    func unknownToArchive() async throws {
        let waiting = try noted(3)
        for error in [
            NetworkError.refused(.move, .moveDestinationUnknown, comment: ""),
            .cannotConnect(host: "pacs", port: 104, reason: "refused"), .timedOut(.connection), .noContext("C-MOVE"),
        ] {
            peer.refuse(error)
            guard case .archiveAway? = try await repeated(1).first else { throw SyntheticArchive.Away() }
        }
        #expect(try archive.retrievals.next(of: "PACS", at: RetrievalStep.moment) == [waiting])
    }

    @Test("An archive that sends what is here again and again, and counts more, is soon asked less often")
    func futile() async throws {
        let films = (1...3).map { number in
            SyntheticArchive.Instance(study: "1.2.1", series: "1.2.1.1", modality: "CR", uid: "1.2.1.1.\(number)")
        }
        let peer = SyntheticArchive(films, listsImages: nil)
        peer.bring(["1.2.1.1.1", "1.2.1.1.2"])
        peer.lose(.max)
        let step = RetrievalStep(
            retrieval: peer.retrieval, archive: archive, backOff: BackOff(base: 60, limit: 600, maxAttempts: 20),
            fault: NetworkWords.fault, now: { RetrievalStep.moment }, log: Logger(label: "test"))
        _ = try noted(3)
        for _ in 1...20 {
            guard let waiting = try archive.retrievals.next(of: "PACS", at: .distantFuture).first else { break }
            _ = try await step(waiting)
            #expect(try archive.retrievals.next(of: "PACS", at: RetrievalStep.moment + 599) == [])
        }
        #expect(peer.asked.count == 5)
        #expect(try archive.retrievals.failures(askedNow: "PACS").map(\.state) == [.failed])
    }

    @Test("A study's own failures count", arguments: [DIMSEStatus.cannotUnderstand, .dataSetDoesNotMatchSOPClass])
    func ownFailure(status: DIMSEStatus) async throws {
        _ = try noted(3)
        peer.refuse(.refused(.move, status, comment: ""))
        #expect(try await repeated(9).count == 3)
        #expect(try archive.retrievals.failures(askedNow: "PACS").count == 1)
    }

    @Test(
        "A study that the archive does not find was promised and is listed; only an empty one is done",
        arguments: [(3, 3, 1), (nil, 3, 1), (0, 1, 0)] as [(Int?, Int, Int)])
    func unknownStudy(instances: Int?, attempts: Int, failures: Int) async throws {
        peer.removeAll()
        _ = try noted(instances)
        #expect(try await repeated(9).count == attempts)
        #expect(try archive.retrievals.failures(askedNow: "PACS").count == failures)
    }

    @Test("What a peer remarks about its failure is not repeated: it may name a patient")
    func comment() async throws {
        let error = NetworkError.refused(.move, .cannotUnderstand, comment: "no route for EXEMPLU^ANA")
        peer.refuse(error)
        _ = try noted(3)
        let ends = try await repeated(3)
        let problems = try archive.retrievals.failures(askedNow: "PACS").map { $0.problem ?? "" }
        #expect(!problems.isEmpty)
        for text in problems + ["\(ends)", "\(error)", error.suggestion, NetworkWords.sentence(for: error)] {
            #expect(!text.contains("EXEMPLU"))
        }
    }
}
