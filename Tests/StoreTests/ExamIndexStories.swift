import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("The list answers as the tables would")
struct ExamIndexStories {
    let folder: TemporaryFolder
    let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    @Test("Filters drawn at random find what plain SQL finds, in the same order", arguments: [5, 3, 10])
    func filters(threshold: Int) throws {
        var ward = try RandomWard(folder.workspace, seed: 41)
        try ward.admit(3000)
        let index = ExamIndex(archive, threshold: threshold)
        let plain = PlainAnswers(database: ward.database, threshold: threshold)
        var found = 0
        for round in 0..<400 {
            let filter = ExamFilter.random(&ward.numbers)
            let expected = try plain.uids(filter)
            found += expected.count
            try #require(try index.uids(filter).map(\.rawValue) == expected, "round \(round): \(filter)")
            try #require(try index.count(filter) == expected.count)
            let tally = try index.tally(filter)
            let figures = [
                tally.total, tally.reviewed, tally.positive, tally.truePositive, tally.trueNegative,
                tally.falsePositive,
                tally.falseNegative,
            ]
            try #require(try figures == plain.figures(filter), "round \(round): \(filter)")
        }
        #expect(found > 10_000)
    }

    @Test("Pages by number and by cursor give every exam once, in the order asked for", arguments: ExamOrder.allCases)
    func pages(order: ExamOrder) throws {
        var ward = try RandomWard(folder.workspace, seed: 42)
        try ward.admit(700)
        let index = ExamIndex(archive, threshold: 5)
        let plain = PlainAnswers(database: ward.database, threshold: 5)
        for round in 0..<40 {
            let filter = round == 0 ? ExamFilter() : ExamFilter.random(&ward.numbers)
            let size = 1 + Int(ward.numbers.next() % 90)
            let expected = try plain.uids(filter, order)
            let first = try index.page(filter, order: order, size: size)
            try #require(first.total == expected.count && first.pages == max(1, (expected.count + size - 1) / size))
            var numbered: [String] = []
            for page in 1...first.pages {
                numbered += try index.page(filter, order: order, .page(page), size: size).exams.map(
                    \.record.exam.uid.rawValue)
            }
            try #require(numbered == expected, "round \(round)")
            var (seen, page) = (first.exams, first)
            while let cursor = page.next, let same = ExamCursor(cursor.text) {
                page = try index.page(filter, order: order, .after(same), size: size)
                seen += page.exams
            }
            try #require(seen.map(\.record.exam.uid.rawValue) == expected, "round \(round)")
        }
    }

    @Test("A page beyond the last is empty, the zeroth is the first, and a cursor that is none is refused")
    func edges() throws {
        for number in 1...5 { try archive.receive(number) }
        let index = ExamIndex(archive, threshold: 5)
        #expect(try index.page(ExamFilter(), .page(Int.max), size: 2).exams.isEmpty)
        #expect(try index.page(ExamFilter(), .page(-3), size: 2).exams.count == 2)
        #expect(try index.page(ExamFilter(), size: 5).next == nil)
        for text in [
            "", "created", "created~0~1~", "created~0~1~1.2'", "newest~0~1~1.2", "created~300~1~1.2",
            "created~0~-1~1.2",
        ] {
            #expect(ExamCursor(text) == nil)
        }
    }

    @Test("An exam that arrives between two pages moves none of those that a cursor has not reached")
    func arrivals() throws {
        for number in 1...6 { try archive.receive(number, created: "2026-03-01 10:00:0\(number)") }
        let index = ExamIndex(archive, threshold: 5)
        let first = try index.page(ExamFilter(), size: 3)
        try archive.receive(7, created: "2026-03-02 10:00:00")
        let cursor = try #require(first.next)
        let second = try index.page(ExamFilter(), .after(cursor), size: 3)
        #expect((first.exams + second.exams).map(\.record.exam.uid) == (1...6).reversed().map(Synthetic.uid))
        #expect(second.total == 7 && second.next == nil)
    }

    @Test("Names are found without their accents, carets and capitals")
    func accents() throws {
        let names = ["ȘERBAN^ȘTEFĂNIȚĂ", "Ştefan^Ionuţ", "Müller^Zoë=ミュラー", "plain^name"]
        for (number, name) in names.enumerated() {
            let patient = Patient(key: PatientKey(rawValue: "K\(number)"), name: name)
            _ = try archive.exams.admit(Synthetic.chest(number + 1, of: patient), film: Synthetic.film("\(number + 1)"))
        }
        let index = ExamIndex(archive, threshold: 5)
        for (search, numbers) in [
            ("stefan", [1, 2]), ("Serban Stefanita", [1]), ("ŞERBAN^", [1]), ("muller zoe", [3]), ("ミュラー", [3]),
            ("k3", [4]), ("", [1, 2, 3, 4]), ("stefan ionuț", [2]),
        ] {
            var filter = ExamFilter()
            filter.search = search
            #expect(try Set(index.uids(filter)) == Set(numbers.map(Synthetic.uid)), "\(search)")
        }
    }

    @Test("Radiologists and diagnoses are the same in either case, letters with accents as well")
    func cases() throws {
        try archive.receive(1)
        let ward = try RandomWard(folder.workspace, seed: 1)
        try ward.run([
            (
                "INSERT INTO rad_reports (uid, radiologist, summary) VALUES (?, 'Dr. Șerban Ana', 'Fractură')",
                [Synthetic.uid(1).rawValue]
            )
        ])
        let index = ExamIndex(archive, threshold: 5)
        #expect(try index.uids(ExamFilter(parameters: ["radiologist": "DR. ȘERBAN ANA"])).count == 1)
        #expect(try index.uids(ExamFilter(parameters: ["diagnostic": "FRACTURĂ"])).count == 1)
        #expect(try index.radiologists() == [NameCount(name: "Dr. Șerban Ana", exams: 1)])
        #expect(try index.diagnoses() == [NameCount(name: "fractură", exams: 1)])
    }
}
