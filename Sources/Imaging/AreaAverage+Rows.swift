extension AreaAverage {
    /// Unpacks one old row into a line of `columns` samples.
    package typealias RowSource = (_ row: Int, _ line: inout [UInt16]) -> Void

    /// Calls `body` with each new row, top to bottom.
    ///
    /// - Parameters:
    ///   - source: asked for each old row once or twice, in order.
    ///   - leavingOut: sample values that are not film: they take no part in a mean, and a new pixel with no film in its
    ///     box is NaN.
    package func forEachRow(
        from source: RowSource, leavingOut: ClosedRange<UInt16>?, _ body: (Int, Span<Float>) -> Void
    ) {
        if let leavingOut {
            forEachFilmRow(from: source, leavingOut: leavingOut, body)
        } else {
            forEachWholeRow(from: source, body)
        }
    }

    private func forEachWholeRow(from source: RowSource, _ body: (Int, Span<Float>) -> Void) {
        var samples = [UInt16](repeating: 0, count: columns)
        var sums = [UInt32](repeating: 0, count: columns)
        var line = [Float](repeating: 0, count: width)
        var unpacked = -1
        for (y, box) in down.enumerated() {
            for row in box.first...box.last {
                if row != unpacked { source(row, &samples) }
                unpacked = row
                add(samples.span, weight: weight(of: row, in: box), to: &sums, restart: row == box.first)
            }
            collect(sums.span, into: &line)
            body(y, line.span)
        }
    }

    private func weight(of row: Int, in box: Box) -> UInt16 {
        if row == box.first { return box.firstWeight }
        return row == box.last ? box.lastWeight : wholeDown
    }

    /// Down: `sums += weight · samples`. A column's sum stays below 65 535 · 65 535, so 32 bits hold it exactly.
    private func add(_ samples: Span<UInt16>, weight: UInt16, to sums: inout [UInt32], restart: Bool) {
        var sums = sums.mutableSpan
        let weight = UInt32(weight)
        let count = sums.count
        guard samples.count == count else { return }
        // Unchecked because a check for each element keeps the loops from being vectorised; the counts are equal.
        if restart {
            for x in 0..<count { sums[unchecked: x] = weight &* UInt32(samples[unchecked: x]) }
        } else {
            for x in 0..<count { sums[unchecked: x] &+= weight &* UInt32(samples[unchecked: x]) }
        }
    }

    /// Across: one mean for each new pixel.
    private func collect(_ sums: Span<UInt32>, into line: inout [Float]) {
        var line = line.mutableSpan
        let boxes = across.span
        for x in line.indices { line[x] = Float(total(sums, boxes[x])) * inverseArea }
    }

    /// The weighted sum of one box across; below 2⁴⁸.
    private func total(_ sums: Span<UInt32>, _ box: Box) -> UInt64 {
        var middle: UInt64 = 0
        var at = box.first &+ 1
        while at < box.last {
            middle &+= UInt64(sums[at])
            at &+= 1
        }
        return UInt64(box.firstWeight) &* UInt64(sums[box.first]) &+ UInt64(box.lastWeight) &* UInt64(sums[box.last])
            &+ UInt64(wholeAcross) &* middle
    }

    /// As `forEachWholeRow`, but samples within `leavingOut` carry no weight.
    private func forEachFilmRow(
        from source: RowSource, leavingOut: ClosedRange<UInt16>, _ body: (Int, Span<Float>) -> Void
    ) {
        var samples = [UInt16](repeating: 0, count: columns)
        var sums = [UInt32](repeating: 0, count: columns)
        var weights = [UInt32](repeating: 0, count: columns)
        var line = [Float](repeating: 0, count: width)
        for (y, box) in down.enumerated() {
            for x in 0..<columns { (sums[x], weights[x]) = (0, 0) }
            for row in box.first...box.last {
                source(row, &samples)
                let weight = UInt32(weight(of: row, in: box))
                for x in 0..<columns where !leavingOut.contains(samples[x]) {
                    weights[x] &+= weight
                    sums[x] &+= weight &* UInt32(samples[x])
                }
            }
            for x in 0..<width {
                let (sum, weight) = (total(sums.span, across[x]), total(weights.span, across[x]))
                line[x] = weight == 0 ? .nan : Float(Double(sum) / Double(weight))
            }
            body(y, line.span)
        }
    }
}
