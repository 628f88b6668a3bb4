/// A place in the entropy-coded data of a scan: 64 bits at a time, most significant first.
///
/// After a byte FF the next one has seven bits; FF before a bit 1 is a marker, which is never passed.
///
/// Standard: ISO/IEC 14495-1 §A.1 (bit stuffing), §A.5.3 and Annex G (limited Golomb codes).
struct JPEGLSBits: Sendable {
    enum Fault: UInt8, Sendable { case none, cutOff, damaged }

    /// What was met first; the numbers read after it are 0.
    private(set) var fault = Fault.none
    /// The next byte that goes into `word`.
    private var next: Int
    /// The next bits, the first on top; `count` of them are valid, and those below are 0 or what the next bytes hold.
    private var word: UInt64 = 0
    private var count = 0
    /// The byte before `next` is FF.
    private var isAfterFF = false

    init(from start: Int) { next = start }

    mutating func fail() { if fault == .none { fault = .damaged } }

    /// Makes at least 56 bits valid unless the scan ends before.
    mutating func fill(_ bytes: RawSpan) {
        guard count <= 56 else { return }
        if !isAfterFF, next <= bytes.byteCount - 8 {
            let more = UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: next, as: UInt64.self))
            // No byte of it is FF: the complement has no byte 0.
            if (~more &- 0x0101_0101_0101_0101) & more & 0x8080_8080_8080_8080 == 0 {
                word |= more &>> UInt64(truncatingIfNeeded: count)
                next &+= (63 &- count) &>> 3
                count |= 56
                return
            }
        }
        fillByBytes(bytes)
    }

    private mutating func fillByBytes(_ bytes: RawSpan) {
        while count <= 56, next < bytes.byteCount {
            let byte = bytes.unsafeLoad(fromByteOffset: next, as: UInt8.self)
            if isAfterFF {
                word |= UInt64(byte) << UInt64(57 - count)
                count += 7
                isAfterFF = false
            } else {
                if byte == 0xFF, Self.isMarker(bytes, at: next) { return }
                word |= UInt64(byte) << UInt64(56 - count)
                count += 8
                isAfterFF = byte == 0xFF
            }
            next += 1
        }
    }

    private static func isMarker(_ bytes: RawSpan, at index: Int) -> Bool {
        index + 1 >= bytes.byteCount || bytes.unsafeLoad(fromByteOffset: index + 1, as: UInt8.self) >= 0x80
    }

    @inline(__always)
    private mutating func drop(_ length: Int) {
        word &<<= UInt64(truncatingIfNeeded: length)
        count &-= length
    }

    /// Reads up to 16 bits.
    @inline(__always)
    mutating func number(_ length: Int, _ bytes: RawSpan) -> Int32 {
        if count < length {
            fill(bytes)
            guard count >= length else {
                if fault == .none { fault = .cutOff }
                return 0
            }
        }
        let value = Int32(truncatingIfNeeded: (word &>> 1) &>> UInt64(truncatingIfNeeded: 63 &- length))
        drop(length)
        return value
    }

    /// Reads a limited Golomb code.
    ///
    /// - Parameters:
    ///   - k: the Golomb parameter; more than 16 is damage.
    ///   - zeros: how many bits 0 announce a number of `errorBits` bits instead.
    @inline(__always)
    mutating func golomb(_ k: Int, zeros most: Int, errorBits: Int, _ bytes: RawSpan) -> Int32 {
        if count < 32 { fill(bytes) }
        let zeros = word.leadingZeroBitCount
        guard zeros < most, zeros &+ k < count else { return longGolomb(k, zeros: most, errorBits: errorBits, bytes) }
        drop(zeros &+ 1)
        let rest = Int32(truncatingIfNeeded: (word &>> 1) &>> UInt64(truncatingIfNeeded: 63 &- k))
        drop(k)
        return Int32(truncatingIfNeeded: zeros) &<< Int32(truncatingIfNeeded: k) | rest
    }

    @inline(never)
    private mutating func longGolomb(_ k: Int, zeros most: Int, errorBits: Int, _ bytes: RawSpan) -> Int32 {
        guard fault == .none else { return 0 }
        fill(bytes)
        let zeros = word.leadingZeroBitCount
        guard zeros < count else {
            fault = zeros > most && count > most ? .damaged : .cutOff
            return 0
        }
        guard zeros <= most, k <= 16 else {
            fault = .damaged
            return 0
        }
        drop(zeros + 1)
        if zeros == most { return number(errorBits, bytes) + 1 }
        return Int32(zeros) << Int32(k) | number(k, bytes)
    }

    /// Reads the lengths of a run's pieces: one bit.
    @inline(__always)
    mutating func bit(_ bytes: RawSpan) -> Bool { number(1, bytes) != 0 }

    /// Where the scan ends: behind the byte that holds the last bit read.
    ///
    /// - Returns: `nil` where there is more data before the next marker or the end.
    func end(_ bytes: RawSpan) -> Int? {
        func byte(_ index: Int) -> UInt8 { bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) }
        var (place, left) = (next, count)
        while place > 0 {
            let size = place >= 2 && byte(place - 2) == 0xFF ? 7 : 8
            guard left >= size else { break }
            left -= size
            place -= 1
        }
        // A last byte FF is followed by one of seven bits, which say nothing.
        if place > 0, byte(place - 1) == 0xFF, place < bytes.byteCount, byte(place) < 0x80 { place += 1 }
        // A fragment's padding.
        if place == bytes.byteCount - 1, byte(place) == 0 { place += 1 }
        return place >= bytes.byteCount || (byte(place) == 0xFF && Self.isMarker(bytes, at: place)) ? place : nil
    }
}
