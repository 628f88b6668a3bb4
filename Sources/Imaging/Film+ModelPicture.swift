extension Film {
    /// The picture that a model sees: the recipe of the predecessor, with polarity put right.
    ///
    /// 1. Shrink the levels (stored samples, or a modality LUT's values) by area average to the recipe's long side, the
    ///    padding left out.
    /// 2. Clip to the 1st and 99th percentile of what came out, stretch that to 0 … 255, truncate to 8 bits.
    /// 3. Invert here, and nowhere else: after the window, before gamma, when low values are white.
    /// 4. Gamma, adaptive from the mean of the (inverted) picture without its background.
    ///
    /// A linear rescale needs no step of its own: shrinking and stretching undo slope and intercept, and the sign of the
    /// slope is part of the polarity. A VOI LUT or window is not applied: the percentiles stand in its place. Background
    /// (padding) is black; a film of one value is black.
    public func modelPicture(_ recipe: ModelRecipe = .standard) -> GreyPicture {
        let average = AreaAverage(columns: columns, rows: rows, longSide: recipe.size)
        var shrunk = shrunken(by: average)
        guard let bounds = Percentiles.of(shrunk.span, ModelRecipe.percents), bounds[0] < bounds[1] else {
            return GreyPicture(
                checkedWidth: average.width, height: average.height, pixels: [UInt8](repeating: 0, count: shrunk.count))
        }
        var window = StretchedWindow(low: Float(bounds[0]), high: Float(bounds[1]), inverted: isStoredInverted)
        var pixels = window.greys(of: &shrunk)
        let gamma =
            switch recipe.gamma {
            case .adaptive: AdaptiveGamma.gamma(mean: window.meanOfFilm)
            case .fixed(let value): AdaptiveGamma.clamped(value)
            }
        if gamma != 1 { apply(AdaptiveGamma.table(gamma: gamma), to: &pixels) }
        return GreyPicture(checkedWidth: average.width, height: average.height, pixels: pixels)
    }

    /// The whole shrunken film, row-major; NaN is background.
    private func shrunken(by average: AreaAverage) -> [Float] {
        [Float](unsafeUninitializedCapacity: average.width * average.height) { out, count in
            count = out.count
            average.forEachRow(from: copyLevels, leavingOut: padding) { y, row in
                for x in row.indices { out[y &* average.width &+ x] = row[x] }
            }
        }
    }

    private func apply(_ table: [UInt8], to pixels: inout [UInt8]) {
        var pixels = pixels.mutableSpan
        for i in pixels.indices { pixels[i] = table[Int(pixels[i])] }
    }
}
