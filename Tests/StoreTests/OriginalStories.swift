import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("Kept films are found as other viewers ask for them")
struct OriginalStories {
    let folder: TemporaryFolder
    let archive: Archive
    let index: ExamIndex

    /// Two studies of Ana, one of Dan with an issuer behind his number, and one film of which no original is kept.
    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        index = ExamIndex(archive, threshold: 5)
        let ana = Synthetic.patient("6150203170012", name: "Exemplu^Ană")
        let dan = Synthetic.patient("17^^^WEST", name: "MODEL^DAN^^^=模^丹", sex: .male)
        try keep(1, of: ana, study: "1.2.1", series: "1.2.1.1", "2026-03-02 07:00:00", "DX", accession: "A-100")
        try keep(2, of: ana, study: "1.2.1", series: "1.2.1.1", "2026-03-02 07:05:00", "DX", accession: "A-100")
        try keep(3, of: ana, study: "1.2.1", series: "1.2.1.2", "2026-03-02 07:10:00", "CR", accession: "A-100")
        try keep(4, of: ana, study: "1.2.2", series: "1.2.2.1", "2025-12-31 23:59:59", "CR", accession: "A-101")
        try keep(5, of: dan, study: "1.2.3", series: "1.2.3.1", "2026-01-15 10:00:00", "DX", accession: "B-1")
        try keep(6, of: dan, study: "1.2.4", series: "1.2.4.1", "2026-01-16 10:00:00", "DX", path: nil)
        try keep(7, of: dan, study: nil, series: nil, "2026-01-17 10:00:00", "DX")
    }

    private func keep(
        _ number: Int, of patient: Patient, study: String?, series: String?, _ created: String, _ modality: String,
        accession: String? = nil, path: String? = "archive/film"
    ) throws {
        var exam = Synthetic.chest(number, of: patient, created: created)
        exam.study = study.map { StudyInstanceUID(validated: $0) }
        exam.series = series.map { SeriesInstanceUID(validated: $0) }
        exam.modality = modality
        exam.facts.accession = accession
        var film = Synthetic.film("a", path: path)
        film.contentHash = String(format: "%064d", number)
        _ = try archive.exams.admit(exam, film: film)
    }

    private func found(_ query: Originals.Query) throws -> [Int] {
        try archive.originals.search(query, names: index).hits.map { hit in
            hit.original.uid.rawValue.split(separator: ".").last.flatMap { Int($0) } ?? 0
        }
    }

    typealias Narrowing = @Sendable (inout Originals.Query) -> Void

    struct Asked: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var level = Originals.Level.instances
        let films: [Int]
        let narrow: Narrowing

        init(_ words: String, _ films: [Int], _ level: Originals.Level = .instances, _ narrow: @escaping Narrowing) {
            (testDescription, self.level, self.films, self.narrow) = (words, level, films, narrow)
        }
    }

    @Test(
        "Each attribute narrows, alone and together; the newest come first",
        arguments: [
            Asked("everything", [3, 2, 1, 5, 4]) { _ in },
            Asked("studies", [3, 5, 4], .studies) { _ in },
            Asked("series", [3, 2, 5, 4], .series) { _ in },
            Asked("a study", [3, 2, 1]) { $0.studies = ["1.2.1"] },
            Asked("studies", [5, 4]) { $0.studies = ["1.2.2", "1.2.3", "9.9"] },
            Asked("a series anywhere", [2, 1]) { $0.series = ["1.2.1.1"] },
            Asked("a series of another study", []) { ($0.studies, $0.series) = (["1.2.2"], ["1.2.1.1"]) },
            Asked("instances", [2, 4]) { $0.instances = [2, 4, 6].map { Synthetic.uid($0).rawValue } },
            Asked("a number", [3, 2, 1, 4]) { $0.patients = ["6150203170012"] },
            Asked("a number without its issuer", [5]) { $0.patients = ["17"] },
            Asked("the beginning of a number", [3, 2, 1, 4]) { $0.patients = ["615*"] },
            Asked("the end of a number", [3, 2, 1, 4]) { $0.patients = ["*0012"] },
            Asked("two numbers", [3, 2, 1, 5, 4]) { $0.patients = ["17", "6150203170012"] },
            Asked("no such number", []) { $0.patients = ["6"] },
            Asked("a name", [3, 2, 1, 4]) { $0.name = "exemplu^ana" },
            Asked("the beginning of a name", [5]) { $0.name = "mod*" },
            Asked("a letter that is not known", [5]) { $0.name = "M?DEL^DAN" },
            Asked("the middle of a name", [3, 2, 1, 4]) { $0.name = "*MPLU*" },
            Asked("half a name", []) { $0.name = "Exemplu" },
            Asked("any name", [3, 2, 1, 5, 4]) { $0.name = "*" },
            Asked("any letter", []) { $0.name = "?" },
            Asked("a name and a study", [4]) { ($0.name, $0.studies) = ("*ana", ["1.2.2", "1.2.3"]) },
            Asked("an order", [3, 2, 1]) { $0.accessions = ["A-100"] },
            Asked("orders", [3, 2, 1, 4]) { $0.accessions = ["a-1*"] },
            Asked("a modality", [3, 4]) { $0.modalities = ["CR"] },
            Asked("modalities", [3, 2, 1, 5, 4]) { $0.modalities = ["CR", "DX"] },
            Asked("a day", [3, 2, 1]) { ($0.firstDay, $0.lastDay) = ("2026-03-02", "2026-03-02") },
            Asked("up to a day", [4]) { $0.lastDay = "2025-12-31" },
            Asked("from a day on", [3, 2, 1, 5]) { $0.firstDay = "2026-01-01" },
            Asked("a name and a day", [4]) { ($0.name, $0.lastDay) = ("*ana*", "2026-01-01") },
            Asked("behind some", [2, 1]) { ($0.offset, $0.limit) = (1, 2) },
            Asked("studies behind some", [5], .studies) { ($0.offset, $0.limit) = (1, 1) },
            Asked("a hostile name", []) { $0.name = "'; DROP TABLE exams; --" },
        ])
    func search(asked: Asked) throws {
        var query = Originals.Query(asked.level, limit: 100)
        asked.narrow(&query)
        #expect(try found(query) == asked.films)
    }

    @Test("A study says how much of it is kept, and whether there are more behind it")
    func counts() throws {
        let answer = try archive.originals.search(.init(.studies, limit: 1), names: index)
        let hit = try #require(answer.hits.first)
        #expect(hit.seriesInStudy == 2 && hit.instancesInStudy == 3 && hit.instancesInSeries == 1)
        #expect(hit.modalitiesInStudy == ["CR", "DX"])
        #expect(answer.isMore && !answer.isCut)
        #expect(try !archive.originals.search(.init(.studies, limit: 3), names: index).isMore)
    }

    @Test("A place is listed by series and time; what is not kept is not there")
    func listing() throws {
        func films(_ study: String, _ series: String? = nil, _ instance: Int? = nil) throws -> [String] {
            let place = Originals.Place(
                study: StudyInstanceUID(validated: study), series: series.map { SeriesInstanceUID(validated: $0) },
                instance: instance.map { Synthetic.uid($0) })
            return try archive.originals.list(place).map(\.uid.rawValue)
        }
        #expect(try films("1.2.1") == [1, 2, 3].map { Synthetic.uid($0).rawValue })
        #expect(try films("1.2.1", "1.2.1.2") == [Synthetic.uid(3).rawValue])
        #expect(try films("1.2.1", "1.2.1.1", 2) == [Synthetic.uid(2).rawValue])
        #expect(try films("1.2.1", "1.2.1.2", 2).isEmpty)
        #expect(try films("1.2.4").isEmpty)
        #expect(try archive.originals.original(Synthetic.uid(6)) == nil)
    }

    @Test(
        "No search walks through a table from end to end before it has what it needs",
        arguments: [
            Asked("exams_series", []) { $0.series = ["1"] }, Asked("idx_exams_study", []) { $0.studies = ["1"] },
            Asked("films_accession", []) { $0.accessions = ["1"] },
            Asked("exams_modality", []) { $0.modalities = ["1"] },
            Asked("idx_exams_cnp", []) { $0.patients = ["1"] }, Asked("idx_exams_cnp", []) { $0.patients = ["1*"] },
            Asked("idx_exams_created", []) { $0.firstDay = "2026-01-01" }, Asked("idx_exams_created", []) { _ in },
        ])
    func plans(asked: Asked) throws {
        var query = Originals.Query(.studies, limit: 10)
        asked.narrow(&query)
        let plan = try archive.originals.plan(of: query)
        #expect(plan.contains { $0.contains(asked.testDescription) }, "\(plan)")
        // Along the index of times, newest first, is the way: it ends when there is enough.
        #expect(
            !plan.contains { line in
                line.hasPrefix("SCAN")
                    && !["json_each", "idx_exams_created", " v VIRTUAL"].contains { line.contains($0) }
            }, "\(plan)")
    }

    @Test(
        "Wildcards mean what the standard says",
        arguments: [
            ("*", "", true), ("A*B", "a-x-b", true), ("A*B", "a-x-c", false), ("??", "ab", true), ("??", "abc", false),
            ("a*b*c", "axxbxxbxxc", true), ("", "", true), ("", "a", true), ("*a", "bab", false), ("Ș*", "stan", true),
        ])
    func wildcards(pattern: String, text: String, matches: Bool) {
        #expect(WildcardPattern(pattern).matches(text) == matches)
    }

    @Test("A pattern of many stars costs no more than a long one")
    func stars() {
        let pattern = WildcardPattern(String(repeating: "a*", count: 200) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 500)))
    }
}
