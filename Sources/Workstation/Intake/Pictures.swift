import DICOM
import Foundation
import Glibc
import Imaging
import Radiology
import Reports
import Store

/// The pictures of the films under `reports/images/`. They can be deleted and drawn again from the kept original; no
/// answer depends on a file here being old.
struct Pictures: Sendable {
    let paths: WorkspacePaths
    let sizes: Sizes
    let rules: DrawingRules
    let limits: ImagingLimits
    let parsing: ParsingLimits
    /// Knows how each kept picture was drawn.
    let exams: Exams

    /// Longest sides in pixels.
    struct Sizes: Sendable {
        /// Of the picture on the pages.
        var display: Int
        /// Of the viewer's values; 0 = no viewer.
        var viewer: Int
        /// Depth of these: 8 or 16.
        var viewerBits: Int
    }

    /// Longest side of a thumbnail in pixels: 96 on the page, twice that on sharp screens.
    private static let thumbnailSize = 192
    /// A film that is not read is shown no larger than this, and not at all when it has more pixels than that.
    private static let previewSize = 1024
    private static let previewPixels = 16_000_000

    func draw(_ file: Part10File, of exam: Exam) throws(ImagingError) -> FilmPictures {
        try draw(file, of: exam, rules.plan(for: exam))
    }

    private func draw(_ file: Part10File, of exam: Exam, _ plan: DrawingPlan) throws(ImagingError) -> FilmPictures {
        guard let recipe = plan.recipe else {
            do {
                var limits = limits
                limits.maxPixels = min(limits.maxPixels, Self.previewPixels)
                return try FilmPictures(
                    preview: try Film(file, frame: plan.frame - 1, limits: limits), plan,
                    size: min(sizes.display, Self.previewSize), thumbnail: Self.thumbnailSize)
            } catch {
                return FilmPictures(none: error)
            }
        }
        let film = try Film(file, frame: plan.frame - 1, limits: limits)
        let viewer = sizes.viewer == 0 ? nil : try ViewerFiles.script(of: film, exam, plan, sizes)
        return try FilmPictures(
            whole: film, plan, recipe, size: sizes.display, thumbnail: Self.thumbnailSize, viewer: viewer)
    }

    /// Writes what was drawn. The reader's picture comes last: with it, all are there.
    /// - Parameter facts: what the file says about itself, when it was read again.
    func keep(_ drawn: FilmPictures, facts: FilmFacts? = nil, of uid: SOPInstanceUID) throws(StoreError) {
        try write(drawn.display, PagePaths.display(uid))
        try write(drawn.thumbnail, PagePaths.thumbnail(uid))
        try write(drawn.viewer, PagePaths.viewer(uid))
        try write(drawn.overlays, PagePaths.overlays(uid))
        try write(drawn.model, PagePaths.picture(uid))
        try exams.remember(drawn.drawing, facts: facts, of: uid)
    }

    private func write(_ bytes: [UInt8]?, _ path: String) throws(StoreError) {
        guard let bytes else { return }
        try AtomicFile.write(bytes, to: paths.reports + "/" + path, durable: false, shownAs: "reports/images")
    }

    /// A picture that can be decoded: pictures are written without fsync, and a power cut leaves empty or cut ones.
    private func png(_ path: String) -> [UInt8]? {
        guard let bytes = try? FileBytes.read(path, limit: 64 << 20).bytes, (try? GreyPicture(png: bytes)) != nil
        else { return nil }
        return bytes
    }
}

/// The picture that the reader sees.
extension Pictures {
    /// The kept picture when it was drawn as the settings now ask, or one drawn again from the original. Without an
    /// original the kept one serves, under the recipe it was drawn with.
    /// - Parameters:
    ///   - archived: the original's path relative to the workspace; `nil` when it is not kept.
    ///   - past: how the kept picture was drawn, as far as that was recorded.
    func forReader(
        _ exam: Exam, archived: String?, drawnWith past: PictureRecipe?
    ) throws(PictureError) -> ReaderPicture {
        let plan = rules.readingPlan(for: exam)
        let wanted = plan.recipe.map { PictureRecipe($0, frame: plan.frameNumber) }
        let kept = png("\(paths.reports)/\(PagePaths.picture(exam.uid))")
        if let kept, let past, past == wanted {
            return ReaderPicture(png: kept, recipe: .init(past))
        }
        if let archived, let wanted, let (file, exam) = try? original(archived, of: exam),
            let drawn = try? draw(file, of: exam, plan), let model = drawn.model
        {
            // A disk that takes no picture is no reason not to have the film read.
            try? keep(drawn, facts: exam.facts, of: exam.uid)
            return ReaderPicture(png: model, recipe: .init(wanted))
        }
        if let kept { return ReaderPicture(png: kept, recipe: past.map { .init($0) } ?? .unknown) }
        guard let old = png(predecessors(exam.uid)) else { throw PictureError() }
        return ReaderPicture(png: old, recipe: .predecessor)
    }

