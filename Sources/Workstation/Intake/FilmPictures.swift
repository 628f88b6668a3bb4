import Imaging
import Store

/// The pictures of one film as they will lie below `reports/images/`, the measurements made on the way, and how it all
/// was done.
struct FilmPictures: Sendable {
    /// PNG that the reader sees; `nil` for a film that is not read.
    var model: [UInt8]?
    /// PNGs for the pages; `nil` when nothing can be drawn.
    var display: [UInt8]?
    var thumbnail: [UInt8]?
    /// Scripts for the viewer.
    var viewer: [UInt8]?
    var overlays: [UInt8]?
    var quality: FilmQuality?
    var drawing: FilmDrawing

    /// A film without a picture: it is kept all the same, and its page says why.
    init(none error: ImagingError) {
        drawing = FilmDrawing(notes: ["It has no picture here. \(error.suggestion)"])
    }

    /// A film that is shown and not read: picture and thumbnail, no larger than a page needs.
    init(preview film: Film, _ plan: DrawingPlan, size: Int, thumbnail side: Int) throws(ImagingError) {
        let recipe = ViewerRecipe(size: size, window: plan.window)
        let picture = film.viewerPicture(recipe)
        display = try picture.png()
        thumbnail = try picture.scaled(toFit: side).png()
        drawing = FilmDrawing(
            display: PictureRecipe(.viewer(recipe), frame: plan.frameNumber), frame: plan.frameNumber,
            overlays: film.overlays.count,
            notes: film.notes)
    }

    /// Everything that a reader, a page and its viewer need.
    /// - Parameter viewer: `nil` when none is wanted.
    init(
        whole film: Film, _ plan: DrawingPlan, _ recipe: FilmRecipe, size: Int, thumbnail side: Int,
        viewer: [UInt8]?
    ) throws(ImagingError) {
        let view = ViewerRecipe(size: size, window: plan.window)
        let picture = film.viewerPicture(view)
        model = try film.picture(recipe).png()
        display = try picture.png()
        thumbnail = try picture.scaled(toFit: side).png()
        self.viewer = viewer
        overlays = film.overlays.isEmpty ? nil : try ViewerFiles.overlays(of: film)
        quality = film.quality()
        drawing = FilmDrawing(
            model: PictureRecipe(recipe, frame: plan.frameNumber),
            display: PictureRecipe(.viewer(view), frame: plan.frameNumber), hasViewer: viewer == nil ? nil : true,
            frame: plan.frameNumber, overlays: film.overlays.count, notes: film.notes)
    }
}
