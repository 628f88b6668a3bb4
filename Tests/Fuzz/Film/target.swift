// Throws whole files at everything between the bytes and the picture: image module, fragments and their tables, colour,
// palettes, overlays, look-up tables and windows. The decoders themselves have targets of their own.

#if canImport(DICOM)
    import DICOM
#endif

/// Any bytes are a film or a typed error, and every picture of a film has the size it says.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFilm(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    let parsing = ParsingLimits(maxElements: 2_000, maxInflatedBytes: 1 << 18)
    guard let file = try? Part10File(bytes, limits: parsing) else { return 0 }
    let limits = ImagingLimits(maxPixels: 1 << 12, maxTiles: 16)
    guard let film = try? Film(file, limits: limits) else { return 0 }
    draw(film)
    guard film.frames > 1, let last = try? Film(file, frame: film.frames - 1, limits: limits) else { return 0 }
    draw(last)
    return 0
}

private func draw(_ film: Film) {
    precondition(film.storedValues.count == film.rows * film.columns)
    check(film.modelPicture(ModelRecipe(size: 16)), atMost: 16)
    for window in [WindowChoice.asHeader, .number(2), .percentiles, .whole] {
        check(film.viewerPicture(ViewerRecipe(size: 5000, window: window)), atMost: 5000)
    }
    check(film.viewerPicture(ViewerRecipe(size: 7, window: .fixed(name: "bone", center: 480, width: 2500))), atMost: 7)
    for bits in [8, 16] {
        let viewer = film.viewerFilm(size: 20, bits: bits)
        precondition(viewer.slope != 0 && viewer.slope.isFinite && viewer.intercept.isFinite)
        precondition(viewer.picture.pixels.count == viewer.picture.width * viewer.picture.height)
    }
    for overlay in film.overlays {
        precondition(film.picture(of: overlay).pixels.count == film.rows * film.columns)
    }
    check(film.modelPicture(ModelRecipe(size: 9)).drawing(film.overlays, of: film), atMost: 9)
    _ = film.deepPicture(size: 8)
    _ = film.quality()
}

private func check(_ picture: GreyPicture, atMost side: Int) {
    precondition(picture.width <= side && picture.height <= side)
    precondition(picture.pixels.count == picture.width * picture.height)
}
