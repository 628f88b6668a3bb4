import DICOM
import Foundation
import Imaging
import Testing

@Suite("The technical quality of a film")
struct QualityTests {
    /// A bright body on dark air, with noise of `sigma` values.
    private func body(sigma: Double, low: Int = 400, high: Int = 3600) -> SyntheticFilm {
        var dice = Dice(seed: 7)
        return SyntheticFilm(rows: 400, columns: 360) { x, y in
            let (dx, dy) = (Double(x - 180) / 180, Double(y - 200) / 200)
            let thickness = max(0, 1 - dx * dx - dy * dy)
            return min(max(Int(Double(low) + thickness * Double(high - low) + sigma * dice.normal()), 0), 4095)
        }
    }

    @Test("Noise is measured in the film's own contrast", arguments: [5.0, 20, 60])
    func noise(sigma: Double) throws {
        let film = try body(sigma: sigma).film()
        let quality = film.quality()
        let sorted = film.storedValues.sorted()
        let span = Double(sorted[sorted.count * 95 / 100] - sorted[sorted.count * 5 / 100])
        #expect(abs(quality.noise * span / sigma - 1) < 0.15)
    }

    @Test("A film in the right polarity has dark corners, its negative bright ones")
    func polarity() throws {
        var film = body(sigma: 10)
        let straight = try film.film().quality()
        film.photometric = "MONOCHROME1"
        let negative = try film.film().quality()
        #expect(straight.polarityPlausible == true && negative.polarityPlausible == false)
        #expect(abs(straight.meanGrey + negative.meanGrey - 1) < 0.001)
    }

    @Test("Collimation on both sides is measured as such, and hides what the corners would say")
    func collimation() throws {
        var film = body(sigma: 10)
        film.values = film.values.enumerated().map { (70..<290).contains($0.offset % 360) ? $0.element : 4095 }
        let quality = try film.film().quality()
        #expect(abs(quality.collimatedFraction - 140.0 / 360) < 0.01 && quality.blackBorderFraction == 0)
        #expect(quality.polarityPlausible == nil && quality.clippedHigh < 0.001)
    }

    @Test("An overexposed film is clipped at its dark end", arguments: ["MONOCHROME1", "MONOCHROME2"])
    func clipping(photometric: String) throws {
        var film = body(sigma: 10)
        film.photometric = photometric
        film.values = film.values.map { max($0, 2500) }
        // A frame of tissue, so that the flat part does not reach the border and is no collimation.
        film.values = film.values.enumerated().map { index, value in
            let (x, y) = (index % 360, index / 360)
            return (10..<350).contains(x) && (10..<390).contains(y) ? value : 3000
        }
        let quality = try film.film().quality()
        let (clipped, other) =
            photometric == "MONOCHROME2"
            ? (quality.clippedLow, quality.clippedHigh) : (quality.clippedHigh, quality.clippedLow)
        #expect(clipped > 0.3 && other < 0.01)
    }

    @Test("A film that uses an eighth of its values says so")
    func range() throws {
        let quality = try body(sigma: 2, low: 2000, high: 2512).film().quality()
        #expect(abs(quality.usedRangeFraction - 0.125) < 0.01)
    }

    @Test("The stored names of the measurements do not change")
    func names() throws {
        let quality = try body(sigma: 10).film().quality()
        let json = try JSONEncoder().encode(quality)
        let names = try #require(JSONSerialization.jsonObject(with: json) as? [String: Any]).keys.sorted()
        #expect(
            names == [
                "blackBorderFraction", "clippedHigh", "clippedLow", "collimatedFraction", "contrast", "meanGrey",
                "noise",
                "polarityPlausible", "usedRangeFraction",
            ])
        #expect(try JSONDecoder().decode(FilmQuality.self, from: json) == quality)
    }

    @Test("The smallest films are measured without complaint", arguments: [(1, 1), (1, 40), (2, 2), (3, 3)])
    func tiny(rows: Int, columns: Int) throws {
        let quality = try SyntheticFilm(rows: rows, columns: columns) { x, y in x * 7 + y }.film().quality()
        #expect((0...1).contains(quality.usedRangeFraction) && (0...1).contains(quality.meanGrey))
    }
}
