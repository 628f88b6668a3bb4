/// The stretch that a person sees a film with: percentiles 0.5 to 99.5 of what is film.
///
/// Not film are padding, the outer 3 % on each side (detector edges and combs) and the spikes at the ends
/// (collimation, open air). It stands in where the header has no window, and beside it where the header's is so wide that
/// the picture is flat grey.
enum DisplayWindow {
    static let percents: [Double] = [0.5, 99.5]
    static let margin = 0.03

    /// Lowest and highest level of the window, or `nil` for a film of one value or of padding only.
    static func ends(of film: Film) -> (low: Float, high: Float)? {
        let grid = FilmGrid(film)
        let all = SampleHistogram(filmSamples(of: grid, margin: margin))
        var inner = all
        let spikes = EndSpikes(all)
        for spike in [spikes.low, spikes.high].compactMap(\.self) { inner.remove(spike) }
        // A drawing of few greys may consist of its ends; then they are the picture.
        return ends(inner.total * 10 >= all.total ? inner : all) ?? ends(all)
            ?? ends(SampleHistogram(filmSamples(of: grid, margin: 0)))
    }

    private static func filmSamples(of grid: FilmGrid, margin: Double) -> some Sequence<UInt16> {
        grid.samples.indices.lazy.filter { !grid.isPadding[$0] && !grid.isWithinMargin($0, share: margin) }
            .map { grid.samples[$0] }
    }

    private static func ends(_ histogram: SampleHistogram) -> (low: Float, high: Float)? {
        guard let low = histogram.percentile(percents[0]), let high = histogram.percentile(percents[1]), low < high
        else {
            return nil
        }
        return (Float(low), Float(high))
    }
}
