/// The compressed samples between two markers, a piece at a time, without the zero bytes that are stuffed behind FF.
///
/// Standard: ISO/IEC 10918-1 §B.1.1.5.
struct JPEGBitsBuffer: Sendable {
    private let source: ArraySlice<UInt8>
    /// The next byte of the source; the marker when the segment has ended.
    private var position: Int
    private var hasEnded = false
    /// What a `JPEGBits` reads: `held` bytes of the segment, then zeros as far as `reach` promises.
    private(set) var piece: [UInt8]
    private var held = 0
    /// Bytes that can be read after each `prepare`.
    private let reach: Int

    /// - Parameters:
    ///   - source: a whole JPEG picture.
    ///   - position: where its compressed samples begin.
    ///   - bits: as many as a decoder may take between two calls of `prepare`.
    init(_ source: ArraySlice<UInt8>, from position: Int, bits: Int) {
        (self.source, self.position) = (source, position)
        reach = bits / 8 + 16
        let usual = min(1 << 16, source.count - position)
        piece = [UInt8](repeating: 0, count: usual + 2 * reach + 16)
    }

    /// Makes the next bits readable without a check; zeros stand behind the end of the segment.
    ///
    /// - Throws: `.codec` when the bits taken so far were more than there are.
    @inline(__always)
    mutating func prepare(_ bits: inout JPEGBits) throws(ImagingError) {
        if held &- bits.next < reach { try refill(&bits) }
    }

    @inline(never)
    private mutating func refill(_ bits: inout JPEGBits) throws(ImagingError) {
        if !hasEnded {
            drop(bits.next)
            bits.rebase()
            unstuff()
        }
        try check(bits)
    }

    /// - Throws: `.codec` when more bits were taken than there are.
    func check(_ bits: JPEGBits) throws(ImagingError) {
        guard bits.taken <= held * 8 else {
            throw JPEGStream.damage("truncated at byte \(position), before the last sample")
        }
    }

    /// Moves the bytes from `start` on to the front.
    private mutating func drop(_ start: Int) {
        guard start > 0 else { return }
        let count = held - start
        for place in 0..<max(0, count) { piece[place] = piece[start + place] }
        held = max(0, count)
    }

    /// Copies what fits up to the next marker, with zeros behind it.
    private mutating func unstuff() {
        let limit = piece.count - reach - 16
        Self.unstuff(source, &position, &piece, &held, limit)
        // Only a marker or the end of the bytes stops the copy early.
        guard held < limit else { return }
        hasEnded = true
        for place in held..<held + reach + 16 { piece[place] = 0 }
    }

    private static func unstuff(
        _ source: ArraySlice<UInt8>, _ from: inout Int, _ piece: inout [UInt8], _ to: inout Int, _ limit: Int
    ) {
        let data = source.span
        var target = piece.mutableSpan
        while to < limit {
            copyPlain(data.bytes, &from, &target, &to, limit)
            guard to < limit, from < data.count else { return }
            if data[from] == 0xFF {
                guard from + 1 < data.count, data[from + 1] == 0 else { return }
            }
            target[to] = data[from]
            from += data[from] == 0xFF ? 2 : 1
            to += 1
        }
    }

    /// Copies eight bytes at a time while none of them is FF.
    @inline(__always)
    private static func copyPlain(
        _ data: RawSpan, _ from: inout Int, _ target: inout MutableSpan<UInt8>, _ to: inout Int, _ limit: Int
    ) {
        var target = target.mutableBytes
        while from <= data.byteCount &- 8, to <= limit &- 8 {
            // Unchecked because this loop sees every byte of every film; both places are compared just above.
            let word = data.unsafeLoadUnaligned(fromUncheckedByteOffset: from, as: UInt64.self)
            // Adding 1 to the low 7 bits of a byte carries into its top bit only from 7F; with the top bit set that is FF.
            guard ((word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x0101_0101_0101_0101) & word & 0x8080_8080_8080_8080 == 0
            else { return }
            target.storeBytes(of: word, toUncheckedByteOffset: to, as: UInt64.self)
            from &+= 8
            to &+= 8
        }
    }

    /// Goes on behind the restart marker that must follow the bits taken so far.
    ///
    /// - Parameter number: counts the restart markers of the scan from 0 on.
    /// - Throws: `.codec` when another marker follows, or samples are missing or left over before it.
    mutating func restart(_ number: Int, _ bits: inout JPEGBits) throws(ImagingError) {
        try close(bits)
        let source = source
        let data = source.span
        while position + 1 < data.count, data[position + 1] == 0xFF { position += 1 }
        guard position + 1 < data.count else {
            throw JPEGStream.damage("truncated before restart marker \(number % 8)")
        }
        guard data[position + 1] == 0xD0 | UInt8(truncatingIfNeeded: number & 7) else {
            throw JPEGStream.damage("restart marker \(number % 8) is not at byte \(position), where it should be")
        }
        position += 2
        (held, hasEnded, bits) = (0, false, JPEGBits())
    }

    /// Ends the segment behind the bits taken so far.
    ///
    /// - Returns: the position of the marker that follows, or of the end of the bytes.
    /// - Throws: `.codec` when more than padding is left before a marker: samples have then been lost on the way.
    @discardableResult
    mutating func close(_ bits: JPEGBits) throws(ImagingError) -> Int {
        try check(bits)
        var (place, surplus) = ((max(0, bits.taken) + 7) / 8, max(0, -bits.taken) / 8)
        var isZero = surplus == 0
        repeat {
            while place < held {
                isZero = isZero && piece[place] == 0
                surplus += 1
                place += 1
            }
            (held, place) = (0, 0)
            if !hasEnded { unstuff() }
        } while held > 0
        guard surplus <= 2 || isZero || position >= source.count else {
            throw JPEGStream.damage("\(surplus) bytes are left over before byte \(position)")
        }
        return position
    }
}
