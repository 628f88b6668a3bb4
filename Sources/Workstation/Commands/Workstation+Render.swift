import DICOM
import Foundation
import Imaging

/// Commands about one film that touch no store.
extension Workstation {
    /// Draws one film into one PNG.
    /// - longSide: pixels of the model's picture; `nil` draws the film at its own size as people see it.
    /// - bits: 8 or 16 bits a pixel.
    public static func render(
        _ film: String, into picture: String, longSide: Int?, bits: Int, console: Console
    ) throws {
        let drawn = try Film(readFile(film))
        let png: [UInt8] =
            switch (longSide, bits) {
            case (let side?, 16): try drawn.deepPicture(size: side).png()
            case (nil, 16): try drawn.deepPicture(size: nil).png()
            case (let side?, _): try drawn.modelPicture(ModelRecipe(size: side)).png()
            case (nil, _): try drawn.displayPicture(size: max(drawn.rows, drawn.columns)).png()
            }
        do {
            try Data(png).write(to: URL(filePath: picture), options: .atomic)
        } catch {
            throw WorkstationError(
                .cannotWrite, "The picture could not be written.",
                suggestion: "Check that the folder of the picture exists and may be written to.")
        }
        if console.wantsJSON { try console.answer(json: ["picture": picture, "bytes": String(png.count)]) }
    }

    /// Times the drawing of one film, from its file to the PNG of the model's picture.
    /// - seconds: any monotonic scale.
    public static func timeRender(
        _ film: String, times: Int, seconds: @Sendable () -> Double, console: Console
    ) throws {
        var milliseconds: [Double] = []
        for _ in 0..<times {
            let start = seconds()
            _ = try Film(readFile(film)).modelPicture().png()
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
