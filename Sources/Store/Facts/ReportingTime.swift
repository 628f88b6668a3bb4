import Foundation
import Radiology

/// From the film to the radiologist's report. Films say the modality's wall clock and reports UTC, so it takes the zone of
/// the modalities. One is kept for a walk: exams of one hour follow each other, and asking a zone is slow.
public struct ReportingTime: Sendable {
    private let zone: TimeZone
    private var hour = Int.min
    /// Seconds ahead of UTC in that hour.
    private var ahead = 0

    public init(zone: TimeZone) { self.zone = zone }

    /// Whole minutes; `nil` without a complete time or a report, and for a report older than its film.
    public mutating func minutes(_ fact: ExamFact) -> Int? {
        guard let reported = fact.reported, let day = fact.day, let second = fact.second else { return nil }
        let wall = day.dayNumber * 86_400 + second
        if wall / 3600 != hour { (hour, ahead) = (wall / 3600, secondsAhead(atWall: wall)) }
        let seconds = reported - (wall - ahead)
        return seconds < 0 ? nil : seconds / 60
    }

    /// Twice, since the first answer is about a moment some hours away. A wall time that the zone has twice is one of them.
    private func secondsAhead(atWall wall: Int) -> Int {
        let first = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(wall)))
        return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(wall - first)))
    }
}
