import DICOM
import Foundation
import Glibc
import Imaging
import Radiology
import Reports
import Store

/// The three pictures of a film under `reports/images/`, and the measurements made on the way.
/// They can be deleted and drawn again from the kept original; no answer depends on a file here being old.
struct Pictures: Sendable {
    let paths: WorkspacePaths
    /// Longest side of the picture on the pages, in pixels.
    let displaySize: Int
    let recipe: ModelRecipe
    let limits: ImagingLimits
    let parsing: ParsingLimits
    /// Knows how each kept picture was drawn.
    let exams: Exams

    /// Longest side of a thumbnail in pixels: 96 on the page, twice that on sharp screens.
    private static let thumbnailSize = 192

    struct Drawn: Sendable {
        let model: [UInt8]
        let display: [UInt8]
        let thumbnail: [UInt8]
        let quality: FilmQuality
    }

    func draw(_ file: Part10File) throws(ImagingError) -> Drawn {
        let film = try Film(file, limits: limits)
        let display = film.displayPicture(size: displaySize)
        return Drawn(
            model: try film.modelPicture(recipe).png(), display: try display.png(),
            thumbnail: try display.scaled(toFit: Self.thumbnailSize).png(), quality: film.quality())
    }

    func keep(_ drawn: Drawn, of uid: SOPInstanceUID) throws(StoreError) {
        try write(drawn.display, PagePaths.display(uid))
        try write(drawn.thumbnail, PagePaths.thumbnail(uid))
        try write(drawn.model, PagePaths.picture(uid))
        try exams.remember(currentRecipe, of: uid)
    }

    var currentRecipe: PictureRecipe {
        PictureRecipe(name: recipe.name, hash: ContentHash(of: recipe.parameters).rawValue)
    }

    /// The picture that the reader sees: the kept one when it was drawn as pictures are drawn now, or one drawn again
    /// from the original. Without an original the kept one serves, under the recipe it was drawn with.
    /// - Parameters:
    ///   - archived: the original's path relative to the workspace; `nil` when it is not kept.
    ///   - past: how the kept picture was drawn, as far as that was recorded.
    func forReader(
        _ uid: SOPInstanceUID, archived: String?, drawnWith past: PictureRecipe?
    ) throws(PictureError) -> ReaderPicture {
        let kept = png("\(paths.reports)/\(PagePaths.picture(uid))")
        if let kept, past == currentRecipe { return ReaderPicture(png: kept, recipe: .init(currentRecipe)) }
        if let archived, let drawn = try? drawn(fromOriginal: archived) {
            // A disk that takes no picture is no reason not to have the film read.
            try? keep(drawn, of: uid)
            return ReaderPicture(png: drawn.model, recipe: .init(currentRecipe))
        }
        if let kept { return ReaderPicture(png: kept, recipe: past.map { .init($0) } ?? .unknown) }
        guard let old = png(predecessors(uid)) else { throw PictureError() }
        return ReaderPicture(png: old, recipe: .predecessor)
    }

    /// Where the predecessor kept the picture of an exam.
    private func predecessors(_ uid: SOPInstanceUID) -> String { "\(paths.root)/images/\(uid.rawValue).png" }

    /// A picture that can be decoded: pictures are written without fsync, and a power cut leaves empty or cut ones.
    private func png(_ path: String) -> [UInt8]? {
        guard let bytes = try? FileBytes.read(path, limit: 64 << 20).bytes, (try? GreyPicture(png: bytes)) != nil
        else { return nil }
        return bytes
    }

    private func drawn(fromOriginal path: String) throws -> Drawn {
        try draw(Part10File(FileBytes.read(paths.absolute(path), limit: parsing.maxBytes).bytes, limits: parsing))
    }

    /// Whether the pictures that pages show are there.
    func areThere(_ uid: SOPInstanceUID) -> Bool {
        [PagePaths.display(uid), PagePaths.thumbnail(uid)].allSatisfy {
            var status = stat()
            return stat("\(paths.reports)/\($0)", &status) == 0 && status.st_size > 0
        }
    }

    /// Draws the pictures again, or takes over the predecessor's; a film that has neither keeps its page without them.
    func restore(_ uid: SOPInstanceUID, from archived: String?) {
        if let archived, let drawn = try? drawn(fromOriginal: archived) {
            try? keep(drawn, of: uid)
        } else if let old = png(predecessors(uid)), let picture = try? GreyPicture(png: old),
            let thumbnail = try? picture.scaled(toFit: Self.thumbnailSize).png()
        {
            try? write(old, PagePaths.display(uid))
            try? write(thumbnail, PagePaths.thumbnail(uid))
        }
    }

    private func write(_ png: [UInt8], _ path: String) throws(StoreError) {
        try AtomicFile.write(png, to: paths.reports + "/" + path, durable: false, shownAs: "reports/images")
    }
}

/// What a reader sees, and the recipe it was drawn with.
struct ReaderPicture: Sendable {
    struct Recipe: Sendable {
        let name: String
        /// SHA-256 (hex) of the recipe's parameters.
        let hash: String

        init(name: String, hash: String) { (self.name, self.hash) = (name, hash) }

        init(_ recipe: PictureRecipe) { self.init(name: recipe.name, hash: recipe.hash) }

        /// Drawn by the predecessor, with a fixed or an adaptive gamma: nobody can tell any more.
        static let predecessor = Recipe(
            name: "predecessor", hash: ContentHash(of: "drawn by the predecessor").rawValue)

        /// Drawn before recipes were recorded, and without an original to draw it again from.
        static let unknown = Recipe(name: "unknown", hash: ContentHash(of: "recipe not recorded").rawValue)
    }

    let png: [UInt8]
    let recipe: Recipe
}

/// There is neither a picture of the film nor an original to draw it from.
struct PictureError: Error, Equatable {
    let code = "picture-missing"
    let sentence = "The film's picture is gone and its original was not kept; send the film again."
}
