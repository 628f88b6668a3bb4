import DICOM
import Foundation
import Imaging
import Radiology

/// Commands about one film that touch no store.
extension Workstation {
    /// Draws one film into one PNG.
    /// - Parameters:
    ///   - workspace: whose settings say how a model sees its films; `nil` for none.
    ///   - dryRun: draws it and writes nothing.
    public static func render(
        _ path: String, into target: String, as rendering: Rendering = Rendering(), workspace: String? = nil,
        environment: [String: String] = [:], dryRun: Bool = false, console: Console
    ) throws {
        let order = try rendering.order()
        let picture = try PictureFile(target, of: path)
        let file = try readFile(path)
        let plan = try readingPicture(of: file, order, workspace: workspace, environment, console)
        let film = try film(file, frame: order.frame ?? plan.frame)
        let png: [UInt8]
        do {
            png = try order.picture(of: film, plan)
        } catch let error as ImagingError {
            throw WorkstationError(.badInput, "The film cannot be drawn.", suggestion: error.suggestion)
        }
        film.notes.forEach { console.note($0) }
        if !dryRun { try picture.write(png) }
        if console.wantsJSON {
            try console.answer(json: Rendered(picture: target, bytes: png.count, written: !dryRun))
        } else if dryRun {
            console.answer("\(target) would be written, \(png.count) bytes.")
        }
    }

    private struct Rendered: Encodable {
        let picture: String
        let bytes: Int
        let written: Bool
    }

    /// How the settings of a workspace have a film drawn for the model. Other pictures ask no settings.
    private static func readingPicture(
        of file: Part10File, _ order: Rendering.Order, workspace: String?, _ environment: [String: String],
        _ console: Console
    ) throws -> ReadingPicture {
        switch order.way {
        case .asRead, .model: break
        case .viewer, .allValues: return ReadingPicture()
        }
        guard let workspace, hasSettings(workspace, environment) else {
            if case .asRead = order.way {
                console.note("Drawn by the default recipe: there are no settings of a workspace here.")
            }
            return ReadingPicture()
        }
        let rules = DrawingRules(try settings(workspace: workspace, environment: environment).settings)
        var picture = ReadingPicture(model: rules.model)
        // A film without a UID could not be taken in, and is drawn like any other.
        if let exam = try? Exam(file: file, rules: rules.reading.regions, receivedLocal: "") {
            let plan = rules.readingPlan(for: exam)
            (picture.recipe, picture.frame) = (plan.recipe, plan.frame)
        }
        return picture
    }

    /// A folder without any is no workspace, as far as pictures are concerned; a folder that is not there is a mistake.
    private static func hasSettings(_ workspace: String, _ environment: [String: String]) -> Bool {
        let files = FileManager.default
        return !files.fileExists(atPath: workspace) || environment.keys.contains { $0.hasPrefix("XRV_") }
            || Settings.fileNames.contains { files.fileExists(atPath: "\(workspace)/\($0)") }
    }

    /// - Parameter frame: counted from 1.
    private static func film(_ file: Part10File, frame: Int) throws -> Film {
        do {
            return try Film(file, frame: frame - 1)
        } catch {
            throw WorkstationError(.badInput, "The film cannot be drawn.", suggestion: error.suggestion)
        }
    }

    /// Times the drawing of one film, from its file to the PNG of the model's picture.
    /// - onlyDecoding: ends with the stored samples.
    /// - seconds: any monotonic scale.
    public static func timeRender(
        _ film: String, times: Int, onlyDecoding: Bool = false, seconds: @Sendable () -> Double, console: Console
    ) throws {
        var milliseconds: [Double] = []
        for _ in 0..<times {
            let start = seconds()
            let drawn = try Self.film(readFile(film), frame: 1)
            if !onlyDecoding { _ = try drawn.modelPicture().png() }
            milliseconds.append(((seconds() - start) * 100_000).rounded() / 100)
        }
        try console.answer(json: RenderTimes(milliseconds: milliseconds, peakKiB: ProcessMemory.peakKiB()))
    }

    private struct RenderTimes: Encodable {
        let milliseconds: [Double]
        /// Largest resident set of this process so far.
        let peakKiB: Int
    }

    /// The bytes of a film named on the command line.
    static func fileBytes(_ path: String, limit: Int = ParsingLimits.standard.maxBytes) throws -> [UInt8] {
        do {
            return try FileBytes.read(path, limit: limit).bytes
        } catch {
            throw WorkstationError(
                .badInput, "The film cannot be read: \(error.words).",
                suggestion: "Name a DICOM file that this user may read.")
        }
    }

    static func readFile(_ path: String) throws -> Part10File {
        let bytes = try fileBytes(path)
        do {
            return try Part10File(bytes)
        } catch {
            throw WorkstationError(.badInput, "The film cannot be read: \(error).", suggestion: error.suggestion)
        }
    }
}
