import DICOM
import Foundation
import Imaging

/// Commands about one film that touch no store.
extension Workstation {
    /// Draws one film into one PNG.
    public static func render(
        _ path: String, into picture: String, as rendering: Rendering = Rendering(), console: Console
    ) throws {
        let film = try film(readFile(path), frame: rendering.frame)
        let png: [UInt8]
        do {
            png = try rendering.picture(of: film)
        } catch let error as ImagingError {
            throw WorkstationError(.badInput, "The film cannot be drawn.", suggestion: error.suggestion)
        }
        film.notes.forEach { console.note($0) }
        do {
            try Data(png).write(to: URL(filePath: picture), options: .atomic)
        } catch {
            throw WorkstationError(
                .cannotWrite, "The picture could not be written.",
                suggestion: "Check that the folder of the picture exists and may be written to.")
        }
        if console.wantsJSON { try console.answer(json: ["picture": picture, "bytes": String(png.count)]) }
    }

    /// - Parameter frame: counted from 1.
    private static func film(_ file: Part10File, frame: Int) throws -> Film {
        guard frame >= 1 else {
            throw WorkstationError(.usage, "--frame counts from 1.", suggestion: "Leave it out for the first frame.")
        }
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
