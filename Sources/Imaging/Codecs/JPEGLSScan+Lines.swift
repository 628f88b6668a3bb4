/// Lines: which samples are coded one by one, and which in runs.
extension JPEGLSScan {
    /// A line of one component. §A.3, §A.4.
    mutating func decodeLine(_ component: Int, _ data: RawSpan) {
        let (first, last) = (component * (columns + 2) + 1, component * (columns + 2) + columns)
        previous[last + 1] = previous[last]
        current[first - 1] = previous[first]
        var line = takeLine(component)
        line.decode(first...last, below: previous.span, classes.span, parameters, data)
        putBack(&line, component)
    }

    /// A line of pixels whose three components are coded together. §B.3.
    mutating func decodePixelLine(_ data: RawSpan) {
        let width = columns + 2
        for component in 0..<3 {
            previous[component * width + columns + 1] = previous[component * width + columns]
            current[component * width] = previous[component * width + 1]
        }
        var line = takeLine(0)
        line.decodePixels(columns: columns, below: previous.span, classes.span, parameters, data)
        putBack(&line, 0)
    }

    /// What changes along a line, taken out of `self` so that it can be changed while the line above is read.
    private mutating func takeLine(_ component: Int) -> JPEGLSLine {
        var line = JPEGLSLine(bits: bits, run: runIndex[component])
        swap(&line.contexts, &contexts)
        swap(&line.samples, &current)
        return line
    }

    private mutating func putBack(_ line: inout JPEGLSLine, _ component: Int) {
        swap(&line.contexts, &contexts)
        swap(&line.samples, &current)
        (bits, runIndex[component]) = (line.bits, line.run)
    }
}
