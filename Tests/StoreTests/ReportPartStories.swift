import Foundation
import Radiology
import Store
import Testing

@Suite("Several orders of one exam, and one report by two ways")
struct ReportPartStories {
    let archive: Archive
    private let uid = Synthetic.uid(1)

    init() throws {
        archive = try Archive.inMemory()
        try archive.receive(1)
        _ = try archive.readNext()
    }

    private static func time(_ text: String?) -> String? { text.map { "2026-03-02T\($0):00Z" } }

    @discardableResult
    private func file(
        _ text: String, of order: String, at written: String? = nil, rank: ReportRank = .final, sent: String? = nil
    ) throws -> Arrival {
        let report = ArrivedReport(
            text: text, rank: rank, written: Self.time(written), order: order, numbers: [order], way: .file,
            sent: Self.time(sent))
        return try archive.radReports.arrived(uid, report, now: .mondayMorning)
    }

    @discardableResult
    private func server(
        _ text: String, of order: String = "r4 1", at written: String? = nil, rank: ReportRank = .final,
        numbers: [String] = []
    ) throws -> Arrival {
        let report = ArrivedReport(
            id: "815", text: text, rank: rank, written: Self.time(written), order: order, numbers: numbers)
        return try archive.radReports.arrived(uid, report, now: .mondayMorning)
    }

    private func takeBack(_ order: String, at sent: String? = nil, way: ReportWay = .file) throws -> Withdrawal {
        let report = ArrivedReport(order: order, numbers: [order], way: way, sent: Self.time(sent))
        return try archive.radReports.withdraw(uid, report, now: .mondayMorning)
    }

    private var text: String? { get throws { try archive.radReports.report(of: uid)?.text } }

    private func judge(_ severity: Int) throws {
        _ = try #require(try archive.exams.claimNext(at: .mondayMorning))
        let check = RadReports.Check(severity: Severity(severity), summary: "s")
        try archive.radReports.record(uid, check: check, threshold: 5, now: .mondayMorning)
    }

    @Test("The report of a second order stands beside the first one's, whenever it was written, and both are judged")
    func twoOrders() throws {
        try file("Unu.", of: "O1", at: "10:00")
        try judge(1)
        #expect(try file("Doi.", of: "O2", at: "09:58") == .waitsForCheck)
        #expect(try text == "Unu.\n\nDoi." && archive.radReports.report(of: uid)?.severity == nil)
    }

    @Test("A draft of one order neither yields to nor hides the finished report of another")
    func draftBeside() throws {
        try file("Unu.", of: "O1", at: "10:00")
        try file("Ciornă.", of: "O2", at: "09:58", rank: .preliminary)
        #expect(try text == "Unu.\n\nCiornă." && !archive.radReports.isFinished(uid))
        try file("Doi.", of: "O2", at: "10:30")
        try file("Ciornă veche.", of: "O2", at: "10:40", rank: .preliminary)
        #expect(try text == "Unu.\n\nDoi." && archive.radReports.isFinished(uid))
    }

    @Test("A corrected report takes the place of its own order's only; an older one comes too late")
    func corrected() throws {
        try file("Unu.", of: "O1", at: "10:00")
        try file("Doi.", of: "O2", at: "10:01")
        try file("Unu corectat.", of: "O1", at: "10:05", rank: .corrected)
        #expect(try file("Unu.", of: "O1", at: "10:00") == .unchanged)
        #expect(try text == "Unu corectat.\n\nDoi.")
    }

    @Test("What is taken back goes alone, loses the verdict with it, and the exam is judged anew")
    func takenBack() throws {
        try file("Unu.", of: "O1", at: "10:00")
        try file("Doi.", of: "O2", at: "10:01")
        try judge(8)
        #expect(try takeBack("O2", at: "11:00") == .withdrawn)
        let report = try #require(try archive.radReports.report(of: uid))
        #expect(report.text == "Unu." && report.severity == nil && report.withdrawn == nil)
        #expect(try archive.status(uid) == .check)
        #expect(try takeBack("O1", at: "11:01") == .withdrawn)
        #expect(try text == nil && archive.radReports.withdrawn(uid) != nil)
    }

