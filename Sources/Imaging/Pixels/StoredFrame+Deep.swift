extension StoredFrame {
    /// Values of 32-bit cells brought to 16-bit samples; other frames as they are.
    ///
    /// Padding gets a sample of its own, 0, so that one padded corner does not stretch the scale of the film. So do not the
    /// few values that lie far outside of all others, such as a marker of 2³²-1 or a broken pixel: they take the end of
    /// the scale, and a note says so. What still spans more than 65 536 values is drawn in steps, and noted.
    ///
    /// - Parameter padding: stored values that are no film.
    func fitted(leavingOut padding: ClosedRange<Int>?) -> StoredFrame {
        guard case .deep(let values) = storage else { return self }
        let isPadded = padding.map { range in values.contains { range.contains(Int($0) + base) } } ?? false
        let film = isPadded ? values.filter { padding?.contains(Int($0) + base) != true } : values
        let (lowest, highest) = (film.min() ?? 0, film.max() ?? 0)
        var notes = notes
        // With padding, sample 0 is taken.
        let room: UInt32 = isPadded ? 65_534 : 65_535
        var ends = highest <= room ? 0...highest : lowest...highest
        if ends.upperBound - ends.lowerBound > room, let core = Self.core(of: film, within: ends) {
            notes.append(
                "A few values lie far outside of all others; they are drawn as the darkest or brightest value.")
            ends = core
        }
        let span = ends.upperBound - ends.lowerBound
        var shift: UInt32 = 0
        while span >> shift > room { shift += 1 }
        if shift > 0 {
            notes.append(
                "The \(bits)-bit values span more than 65 536 steps; they are drawn in steps of \(1 << shift).")
        }
        let first: UInt32 = isPadded ? 1 : 0
        let samples = values.map { value -> UInt16 in
            if isPadded, padding?.contains(Int(value) + base) == true { return 0 }
            let inside = min(max(value, ends.lowerBound), ends.upperBound) - ends.lowerBound
            return UInt16(truncatingIfNeeded: (inside >> shift) + first)
        }
        return StoredFrame(
            .samples(samples), columns: columns, rows: rows,
            base: base + Int(ends.lowerBound) - (Int(first) << Int(shift)), step: 1 << Int(shift), bits: bits,
            notes: notes, padding: isPadded ? 0...0 : nil)
    }

    /// Where all but a thousandth of the values at each end lie, when that is less than a sixteenth of the whole.
    private static func core(of values: [UInt32], within ends: ClosedRange<UInt32>) -> ClosedRange<UInt32>? {
        let span = ends.upperBound - ends.lowerBound
        let width = UInt32(max(0, UInt32.bitWidth - span.leadingZeroBitCount - 16))
        var counts = [Int](repeating: 0, count: 65_536)
        for value in values { counts[Int((value - ends.lowerBound) >> width)] += 1 }
        let few = values.count / 1000
        func place(_ order: some Sequence<Int>) -> Int {
            var passed = 0
            for place in order {
                passed += counts[place]
                if passed > few { return place }
            }
            return 0
        }
        let (low, high) = (place(counts.indices), place(counts.indices.reversed()))
        guard low <= high, (high - low + 1) * 16 <= Int(span >> width) else { return nil }
        let start = ends.lowerBound + (UInt32(low) << width)
        let end = UInt64(ends.lowerBound) + ((UInt64(high) + 1) << UInt64(width)) - 1
        let inside = values.filter { $0 >= start && UInt64($0) <= end }
        return (inside.min() ?? start)...(inside.max() ?? start)
    }
}
