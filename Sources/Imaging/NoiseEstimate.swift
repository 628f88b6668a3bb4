import Foundation

/// Pixel noise of a picture that also holds structure.
enum NoiseEstimate {
    /// Standard deviation of the noise, in levels.
    ///
    /// The difference of two Laplacians, `1 -2 1 / -2 4 -2 / 1 -2 1`, cancels planes and slow gradients;
    /// σ = √(π/2) · mean|response| / 6. Fine structure counts as noise, so this is an upper estimate.
    ///
    /// J. Immerkær, "Fast Noise Variance Estimation", Computer Vision and Image Understanding 64 (1996) 300.
    /// - Parameter centres: the pixels to measure at; those on the border are left out.
    static func deviation(_ film: Film, centres: some Sequence<(x: Int, y: Int)>) -> Double {
        var (sum, count) = (0, 0)
        for (x, y) in centres {
            guard x > 0, y > 0, x < film.columns - 1, y < film.rows - 1 else { continue }
            func at(_ dx: Int, _ dy: Int) -> Int { Int(film.level(column: x + dx, row: y + dy)) }
            let corners = at(-1, -1) + at(1, -1) + at(-1, 1) + at(1, 1)
            let edges = at(0, -1) + at(-1, 0) + at(1, 0) + at(0, 1)
            sum += abs(corners - 2 * edges + 4 * at(0, 0))
            count += 1
        }
        return count == 0 ? 0 : (Double.pi / 2).squareRoot() * Double(sum) / Double(count) / 6
    }
}
