import DICOM
import DICOMNetwork
import Foundation
import Radiology
import Store
import Testing
import Workstation

@Suite("An archive that does not answer whole")
struct StudySearchTests {
    private static let monday = DICOMDate(year: 2026, month: 3, day: 2)

    private func search(
        _ peer: SyntheticArchive, to lastDay: DICOMDate? = monday, modalities: [String] = ["CR"]
    ) async throws -> StudySearch.Result {
        var window = QueryWindow.whole(try #require(Self.monday), until: Date())
        window.lastDay = try #require(lastDay)
        let result = await StudySearch(archive: peer.archive, modalities: modalities).studies(in: window)
        if let failure = result.failure { throw failure }
        return result
    }

    /// Every four minutes from midnight.
    private static func spread(_ number: Int) -> String? {
        DICOMTime(hour: number * 4 / 60, minute: number * 4 % 60, second: number % 60)?.text
    }

    @Test(
        "A day with more studies than the archive answers at once is asked in parts, until all are known",
        arguments: [(SyntheticArchive.Ending.cancelled, 7), (.refusal, 7), (.success, 50)])
    func divided(ending: SyntheticArchive.Ending, limit: Int) async throws {
        let peer = SyntheticArchive(
            SyntheticArchive.studies(0..<300, at: Self.spread), limit: limit, ending: ending)
        let result = try await search(peer)
        #expect(result.studies.count == 300)
        #expect(peer.questions.first == "20260302" && peer.questions.count > 300 / limit)
        #expect(result.gaps.allSatisfy { $0.day.isEmpty })
    }

    @Test("A week is divided into its days first")
    func week() async throws {
        let days = ["20260302", "20260303", "20260304"]
        let peer = SyntheticArchive(
            days.enumerated().flatMap { place, day in
                SyntheticArchive.studies(place * 10..<place * 10 + 10, on: day, at: Self.spread)
            }, limit: 10)
        let result = try await search(peer, to: DICOMDate("20260304"))
        #expect(result.studies.count == 30 && result.gaps == [])
        #expect(peer.questions == ["20260302-20260304"] + days)
    }

    @Test("More studies in one second than the archive answers are a gap that is told, with what is known of it")
    func second() async throws {
        let peer = SyntheticArchive(SyntheticArchive.alike(9, at: "103000"), limit: 5)
        let result = try await search(peer)
        #expect(result.studies.count == 5)
        let gaps = result.gaps.filter { !$0.day.isEmpty }
        #expect(!gaps.isEmpty && gaps.allSatisfy { $0.day == "2026-03-02" && $0.span.hasSuffix(" CR") })
        #expect(gaps.contains { $0.span.hasPrefix("10:30:00") })
    }

    @Test("An archive that does not compare times is not asked ten thousand times; the gap is told")
    func noTimes() async throws {
        let peer = SyntheticArchive(
            SyntheticArchive.studies(0..<100, at: Self.spread), limit: 10, matchesTime: false)
        let result = try await search(peer)
        #expect(result.studies.count == 100 && peer.questions.count < 100)
        #expect(result.gaps.contains { $0.day == "2026-03-02" })
    }

    @Test("A refusal however little is asked for is an error, not a gap")
    func refused() async throws {
        let peer = SyntheticArchive([])
        peer.fail { _, _, _ in .refused(.find, .outOfResources, comment: "") }
        await #expect(throws: NetworkError.refused(.find, .outOfResources, comment: "")) { try await search(peer) }
        #expect(peer.questions.count < 30)
    }

    @Test(
        "A study that the archive cannot answer about hides no other, and is a gap of its day",
        arguments: [
            NetworkError.refused(.find, .cannotUnderstand, comment: ""),
            .refused(.find, .processingFailure, comment: ""),
            .closed, .aborted(Abort(source: 2, reason: 0)), .timedOut(.message), .unexpectedPDU,
        ], ["000000", "103000", "235959", nil])
    func poisoned(error: NetworkError, time: String?) async throws {
        let peer = SyntheticArchive(
            SyntheticArchive.studies(1..<21, at: Self.spread) + SyntheticArchive.studies(100..<101) { _ in time })
        peer.fail { _, _, matched in matched.contains { $0.study == "1.2.7.100" } ? error : nil }
        let result = try await search(peer)
        #expect(result.studies.count == 20)
        #expect(Set(result.gaps.map(\.day)) == ["2026-03-02"] && peer.questions.count < 100)
        let second = time.map { "\($0.prefix(2)):\($0.dropFirst(2).prefix(2)):" } ?? "CR"
        #expect(
            result.gaps.contains { $0.span.hasPrefix(second) && $0.problem.hasPrefix("The archive fails to answer.") })
    }

