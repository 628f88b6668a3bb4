import Radiology
import Statistics

/// Every chart of the statistics pages by the name of its file: `charts/<name>.png`, `charts/<name>@2x.png` and
/// `charts/<name>.csv`.
public enum StatisticsChartName: String, Sendable, CaseIterable {
    case agreementByRegion = "agreement-by-region"
    case daysByRegion = "days-by-region"
    case dailyRates = "daily-rates"
    case calendar
    case monthsByRegion = "months-by-region"
    case roc
    case precisionRecall = "precision-recall"
    case thresholds
    case agreementByRadiologist = "agreement-by-radiologist"
    case disagreementByRadiologist = "disagreement-by-radiologist"
    case monthsByRadiologist = "months-by-radiologist"
    case agreementByDiagnosis = "agreement-by-diagnosis"
    case disagreementByDiagnosis = "disagreement-by-diagnosis"
    case monthsByDiagnosis = "months-by-diagnosis"
    case severities, differences, confusion, reliability
    case latencyByRegion = "latency-by-region"
    case timeToReport = "time-to-report"
    case positiveByAge = "positive-by-age"
    case hours
    case disagreementByRegion = "disagreement-by-region"
    case disagreementByAge = "disagreement-by-age"
    case disagreementBySex = "disagreement-by-sex"
    case disagreementByDevice = "disagreement-by-device"
    case disagreementByHour = "disagreement-by-hour"

    /// What a file of a chart is.
    public enum Ending: String, Sendable, CaseIterable {
        case picture = ".png"
        case sharpPicture = "@2x.png"
        case table = ".csv"
    }

    /// Relative to the audience's folder, and to the daemon's root.
    public func path(_ ending: Ending) -> String { "charts/\(rawValue)\(ending.rawValue)" }

    /// - Parameter file: a name in `charts/`.
    public static func named(_ file: String) -> (name: Self, ending: Ending)? {
        for ending in [Ending.sharpPicture, .picture, .table] where file.hasSuffix(ending.rawValue) {
            return Self(rawValue: String(file.dropLast(ending.rawValue.count))).map { ($0, ending) }
        }
        return nil
    }

    public func chart(of figures: StatisticsFigures) -> any StatisticsChart {
        let chart = openChart(of: figures)
        return isHidden(figures) ? FewChart(insteadOf: chart) : chart
    }

    /// Whether the numbers are there and not shown. Without exams these lists are full of zeros, not empty.
    private func isHidden(_ figures: StatisticsFigures) -> Bool {
        let curves = figures.performance.curves
        func isFew(_ measure: String) -> Bool { figures.overall(measure)?.isFew ?? false }
        let hasExams = figures.overall("exams").map { $0.isFew || ($0.count ?? 0) > 0 } ?? false
        return switch self {
        case .roc, .precisionRecall: isFew("auc")
        case .thresholds: curves.thresholds.isEmpty
        case .severities: curves.readerSeverities.isEmpty || curves.referenceSeverities.isEmpty
        case .differences: curves.differences.isEmpty
        case .confusion: curves.confusion.isEmpty
        case .reliability: curves.reliability.isEmpty && isFew("ece")
        case .timeToReport: curves.reported.isEmpty && isFew("report.medianKM")
        case .daysByRegion: figures.details.days.isHidden
        case .dailyRates, .calendar: figures.hidesFew && curves.days.isEmpty && hasExams
        case .monthsByRegion: figures.hidesFew && curves.regionMonths.isEmpty && hasExams
        case .monthsByRadiologist: figures.details.months[.radiologist]?.isHidden ?? false
        case .monthsByDiagnosis: figures.details.months[.diagnosis]?.isHidden ?? false
        default: false
        }
    }

    private func openChart(of figures: StatisticsFigures) -> any StatisticsChart {
        let (curves, details) = (figures.performance.curves, figures.details)
        switch self {
        case .agreementByRegion: return figures.verdicts(.region)
        case .agreementByRadiologist: return figures.verdicts(.radiologist)
        case .agreementByDiagnosis: return figures.verdicts(.diagnosis)
        case .daysByRegion: return DayBars(counts: details.days)
        case .dailyRates: return figures.dailyRates
        case .calendar: return figures.calendar
        case .monthsByRegion: return figures.monthsByRegion
        case .roc: return figures.roc
        case .precisionRecall: return figures.precisionRecall
        case .thresholds: return figures.thresholds
        case .monthsByRadiologist: return figures.months(.radiologist)
        case .monthsByDiagnosis: return figures.months(.diagnosis)
        case .severities: return figures.severities
        case .differences:
            return DifferenceBars(
                counts: Dictionary(uniqueKeysWithValues: curves.differences.enumerated().map { ($0 - 10, $1) }))
        case .confusion: return figures.confusion
        case .reliability: return figures.reliability
        case .latencyByRegion: return figures.latencies
        case .timeToReport: return figures.timeToReport
        case .positiveByAge: return figures.forest(.age, "positive", "AI positive by age")
        case .hours: return figures.hours
        case .disagreementByRegion: return figures.disagreement(.region)
        case .disagreementByRadiologist: return figures.disagreement(.radiologist)
        case .disagreementByDiagnosis: return figures.disagreement(.diagnosis)
        case .disagreementByAge: return figures.disagreement(.age)
        case .disagreementBySex: return figures.disagreement(.sex)
        case .disagreementByDevice: return figures.disagreement(.device)
        case .disagreementByHour: return figures.disagreement(.hour)
        }
    }
}
