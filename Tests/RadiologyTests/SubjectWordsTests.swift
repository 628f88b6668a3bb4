import Radiology
import Testing

@Suite("How a patient and a film are called when a reader is asked")
struct SubjectWordsTests {
    @Test(
        "Age and sex become words, from the day of birth to old age",
        arguments: [
            ("2026-03-02", Sex.female, "newborn girl"), ("2026-03-01", .male, "1-day-old newborn boy"),
            ("2026-02-24", nil, "6-day-old newborn"), ("2026-02-23", .male, "1-week-old newborn boy"),
            ("2026-02-09", .male, "3-week-old newborn boy"), ("2026-02-03", .female, "3-week-old newborn girl"),
            ("2026-02-02", .female, "4-week-old infant girl"), ("2026-01-19", .other, "6-week-old infant"),
            ("2025-12-02", .male, "3-month-old infant boy"), ("2024-03-03", .female, "23-month-old infant girl"),
            ("2024-03-02", .female, "2-year-old girl"), ("2018-05-20", .female, "7-year-old girl"),
            ("2018-05-20", nil, "7-year-old child"), ("2008-03-03", .male, "17-year-old boy"),
            ("2008-03-02", .male, "18-year-old man"), ("1970-10-10", .female, "55-year-old woman"),
            ("1926-01-01", .other, "100-year-old adult"),
        ] as [(String, Sex?, String)])
    func words(born: String, sex: Sex?, words: String) throws {
        let age = AgeAtExam(born: try #require(CalendarDay(born)), exposed: try #require(CalendarDay("2026-03-02")))
        #expect(SubjectWords.patient(age: age, sex: sex) == words)
    }

    @Test(
        "Without an age there is no word of age",
        arguments: [(Sex.male, "male patient"), (.female, "female patient"), (nil, "patient")] as [(Sex?, String)])
    func unknownAge(sex: Sex?, words: String) {
        #expect(SubjectWords.patient(age: nil, sex: sex) == words)
    }

    @Test(
        "Projection and region become words without a stray blank",
        arguments: [
            (Projection.frontal, "chest", "frontal chest"), (nil, "lower_limb", "lower limb"),
            (.oblique, nil, "oblique"),
            (nil, nil, ""),
        ] as [(Projection?, String?, String)])
    func anatomy(projection: Projection?, region: String?, words: String) {
        #expect(SubjectWords.anatomy(projection: projection, region: region.map(BodyRegion.init(rawValue:))) == words)
    }

    @Test(
        "A birthday is counted by the calendar, not by 365 days",
        arguments: [("2008-02-29", "2026-02-28", 17), ("2008-02-29", "2026-03-01", 18)])
    func birthdays(born: String, exposed: String, years: Int) throws {
        let age = AgeAtExam(born: try #require(CalendarDay(born)), exposed: try #require(CalendarDay(exposed)))
        #expect(age?.years == years)
    }

    @Test(
        "Nobody is X-rayed before birth or at 131",
        arguments: [("2026-03-03", "2026-03-02"), ("1890-01-01", "2026-03-02")])
    func impossibleAges(born: String, exposed: String) throws {
        #expect(AgeAtExam(born: try #require(CalendarDay(born)), exposed: try #require(CalendarDay(exposed))) == nil)
    }

    @Test(
        "The modality's own age is understood and survives being stored as days",
        arguments: [
            ("013Y", 13, 156), ("13Y", 13, 156), ("006M", 0, 6), ("023M", 1, 23), ("003W", 0, 0), ("012D", 0, 0),
            ("000D", 0, 0),
        ])
    func ageStrings(text: String, years: Int, months: Int) throws {
        let age = try #require(AgeAtExam(ageString: text))
        let stored = try #require(AgeAtExam(days: age.days))
        #expect(stored.years == years)
        #expect(stored.months == months)
    }

    @Test("Every whole year and month of the modality comes back as itself", arguments: 1...120)
    func roundTrip(count: Int) throws {
        let digits = String(repeating: "0", count: 3 - "\(count)".count) + "\(count)"
        #expect(AgeAtExam(ageString: digits + "Y").flatMap { AgeAtExam(days: $0.days) }?.years == count)
        #expect(AgeAtExam(ageString: digits + "M").flatMap { AgeAtExam(days: $0.days) }?.months == count)
    }

    @Test("Other texts are no age", arguments: ["", "Y", "13", "0013Y", "-13Y", "13X", "999Y", "1 3Y"])
    func noAges(text: String) {
        #expect(AgeAtExam(ageString: text) == nil)
    }
}

@Suite("Initials for those who may not see names")
struct InitialsTests {
    @Test(
        "A patient's name becomes initials",
        arguments: [
            ("POPESCU^ION", "P.I."), ("Pop-Ion^Ana Maria", "P.I.A.M."), ("", "NoName"), ("^^ -", "NoName"),
            ("ștefan^ăna", "Ș.Ă."), ("CompressedSamples^RG1", "C.R."), ("Yamada^Tarou=山田^太郎=やまだ^たろう", "Y.T."),
            ("(baby) Ionescu", "B.I."), ("=山田^太郎", "山.太."),
        ])
    func patients(name: String, initials: String) {
        #expect(Initials.patient(name) == initials)
    }

    @Test(
        "A radiologist's name becomes initials, and no radiologist stays nobody",
        arguments: [
            ("Dr. Ionescu Vasile", "Dr. I.V."), ("dr. ionescu-pop vasile", "Dr. I.P.V."), ("DR.Ionescu", "Dr. I."),
            ("Dragan Mihai", "Dr. D.M."), ("", ""), ("  ", ""), ("Dr. ", ""),
        ])
    func radiologists(name: String, initials: String) {
        #expect(Initials.radiologist(name) == initials)
    }
}
