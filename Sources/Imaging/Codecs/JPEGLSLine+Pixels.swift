/// Lines of pixels whose three components are coded together. §B.3.
extension JPEGLSLine {
    /// As `decode`, for three lines of `columns + 2` samples one behind the other.
    mutating func decodePixels(
        columns: Int, below above: Span<Int32>, _ classes: Span<Int8>, _ p: JPEGLSParameters, _ data: RawSpan
    ) {
        let (width, zero) = (columns + 2, Int(p.maximum))
        var (bits, run, written, learnt) = (self.bits, self.run, [Int32](), [JPEGLSScan.Context]())
        exchange(&bits, &run, &written, &learnt)
        var line = written.mutableSpan
        var contexts = learnt.mutableSpan
        func gradients(_ at: Int, _ line: borrowing MutableSpan<Int32>) -> Int32 {
            let (ra, rc, rb, rd) = (line[at &- 1], above[at &- 1], above[at], above[at &+ 1])
            let (right, middle) = (Int32(classes[zero &+ Int(rd &- rb)]), Int32(classes[zero &+ Int(rb &- rc)]))
            return (right &* 9 &+ middle) &* 9 &+ Int32(classes[zero &+ Int(rc &- ra)])
        }
        var x = 1
        while x <= columns {
            let q = (gradients(x, line), gradients(width &+ x, line), gradients(2 &* width &+ x, line))
            if q != (0, 0, 0) {
                for (component, q) in [q.0, q.1, q.2].enumerated() {
                    let at = component &* width &+ x
                    let prediction = JPEGLSScan.predicted(line[at &- 1], above[at], above[at &- 1])
                    line[at] = JPEGLSScan.regular(q, prediction, p, &contexts, &bits, data)
                }
                x &+= 1
                continue
            }
            let length = Self.runLength(atMost: columns &+ 1 &- x, &run, &bits, data)
            Self.fill(&line, from: x, length, width)
            x &+= length
            guard x <= columns else { break }
            for at in stride(from: x, to: 3 &* width, by: width) {
                line[at] = JPEGLSScan.interruption(
                    line[at &- 1], above[at], isEqual: false, runExponent: Self.exponent(run), p, &contexts, &bits,
                    data)
            }
            run = max(0, run &- 1)
            x &+= 1
        }
        exchange(&bits, &run, &written, &learnt)
    }

    /// Repeats the last pixel.
    private static func fill(_ line: inout MutableSpan<Int32>, from x: Int, _ length: Int, _ width: Int) {
        for first in stride(from: x, to: 3 &* width, by: width) {
            let value = line[first &- 1]
            for at in first..<first &+ length { line[at] = value }
        }
    }
}
