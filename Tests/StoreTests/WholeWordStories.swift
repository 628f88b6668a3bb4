import Radiology
import Store
import Testing

@Suite("Searches by whole words")
struct WholeWordStories {
    let folder: TemporaryFolder
    let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    @Test("Names are found by whole words and initials, numbers whole, with accents or without")
    func words() throws {
        let names = ["ȘERBAN^ȘTEFĂNIȚĂ", "Ştefan^Ionuţ", "Müller-Weiß^Zoë=ミュラー 山田太郎", "O'BRIEN^LI", "山田太郎"]
        for (number, name) in names.enumerated() {
            let patient = Patient(key: PatientKey(rawValue: "K-\(number)"), name: name, hospitalID: "H\(number)77")
            _ = try archive.exams.admit(Synthetic.chest(number + 1, of: patient), film: Synthetic.film("\(number + 1)"))
        }
        let index = ExamIndex(archive, threshold: 5)
        for (search, numbers) in [
            ("stefan", [2]), ("stefanita serban", [1]), ("ŞERBAN^", [1]), ("serb", []), ("erban", []), ("an", []),
            ("li", []), ("o'brien", [4]), ("brien", []), ("muller", [3]), ("weiß", [3]), ("zoe müller", [3]),
            ("ミュラー", [3]), ("ミュ", []), ("山田太郎", [3, 5]), ("s.s.", [1]), ("Ş.I.", [2]), ("s.", [1, 2]), ("m.w.z.", [3]),
            ("山.", [5]), ("o.l.", [4]), ("o.b.", []), ("K-3", [4]), ("k-3", [4]), ("K-", []), ("h377", [4]),
            ("h37", []),
            (" stefan ", [2]), ("", [1, 2, 3, 4, 5]), (".", []), ("^", []),
        ] as [(String, [Int])] {
            var filter = ExamFilter()
            (filter.search, filter.wholeWords) = (search, true)
            let found = try Set(index.uids(filter))
            // A dot alone is part of every UID.
            let wanted = search == "." ? Set((1...5).map(Synthetic.uid)) : Set(numbers.map(Synthetic.uid))
            let isBlank = search == "^"
            #expect(isBlank || found == wanted, "\(search): \(found)")
            if search == "." || isBlank { continue }
            let people = try index.patients(search: search, wholeWords: true, size: 10)
            #expect(people.total == numbers.count, "\(search)")
        }
    }
}
