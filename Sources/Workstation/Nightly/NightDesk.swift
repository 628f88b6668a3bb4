import Foundation
import Radiology
import Statistics
import Store

/// Counts one day and the weeks before it: one walk through the facts of the days that are needed, however many exams the
/// archive has.
struct NightDesk: Sendable {
    let archive: Archive
    let threshold: Int
    /// Of the modalities' clocks.
    let zone: TimeZone

    /// What the walk found.
    struct Counted {
        var now = PerformanceCounts()
        /// The 28 days before.
        var before = PerformanceCounts()
        var nights: [Int: NightWatch.Night] = [:]
        /// Exams of every status, by day.
        var exams: [Int: Int] = [:]
        /// Of the day.
        var statuses: [ExamStatus: Int] = [:]
        var errors: [String: Int] = [:]
        /// Exams on which AI and radiologist differ, by the hash of their UID.
        var suspects: [UInt64: Suspect] = [:]
        /// Exams that say no day.
        var undated = 0
        /// What a day's answers carry, as numbers of `FactNames`.
        fileprivate var sources: [Int: Sources] = [:]
    }

    fileprivate struct Sources {
        var (models, prompts, recipes) = ([UInt32: Int](), [UInt32: Int](), [UInt32: Int]())
    }

    /// An exam for a second look.
    struct Suspect {
        let day: Int
        /// Between the two severities.
        let gap: Int
        let isLate: Bool
    }

    /// The moments at which a local day begins and ends.
    func span(of day: CalendarDay) -> Range<Date> {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        func start(_ day: CalendarDay) -> Date {
            let noon = DateComponents(year: day.year, month: day.month, day: day.day, hour: 12)
            // Noon is on every day of every zone; midnight is not.
            return calendar.date(from: noon).map(calendar.startOfDay) ?? .distantPast
        }
        let (first, next) = (start(day), start(CalendarDay(dayNumber: day.dayNumber + 1) ?? day))
        return first..<max(first, next)
    }

    /// The local day that holds a moment.
    func day(of moment: Date) -> CalendarDay? { CalendarDay(String(LocalTime(moment, in: zone).text.prefix(10))) }

    /// - Parameter reviewed: exams that somebody reviewed on the day.
    func count(_ day: CalendarDay, reviewed: Set<UInt64>) throws(StoreError) -> Counted {
        let first = NightWatch.firstDay(for: day.dayNumber)
        let written = span(of: day)
        let span = Int(written.lowerBound.timeIntervalSince1970)..<Int(written.upperBound.timeIntervalSince1970)
        // As everywhere, so that no two places say two numbers.
        let newest = try FigureDesk(archive: archive, threshold: threshold, zone: zone).newestMinute()
        var time = ReportingTime(zone: zone)
        var counted = Counted()
        var known: FactNames?
        try archive.facts.walk(from: CalendarDay(dayNumber: first), to: day) { _, records, names in
            known = names
            records.each { fact in
                guard let own = fact.day?.dayNumber else { return counted.undated += 1 }
                guard (first...day.dayNumber).contains(own) else { return }
                let agreement = fact.agreement(threshold: threshold)
                counted.watch(fact, names.region(fact.region), own, agreement)
                if own >= day.dayNumber - NightWatch.reference {
                    let exam = FigureDesk.counted(fact, names, time.minutes(fact), newest)
                    counted.add(fact, exam, isOfDay: own == day.dayNumber)
                }
                if isSuspect(fact, own, day.dayNumber, span, reviewed) {
                    let gap = abs((fact.ai?.score ?? 0) - (fact.compared(threshold: threshold)?.score ?? 0))
                    counted.suspects[fact.uidHash] = Suspect(day: own, gap: gap, isLate: own != day.dayNumber)
                }
            }
        }
        if let known { counted.name(by: known) }
        return counted
    }

    /// Of the day, or of the 28 before with a verdict that came on the day.
    private func isSuspect(
        _ fact: ExamFact, _ own: Int, _ day: Int, _ span: Range<Int>, _ reviewed: Set<UInt64>
    ) -> Bool {
        guard fact.status == .done, own >= day - NightWatch.reference,
            fact.agreement(threshold: threshold) == .differ
        else { return false }
        return own == day || fact.reported.map(span.contains) == true || reviewed.contains(fact.uidHash)
    }
}

extension NightDesk.Counted {
    /// One exam of the day, or of the 28 before it.
    fileprivate mutating func add(_ fact: ExamFact, _ exam: CountedExam, isOfDay: Bool) {
        guard isOfDay else { return before.add(exam) }
        now.add(exam)
        statuses[fact.status, default: 0] += 1
        if fact.status == .error { errors[exam.errorKind, default: 0] += 1 }
    }

    fileprivate mutating func watch(_ fact: ExamFact, _ region: String, _ own: Int, _ agreement: Agreement?) {
        exams[own, default: 0] += 1
        let agrees = agreement.map { $0 == .agree }
        func watched(_ tally: inout NightWatch.Tally) {
            tally.add(
                isDone: fact.status == .done, reader: fact.ai?.score, agrees: agrees, latency: fact.latency,
                hasAnswer: fact.hasAnswer, unreadable: fact.unreadable)
        }
        watched(&nights[own, default: NightWatch.Night(day: own)].all)
        watched(&nights[own, default: NightWatch.Night(day: own)].regions[region, default: NightWatch.Tally()])
        guard fact.hasAnswer else { return }
        sources[own, default: NightDesk.Sources()].models[fact.model, default: 0] += 1
        sources[own, default: NightDesk.Sources()].prompts[fact.prompt, default: 0] += 1
        sources[own, default: NightDesk.Sources()].recipes[fact.recipe, default: 0] += 1
    }

    /// Names are looked up once, not for every exam.
    fileprivate mutating func name(by names: FactNames) {
        func named(_ counts: [UInt32: Int]) -> [String: Int] {
            Dictionary(counts.map { (names.text($0.key), $0.value) }, uniquingKeysWith: +)
        }
        for (day, sources) in sources {
            nights[day]?.models = named(sources.models)
            nights[day]?.prompts = named(sources.prompts)
            nights[day]?.recipes = named(sources.recipes)
        }
    }

    /// Every day with exams up to `day`, and that one in any case.
    func watch(of day: Int, threshold: Int) -> NightWatch {
        var all = nights
        all[day] = nights[day] ?? NightWatch.Night(day: day)
        return NightWatch(all.sorted { $0.key < $1.key }.map(\.value), threshold: threshold)
    }
}
