import Foundation
import Reports
import Statistics
import Store

/// The pages of the statistics, their charts and their tables, in the folder of each audience.
extension Publisher {
    /// These pages alone, for a report in the night over an archive whose films' pages nobody wants. They lead to pages of
    /// films only where those are.
    func publishStatistics() async throws -> Published {
        var published = Published()
        try drawShared()
        try await drawStatistics(by: writers(ofFilms: false), redraws: false, into: &published)
        return published
    }

    /// - Parameter redraws: whether charts are drawn although their numbers are those of before.
    func drawStatistics(by writers: [PageWriter], redraws: Bool, into published: inout Published) async throws {
        let counted = try CountedStatistics(figures, ExamFilter())
        let shown = zip(writers, counted.figures(for: writers.map(\.audience))).map { (writer: $0, figures: $1) }
        if !isPretending {
            published.chartProblem = try await ChartDrawing(font: font, redraws: redraws).draw(shown)
        }
        for (writer, figures) in shown {
            for subject in StatisticsSubject.allCases {
                let page = StatisticsPage(
                    subject, figures, place: .folder(hasCharts: published.chartProblem == nil))
                published.drawn += 1
                published.written += try writer.write(writer.pages.statistics(page), subject.path)
            }
            _ = try writer.write(Array(figures.performance.csv.utf8), PagePaths.figuresTable)
            _ = try writer.write(Array(figures.performance.json(filters: [:]).utf8), PagePaths.figuresObject)
            try drawEmptyNights(by: writer)
        }
    }

    /// The pages lead to the list of nightly reports before there is one: it then says how to make it.
    private func drawEmptyNights(by writer: PageWriter) throws {
        let path = PagePaths.nights(writer.audience)
        // Whoever writes a night writes its line beside the list.
        guard !writer.has(path.replacing("index.html", with: "nights.json")) else { return }
        var index = NightlyIndex(
            [], audience: writer.audience, workspaceName: writer.pages.frame.workspaceName,
            version: writer.pages.frame.version)
        index.hasFilms = writer.pages.frame.hasFilms
        _ = try writer.write(index.html(), path)
    }
}
