/// One scan of a JPEG-LS picture while it is decoded.
///
/// Standard: ISO/IEC 14495-1 Annex A (the procedures are named there as in the comments here).
struct JPEGLSScan: Sendable {
    /// What has been learnt about prediction errors where the gradients were alike. §A.2.1.
    struct Context: Sendable {
        /// Sum of the errors' magnitudes.
        var a: Int32
        /// Sum of the errors, or in a run context how many were negative.
        var b: Int32 = 0
        /// What the prediction is corrected by.
        var c: Int32 = 0
        /// How often the context was met.
        var n: Int32 = 1
    }

    /// J: exponents of the run lengths. §A.2.1.
    static let runExponents: [UInt8] = [
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    ]
    /// Contexts of runs stand behind the 365 of gradients: ended by another value, ended by an equal one.
    static let runContext = 365

    let parameters: JPEGLSParameters
    let interleave: JPEGLSHeader.Scan.Interleave
    let columns: Int
    /// Components in this scan.
    let components: Int
    var contexts: [Context]
    /// Class of a gradient, -4 … 4, for each from `-maximum` to `maximum`.
    let classes: [Int8]
    /// How long the last runs were, one for each component where lines are interleaved. §A.7.1.
    var runIndex: [Int]
    /// The lines of all components one behind the other, each between two samples that repeat what stands at the edges.
    var previous: [Int32]
    var current: [Int32]
    var bits: JPEGLSBits

    init(_ header: JPEGLSHeader, dataAt start: Int) throws(ImagingError) {
        parameters = try JPEGLSParameters(header.presets, bits: header.bits, near: header.scan.near)
        interleave = header.scan.interleave
        (columns, components) = (header.columns, header.scan.components.count)
        (contexts, runIndex) = ([], [])
        classes = Self.classes(parameters)
        previous = [Int32](repeating: 0, count: (columns + 2) * components)
        current = previous
        bits = JPEGLSBits(from: start)
        reset()
    }

    /// The state at the start of a scan and behind each restart marker.
    private mutating func reset() {
        let start = Context(a: max(2, (parameters.range + 32) / 64))
        contexts = [Context](repeating: start, count: Self.runContext + 2)
        runIndex = [Int](repeating: 0, count: components)
        for i in previous.indices { previous[i] = 0 }
        for i in current.indices { current[i] = 0 }
    }

    private static func classes(_ p: JPEGLSParameters) -> [Int8] {
        let (one, two, three) = p.thresholds
        let zero = Int(p.maximum)
        var classes = [Int8](repeating: 4, count: zero)
        classes.insert(contentsOf: repeatElement(-4, count: zero + 1), at: 0)
        for size in 0..<min(three, p.maximum + 1) {
            let magnitude: Int8 = size <= p.near ? 0 : size < one ? 1 : size < two ? 2 : 3
            (classes[zero - Int(size)], classes[zero + Int(size)]) = (-magnitude, magnitude)
        }
        return classes
    }

    /// Decodes all lines and hands each one on.
    ///
    /// - Parameters:
    ///   - restartInterval: lines; 0 for none.
    ///   - take: the number of the line and its samples, component after component, each of `columns + 2` values.
    /// - Returns: where the scan's data ends.
    mutating func decode(
        rows: Int, restartInterval: Int, _ bytes: ArraySlice<UInt8>, take: (Int, Span<Int32>) -> Void
    ) throws(ImagingError) -> Int {
        let data = bytes.span.bytes
        for row in 0..<rows {
            if restartInterval > 0, row > 0, row % restartInterval == 0 {
                try restart(number: row / restartInterval - 1, data)
            }
            if interleave == .sample {
                decodePixelLine(data)
            } else {
                for component in 0..<components { decodeLine(component, data) }
            }
            switch bits.fault {
            case .none: take(row, current.span)
            case .cutOff: throw JPEGLSHeader.damage("the data ends in line \(row + 1) of \(rows)")
            case .damaged: throw JPEGLSHeader.damage("the data is damaged in line \(row + 1) of \(rows)")
            }
            swap(&previous, &current)
        }
        guard let end = bits.end(data) else { throw JPEGLSHeader.damage("data is left behind the last line") }
        return end
    }

    private mutating func restart(number: Int, _ data: RawSpan) throws(ImagingError) {
        guard var place = bits.end(data) else { throw JPEGLSHeader.damage("a restart marker is missing") }
        func byte(_ index: Int) -> UInt8 {
            index < data.byteCount ? data.unsafeLoad(fromByteOffset: index, as: UInt8.self) : 0
        }
        while byte(place) == 0xFF, byte(place + 1) == 0xFF { place += 1 }
        guard byte(place) == 0xFF, byte(place + 1) == 0xD0 + UInt8(number % 8) else {
            throw JPEGLSHeader.damage("a restart marker is missing")
        }
        reset()
        bits = JPEGLSBits(from: place + 2)
    }
}
