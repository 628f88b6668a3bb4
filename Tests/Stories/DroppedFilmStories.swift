import DICOM
import Foundation
import Imaging
import Radiology
import Reports
import Store
import Testing
import Workstation

@Suite("A film dropped into the spool")
struct DroppedFilmStories {
    @Test(
        "A chest film is read, its answer and its original are kept, both audiences get their page, the spool is empty")
    func chest() async throws {
        let clinic = try Clinic()
        let film = SyntheticFilm.chest(1)
        let bytes = try film.bytes()
        try clinic.drop(bytes, as: "film.dcm")
        try await clinic.open().runOnce()

        let record = try clinic.record(film.uid)
        #expect(record.status == .done && record.aiReport?.text.contains("IMPRESSION:") == true)
        #expect(record.provenance?.endpoint == "builtin:baseline" && record.provenance?.attempt == 1)
        #expect(record.contentHash == ContentHash(of: bytes).rawValue)
        let kept = try #require(try clinic.archive().exams.films(of: film.uid).first?.archivePath)
        #expect(try clinic.bytes(kept) == bytes)
        #expect(clinic.files("spool/incoming").isEmpty && clinic.files("spool/work").isEmpty)
        #expect(clinic.files("spool/rejected").isEmpty)

        let page = PagePaths.film(film.uid)
        #expect(try clinic.text("reports/admin/\(page)").contains("Exemplu Ana"))
        #expect(try !clinic.text("reports/user/\(page)").contains("Exemplu"))
        #expect(try clinic.text("reports/admin/index.html").contains(page))
        try clinic.open().verifyDatabase()
    }

    @Test(
        "Films of every kind arrive in folders of their own: each is read once, a leg is kept unread with the reason on its page"
    )
    func everyKind() async throws {
        let clinic = try Clinic()
        let nameless = SyntheticFilm(5).with { ($0.protocolName, $0.seriesDescription) = (nil, "Torace PA") }
        let big = SyntheticFilm(6).with { $0.syntax = .explicitBigEndian }
        let bare = SyntheticFilm(7).with { $0.syntax = .implicitLittleEndian }
        let read = [SyntheticFilm.chest(1), .digitalChest(2), .invertedChest(3), nameless, big, bare]
        for film in read { try clinic.drop(film.bytes(), as: "ward \(film.number)/today/röntgen.dcm") }
        let leg = SyntheticFilm.lowerLeg(4)
        try clinic.drop(leg.bytes(), as: "ward 4/a/b/c/leg")
        try clinic.drop([1, 2, 3], as: "ward 4/unfinished.dcm.part")
        try await clinic.open().runOnce()

        for film in read {
            #expect(try clinic.status(film) == .done && clinic.attempts(film) == ["ok"], "film \(film.number)")
        }
        let record = try clinic.record(leg.uid)
        let reason = try #require(record.reason)
        #expect(record.status == .ignore && record.exam.region?.rawValue == "lower_limb" && reason.contains("limb"))
        #expect(try clinic.attempts(leg).isEmpty)
        for audience in ["admin", "user"] {
            #expect(try clinic.text("reports/\(audience)/\(PagePaths.film(leg.uid))").contains(reason.asHTML))
        }
        #expect(clinic.files("spool/incoming") == ["ward 4/unfinished.dcm.part"])
        #expect(try clinic.rejections().isEmpty)
    }

    @Test("Bright bone is bright on the pages, whichever way round the film stores it")
    func inverted() async throws {
        let clinic = try Clinic()
        // 48 numbers apart the mark is in the same place.
        let (plain, inverted) = (SyntheticFilm.chest(7), SyntheticFilm.invertedChest(55))
        try await clinic.take(plain, inverted)
        let pictures = try [plain.uid, inverted.uid].map { uid in
            try GreyPicture(png: clinic.bytes("reports/\(PagePaths.picture(uid))")).pixels
        }
        // The middle is bone, the left edge is lung; the percentiles of the two directions differ by a level or two.
        let differences = zip(pictures[0], pictures[1]).map { abs(Int($0) - Int($1)) }
        #expect(pictures[0].count == 96 * 96 && differences.max() ?? 255 <= 4)
        #expect(pictures[1][20 * 96 + 48] > pictures[1][20 * 96 + 5])
    }

    @Test("The same film twice in one delivery and once more later is one exam, one original, one reading")
    func twice() async throws {
        let clinic = try Clinic()
        let film = SyntheticFilm.chest(1)
        for name in ["a.dcm", "b/a.dcm"] { try clinic.drop(film.bytes(), as: name) }
        try await clinic.open().runOnce()
        try await clinic.take(film)
        #expect(clinic.answers.last == "1 known")
        try await clinic.open().analyse(limit: nil, region: nil, dryRun: false)
        #expect(try clinic.attempts(film) == ["ok"] && clinic.archive().exams.films(of: film.uid).count == 1)
        #expect(clinic.files("archive").count == 1 && clinic.files("spool").isEmpty)
    }

