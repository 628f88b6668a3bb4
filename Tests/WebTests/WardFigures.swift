import Radiology
import Reports
import Statistics
import Store
import Web

/// The figures of a ward, as the workstation makes them: for tests of the pages.
enum WardFigures {
    static func version(_ archive: Archive) throws -> String {
        try archive.facts.refresh()
        return "\(try archive.facts.version()?.whole ?? 0)"
    }

    static func json(_ archive: Archive, _ wish: FiguresWish, threshold: Int) throws -> [UInt8] {
        Array(try counted(archive, wish, threshold: threshold).performance.json(filters: wish.words).utf8)
    }

    static func counted(_ archive: Archive, _ wish: FiguresWish, threshold: Int) throws -> StatisticsFigures {
        var counts = PerformanceCounts()
        try archive.facts.walk(wish.filter, threshold: threshold, found: wish.found) { fact, names in
            var exam = CountedExam(status: fact.status.rawValue)
            (exam.day, exam.hour, exam.age) = (fact.day?.dayNumber, fact.hour, fact.age)
            (exam.region, exam.radiologist) = (names.region(fact.region), names.text(fact.radiologist))
            exam.diagnosis = names.text(fact.diagnosis)
            (exam.reader, exam.reported) = (fact.ai?.score, fact.radiologistSeverity?.score)
            exam.review = fact.review.map { $0 ? .normal : .abnormal } ?? .none
            counts.add(exam)
        }
        counts = counts.naming(.region, wish.region).naming(.radiologist, wish.radiologist)
            .naming(.diagnosis, wish.diagnosis)
        let performance = Performance(
            counts, threshold: threshold, rates: wish.isExact ? .clopperPearson : .wilson)
        let figures = StatisticsFigures(performance)
        return wish.hidesFew ? figures.hidingFew() : figures
    }
}
