import Foundation
import Reports
import Statistics
import Synchronization

/// What the report of one audience leaves for that of the next: most of it is the same for both, and most of the time goes
/// into the pictures and the resampling.
struct NightKept {
    var resamples = Resamples()
    private var pictures: [(chart: Chart, png: [UInt8])] = []

    /// Everything that a picture follows from.
    struct Chart: Sendable {
        let title: String
        let unit: ChartUnit
        let nights: [ControlChartPicture.Night]
        let events: [ControlChartPicture.Event]

        var picture: ControlChartPicture {
            ControlChartPicture(title: title, unit: unit, nights: nights, events: events)
        }

        /// A title has one unit.
        func isAlike(_ other: Chart) -> Bool {
            title == other.title && nights == other.nights && events == other.events
        }
    }

    /// Draws what was not drawn before.
    /// - Returns: a PNG each, empty with the problem where there is one.
    mutating func drawn(_ charts: [Chart], font: String) -> (pngs: [[UInt8]], problem: String?) {
        let new = charts.filter { chart in !pictures.contains { $0.chart.isAlike(chart) } }
        var problem: String?
        for (chart, png) in zip(new, Self.draw(new, font)) {
            switch png {
            case .success(let bytes): pictures.append((chart, bytes))
            case .failure(let error): problem = error.suggestion
            }
        }
        let pngs = charts.map { chart in pictures.first { $0.chart.isAlike(chart) }?.png ?? [] }
        return (pngs, problem)
    }

    /// In two lanes: a canvas takes up to 60 MB.
    private static func draw(_ charts: [Chart], _ font: String) -> [Result<[UInt8], ReportsError>] {
        let drawn = Mutex([Result<[UInt8], ReportsError>](repeating: .success([]), count: charts.count))
        let lanes = min(2, charts.count)
        DispatchQueue.concurrentPerform(iterations: lanes) { lane in
            for turn in stride(from: lane, to: charts.count, by: lanes) {
                let png = Result { () throws(ReportsError) in try charts[turn].picture.png(font: font, scale: 2) }
                drawn.withLock { $0[turn] = png }
            }
        }
        return drawn.withLock { $0 }
    }
}
