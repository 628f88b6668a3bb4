extension Film {
    /// Measures the film; about a millisecond, whatever its size.
    public func quality() -> FilmQuality { FilmSurvey(self).quality }
}

/// One film's grid with its blank borders found.
private struct FilmSurvey {
    let film: Film
    let grid: FilmGrid
    let spikes: EndSpikes
    let blank: [Bool]
    let histogram: SampleHistogram

    init(_ film: Film) {
        self.film = film
        grid = FilmGrid(film)
        let grid = grid
        spikes = EndSpikes(
            SampleHistogram(grid.samples.indices.lazy.filter { !grid.isPadding[$0] }.map { grid.samples[$0] }))
        let blank = BlankBorder(grid, spikes).isBlank
        self.blank = blank
        histogram = SampleHistogram(grid.samples.indices.lazy.filter { !blank[$0] }.map { grid.samples[$0] })
    }

    var quality: FilmQuality {
        let percentiles = [0.1, 5, 95, 99.9].map { histogram.percentile($0) ?? 0 }
        let (span, middle) = (percentiles[3] - percentiles[0], percentiles[2] - percentiles[1])
        let pileUps = [histogram.ends?.lowerBound, histogram.ends?.upperBound].map { $0.map { share(at: $0) } ?? 0 }
        let borders = [spikes.low, spikes.high].map { blankShare(at: $0) }
        let padded = Double(grid.isPadding.count { $0 }) / Double(grid.samples.count)
        let (dark, bright) = film.isStoredInverted ? (1, 0) : (0, 1)
        return FilmQuality(
            usedRangeFraction: rounded(span / Double(1 << min(film.grey.bits, 32))),
            clippedLow: rounded(pileUps[dark]), clippedHigh: rounded(pileUps[bright]),
            noise: rounded(middle > 0 ? noise / middle : 0), contrast: rounded(span > 0 ? middle / span : 0),
            collimatedFraction: rounded(borders[bright] + padded), blackBorderFraction: rounded(borders[dark]),
            meanGrey: rounded(meanGrey(low: percentiles[0], high: percentiles[3])),
            polarityPlausible: polarity(low: percentiles[0], high: percentiles[3]))
    }

    private func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }

    /// Share of the film at exactly one value; a film of one value is not clipped at it.
    private func share(at value: Int) -> Double {
        guard histogram.total > 0, histogram.counts[value] < histogram.total else { return 0 }
        return Double(histogram.counts[value]) / Double(histogram.total)
    }

    private func blankShare(at spike: ClosedRange<Int>?) -> Double {
        guard let spike else { return 0 }
        let count = grid.samples.indices.count {
            blank[$0] && !grid.isPadding[$0] && spike.contains(Int(grid.samples[$0]))
        }
        return Double(count) / Double(grid.samples.count)
    }

    /// In levels, at the grid points that are film.
    private var noise: Double {
        let centres = grid.samples.indices.lazy.filter { !blank[$0] }.map {
            (x: ($0 % grid.width) * grid.step, y: ($0 / grid.width) * grid.step)
        }
        return NoiseEstimate.deviation(film, centres: centres)
    }

    /// 0 dark … 1 bright, clamped.
    private func grey(_ sample: UInt16, low: Double, high: Double) -> Double {
        let share = min(max((Double(sample) - low) / (high - low), 0), 1)
        return film.isStoredInverted ? 1 - share : share
    }

    private func meanGrey(low: Double, high: Double) -> Double {
        guard low < high, histogram.total > 0 else { return 0 }
        let sum = grid.samples.indices.reduce(0.0) {
            blank[$1] ? $0 : $0 + grey(grid.samples[$1], low: low, high: high)
        }
        return sum / Double(histogram.total)
    }

    /// Compares the corners, where air usually shows, with the middle, where the patient is.
    private func polarity(low: Double, high: Double) -> Bool? {
        guard low < high else { return nil }
        var (corner, corners, middle, middles) = (0.0, 0, 0.0, 0)
        for index in grid.samples.indices where !blank[index] {
            let grey = grey(grid.samples[index], low: low, high: high)
            if grid.isInCorner(index) { (corner, corners) = (corner + grey, corners + 1) }
            if grid.isInMiddle(index) { (middle, middles) = (middle + grey, middles + 1) }
        }
        // Under a fifth of the corners (4 % of the picture) being film, collimation hides what they would say.
        guard corners * 125 > grid.samples.count, middles > 0 else { return nil }
        let difference = middle / Double(middles) - corner / Double(corners)
        return abs(difference) < 0.1 ? nil : difference > 0
    }
}