    @Test("A day that takes too many questions, or fails, holds up no other day of a week")
    func fullDay() async throws {
        let many = SyntheticArchive.studies(0..<700) { number in
            DICOMTime(hour: number / 60, minute: number % 60, second: 0)?.text
        }
        let few = SyntheticArchive.studies(1000..<1010, on: "20260304") { Self.spread($0 - 1000) }
        let peer = SyntheticArchive(many + few, limit: 1)
        peer.fail { day, _, _ in day == "20260303" ? .refused(.find, .cannotUnderstand, comment: "") : nil }
        let result = try await search(peer, to: DICOMDate("20260304"))
        #expect(result.studies.count { $0.study.rawValue.hasPrefix("1.2.7.10") && $0.study.rawValue.count == 10 } == 10)
        #expect(Set(result.gaps.map(\.day)) == ["", "2026-03-02", "2026-03-03"])
        #expect(peer.questions.count < 1800)
    }

    @Test("A modality that the archive refuses is a gap of each day while another is answered")
    func refusedModality() async throws {
        let peer = SyntheticArchive([.init(study: "1.2.9", series: "1.2.9.1", modality: "DX", uid: "1.2.9.1.1")])
        peer.fail { _, modality, _ in modality == "CR" ? .refused(.find, .cannotUnderstand, comment: "") : nil }
        let result = try await search(peer, to: DICOMDate("20260303"), modalities: ["CR", "DX"])
        #expect(result.studies.count == 1 && peer.questions.count < 40)
        #expect(result.gaps.map { "\($0.day) \($0.span)" } == ["2026-03-02 CR", "2026-03-03 CR"])
    }

    @Test("What was found before an archive goes away is not thrown away")
    func goneMeanwhile() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest())
        peer.fail { _, modality, _ in modality == "DX" ? .timedOut(.connection) : nil }
        let window = QueryWindow.whole(try #require(Self.monday), until: Date())
        let result = await StudySearch(archive: peer.archive, modalities: ["CR", "DX"]).studies(in: window)
        #expect(result.studies.count == 1 && result.failure as? NetworkError == .timedOut(.connection))
    }

    @Test("Studies without a time can be hidden in a day that is cut: that is told")
    func timeless() async throws {
        let timed = SyntheticArchive.studies(0..<20, at: Self.spread)
        let peer = SyntheticArchive(timed + SyntheticArchive.studies(100..<102) { _ in nil }, limit: 12)
        let result = try await search(peer)
        #expect(result.studies.count >= 20)
        #expect(result.gaps.contains { $0.day.isEmpty } && result.gaps.contains { $0.day == "2026-03-02" })
    }

    @Test("Studies without a time that a cut answer hid are found by the numbers of their patients")
    func timelessByPatient() async throws {
        let timed = SyntheticArchive.studies(0..<20, at: Self.spread)
        let peer = SyntheticArchive(timed + SyntheticArchive.studies(900..<902) { _ in nil }, limit: 12)
        let result = try await search(peer)
        #expect(result.studies.count == 22)
        #expect(result.gaps.map(\.day) == [""])
    }

    @Test("Answers that cannot be read, or name no study, are told")
    func unusable() async throws {
        let bad = SyntheticArchive.Instance(study: "no uid", series: "1.2.3", modality: "CR", uid: "1.2.3.4")
        let (nameless, garbled) = (SyntheticArchive([bad]), SyntheticArchive([]))
        garbled.garble(1)
        for peer in [nameless, garbled] {
            #expect(try await search(peer).gaps.map(\.day) == ["2026-03-02"])
        }
    }

    @Test(
        "The halves of a window hold every moment of it",
        arguments: [(nil, nil), ("080000", "080002"), ("235957", nil)] as [(String?, String?)])
    func halves(from: String?, to: String?) throws {
        let day = try #require(Self.monday)
        let window = QueryWindow(
            day: day, from: from.flatMap(DICOMTime.init), to: to.flatMap(DICOMTime.init), end: Date())
        let parts = window.parts
        #expect(parts.count == 2 && parts.first?.from == window.from && parts.last?.to == window.to)
        #expect(parts.first?.to != nil && parts.first?.to == parts.last?.from)
    }
}
