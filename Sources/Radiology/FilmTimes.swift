import DICOM

/// The days and times a data set gives for itself, all local to the modality.
struct FilmTimes {
    /// A day with its time of day (`HH:MM:SS`), which may be missing.
    struct Moment {
        let day: CalendarDay
        let time: String?

        /// `YYYY-MM-DD HH:MM:SS`, or only the day.
        var text: String { time.map { "\(day) \($0)" } ?? "\(day)" }
    }

    private let acquisitionDateTime: Moment?
    private let acquisition: Moment?
    private let content: Moment?
    private let series: Moment?
    private let study: Moment?

    init(_ dataSet: DataSet) {
        acquisitionDateTime = dataSet.dateTime(.acquisitionDateTime).flatMap { both in
            CalendarDay(both.date).map { Moment(day: $0, time: both.time.map(Self.clock)) }
        }
        acquisition = Self.moment(dataSet, .acquisitionDate, .acquisitionTime)
        content = Self.moment(dataSet, .contentDate, .contentTime)
        series = Self.moment(dataSet, .seriesDate, .seriesTime)
        study = Self.moment(dataSet, .studyDate, .studyTime)
    }

    /// When the series was made, as the list of exams shows it: SeriesDate and its fall-backs, `YYYY-MM-DD HH:MM:SS`.
    /// A day without a time takes that of another pair of the same day, else midnight.
    func created(orReceived received: String) -> String {
        let moments = [series, acquisition, acquisitionDateTime, content, study].compactMap(\.self)
        guard let first = moments.first else { return received }
        let time = first.time ?? moments.first { $0.day == first.day && $0.time != nil }?.time
        return Moment(day: first.day, time: time ?? "00:00:00").text
    }

    /// When the film was exposed: the first moment that is not before the birth. A study's date can be years away
    /// from its films (copies into an archive), so it is asked last. When every date is before the birth, one of them
    /// is wrong and the first is kept.
    func exposed(born: CalendarDay?) -> Moment? {
        let moments = [acquisitionDateTime, acquisition, content, series, study].compactMap(\.self)
        guard let born else { return moments.first }
        return moments.first { $0.day >= born } ?? moments.first
    }

    private static func moment(_ dataSet: DataSet, _ date: Tag, _ time: Tag) -> Moment? {
        dataSet.string(date).flatMap(day).map { Moment(day: $0, time: dataSet.time(time).map(clock)) }
    }

    /// A day that a modality wrote, in any form the DICOM room understands.
    static func day(_ text: String) -> CalendarDay? { DICOMDate(text).flatMap(CalendarDay.init) }

    /// A leap second (`:60`) becomes `:59`: databases and browsers know no other.
    private static func clock(_ time: DICOMTime) -> String {
        [time.hour, time.minute, min(time.second, 59)].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}

extension CalendarDay {
    init?(_ date: DICOMDate) { self.init(year: date.year, month: date.month, day: date.day) }
}
