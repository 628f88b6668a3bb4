/// In the place of a chart whose numbers would point at a few patients: it says so, and has no table.
struct FewChart: StatisticsChart {
    let title: String
    let size: ChartSize

    init(insteadOf chart: some StatisticsChart) { (title, size) = (chart.title, chart.size) }

    var altText: String { "\(title): of few exams, so not shown." }
    var table: ChartTable { ChartTable([title], [[.few]]) }

    func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        try nothing("Of few exams, so not shown", font: font, scale: scale)
    }
}