    @Test(
        "A withdrawal that is older than what is here takes nothing away; a later one does",
        arguments: [("10:00", Withdrawal.unchanged), ("10:06", .withdrawn)])
    func oldWithdrawal(sent: String, end: Withdrawal) throws {
        try file("Corectat.", of: "O1", at: "10:05", rank: .corrected)
        #expect(try takeBack("O1", at: sent) == end)
        #expect(try (text == nil) == (end == .withdrawn))
    }

    @Test("A withdrawal of an order that is not here takes nothing; a report that it was about comes too late")
    func unknownOrder() throws {
        try file("Unu.", of: "O1", at: "10:00")
        #expect(try takeBack("O2", at: "10:05") == .unknownOrder)
        #expect(try file("Doi.", of: "O2", at: "10:00") == .unchanged)
        #expect(try text == "Unu.")
        try file("Doi, din nou.", of: "O2", at: "10:00", sent: "10:10")
        #expect(try text == "Unu.\n\nDoi, din nou.")
    }

    @Test("The record server's report and a file's of the same order are one: the newer is shown, or the server's")
    func twoWays() throws {
        try file("Fara leziuni.", of: "O1", at: "10:00")
        try server("Fără leziuni.", at: "10:00")
        #expect(try text == "Fără leziuni.")
        try file("Corectat.", of: "O1", at: "10:30", rank: .corrected)
        #expect(try text == "Corectat.")
        #expect(try takeBack("O1", at: "10:40") == .withdrawn)
        #expect(try text == nil)
    }

    @Test("Files of other orders than the server's stay beside its report, and its withdrawal leaves them")
    func otherNumbers() throws {
        try file("Unu.", of: "O1", at: "10:00")
        try file("Doi.", of: "O2", at: "10:00")
        try server("Doi, de la server.", at: "10:10", numbers: ["O2"])
        #expect(try text == "Unu.\n\nDoi, de la server.")
        #expect(try takeBack("r4 2", way: .server) == .unknownOrder)
        #expect(try takeBack("r4 1", way: .server) == .withdrawn)
        #expect(try text == "Unu.")
    }

    @Test("The same text of two orders is said once")
    func sameText() throws {
        try file("Fără leziuni.", of: "O1", at: "10:00")
        try file("Fără  leziuni.\n", of: "O2", at: "10:01")
        #expect(try text == "Fără leziuni.")
        _ = try takeBack("O1", at: "11:00")
        #expect(try text == "Fără  leziuni.\n")
    }

    @Test("The server's other order takes the place of its first, and its draft does not replace a finished report")
    func serversOne() throws {
        try server("Final.", at: "10:00")
        #expect(try server("Ciornă.", of: "r4 2", rank: .preliminary) == .unchanged)
        try server("Alt ordin.", of: "r4 2", at: "11:00")
        #expect(try text == "Alt ordin.")
    }

    @Test("What was taken back of the server's one order says nothing of its other one's older report")
    func serversOther() throws {
        try server("Greșit.", at: "10:00", numbers: ["O1"])
        #expect(try takeBack("O1", at: "12:00") == .withdrawn)
        #expect(try server("Greșit.", at: "10:00", numbers: ["O1"]) == .unchanged)
        #expect(try file("Greșit.", of: "O1", at: "10:00") == .unchanged)
        try server("Bun.", of: "r4 2", at: "11:00")
        #expect(try text == "Bun.")
    }

    @Test("A text of an older database is one report: a newer one takes its place, its withdrawal takes it away")
    func withoutParts() throws {
        _ = try archive.radReports.arrived(uid, ArrivedReport(id: "77", text: "Vechi."), now: .mondayMorning)
        let back = ArrivedReport(id: "77", order: "predecessor 77")
        #expect(
            try archive.radReports.withdraw(uid, ArrivedReport(id: "78", order: "p 78"), now: .mondayMorning)
                == .unknownOrder)
        #expect(try text == "Vechi.")
        #expect(try archive.radReports.withdraw(uid, back, now: .mondayMorning) == .withdrawn)
        #expect(try text == nil)
    }

    @Test("The list of what waits for films is made anew")
    func waitingAnew() throws {
        try archive.waitingReports.keep("gone", numbers: ["1"])
        try archive.waitingReports.keepOnly(["here": ["1", "2"]])
        #expect(try archive.waitingReports.files(of: ["1"]) == ["here"])
        #expect(try archive.waitingReports.files(of: ["2"]) == ["here"])
    }
}
