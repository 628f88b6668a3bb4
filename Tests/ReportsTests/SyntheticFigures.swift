import Radiology
import Reports
import Statistics

/// Three hundred exams that nobody had, and the figures of them: for pages of the statistics.
enum SyntheticFigures {
    static let threshold = 4
    private static let regions = ["chest", "chest", "chest", "lower_limb", "hand", "chest", "spine", "hand"]
    private static let people = ["Dr. Vulturescu Radu", "Ionescu Vasile", "Dr. Marin Ana", "Popa Dan"]
    private static let diagnoses = ["normal", "normal", "pneumonia", "fracture", "normal", "effusion"]
    private static let devices = ["Philips DigitalDiagnost", "Siemens Ysio", "Philips DigitalDiagnost", ""]

    /// Numbers without a pattern, the same in every run.
    private static func noise(_ number: Int, _ kind: Int, below limit: Int) -> Int {
        Int(ChartGallery.noise(number * 31 + kind * 7919) * Double(limit))
    }

    static func exam(_ number: Int) -> CountedExam {
        var exam = CountedExam(status: number % 53 == 0 ? "error" : "done")
        let sick = noise(number, 1, below: 10) < 3
        exam.day = 20_400 + number * 2 / 5
        exam.hour = 7 + noise(number, 2, below: 11)
        exam.age = noise(number, 3, below: 24)
        exam.sex = ["F", "M", "F", "M", "O", ""][noise(number, 4, below: 5) + (number % 90 == 0 ? 1 : 0)]
        exam.region = number == 77 ? "skull" : number % 41 == 0 ? "" : regions[number % regions.count]
        exam.device = devices[number % devices.count]
        exam.reader = number % 37 == 0 ? nil : sick ? 4 + noise(number, 5, below: 7) : noise(number, 6, below: 5)
        exam.confidence = 50 + noise(number, 7, below: 51)
        exam.latency = 3 + noise(number, 8, below: 9)
        exam.hasAnswer = exam.reader != nil
        exam.failedAttempts = number % 29 == 0 ? 1 : 0
        exam.unreadableAnswers = number % 58 == 0 ? 1 : 0
        exam.errorKind = "reply-unreadable"
        guard number % 4 != 0 else {
            exam.waitingMinutes = 3000
            return exam
        }
        exam.radiologist = people[number % 17 == 0 ? 3 : number % 3]
        exam.diagnosis = number == 77 ? "odd" : diagnoses[number % diagnoses.count]
        exam.reported = sick ? 3 + noise(number, 9, below: 8) : noise(number, 10, below: 4)
        exam.review = number % 19 == 0 ? .abnormal : number % 23 == 0 ? .normal : .none
        exam.checkLatency = 2
        exam.reportMinutes = 20 + noise(number, 11, below: 2000)
        return exam
    }

    private static let kept = Dictionary(
        uniqueKeysWithValues: Audience.allCases.map { ($0, counted($0, exams: 300)) })

    /// - Parameter audience: without names for `user`, and without small groups.
    static func figures(_ audience: Audience, exams: Int = 300) -> StatisticsFigures {
        (exams == 300 ? kept[audience] : nil) ?? counted(audience, exams: exams)
    }

    private static func counted(_ audience: Audience, exams: Int) -> StatisticsFigures {
        var counts = PerformanceCounts()
        for number in 0..<exams { counts.add(exam(number)) }
        let called = { (name: String) in audience == .admin ? name : Initials.radiologist(name) }
        let performance = Performance(counts.naming(.radiologist, called), threshold: threshold)
        var figures = StatisticsFigures(performance, details(of: performance, exams: exams))
        figures.add(
            GroupDetails.Requeues(requeued: 7, compared: 6, savedMilliseconds: 7_200), hidingFew: audience == .user)
        return audience == .admin ? figures : figures.hidingFew()
    }

    private static func details(of performance: Performance, exams: Int) -> GroupDetails {
        var details = GroupDetails()
        guard exams > 0 else { return details }
        for kind in [GroupKind.radiologist, .diagnosis] {
            let names = performance.figures(of: kind).map(\.name)
            for (index, name) in names.enumerated() {
                var group = GroupDetails.Group()
                (group.severities, group.severitySum) = (40 - 9 * index, 90)
                group.most = [.init(kind == .radiologist ? "normal" : "chest", 31 - index), .init("hand", 2)]
                (group.first, group.last) = ("2025-11-08", "2026-03-0\(index + 1)")
                details.groups[kind, default: [:]][name] = group
            }
            details.months[kind] = CrossCounts(
                times: ["2025-11", "2025-12", "2026-01"], groups: names,
                counts: (0..<3).map { month in names.indices.map { max(0, 30 - 7 * $0 - 2 * month) } })
        }
        details.days = CrossCounts(
            times: (1...31).map { "2026-01-\($0 < 10 ? "0" : "")\($0)" }, groups: ["chest", "hand", "lower_limb"],
            counts: (1...31).map { [12 + $0 % 5, 6 + $0 % 3, $0 % 4] })
        return details
    }
}
