import DICOM
import Foundation
import Radiology
import Store
import Testing
import Workstation

@Suite(
    "Asking an archive by hand", .serialized,
    .enabled(if: StrangeArchive.isHere, StrangeArchive.absent))
struct QueryStories {
    private static func ordered(_ number: Int, as accession: String) -> SyntheticFilm {
        SyntheticFilm.chest(number).with { $0.header[.accessionNumber] = accession }
    }

    private static func monday(retrieves: Bool, isRehearsal: Bool = false) -> QueryWish {
        var wish = QueryWish(.days(from: "2026-03-02", to: "2026-03-02"))
        (wish.retrieves, wish.isRehearsal) = (retrieves, isRehearsal)
        return wish
    }

    @Test("A day is shown, then fetched, then complete; a rehearsal fetches nothing")
    func day() async throws {
        let archive = try await StrangeArchive()
        try await archive.keep([.chest(1), .chest(2), SyntheticFilm.chest(3).with { $0.day = "20260301" }])
        let clinic = try Clinic(archive.settings)
        let station = try clinic.open()
        let expected: [(QueryWish, String, Int)] = [
            (Self.monday(retrieves: false), "2 studies: 2 missing here.", 0),
            (Self.monday(retrieves: true, isRehearsal: true), "2 studies: 2 would be fetched.", 0),
            (Self.monday(retrieves: true), "2 studies: 2 fetched.", 2),
            (Self.monday(retrieves: true), "2 studies: 2 complete.", 2),
        ]
        for (wish, sentence, films) in expected {
            try await station.query(wish)
            #expect(clinic.answers.last == sentence)
            #expect(clinic.files("spool/incoming").count == films)
        }
        try await station.runOnce()
        #expect(try clinic.status(.chest(1)) == .done)
        #expect(try clinic.archive().exams.films(of: SyntheticFilm.chest(2).uid).map(\.source) == ["dicom:PACS"])
        try await station.query(Self.monday(retrieves: true))
        #expect(clinic.answers.last == "2 studies: 2 complete." && clinic.files("spool/incoming").isEmpty)
    }

    @Test("The days that a person names are asked for whole, the last one too: also studies without a time are there")
    func timeless() async throws {
        let archive = try await StrangeArchive()
        try await archive.keep([SyntheticFilm.chest(1).with { $0.time = "" }])
        let clinic = try Clinic(archive.settings)
        try await clinic.open().query(Self.monday(retrieves: false))
        #expect(clinic.answers.last == "1 studies: 1 missing here.")
    }

    @Test("A list is gone through line by line; run again, it goes on with what was not complete")
    func list() async throws {
        let archive = try await StrangeArchive()
        try await archive.keep([Self.ordered(1, as: "A1"), Self.ordered(2, as: "A2"), Self.ordered(3, as: "A3")])
        let clinic = try Clinic(archive.settings)
        let path = try clinic.shelve(Array("accession;note\nA1;x\nNOPE;x\n2.25.2.1;x\n".utf8), as: "list.csv")
        var wish = QueryWish(.list(path: path))
        wish.retrieves = true
        let station = try clinic.open()
        #expect(try await ending { try await station.query(wish) } == .someFailed)
        #expect(clinic.answers.last == "2 complete, 1 not found")
        let first = try clinic.text("shelf/list.csv.outcome.csv").split(separator: "\n")
        #expect(
            first.map(String.init) == [
                "line,item,outcome,films,problem", #"2,"A1",complete,1,"""#, #"3,"NOPE",not found,0,"""#,
                #"4,"2.25.2.1",complete,1,"""#,
            ])
        try clinic.put(Array("accession;note\nA1;x\n2.25.2.1;x\nA3;x\n".utf8), "shelf/list.csv")
        try await station.query(wish)
        #expect(clinic.answers.last == "1 complete, 2 done before")
        #expect(clinic.files("spool/incoming").count == 3)
        #expect(try clinic.text("shelf/list.csv.outcome.csv").hasSuffix("4,\"A3\",complete,1,\"\"\n"))
    }

    @Test("Nothing is fetched onto a disk that is nearly full")
    func fullDisk() async throws {
        let archive = try await StrangeArchive()
        try await archive.keep([.chest(1)])
        let clinic = try Clinic(archive.settings + "[storage]\nMIN_FREE = 1000000 TiB\n")
        let result = try await ending { try await clinic.open().query(Self.monday(retrieves: true)) }
        #expect(result == .cannotWrite && clinic.files("spool").isEmpty)
    }

    @Test("A list that cannot be read is bad input; an archive that is away is an unreachable service")
    func troubles() async throws {
        let closed = try ClosedPort()
        let clinic = try Clinic(
            Clinic.baseline + "[dicom]\nREMOTE_AE_IP = 127.0.0.1\nREMOTE_AE_PORT = \(closed.port)\n")
        let station = try clinic.open()
        #expect(try await ending { try await station.query(QueryWish(.list(path: "/no/such/list"))) } == .badInput)
        #expect(try await ending { try await station.query(QueryWish(.hours(1))) } == .serviceUnreachable)
    }
}
