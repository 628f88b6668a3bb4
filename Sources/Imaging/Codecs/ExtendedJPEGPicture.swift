/// A sequential JPEG picture while its scans are decoded.
struct ExtendedJPEGPicture: Sendable {
    private let frame: JPEGStream.Frame
    /// Largest sampling factors of the frame: pixels that the smallest component's sample may stand for.
    private let across: Int
    private let down: Int
    /// Pixel-interleaved, as `DecodedFrame` wants them.
    private var samples: [UInt16]
    /// Places of the components that a scan has coded.
    private var done: Set<Int> = []

    /// Allocates the picture once the frame header has passed.
    ///
    /// - Parameter compressed: bytes of the whole stream. A block of 64 samples takes two bits at least.
    init(
        _ frame: JPEGStream.Frame, _ shape: FrameShape, limits: ImagingLimits, compressed: Int
    ) throws(ImagingError) {
        guard frame.marker == 0xC0 || frame.marker == 0xC1 else {
            throw .unsupportedPixels("The picture is \(frame.name)")
        }
        try shape.require(
            columns: frame.columns, rows: frame.rows, components: frame.components.count, in: "JPEG picture",
            limits: limits)
        guard frame.precision == 8 || frame.precision == 12 else {
            throw JPEGStream.damage("a precision of \(frame.precision) bits")
        }
        let (across, down) = frame.components.reduce((1, 1)) { (max($0.0, $1.across), max($0.1, $1.down)) }
        guard frame.components.allSatisfy({ across % $0.across == 0 && down % $0.down == 0 }) else {
            throw .unsupportedPixels("The JPEG picture's components are \(across):\(down) of each other's size")
        }
        guard compressed >= (frame.columns / 8) * (frame.rows / 8) / 4 else {
            throw JPEGStream.damage("truncated: \(compressed) bytes cannot hold \(shape.sampleCount) samples")
        }
        (self.frame, self.across, self.down) = (frame, across, down)
        samples = [UInt16](repeating: 0, count: shape.sampleCount)
    }

    var isComplete: Bool { done.count == frame.components.count }

    func finished(_ shape: FrameShape, notes: [String]) -> DecodedFrame {
        let isEven = frame.components.allSatisfy {
            frame.components.count == 1 || $0.across == across && $0.down == down
        }
        let stretched =
            "The JPEG picture keeps some components at a lower resolution; each of their values is repeated \(across):\(down)."
        return DecodedFrame(shape, bits: frame.precision, samples: samples, notes: isEven ? notes : notes + [stretched])
    }

    /// Decodes one scan and moves the stream behind it.
    ///
    /// A sequential picture knows whole blocks only (§B.2.3): a scan header that names another band contradicts its frame
    /// header, and which of the two is wrong cannot be told.
    mutating func decode(_ scan: JPEGStream.Scan, _ stream: inout JPEGStream) throws(ImagingError) {
        let places = try scan.places(in: frame, done: done)
        guard (scan.start, scan.end, scan.high, scan.low) == (0, 63, 0, 0) else {
            throw JPEGStream.damage("the scan header names a part of the blocks, which sequential pictures do not have")
        }
        var planes: [ExtendedJPEGPlane] = []
        for (place, coded) in zip(places, scan.components) {
            let component = frame.components[place]
            planes.append(
                ExtendedJPEGPlane(
                    place: place, component, repeats: (across / component.across, down / component.down),
                    isAlone: places.count == 1, columns: frame.columns, precision: frame.precision,
                    dc: try stream.tables.differences(coded.dc), ac: try stream.tables.coefficients(coded.ac),
                    divisors: try stream.tables.divisors(component.quantisation)))
        }
        guard planes.reduce(0, { $0 + $1.across * $1.down }) <= 10 else {
            throw JPEGStream.damage("a scan has more than ten blocks in a unit")
        }
        // All planes of a scan need as many units to cover the picture: ISO/IEC 10918-1 §A.2.
        let height = 8 * planes[0].down * planes[0].repeats.down
        var units = ExtendedJPEGUnits(stream, planes: planes)
        for row in 0..<(frame.rows + height - 1) / height {
            try units.nextRow()
            for plane in units.planes { keep(plane, from: row * height, height: height) }
        }
        stream.position = try units.close()
        done.formUnion(places)
    }

    /// Copies a row of units to where it belongs.
    private mutating func keep(_ plane: ExtendedJPEGPlane, from top: Int, height: Int) {
        let (components, columns, repeats) = (frame.components.count, frame.columns, plane.repeats)
        let source = plane.samples.span
        let bottom = min(top + height, frame.rows)
        var target = samples.mutableSpan
        for row in top..<bottom {
            let line = source.extracting(((row - top) / repeats.down * plane.width)...)
            var place = row * columns * components + plane.place
            for column in 0..<columns {
                target[place] = line[repeats.across == 1 ? column : column / repeats.across]
                place += components
            }
        }
    }
}
