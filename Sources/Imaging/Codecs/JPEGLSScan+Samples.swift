/// Regular mode and run interruption: one sample at a time.
extension JPEGLSScan {
    /// MED: the edge-detecting predictor. §A.4.1.
    @inline(__always)
    static func predicted(_ ra: Int32, _ rb: Int32, _ rc: Int32) -> Int32 {
        let (low, high) = (min(ra, rb), max(ra, rb))
        return rc >= high ? low : rc <= low ? high : ra &+ rb &- rc
    }

    /// The Golomb parameter: the smallest k for which `n · 2^k` reaches `a`. §A.5.1.
    @inline(__always)
    static func golombParameter(_ a: Int32, _ n: Int32) -> Int {
        let k = max(0, n.leadingZeroBitCount &- a.leadingZeroBitCount)
        return n &<< Int32(truncatingIfNeeded: k) < a ? k &+ 1 : k
    }

    /// A sample in regular mode. §A.4.2 – §A.6.2.
    ///
    /// - Parameter gradients: the context before its sign is taken off, not 0.
    @inline(__always)
    static func regular(
        _ gradients: Int32, _ prediction: Int32, _ p: JPEGLSParameters, _ contexts: inout MutableSpan<Context>,
        _ bits: inout JPEGLSBits, _ data: RawSpan
    ) -> Int32 {
        let sign = gradients &>> 31
        let index = Int(truncatingIfNeeded: (gradients ^ sign) &- sign)
        var context = contexts[index]
        let k = golombParameter(context.a, context.n)
        let mapped = bits.golomb(k, zeros: p.limit &- p.errorBits &- 1, errorBits: p.errorBits, data)
        // No error is larger; a sum of larger ones would grow without bound.
        if mapped > 2 &* p.range { bits.fail() }
        var error = (mapped &>> 1) ^ (0 &- (mapped & 1))
        if k == 0, p.near == 0, 2 &* context.b <= 0 &- context.n { error = ~error }
        let corrected = min(max(prediction &+ ((context.c ^ sign) &- sign), 0), p.maximum)
        context.learn(error, p)
        contexts[index] = context
        return reconstructed(corrected, (error ^ sign) &- sign, p)
    }

    /// The sample that ends a run. §A.7.2.
    @inline(__always)
    static func interruption(
        _ ra: Int32, _ rb: Int32, isEqual: Bool, runExponent: Int, _ p: JPEGLSParameters,
        _ contexts: inout MutableSpan<Context>, _ bits: inout JPEGLSBits, _ data: RawSpan
    ) -> Int32 {
        let kind: Int32 = isEqual ? 1 : 0
        let index = runContext &+ Int(kind)
        var context = contexts[index]
        let k = golombParameter(isEqual ? context.a &+ context.n &>> 1 : context.a, context.n)
        let mapped = bits.golomb(
            k, zeros: p.limit &- runExponent &- 2 &- p.errorBits, errorBits: p.errorBits, data)
        if mapped > 2 &* p.range { bits.fail() }
        let odd = (mapped &+ kind) & 1
        let magnitude = (mapped &+ kind &+ odd) &>> 1
        let isNegative = (k != 0 || 2 &* context.b >= context.n) == (odd == 1)
        let error = isNegative ? 0 &- magnitude : magnitude
        if error < 0 { context.b &+= 1 }
        context.a &+= (mapped &+ 1 &- kind) &>> 1
        if context.n == p.reset {
            (context.a, context.b, context.n) = (context.a &>> 1, context.b &>> 1, context.n &>> 1)
        }
        context.n &+= 1
        contexts[index] = context
        if isEqual { return reconstructed(ra, error, p) }
        return reconstructed(rb, rb < ra ? 0 &- error : error, p)
    }

    /// §A.4.5: modulo the range, then within it.
    @inline(__always)
    private static func reconstructed(_ prediction: Int32, _ error: Int32, _ p: JPEGLSParameters) -> Int32 {
        if p.mask != 0 { return (prediction &+ error) & p.mask }
        var value = prediction &+ error &* p.step
        if value < 0 &- p.near {
            value &+= p.range &* p.step
        } else if value > p.maximum &+ p.near {
            value &-= p.range &* p.step
        }
        return min(max(value, 0), p.maximum)
    }
}

extension JPEGLSScan.Context {
    /// §A.6.1 and §A.6.2: the sums, and the bias that the prediction is corrected by.
    @inline(__always)
    mutating func learn(_ error: Int32, _ p: JPEGLSParameters) {
        b &+= error &* p.step
        a &+= abs(error)
        if n == p.reset { (a, b, n) = (a &>> 1, b &>> 1, n &>> 1) }
        n &+= 1
        if b <= 0 &- n {
            b = max(b &+ n, 1 &- n)
            if c > -128 { c &-= 1 }
        } else if b > 0 {
            b = min(b &- n, 0)
            if c < 127 { c &+= 1 }
        }
    }
}
