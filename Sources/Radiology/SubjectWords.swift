/// The patient and the film in the words that a reader is asked with: age and sex, projection and region. No name.
public enum SubjectWords {
    /// "3-day-old newborn boy", "6-week-old infant girl", "7-year-old girl", "55-year-old woman"; with nothing known,
    /// "patient".
    public static func patient(age: AgeAtExam?, sex: Sex?) -> String {
        guard let age else {
            return switch sex {
            case .male: "male patient"
            case .female: "female patient"
            case .other, nil: "patient"
            }
        }
        return [self.age(age), noun(age, sex)].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// "frontal chest", "lower limb"; empty when neither is known.
    public static func anatomy(projection: Projection?, region: BodyRegion?) -> String {
        [projection?.rawValue ?? "", region?.words ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Days in the first week, weeks up to 12, months up to two years, then years. On the day of birth: nothing.
    private static func age(_ age: AgeAtExam) -> String {
        switch age {
        case let age where age.days == 0: ""
        case let age where age.days < 7: "\(age.days)-day-old"
        case let age where age.days < 84: "\(age.days / 7)-week-old"
        case let age where age.months < 24: "\(age.months)-month-old"
        default: "\(age.years)-year-old"
        }
    }

    private static func noun(_ age: AgeAtExam, _ sex: Sex?) -> String {
        let child: String? =
            switch sex {
            case .male: "boy"
            case .female: "girl"
            case .other, nil: nil
            }
        if age.days < 28 { return child.map { "newborn \($0)" } ?? "newborn" }
        if age.months < 24 { return child.map { "infant \($0)" } ?? "infant" }
        if age.years < 18 { return child ?? "child" }
        return switch sex {
        case .male: "man"
        case .female: "woman"
        case .other, nil: "adult"
        }
    }
}

extension Exam {
    /// "55-year-old woman"
    public var patientWords: String { SubjectWords.patient(age: age, sex: patient.sex) }

    /// "frontal chest"
    public var anatomyWords: String { SubjectWords.anatomy(projection: projection, region: region) }
}
