import DICOM
import Foundation
import Imaging
import Radiology
import Reports
import Store

/// The picture behind an earlier answer, byte for byte.
struct RecordedPicture: Sendable {
    enum Source: String, Sendable, Encodable {
        /// From the kept original, by the recorded recipe.
        case drawnAgain = "drawn again from the original"
        /// The original is gone, or is drawn otherwise today; the file that was sent is still there.
        case kept = "the kept picture"
    }

    let png: [UInt8]
    let source: Source
}

extension Pictures {
    /// Draws the picture of an earlier answer again.
    /// - Parameter provenance: names the recipe, and the hash that the bytes must have.
    /// - Returns: `nil` when nothing gives those very bytes.
    func recorded(_ provenance: Provenance, of record: ExamRecord, _ film: KeptFilm?) -> RecordedPicture? {
        let recipe = RecordedRecipe(name: provenance.recipe, hash: provenance.recipeHash)
        if let path = film?.archivePath, let bytes = try? FileBytes.read(paths.absolute(path), limit: parsing.maxBytes),
            let file = try? Part10File(bytes.bytes, limits: parsing),
            let (way, frame) = recipe.found(among: rules, for: record.exam, lastFrame: film?.recipe?.frame),
            let drawn = try? Film(file, frame: frame - 1, limits: limits).picture(way).png(),
            ContentHash(of: drawn).rawValue == provenance.imageHash
        {
            return RecordedPicture(png: drawn, source: .drawnAgain)
        }
        let uid = record.exam.uid
        for path in ["\(paths.reports)/\(PagePaths.picture(uid))", "\(paths.root)/images/\(uid.rawValue).png"] {
            guard let kept = try? FileBytes.read(path, limit: 64 << 20).bytes,
                ContentHash(of: kept).rawValue == provenance.imageHash
            else { continue }
            return RecordedPicture(png: kept, source: .kept)
        }
        return nil
    }
}

/// A recipe of which the name and the hash of its parameters were kept: its parameters are found by trying those that
/// the settings can ask for.
struct RecordedRecipe: Sendable {
    let name: String
    let hash: String

    /// - Parameter lastFrame: the frame that was drawn last.
    /// - Returns: the recipe and the frame, counted from 1.
    func found(among rules: DrawingRules, for exam: Exam, lastFrame: Int?) -> (FilmRecipe, frame: Int)? {
        let all = 1...min(max(exam.facts.frames ?? 1, 1), 1000)
        let frames: [Int?] = [nil, lastFrame] + all.map { $0 }
        for frame in frames {
            for recipe in candidates(rules) where PictureRecipe(recipe, frame: frame).hash == hash {
                return (recipe, frame ?? 1)
            }
        }
        return nil
    }

    private func candidates(_ rules: DrawingRules) -> [FilmRecipe] {
        guard let size = name.split(separator: "/").first.flatMap({ Int($0.drop { $0 != "-" }.dropFirst()) }) else {
            return []
        }
        let gammas: [ModelRecipe.Gamma] =
            [.adaptive, rules.model.gamma] + (50...250).map { .fixed(Double($0) / 100) }
        let windows: [WindowChoice] = [.asHeader, .percentiles, .whole] + SliceWindow.allCases.map(WindowChoice.init)
        return
            (gammas.map { .model(ModelRecipe(size: size, gamma: $0)) }
            + windows.map { .viewer(ViewerRecipe(size: size, window: $0)) })
            .filter { $0.name == name }
    }
}
