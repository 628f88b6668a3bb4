import DICOMNetwork
import Foundation
import Radiology
import Store
import Testing
import Workstation

@Suite("Fetching a study")
struct StudyRetrievalTests {
    private static let study = StudyInstanceUID(validated: "1.2.1")
    private static let report = SyntheticArchive.Instance(
        study: "1.2.1", series: "1.2.1.9", modality: "SR", uid: "1.2.1.9.1")

    private static func fetch(_ peer: SyntheticArchive) async throws -> StudyRetrieval.Outcome {
        try await peer.retrieval(study)
    }

    @Test("A study of which nothing is here comes in one request")
    func whole() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest())
        let outcome = try await Self.fetch(peer)
        #expect(outcome.isComplete && outcome.wanted == 3 && outcome.fetched == 3)
        #expect(peer.asked == ["STUDY 3"])
    }

    @Test("What is here already is not fetched again; one missing film is asked for by its name")
    func missingOne() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest())
        peer.bring(["1.2.1.1.1"])
        #expect(try await Self.fetch(peer).fetched == 2)
        #expect(peer.asked == ["IMAGE 1", "SERIES 1"])
        #expect(try await Self.fetch(peer).fetched == 0)
        #expect(peer.asked.count == 2)
    }

    @Test("A film that was lost on the way is asked for once more at once")
    func askedAgain() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest())
        peer.lose(1)
        #expect(try await Self.fetch(peer).isComplete)
        #expect(peer.asked == ["STUDY 3", "IMAGE 1"])
    }

    @Test("What stays missing is said")
    func stillMissing() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest())
        peer.lose(9)
        let outcome = try await Self.fetch(peer)
        #expect(!outcome.isComplete && outcome.missing == 1)
        #expect(outcome.problem == "1 of 3 films did not arrive.")
    }

    @Test("Series that are no radiographs are not fetched")
    func otherModality() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest() + [Self.report])
        #expect(try await Self.fetch(peer).wanted == 3)
        #expect(peer.asked == ["SERIES 2", "SERIES 1"])
        #expect(!peer.here.contains(SOPInstanceUID(validated: "1.2.1.9.1")))
    }

    @Test(
        "An archive that says nothing about images is believed its counts; a study is not complete for its silence",
        arguments: [(false, true), (false, false), (nil, true), (nil, false)] as [(Bool?, Bool)])
    func silent(listsImages: Bool?, counts: Bool) async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest(), counts: counts, listsImages: listsImages)
        peer.lose(1)
        let first = try await Self.fetch(peer)
        #expect(first.wanted == 3 && first.fetched == 2 && first.missing == 1)
        let second = try await Self.fetch(peer)
        #expect(second.isComplete && second.fetched == 1)
        // Who counts is not asked again for what is here.
        let third = try await Self.fetch(peer)
        #expect(third.isComplete && third.fetched == 0 && peer.asked.count == (counts ? 2 : 5))
    }

    @Test(
        "An archive that says it sent everything is not believed when not everything arrived",
        arguments: [true, false])
    func lies(counts: Bool) async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest(), counts: counts, listsImages: nil)
        peer.lose(1, saysNothing: true)
        let outcome = try await Self.fetch(peer)
        #expect(!outcome.isComplete && outcome.missing == 1 && outcome.sent == 3)
    }

    @Test(
        "A list of images that ends early is compared with the archive's count: the series is fetched as such",
        arguments: [(SyntheticArchive.Ending.cancelled, true), (.success, true), (.cancelled, false)])
    func shortList(ending: SyntheticArchive.Ending, counts: Bool) async throws {
        let many = (1...9).map { number in
            SyntheticArchive.Instance(study: "1.2.1", series: "1.2.1.1", modality: "CR", uid: "1.2.1.1.\(number)")
        }
        let peer = SyntheticArchive(many, counts: counts, limit: 4, ending: ending)
        peer.lose(1)
        let first = try await Self.fetch(peer)
        #expect(first.wanted == 9 && first.missing == 1 && first.isListShort)
        #expect(try await Self.fetch(peer).isComplete && peer.here.count == 9)
    }

    @Test(
        "A list of series that ends early does not hide the other series",
        arguments: [SyntheticArchive.Ending.cancelled, .success])
    func shortSeries(ending: SyntheticArchive.Ending) async throws {
        let many = (1...9).map { number in
            SyntheticArchive.Instance(
                study: "1.2.1", series: "1.2.1.\(number)", modality: "CR", uid: "1.2.1.\(number).1")
        }
        let peer = SyntheticArchive(many, limit: 4, ending: ending)
        peer.lose(1)
        #expect(try await Self.fetch(peer).missing == 1)
        let second = try await Self.fetch(peer)
        #expect(second.isComplete && second.wanted == 9 && peer.here.count == 9)
        // Now everything is known to be here.
        let asked = peer.asked
        #expect(try await Self.fetch(peer).isComplete && peer.asked == asked)
    }

    @Test("Answers that cannot be read are not passed over: the archive's counts decide")
    func unreadable() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest())
        peer.garble(1)
        peer.lose(1)
        #expect(try await Self.fetch(peer).missing == 1)
        #expect(try await Self.fetch(peer).isComplete)
    }

    @Test("A study whose own answer cannot be read is fetched all the same")
    func unreadableStudy() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest())
        peer.garbleStudies()
        let outcome = try await Self.fetch(peer)
        #expect(outcome.isComplete && outcome.wanted == 3 && outcome.fetched == 3)
    }

    @Test("A study that the archive does not find is not complete: it was promised")
    func gone() async throws {
        let outcome = try await Self.fetch(SyntheticArchive([]))
        #expect(outcome.isUnknown && !outcome.isComplete && outcome.wanted == 0)
    }
}
