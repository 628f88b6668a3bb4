/// How a sample is foretold from its neighbours: `a` to the left, `b` above, `c` above and to the left.
///
/// Standard: ISO/IEC 10918-1 Table H.1. Value 0 (no prediction) belongs to hierarchical pictures only.
enum LosslessJPEGPredictor: Int, Sendable {
    case left = 1
    case above = 2
    case corner = 3
    case plane = 4
    case leftAndSlope = 5
    case aboveAndSlope = 6
    case mean = 7

    /// Turns a row of differences into samples, modulo 65 536.
    ///
    /// - Parameters:
    ///   - line: pixel-interleaved, as is `above`, the row before it.
    ///   - first: the foretold first sample of the picture or of a restart interval, whose whole first row is then
    ///     foretold from the left; `nil` on other rows, where the first sample is foretold from above.
    ///
    /// Standard: ISO/IEC 10918-1 §H.1.2.1.
    func undo(_ line: inout [UInt16], above: Span<UInt16>, components: Int, first: UInt16?) {
        var line = line.mutableSpan
        guard line.count == above.count, line.count >= components else { return }
        for component in 0..<components {
            line[component] &+= first ?? above[component]
            if first != nil {
                Self.left.undo(&line, above, component, components)
            } else {
                undo(&line, above, component, components)
            }
        }
    }

    private func undo(_ line: inout MutableSpan<UInt16>, _ above: Span<UInt16>, _ first: Int, _ step: Int) {
        switch self {
        case .left: Self.add(&line, above, first, step) { a, _, _ in a }
        case .above: Self.add(&line, above, first, step) { _, b, _ in b }
        case .corner: Self.add(&line, above, first, step) { _, _, c in c }
        case .plane: Self.add(&line, above, first, step) { a, b, c in a &+ b &- c }
        case .leftAndSlope: Self.add(&line, above, first, step) { a, b, c in a &+ (b &- c) &>> 1 }
        case .aboveAndSlope: Self.add(&line, above, first, step) { a, b, c in b &+ (a &- c) &>> 1 }
        case .mean: Self.add(&line, above, first, step) { a, b, _ in (a &+ b) &>> 1 }
        }
    }

    /// Adds what is foretold to each difference but the first.
    @inline(__always)
    private static func add(
        _ line: inout MutableSpan<UInt16>, _ above: Span<UInt16>, _ first: Int, _ step: Int,
        _ foretold: (_ a: Int32, _ b: Int32, _ c: Int32) -> Int32
    ) {
        // Unchecked because this loop sees every sample of every film; the caller has compared the two lengths.
        var a = Int32(line[first])
        var c = Int32(above[first])
        var place = first &+ step
        let count = line.count
        while place < count {
            let b = Int32(above[unchecked: place])
            let sample = line[unchecked: place] &+ UInt16(truncatingIfNeeded: foretold(a, b, c))
            line[unchecked: place] = sample
            (a, c) = (Int32(sample), b)
            place &+= step
        }
    }
}
