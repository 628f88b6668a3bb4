import Foundation
import Logging
import Radiology
import Statistics
import Store

/// Makes the figures of the exams that a filter means, for the command line, the API, the pages and the nightly report:
/// one walk through the facts, and one list of figures out of it.
struct FigureDesk: Sendable {
    let archive: Archive
    let threshold: Int
    /// Of the modalities' clocks: the time to a report needs it.
    let zone: TimeZone

    /// - Parameters:
    ///   - filter: exams of every status that it means are counted; those that are done make the figures.
    ///   - found: what its search means, as hashes; `nil` without a search.
    ///   - progress: how many of how many days of facts were made anew.
    func counts(
        _ filter: ExamFilter, found: Set<UInt64>? = nil, progress: (FactProgress) throws(StoreError) -> Void = { _ in }
    ) throws(StoreError) -> PerformanceCounts {
        try archive.facts.refresh(progress: progress)
        let (lanes, names) = try count(filter, found, FigureLane(newest: try newestMinute(), zone: zone))
        return FigureLane.counts(lanes, names)
    }

    /// - Parameter lane: a new one; so many are counted as there are cores, but never more than two, since figures are
    ///   asked for while films arrive.
    func count(
        _ filter: ExamFilter, _ found: Set<UInt64>?, _ lane: FigureLane
    ) throws(StoreError) -> (lanes: [FigureLane], names: FactNames) {
        let cores = min(2, max(1, ProcessInfo.processInfo.activeProcessorCount))
        let counted = try archive.facts.count(
            filter, threshold: threshold, found: found, into: Array(repeating: lane, count: cores)
        ) { lane, page in lane.add(page) }
        return (counted.tallies, counted.names)
    }

    func performance(
        _ filter: ExamFilter, found: Set<UInt64>? = nil, rates: RateInterval = .wilson
    ) throws(StoreError) -> Performance {
        Performance(try counts(filter, found: found), threshold: threshold, rates: rates)
    }

    /// The time of the newest exam, in minutes of the wall clock: until then exams without a report have waited. Not the
    /// time of day, so that an archive in which nothing changes has the same figures tomorrow. An exam more than a day
    /// ahead of the last change of the archive is of a clock that goes wrong: it would make all others wait.
    func newestMinute() throws(StoreError) -> Int? {
        let last = try lastChangeMinute().map { $0 + 1440 } ?? .max
        var newest: Int?
        try archive.facts.walkBack { _, records, _ in
            for place in stride(from: records.count - 1, through: 0, by: -1) {
                guard let minute = Self.minute(records[place]), minute <= last else { continue }
                newest = max(newest ?? minute, minute)
                return true
            }
            return false
        }
        return newest
    }

    private func lastChangeMinute() throws(StoreError) -> Int? {
        let text = try archive.exams.lastChangeTime()
        guard let moment = UTC.moment(text) ?? UTC.predecessorMoment(text) else { return nil }
        let seconds = moment.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: moment))
        return Int((seconds / 60).rounded(.down))
    }

    private static func minute(_ fact: ExamFact) -> Int? {
        guard let day = fact.day, let second = fact.second else { return nil }
        return day.dayNumber * 1440 + second / 60
    }

    /// - Parameter minutes: to the report.
    static func counted(_ fact: ExamFact, _ names: FactNames, _ minutes: Int?, _ newest: Int?) -> CountedExam {
        var exam = counted(fact, minutes, newest)
        (exam.region, exam.device) = (names.region(fact.region), names.text(fact.device))
        (exam.radiologist, exam.diagnosis) = (names.text(fact.radiologist), names.text(fact.diagnosis))
        exam.errorKind = names.text(fact.error)
        return exam
    }

    /// Without what is a number of `FactNames`.
    static func counted(_ fact: ExamFact, _ minutes: Int?, _ newest: Int?) -> CountedExam {
        var exam = CountedExam(status: fact.status.rawValue)
        (exam.day, exam.hour, exam.age) = (fact.day?.dayNumber, fact.hour, fact.age)
        exam.sex = fact.sex?.rawValue ?? ""
        (exam.reader, exam.reported) = (fact.ai?.score, fact.radiologistSeverity?.score)
        exam.review = fact.review.map { $0 ? .normal : .abnormal } ?? .none
        (exam.confidence, exam.latency, exam.checkLatency) = (fact.confidence, fact.latency, fact.checking)
        exam.reportMinutes = minutes
        // A report older than its film is a mistake of a clock: such an exam does not wait.
        if fact.reported == nil, let newest, let own = minute(fact), newest >= own {
            exam.waitingMinutes = newest - own
        }
        exam.hasAnswer = fact.hasAnswer
        (exam.failedAttempts, exam.unreadableAnswers) = (fact.failed, fact.unreadable)
        return exam
    }
}

extension Workstation {
    var figures: FigureDesk { FigureDesk(archive: archive, threshold: threshold.score, zone: modalityZone) }

    /// Of the films' times: by the settings, else as the database has recorded it.
    var modalityZone: TimeZone {
        let (setting, machine) = (settings.dicom.timeZone, settings.fhir.timeZone ?? clock.timeZone)
        do throws(StoreError) {
            return try archive.facts.zone(setting: setting, machine: machine)
        } catch {
            log.warning("The modalities' time zone is taken from this machine. \(Self.sentence(for: error))")
            return setting ?? machine
        }
    }
}
