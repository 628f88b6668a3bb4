import DICOM
import Radiology
import Testing

@Suite("Who was X-rayed, and when")
struct PatientMappingTests {
    typealias Film = ExamMappingTests

    @Test("Two visits without a patient number never become one patient; two films of one visit do")
    func missingID() throws {
        let first = try Film.exam { $0.setEmpty(.patientID) }
        let sameVisit = try Film.exam { film in
            film.remove(.patientID)
            film.set(.sopInstanceUID, "1.2.3.5")
        }
        let otherVisit = try Film.exam { film in
            film.set(.patientID, "   ")
            film.set(.studyInstanceUID, "1.2.9")
        }
        #expect(first.patient.key == sameVisit.patient.key)
        #expect(first.patient.key != otherVisit.patient.key)
        #expect(first.patient.key.isUnknown)
    }

    @Test("Number 17 of one hospital is not number 17 of another, but a CNP is one person everywhere")
    func issuers() throws {
        func key(_ id: String, _ issuer: String?) throws -> String {
            try Film.exam { film in
                film.set(.patientID, id)
                issuer.map { film.set(.issuerOfPatientID, $0) }
            }.patient.key.rawValue
        }
        #expect(try key("17", nil) == "17")
        #expect(try key("17", "CLUJ") == "17^^^CLUJ")
        #expect(try key("17", "IASI") == "17^^^IASI")
        #expect(try key("5150312170012", "CLUJ") == "5150312170012")
    }

    @Test("A patient number that imitates a made-up key does not meet it")
    func imitation() throws {
        let honest = try Film.exam { $0.remove(.patientID) }
        let imitation = try Film.exam { $0.set(.patientID, "unknown:1.2.3") }
        #expect(honest.patient.key.rawValue == "unknown:1.2.3")
        #expect(imitation.patient.key != honest.patient.key)
        #expect(!imitation.patient.key.isUnknown)
    }

    @Test(
        "The CNP fills in a birth date only when none is given",
        arguments: [
            (nil, "2015-03-12"), ("", "2015-03-12"), ("19990909", "1999-09-09"), ("1999.09.09", "1999-09-09"),
            ("19991399", nil),
            ("unknown", nil),
        ] as [(String?, String?)])
    func birthDate(given: String?, born: String?) throws {
        let exam = try Film.exam { film in
            film.remove(.patientBirthDate)
            if let given { given.isEmpty ? film.setEmpty(.patientBirthDate) : film.set(.patientBirthDate, given) }
        }
        #expect(exam.patient.birthDate?.description == born)
    }

    @Test(
        "The sex is the film's, else the CNP's, else unknown",
        arguments: [
            ("F", "5150312170012", Sex.female), ("f", "1", .female), ("O", "5150312170012", .other),
            (nil, "5150312170012", .male),
            ("X", "5150312170012", .male), (nil, "17", nil),
        ] as [(String?, String, Sex?)])
    func sex(given: String?, id: String, sex: Sex?) throws {
        let exam = try Film.exam { film in
            film.remove(.patientSex)
            film.set(.patientID, id)
            given.map { film.set(.patientSex, $0) }
        }
        #expect(exam.patient.sex == sex)
    }

    @Test("Without a series date the film's other dates say when it was made, the study's last")
    func created() throws {
        func made(_ changes: (inout DataSet) -> Void) throws -> String {
            try Film.exam { film in
                film.remove(.seriesDate)
                film.remove(.seriesTime)
                film.set(.studyDate, "20260405")
                film.set(.studyTime, "0102")
                changes(&film)
            }.created
        }
        #expect(try made { _ in } == "2026-04-05 01:02:00")
        #expect(try made { $0.set(.contentDate, "20260404") } == "2026-04-04 00:00:00")
        #expect(try made { $0.set(.contentDate, "20260405") } == "2026-04-05 01:02:00")
        #expect(try made { $0.set(.acquisitionDateTime, "20260403101112.123+0200") } == "2026-04-03 10:11:12")
        #expect(try made { $0.set(.studyDate, "garbage") } == Film.received)
        #expect(try made { $0.set(.studyTime, "235960") } == "2026-04-05 23:59:59")
    }

    @Test("The age is the one on the day of exposure: a copy into an archive ages nobody")
    func ageAtExposure() throws {
        let exam = try Film.exam { film in
            film.set(.patientBirthDate, "19790408")
            film.set(.acquisitionDate, "19921225")
            film.set(.acquisitionTime, "120000.0000")
            film.set(.studyDate, "20040826")
            film.remove(.seriesDate)
        }
        #expect(exam.facts.exposed == "1992-12-25 12:00:00")
        #expect(exam.age?.years == 13)
        #expect(exam.facts.ageInDays == 5010)
    }

    @Test("A date before the birth is not the exposure")
    func dateBeforeBirth() throws {
        let exam = try Film.exam { film in
            film.set(.acquisitionDate, "19700101")
            film.set(.seriesDate, "20260301")
        }
        #expect(exam.facts.exposed?.prefix(10) == "2026-03-01")
    }

    @Test("When all dates are before the birth, the age stays unknown and the film is kept")
    func wrongBirthDate() throws {
        let exam = try Film.exam { $0.set(.patientBirthDate, "20990101") }
        #expect(exam.facts.exposed == "2026-03-01 23:59:59")
        #expect(exam.age == nil)
        #expect(exam.patientWords == "male patient")
    }

    @Test("Without a birth date the modality's own age is used")
    func ageString() throws {
        let exam = try Film.exam { film in
            film.set(.patientID, "17")
            film.remove(.patientBirthDate)
            film.set(.patientAge, "006M")
        }
        #expect(exam.patientWords == "6-month-old infant boy")
    }

    @Test("A resident's CNP takes the century in which the film was made")
    func residentCentury() throws {
        let exam = try Film.exam { film in
            film.set(.patientID, "8750101400013")
            film.remove(.patientBirthDate)
            film.remove(.patientSex)
        }
        #expect(exam.patient.birthDate?.description == "1975-01-01")
        #expect(exam.patientWords == "51-year-old woman")
    }
}
