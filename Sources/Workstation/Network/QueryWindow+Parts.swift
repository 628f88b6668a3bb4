import DICOM
import Foundation

/// Smaller questions for an archive that did not answer a large one whole.
extension QueryWindow {
    /// The days, or the two halves of a part of a day; empty when a window is too short to be divided (a second).
    ///
    /// Halves share the second between them, with its fractions: nothing falls into the gap.
    package var parts: [QueryWindow] {
        guard day == lastDay else { return days }
        let (first, last) = (from?.secondOfDay ?? 0, to?.secondOfDay ?? 86_400)
        guard last - first >= 2, let middle = DICOMTime(secondOfDay: (first + last) / 2) else { return [] }
        return [
            QueryWindow(day: day, lastDay: day, from: from, to: middle, end: end),
            QueryWindow(day: day, lastDay: day, from: middle, to: to, end: end),
        ]
    }

    private var days: [QueryWindow] {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var days: [QueryWindow] = []
        var date = day
        while date <= lastDay {
            days.append(QueryWindow(day: date, lastDay: date, from: nil, to: nil, end: end))
            let parts = DateComponents(year: date.year, month: date.month, day: date.day)
            guard let midnight = calendar.date(from: parts),
                let next = calendar.date(byAdding: .day, value: 1, to: midnight),
                let following = DICOMDate(calendar.dateComponents([.year, .month, .day], from: next))
            else { break }
            date = following
        }
        return days
    }

    /// Whether an answer lies within, as far as it says; the time of a study is not compared in whole days.
    func covers(_ time: DICOMTime?) -> Bool {
        if isWholeDay { return true }
        guard let second = time?.secondOfDay else { return false }
        return second >= from?.secondOfDay ?? 0 && second <= to?.secondOfDay ?? 86_400
    }

    /// `08:14:00-08:15:00`, for a person; empty for whole days.
    var span: String {
        isWholeDay ? "" : "\(from?.iso ?? "00:00:00")-\(to?.iso ?? "24:00:00")"
    }
}

extension DICOMTime {
    fileprivate var secondOfDay: Int { hour * 3600 + minute * 60 + second }

    fileprivate init?(secondOfDay seconds: Int) {
        self.init(hour: seconds / 3600, minute: seconds / 60 % 60, second: seconds % 60)
    }
}

extension DICOMDate {
    init?(_ parts: DateComponents) {
        self.init(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0)
    }
}
