/// One line while it is decoded. §A.3 to §A.7.
///
/// Names of samples: `ra` left, `rb` above, `rc` above left, `rd` above right of the one that is decoded.
struct JPEGLSLine {
    var bits: JPEGLSBits
    /// Place in `JPEGLSScan.runExponents`.
    var run: Int
    var contexts: [JPEGLSScan.Context] = []
    var samples: [Int32] = []

    init(bits: JPEGLSBits, run: Int) { (self.bits, self.run) = (bits, run) }

    /// - Parameters:
    ///   - places: of the line's samples.
    ///   - above: the line above, at the same places.
    ///   - classes: of gradients, see `JPEGLSScan`.
    mutating func decode(
        _ places: ClosedRange<Int>, below above: Span<Int32>, _ classes: Span<Int8>, _ p: JPEGLSParameters,
        _ data: RawSpan
    ) {
        let (first, last, zero) = (places.lowerBound, places.upperBound, Int(p.maximum))
        // Locals, so that they are kept in registers and can be changed side by side.
        var (bits, run, written, learnt) = (self.bits, self.run, [Int32](), [Scan.Context]())
        exchange(&bits, &run, &written, &learnt)
        var line = written.mutableSpan
        var contexts = learnt.mutableSpan
        var (ra, rc, rb) = (line[first - 1], above[first - 1], above[first])
        // The class of one pixel's rb - rc is that of its left neighbour's rd - rb.
        var middle = Int32(classes[zero &+ Int(rb &- rc)])
        var x = first
        while x <= last {
            let rd = above[x &+ 1]
            let right = Int32(classes[zero &+ Int(rd &- rb)])
            let gradients = (right &* 9 &+ middle) &* 9 &+ Int32(classes[zero &+ Int(rc &- ra)])
            if gradients != 0 {
                ra = Scan.regular(gradients, Scan.predicted(ra, rb, rc), p, &contexts, &bits, data)
                line[x] = ra
                (rc, rb, middle) = (rb, rd, right)
                x &+= 1
                continue
            }
            let end = x &+ Self.runLength(atMost: last &+ 1 &- x, &run, &bits, data)
            for i in x..<end { line[i] = ra }
            x = end
            guard x <= last else { break }
            let over = above[x]
            ra = Scan.interruption(
                ra, over, isEqual: abs(ra &- over) <= p.near, runExponent: Self.exponent(run), p, &contexts, &bits,
                data)
            line[x] = ra
            (run, rc, rb) = (max(0, run &- 1), over, above[x &+ 1])
            middle = Int32(classes[zero &+ Int(rb &- rc)])
            x &+= 1
        }
        exchange(&bits, &run, &written, &learnt)
    }

    /// Takes the state out or puts it back, without a copy.
    mutating func exchange(
        _ bits: inout JPEGLSBits, _ run: inout Int, _ samples: inout [Int32], _ contexts: inout [JPEGLSScan.Context]
    ) {
        swap(&bits, &self.bits)
        swap(&run, &self.run)
        swap(&samples, &self.samples)
        swap(&contexts, &self.contexts)
    }

    private typealias Scan = JPEGLSScan

    @inline(__always)
    static func exponent(_ index: Int) -> Int { Int(JPEGLSScan.runExponents[index]) }

    /// How many samples repeat the last one. §A.7.1.
    static func runLength(
        atMost most: Int, _ index: inout Int, _ bits: inout JPEGLSBits, _ data: RawSpan
    ) -> Int {
        var length = 0
        while length < most, bits.bit(data) {
            let piece = 1 << exponent(index)
            length += piece
            if length <= most { index = min(31, index + 1) }
        }
        if length >= most { return most }
        length += Int(bits.number(exponent(index), data))
        if length > most { bits.fail() }
        return min(length, most)
    }
}