    /// Where the predecessor kept the picture of an exam.
    private func predecessors(_ uid: SOPInstanceUID) -> String { "\(paths.root)/images/\(uid.rawValue).png" }

    /// The kept file, and the exam with what the file says about itself: earlier versions kept less of that. What was
    /// decided about the film when it came stays.
    private func original(_ path: String, of exam: Exam) throws -> (Part10File, Exam) {
        let bytes = try FileBytes.read(paths.absolute(path), limit: parsing.maxBytes).bytes
        let file = try Part10File(bytes, limits: parsing)
        var exam = exam
        let old = exam.facts
        exam.facts = try Exam(file: file, rules: rules.reading.regions, receivedLocal: exam.created).facts
        (exam.facts.slice, exam.facts.whyNotRead) = (old.slice, old.whyNotRead)
        return (file, exam)
    }
}

/// The pictures that pages show.
extension Pictures {
    /// - Parameters:
    ///   - hasViewer: whether the viewer's values belong to the film.
    ///   - hasOverlays: whether it has overlay planes; they are drawn for the viewer only.
    func areThere(_ uid: SOPInstanceUID, hasViewer: Bool = false, hasOverlays: Bool = false) -> Bool {
        isThere(PagePaths.display(uid)) && isThere(PagePaths.thumbnail(uid))
            && (!hasViewer || isThere(PagePaths.viewer(uid)))
            && (!hasViewer || !hasOverlays || isThere(PagePaths.overlays(uid)))
    }

    /// - path: below `reports/`.
    func isThere(_ path: String) -> Bool {
        var status = stat()
        return stat("\(paths.reports)/\(path)", &status) == 0 && status.st_size > 0
    }

    /// A folder that nobody can look into must not be taken for one without pictures.
    /// - Parameter writing: false when the pictures are looked at only.
    func requireFolder(writing: Bool) throws(StoreError) {
        var status = stat()
        let folder = "\(paths.reports)/images"
        guard stat(folder, &status) == 0 || errno != ENOENT else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw .cannotWrite(path: "reports/images", reason: "it is not a folder that can be looked into")
        }
        guard access(folder, R_OK | X_OK | (writing ? W_OK : 0)) == 0 else {
            throw .cannotWrite(path: "reports/images", reason: String(cString: strerror(errno)))
        }
    }

    /// Whether the originals are there at all: an archive that is not mounted is an empty folder.
    var hasArchive: Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(paths.root)/archive"))?.isEmpty == false
    }

    enum Restoration {
        case drawn
        /// There is nothing to draw from, or the original cannot be read now.
        case noOriginal
        /// There is no picture in the original; that is remembered.
        case undrawable
    }

    /// Draws the pictures again, or takes over the predecessor's; a film that has neither keeps its page without them.
    /// What the reader saw stays as it is while it is there, and the frame is always the one that the reader saw: the
    /// answer on the page is about that picture.
    /// - Throws: when the pictures cannot be written.
    @discardableResult
    func restore(_ exam: Exam, _ film: KeptFilm?) throws(StoreError) -> Restoration {
        let uid = exam.uid
        guard let film, let path = film.archivePath else {
            try takeOver(uid)
            return .noOriginal
        }
        guard let (file, exam) = try? original(path, of: exam) else { return .noOriginal }
        guard var drawn = try? draw(file, of: exam, rules.plan(for: exam, drawnWith: film.recipe)) else {
            try exams.rememberUndrawable(uid)
            return .undrawable
        }
        if isThere(PagePaths.picture(uid)) { drawn.model = nil }
        if drawn.model == nil { drawn.drawing.model = film.recipe }
        try keep(drawn, facts: exam.facts, of: uid)
        return .drawn
    }

    private func takeOver(_ uid: SOPInstanceUID) throws(StoreError) {
        guard let old = png(predecessors(uid)), let picture = try? GreyPicture(png: old),
            let thumbnail = try? picture.scaled(toFit: Self.thumbnailSize).png()
        else { return }
        try write(old, PagePaths.display(uid))
        try write(thumbnail, PagePaths.thumbnail(uid))
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