    @Test("Other bytes under the same UID are kept beside the first film and flagged; the first film stays the exam")
    func revision() async throws {
        let clinic = try Clinic()
        let (first, second) = (SyntheticFilm.chest(1), SyntheticFilm.chest(1).with { $0.mark = 1000 })
        try await clinic.take(first)
        let picture = try clinic.bytes("reports/\(PagePaths.picture(first.uid))")
        try await clinic.take(second)
        #expect(clinic.answers.last == "1 revision")
        try await clinic.take(second)
        try await clinic.open().runOnce()

        let archive = try clinic.archive()
        let films = try archive.exams.films(of: first.uid)
        #expect(films.map(\.isRevision) == [false, true])
        #expect(try films.map { try clinic.bytes($0.archivePath ?? "") } == [first.bytes(), second.bytes()])
        #expect(try clinic.bytes("reports/\(PagePaths.picture(first.uid))") == picture)
        #expect(try clinic.attempts(first) == ["ok"] && archive.exams.records(limit: 10).count == 1)
        #expect(try archive.events.after(0).filter { $0.kind == "revision" }.count == 1)
        #expect(try clinic.record(first.uid).contentHash == ContentHash(of: first.bytes()).rawValue)
    }

    @Test("A film that its writer is still copying is waited for, and is no broken film")
    func slowCopy() async throws {
        let clinic = try Clinic(beginning: nil)
        let film = SyntheticFilm.chest(1)
        let bytes = try film.bytes()
        try clinic.put(Array(bytes.prefix(bytes.count / 2)), "spool/incoming/slow.dcm")
        async let run: Void = clinic.open().runOnce()
        try await Task.sleep(for: .milliseconds(2600))
        #expect(clinic.exists("spool/incoming/slow.dcm"))
        try clinic.put(bytes, "spool/incoming/slow.dcm")
        try await run
        #expect(try clinic.status(film) == .done && clinic.rejections().isEmpty)
        #expect(clinic.files("spool").isEmpty)
    }

    @Test("The published samples, coded in JPEG 2000, are read, and told apart from films that are not asked for")
    func samples() async throws {
        let clinic = try Clinic()
        let chest = try clinic.shelve(Sample.bytes("dicom/RG1_J2KI.dcm"), as: "RG1.dcm")
        let leg = try clinic.shelve(Sample.bytes("dicom/RG3_J2KI.dcm"), as: "RG3.dcm")
        try await clinic.open().ingest([chest, leg], priority: 0, move: false, dryRun: false)
        #expect(clinic.answers.last == "1 queued, 1 ignored")
        try await clinic.open().runOnce()
        let records = try clinic.archive().exams.records(limit: 10, .full)
        #expect(Set(records.map(\.status)) == [.done, .ignore])
        #expect(records.first { $0.status == .done }?.aiReport?.severity != nil)
    }

    @Test("Originals are given up after the reading only where the operator said so, and never those of unread films")
    func originals() async throws {
        let clinic = try Clinic(Clinic.baseline + "[processing]\nKEEP_DICOM = False\n")
        let (film, leg) = (SyntheticFilm.chest(1), SyntheticFilm.lowerLeg(2))
        try await clinic.take(film, leg)
        #expect(clinic.files("archive").count == 2)
        try await clinic.open().runOnce()
        #expect(try clinic.status(film) == .done)
        #expect(try clinic.holdings() == [ContentHash(of: leg.bytes()): 1])
        #expect(clinic.exists("reports/\(PagePaths.display(film.uid))"))
        try await clinic.take(film)
        #expect(clinic.answers.last == "1 known" && clinic.files("spool").isEmpty)
        try clinic.open().verifyDatabase()
    }

    @Test("A film that its writer holds open is waited for, even when it looks whole")
    func heldOpen() async throws {
        let clinic = try Clinic()
        let film = SyntheticFilm.chest(1)
        try clinic.drop(film.bytes(), as: "film.dcm")
        let writer = try #require(FileHandle(forWritingAtPath: "\(clinic.paths.incoming)/film.dcm"))
        async let run: Void = clinic.open().runOnce()
        try await Task.sleep(for: .milliseconds(2600))
        #expect(clinic.exists("spool/incoming/film.dcm"))
        try writer.close()
        try await run
        #expect(try clinic.status(film) == .done)
    }
}
