import Foundation
import Reports
import Synchronization

/// Draws the charts of the statistics for all audiences, on all cores.
struct ChartDrawing: Sendable {
    let font: String
    /// Whether charts are drawn although their numbers are those of before.
    let redraws: Bool

    /// Audiences for whom a chart has the same values share its pictures.
    private struct Picture: Sendable {
        let chart: any StatisticsChart
        /// All that it is drawn from.
        let values: String
        let table: [UInt8]
        var paths: [(writer: PageWriter, name: StatisticsChartName)]
    }

    /// - Returns: why there are no charts, when there are none; pages show their tables all the same.
    func draw(_ shown: [(writer: PageWriter, figures: StatisticsFigures)]) async throws -> String? {
        do {
            try await draw(pictures(of: shown))
            return nil
        } catch let error as ReportsError {
            return error.suggestion
        }
    }

    /// What is to be drawn: with the same table on the disk, a chart's pictures are those of before.
    private func pictures(of shown: [(writer: PageWriter, figures: StatisticsFigures)]) -> [Picture] {
        var pictures: [Picture] = []
        for name in StatisticsChartName.allCases {
            var places: [String: Int] = [:]
            for (writer, figures) in shown {
                let chart = name.chart(of: figures)
                let table = chart.table.csv
                if !redraws, isThere(table, name, writer) { continue }
                let values = "\(chart)"
                if let place = places[values] {
                    pictures[place].paths.append((writer, name))
                } else {
                    places[values] = pictures.count
                    pictures.append(Picture(chart: chart, values: values, table: table, paths: [(writer, name)]))
                }
            }
        }
        return pictures
    }

    private func isThere(_ table: [UInt8], _ name: StatisticsChartName, _ writer: PageWriter) -> Bool {
        writer.has(table, name.path(.table)) && writer.has(name.path(.picture)) && writer.has(name.path(.sharpPicture))
    }

    private func draw(_ pictures: [Picture]) async throws {
        let lanes = max(1, min(ProcessInfo.processInfo.activeProcessorCount, Self.mostLanes, pictures.count))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    for turn in stride(from: lane, to: pictures.count, by: lanes) {
                        try Task.checkCancellation()
                        try draw(pictures[turn])
                        await Task.yield()
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func draw(_ picture: Picture) throws {
        for (ending, scale) in [(StatisticsChartName.Ending.picture, 1), (.sharpPicture, 2)] {
            let bytes = try png(of: picture, scale: scale)
            for (writer, name) in picture.paths { _ = try writer.write(bytes, name.path(ending)) }
        }
        // The last: with it, the pictures are there.
        for (writer, name) in picture.paths { _ = try writer.write(picture.table, name.path(.table)) }
    }

    /// A folder that was lost, or one elsewhere, is drawn anew in a moment.
    private func png(of picture: Picture, scale: Int) throws -> [UInt8] {
        let key = "\(scale) \(font) \(type(of: picture.chart)) \(picture.values)"
        if let known = Self.drawn.withLock({ $0[key] }) { return known }
        let bytes = try picture.chart.png(font: font, scale: scale)
        Self.drawn.withLock { drawn in
            if drawn.count >= Self.mostKept { drawn.removeAll() }
            drawn[key] = bytes
        }
        return bytes
    }

    private static let drawn = Mutex<[String: [UInt8]]>([:])
    /// About 10 MB.
    private static let mostKept = 300

    /// A canvas holds up to 60 MB.
    private static let mostLanes = 4
}
