import Foundation
import Radiology
import Store
import Testing
import Workstation

@Suite("Films are read again by a command")
struct RequeueStories {
    private func clinic() async throws -> Clinic {
        let clinic = try Clinic()
        try await clinic.take(.chest(1), .chest(2), .lowerLeg(3))
        try await clinic.open().analyse(limit: nil, region: nil, dryRun: false)
        return clinic
    }

    private func wish(_ filters: [String: String], isSure: Bool = true) -> RequeueWish {
        var wish = RequeueWish()
        (wish.filters, wish.isSure) = (filters, isSure)
        return wish
    }

    @Test("The filters of the list choose; what they do not choose stays as it is")
    func filtered() async throws {
        let clinic = try await clinic()
        try clinic.open().requeue(wish(["region": "chest"]))
        #expect(try clinic.status(.chest(1)) == .requeue && clinic.status(.chest(2)) == .requeue)
        #expect(try clinic.status(.lowerLeg(3)) != .requeue)
        let log = try clinic.files("audit").map { try clinic.text("audit/\($0)") }.joined()
        #expect(log.contains(#""action":"requeue""#) && log.contains(#""exams":"2""#) && log.contains("region=chest"))
    }

    @Test("Many exams need a yes; a rehearsal lists them and changes nothing")
    func asks() async throws {
        let clinic = try await clinic()
        #expect(try await ending { try clinic.open().requeue(wish(["region": "chest"], isSure: false)) } == .usage)
        var rehearsal = wish(["region": "chest"], isSure: false)
        rehearsal.isRehearsal = true
        try clinic.open().requeue(rehearsal)
        #expect(clinic.answers.contains(SyntheticFilm.chest(1).uid.rawValue))
        #expect(try clinic.status(.chest(1)) == .done && clinic.status(.chest(2)) == .done)
    }

    @Test(
        "A filter that is not understood, and no filter at all, choose nothing",
        arguments: [[:], ["severity": "high"], ["correct": "maybe"], ["status": "finished"], ["from": "yesterday"]])
    func nonsense(filters: [String: String]) async throws {
        let clinic = try await clinic()
        #expect(try await ending { try clinic.open().requeue(wish(filters)) } == .usage)
        #expect(try clinic.status(.chest(1)) == .done)
    }

    @Test("One exam by its UID, with a wish that the queue keeps; an unknown one is named")
    func byUID() async throws {
        let clinic = try await clinic()
        var wish = RequeueWish()
        (wish.uids, wish.instruction) = ([SyntheticFilm.chest(1).uid.rawValue], "Look at the left apex.")
        try clinic.open().requeue(wish)
        let claimed = try #require(try clinic.archive().exams.claimNext(at: clinic.now))
        #expect(claimed.uid == SyntheticFilm.chest(1).uid && claimed.instruction == "Look at the left apex.")
        wish.uids = ["1.2.3"]
        #expect(try await ending { try clinic.open().requeue(wish) } == .someFailed)
    }
}
