import DICOM
import Foundation
import Imaging
import Radiology
import Reports
import Store
import Testing
import Workstation

@Suite("Pictures that are no radiographs, and slices")
struct OtherPictureStories {
    private static let ultrasound = SyntheticFilm.chest(7).with {
        ($0.modality, $0.sopClass) = ("US", "1.2.840.10008.5.1.4.1.1.6.1")
    }

    private func record(_ film: SyntheticFilm, _ clinic: Clinic) throws -> ExamRecord {
        try #require(try clinic.archive().exams.record(film.uid))
    }

    private func reports(_ path: String) -> String { "reports/\(path)" }

    @Test("Other pictures are kept and shown with their reason, and never read", arguments: [ultrasound, .slice(8)])
    func shown(film: SyntheticFilm) async throws {
        let clinic = try Clinic()
        try await clinic.take(film, .chest(1))
        #expect(clinic.answers.last == "1 queued, 1 ignored")
        try await clinic.open().runOnce()
        let record = try record(film, clinic)
        #expect(record.status == .ignore && record.provenance == nil)
        let reason = try #require(record.reason)
        let page = try clinic.text(reports("user/\(PagePaths.film(film.uid))"))
        #expect(reason.contains(film.modality) && page.contains(reason.prefix(40)))
        for path in [PagePaths.display(film.uid), PagePaths.thumbnail(film.uid)] {
            #expect(clinic.exists(reports(path)))
        }
        for path in [PagePaths.picture(film.uid), PagePaths.viewer(film.uid)] { #expect(!clinic.exists(reports(path))) }
        #expect(record.displayRecipe != nil && !record.hasViewer && clinic.files("archive").count == 2)
        try await clinic.open(json: true).status(watch: false)
        #expect(clinic.answers.last?.contains(#""ignored":1"#) == true)
    }

    @Test("A slice in an encoding that nobody decodes is kept without a picture, and not tried again and again")
    func undecodable() async throws {
        let clinic = try Clinic()
        let film = SyntheticFilm.slice(8).with { $0.syntax = TransferSyntax(uid: "1.2.840.10008.1.2.4.100") }
        try await clinic.take(film)
        try await clinic.open().runOnce()
        let record = try record(film, clinic)
        #expect(record.status == .ignore && record.displayRecipe == nil && record.notes.count == 1)
        #expect(clinic.files("archive").count == 1 && clinic.exists(reports("admin/\(PagePaths.film(film.uid))")))
        #expect(try clinic.archive().exams.drawable().isEmpty)
        let before = try clinic.archive().exams.lastChange()
        try await clinic.open().publish(out: nil, audience: nil, since: nil, dryRun: false)
        #expect(try clinic.archive().exams.lastChange() == before)
        #expect(clinic.answers.last?.hasPrefix("0 pages drawn, 0 written") == true)
        try clinic.open().verifyDatabase()
    }

    @Test("The slice that the settings choose is read through its window; its neighbours wait with the setting's name")
    func chosenSlice() async throws {
        let clinic = try Clinic(Clinic.baseline + "[slices]\nCT = lung @ 2\n")
        let slices = (1...3).map { number in SyntheticFilm.slice(number).with { $0.instanceNumber = number } }
        try await clinic.take(slices[0], slices[1], slices[2])
        try await clinic.open().runOnce()
        #expect(try slices.map { try clinic.status($0) } == [.ignore, .done, .ignore])
        let read = try record(slices[1], clinic)
        #expect(read.provenance?.recipe.hasPrefix("viewer-896") == true && read.hasViewer)
        #expect(clinic.exists(reports(PagePaths.viewer(slices[1].uid))))
        #expect(try record(slices[0], clinic).reason?.contains("[slices] CT") == true)
        let picture = try GreyPicture(png: clinic.bytes(reports(PagePaths.picture(slices[1].uid))))
        #expect(picture.pixels.allSatisfy { $0 == 255 }, "all values of this slice are denser than any lung")
    }

    @Test("Of a series in one file, the frame that the settings choose is drawn, read and named")
    func chosenFrame() async throws {
        let clinic = try Clinic(Clinic.baseline + "[slices]\nCT = header @ last\n")
        let series = SyntheticFilm.slice(8).with { ($0.frames, $0.sopClass) = (3, "1.2.840.10008.5.1.4.1.1.2.1") }
        try await clinic.take(series)
        try await clinic.open().runOnce()
        let read = try record(series, clinic)
        #expect((read.exam.facts.frames, read.exam.facts.frame) == (3, 3))
        let third = try Film(try Part10File(series.bytes()), frame: 2).viewerPicture(ViewerRecipe(size: 896)).png()
        #expect(read.provenance?.imageHash == ContentHash(of: third).rawValue)
    }

    @Test("The page goes on showing the frame that its answer is about, until another one is read")
    func otherFrame() async throws {
        func settings(_ frame: Int) -> String { Clinic.baseline + "[slices]\nCT = header @ \(frame)\n" }
        let clinic = try Clinic(settings(2))
        let series = SyntheticFilm.slice(8).with { ($0.frames, $0.sopClass) = (7, "1.2.840.10008.5.1.4.1.1.2.1") }
        let pictures = [PagePaths.display, PagePaths.thumbnail, PagePaths.viewer, PagePaths.picture].map {
            reports($0(series.uid))
        }
        try await clinic.take(series)
        try await clinic.open().runOnce()
        let answer = try record(series, clinic).provenance
        let seen = try pictures.map { try clinic.bytes($0) }

        for (cfg, lost) in [
            (settings(6), pictures.dropLast()), (settings(6), pictures[...]), (Clinic.baseline, pictures[..<1]),
        ] {
            try clinic.put(Array(cfg.utf8), "local.cfg")
            for picture in lost { try clinic.remove(picture) }
            try await clinic.open().publish(out: nil, audience: nil, since: nil, dryRun: false)
            #expect(try record(series, clinic).exam.facts.frame == 2)
            #expect(try clinic.text(reports("user/\(PagePaths.film(series.uid))")).contains("frame 2 of 7"))
            #expect(try clinic.bytes(pictures[3]) == seen[3])
        }
        try clinic.put(Array(settings(2).utf8), "local.cfg")
        try clinic.remove(pictures[0])
        try await clinic.open().publish(out: nil, audience: nil, since: nil, dryRun: false)
        #expect(try pictures.map { try clinic.bytes($0) } == seen)

        try clinic.put(Array(settings(6).utf8), "local.cfg")
        _ = try clinic.archive().exams.requeue(series.uid, now: clinic.now)
        try await clinic.open().runOnce()
        let again = try record(series, clinic)
        #expect(again.exam.facts.frame == 6 && again.provenance?.imageHash != answer?.imageHash)
        #expect(again.provenance?.recipeHash != answer?.recipeHash)
        #expect(try again.provenance?.imageHash == ContentHash(of: clinic.bytes(pictures[3])).rawValue)
    }

    @Test("Of a fluoroscopy the first frame is drawn and read, and the number of frames is kept")
    func fluoroscopy() async throws {
        let clinic = try Clinic()
        let run = SyntheticFilm.chest(6).with {
            ($0.modality, $0.sopClass, $0.frames) = ("RF", "1.2.840.10008.5.1.4.1.1.12.2", 4)
        }
        try await clinic.take(run)
        try await clinic.open().runOnce()
        let read = try record(run, clinic)
        #expect(read.status == .done && (read.exam.facts.frames, read.exam.facts.frame) == (4, 1))
        let first = try Film(try Part10File(run.bytes())).modelPicture().png()
        #expect(read.provenance?.imageHash == ContentHash(of: first).rawValue)
    }

    @Test("Slices that came before the setting are read when a person has the failures tried again")
    func switchedOn() async throws {
        let clinic = try Clinic()
        let slice = SyntheticFilm.slice(8).with { $0.instanceNumber = 1 }
        try await clinic.take(slice, Self.ultrasound)
        try clinic.open().failures(retry: true, dryRun: false)
        #expect(try clinic.status(slice) == .ignore)
        try clinic.put(Array((Clinic.baseline + "[slices]\nCT = soft-tissue @ first\n").utf8), "local.cfg")
        try clinic.open().failures(retry: true, dryRun: false)
        #expect(try clinic.status(slice) == .requeue && clinic.status(Self.ultrasound) == .ignore)
        try await clinic.open().runOnce()
        let read = try record(slice, clinic)
        #expect(read.status == .done && read.provenance?.recipe.hasPrefix("viewer-896") == true)
        #expect(clinic.exists(reports(PagePaths.picture(slice.uid))) && read.hasViewer)
    }

    @Test("A dose report among pictures is still set aside")
    func text() async throws {
        let clinic = try Clinic()
        try clinic.drop(SyntheticFilm.doseReport(5).bytes(), as: "dose.dcm")
        #expect(try await ending { try await clinic.open().runOnce() } == .someFailed)
        #expect(try clinic.rejections() == ["dose.dcm": "not-a-radiograph"])
    }
}
