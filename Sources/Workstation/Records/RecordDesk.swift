import Foundation
import HospitalRecords
import Radiology
import Store
import Web

/// Asks the hospital about one film, and keeps what it said. It has no loop and knows no server: `ask` does.
package struct RecordDesk: Sendable {
    let archive: Archive
    let keeper: ReportKeeper
    let age: RecordAge
    /// Which server is asked: what another one said of an order means nothing to it.
    let server: String
    /// Request ids that an earlier programme left in the database are this server's.
    let trustsOldRequests: Bool
    let clock: Clock
    /// 0…1, anew each time.
    let random: @Sendable () -> Double
    let ask: @Sendable (FilmInQuestion) async throws(RecordError) -> HospitalRecords.Finding
    var news = LiveNews.silent

    package init(
        archive: Archive, age: RecordAge, server: String = "", trustsOldRequests: Bool, clock: Clock,
        random: @escaping @Sendable () -> Double,
        ask: @escaping @Sendable (FilmInQuestion) async throws(RecordError) -> HospitalRecords.Finding
    ) {
        self.archive = archive
        keeper = ReportKeeper(archive: archive, clock: clock)
        (self.age, self.server, self.trustsOldRequests, self.clock) = (age, server, trustsOldRequests, clock)
        (self.random, self.ask) = (random, ask)
    }

    package enum End: Sendable, Equatable {
        /// A report is there; the arrival says whether it is news.
        case report(Arrival)
        case waiting
        case ambiguous
        case unknownPatient
        case unchanged
        /// Something about this film, or about one answer.
        case failed(RecordError)
        /// No film can be asked about now.
        case serverAway(RecordError)
        case noSuchExam
    }

    /// - Parameters:
    ///   - failures: of this film in a row, before this look.
    ///   - blamesServer: what the server says of every film is not kept about this one.
    /// - Throws: `StoreError`, and `CancellationError` with nothing kept.
    package func look(at uid: SOPInstanceUID, failures: Int = 0, blamesServer: Bool = false) async throws -> End {
        guard let record = try archive.exams.record(uid, .list) else {
            try archive.recordSearches.end(uid, as: .none, next: nil, now: clock.now())
            return .noSuchExam
        }
        let turn = Turn(record: record, search: try archive.recordSearches.search(of: uid), failures: failures)
        guard var film = film(turn) else {
            try end(turn, as: .failed, next: nil, problem: "The film has no date, so no order can be found for it.")
            return .waiting
        }
        film.otherRegions = try otherRegions(turn.record.exam)
        let finding: HospitalRecords.Finding
        do throws(RecordError) {
            finding = try await ask(film)
        } catch {
            try Task.checkCancellation()
            return try keep(error, of: turn, blamesServer: blamesServer)
        }
        let end = try keep(finding, of: turn)
        if case .report(let arrival) = end, arrival != .unchanged { news.tell(.reportFetched(uid)) }
        return end
    }

    /// Of the other films of its study.
    private func otherRegions(_ exam: Exam) throws(StoreError) -> Set<BodyRegion> {
        guard let study = exam.study, let region = exam.region else { return [] }
        var regions: Set<BodyRegion> = []
        for uid in try archive.exams.uids(ofStudy: study).prefix(Self.mostOfAStudy) where uid != exam.uid {
            if let other = try archive.exams.record(uid, .list)?.exam.region { regions.insert(other) }
        }
        return regions.subtracting([region])
    }

    private static let mostOfAStudy = 64

    /// One film's search as it stands before a look.
    struct Turn {
        let record: ExamRecord
        /// `nil` for a film that is not read yet: it is looked at early, for its patient and its indication.
        let search: RecordSearch?
        let failures: Int
        var uid: SOPInstanceUID { record.exam.uid }
    }

    private func film(_ turn: Turn) -> FilmInQuestion? {
        let exam = turn.record.exam
        let key = exam.patient.key
        // With an issuer the key is `ID^^^ISSUER`; a film without a number has a key of our own.
        let parts = key.isUnknown ? [""] : key.rawValue.components(separatedBy: "^^^")
        let (number, issuer) = (parts[0], parts.count > 1 ? parts[1] : nil)
        return FilmInQuestion(
            exam: exam, patientID: number, issuer: issuer, accessionNumber: exam.facts.accession,
            knownRequest: knownRequest(turn))
    }

    /// The order that this server answered about before, or one of an earlier programme's.
    private func knownRequest(_ turn: Turn) -> RememberedRequest? {
        if let order = turn.search?.order {
            guard order.server == server else { return nil }
            return RememberedRequest(
                server: server, id: order.id, validator: Validator(etag: order.etag, modified: order.modified))
        }
        guard trustsOldRequests, let id = turn.record.radiologistReport?.id, !["", "-1"].contains(id) else {
            return nil
        }
        return RememberedRequest(server: server, id: id, validator: nil)
    }
}
