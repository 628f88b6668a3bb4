extension GreyPicture {
    /// The picture with overlay planes in white over it.
    ///
    /// - Parameter film: the planes' film, of which this is a picture, whole and in the same orientation.
    public func drawing(_ overlays: [OverlayPlane], of film: Film) -> GreyPicture {
        var drawn = pixels
        for overlay in overlays {
            let mask = overlay.mask(columns: film.columns, rows: film.rows)
            // A line one pixel wide must not vanish in a smaller picture: any part that is set is drawn.
            for (index, value) in mask.enumerated() where value == 255 {
                let (x, y) = (index % film.columns, index / film.columns)
                drawn[y * height / film.rows * width + x * width / film.columns] = 255
            }
        }
        return GreyPicture(checkedWidth: width, height: height, pixels: drawn)
    }
}

extension Film {
    /// One overlay plane as a picture of the film's size: 255 where it is set.
    public func picture(of overlay: OverlayPlane) -> GreyPicture {
        GreyPicture(checkedWidth: columns, height: rows, pixels: overlay.mask(columns: columns, rows: rows))
    }
}
