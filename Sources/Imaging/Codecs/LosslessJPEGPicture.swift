/// A lossless JPEG picture while its scans are decoded.
struct LosslessJPEGPicture: Sendable {
    private let frame: JPEGStream.Frame
    /// Pixel-interleaved, as `DecodedFrame` wants them.
    private var samples: [UInt16]
    /// Places of the components that a scan has coded.
    private var done: Set<Int> = []
    private var hasHighBits = false

    /// Allocates the picture once the frame header has passed.
    ///
    /// - Parameter compressed: bytes of the whole stream. A sample takes one bit at least.
    init(
        _ frame: JPEGStream.Frame, _ shape: FrameShape, limits: ImagingLimits, compressed: Int
    ) throws(ImagingError) {
        guard frame.marker == 0xC3 else { throw .unsupportedPixels("The picture is \(frame.name)") }
        try shape.require(
            columns: frame.columns, rows: frame.rows, components: frame.components.count, in: "JPEG picture",
            limits: limits)
        guard 2...16 ~= frame.precision else { throw JPEGStream.damage("a precision of \(frame.precision) bits") }
        guard frame.components.count == 1 || frame.components.allSatisfy({ $0.across == 1 && $0.down == 1 }) else {
            throw .unsupportedPixels("The components of the lossless JPEG picture differ in size")
        }
        guard compressed >= shape.sampleCount / 8 else {
            throw JPEGStream.damage("truncated: \(compressed) bytes cannot hold \(shape.sampleCount) samples")
        }
        self.frame = frame
        samples = [UInt16](repeating: 0, count: shape.sampleCount)
    }

    var isComplete: Bool { done.count == frame.components.count }

    func finished(_ shape: FrameShape, notes: [String]) -> DecodedFrame {
        let high =
            "The JPEG data holds samples of more than \(frame.precision) bits, the precision that it states; their "
            + "higher bits are left out."
        return DecodedFrame(
            shape, bits: frame.precision, samples: samples, notes: hasHighBits ? notes + [high] : notes)
    }

    /// Decodes one scan and moves the stream behind it.
    mutating func decode(_ scan: JPEGStream.Scan, _ stream: inout JPEGStream) throws(ImagingError) {
        let places = try scan.places(in: frame, done: done)
        guard let predictor = LosslessJPEGPredictor(rawValue: scan.start) else {
            throw JPEGStream.damage("predictor \(scan.start) does not exist")
        }
        guard scan.low < frame.precision else { throw JPEGStream.damage("a point transform of \(scan.low) bits") }
        var tables: [JPEGHuffman] = []
        for component in scan.components { tables.append(try stream.tables.differences(component.dc)) }
        var rows = try LosslessJPEGRows(stream, columns: frame.columns, tables: tables)
        let first = UInt16(truncatingIfNeeded: 1 << (frame.precision - scan.low - 1))
        let count = places.count
        var above = [UInt16](repeating: 0, count: frame.columns * count)
        var line = above
        for row in 0..<frame.rows {
            let isFirst = try rows.next(row, into: &line)
            predictor.undo(&line, above: above.span, components: count, first: isFirst ? first : nil)
            keep(line.span, row, places, shift: scan.low)
            swap(&line, &above)
        }
        stream.position = try rows.close()
        done.formUnion(places)
    }

    /// Shifts and masks a row's samples and puts them where they belong.
    ///
    /// A legal sample fits its precision, or is a negative number in 16 bits of two's complement, as some writers encode.
    private mutating func keep(_ line: Span<UInt16>, _ row: Int, _ places: [Int], shift: Int) {
        let (components, count) = (frame.components.count, places.count)
        let columns = frame.columns
        let bits = UInt16(truncatingIfNeeded: frame.precision - shift)
        let (shift, mask) = (
            UInt16(truncatingIfNeeded: shift), UInt16.max >> UInt16(truncatingIfNeeded: 16 - frame.precision)
        )
        let half: UInt16 = 1 &<< (bits &- 1)
        var highest: UInt16 = 0
        var samples = samples.mutableSpan
        let start = row * columns * components
        guard start + columns * components <= samples.count, line.count == columns * count else { return }
        // Unchecked because a check for each element keeps the loops from being vectorised; the guard has checked them all.
        if components == count, places == Array(0..<count) {
            for place in 0..<line.count {
                let sample = line[unchecked: place]
                highest = max(highest, sample &+ half)
                samples[unchecked: start &+ place] = (sample &<< shift) & mask
            }
        } else {
            for (offset, component) in places.enumerated() {
                for column in 0..<columns {
                    let sample = line[column * count + offset]
                    highest = max(highest, sample &+ half)
                    samples[start + column * components + component] = (sample &<< shift) & mask
                }
            }
        }
        if bits < 16, Int(highest) >= 3 * Int(half) { hasHighBits = true }
    }
}
