extension Film {
    /// The picture that a person looks at, as the standard says; no gamma, not flipped to a hanging position.
    ///
    /// Every sample goes through modality step, window and inversion first; a picture that has to be smaller is the area
    /// average of the greys. Padding is black, and takes no part in an average.
    public func viewerPicture(_ recipe: ViewerRecipe = .standard) -> GreyPicture {
        let average = AreaAverage(columns: columns, rows: rows, longSide: recipe.size)
        let function = function(recipe.window)
        let pixels = average.isIdentity ? wholePixels(function) : averagedPixels(function, average)
        return GreyPicture(checkedWidth: average.width, height: average.height, pixels: pixels)
    }

    /// The function that a choice stands for.
    func function(_ choice: WindowChoice) -> VOIFunction {
        switch choice {
        case .asHeader:
            return headerFunction(1)
        case .number(let number):
            return headerFunction(number)
        case .fixed(let name, let center, let width):
            guard abs(center) <= 1e12, width <= 1e12 else { return percentileWindow.function(named: "Percentiles") }
            return LinearWindow(center: center, width: width).function(named: name)
        case .percentiles:
            return percentileWindow.function(named: "Percentiles")
        case .whole:
            return wholeWindow.function(named: "Whole range")
        }
    }

    private func headerFunction(_ number: Int) -> VOIFunction {
        guard !windows.isEmpty else { return windowWithoutHeader.function(named: "Percentiles") }
        return windows[min(max(number, 1), windows.count) - 1]
    }

    /// What is shown when the header offers nothing: colour as it is, other films between percentiles.
    var windowWithoutHeader: LinearWindow {
        guard grey.isColour else { return percentileWindow }
        return LinearWindow(from: 0, to: Double((1 << grey.bits) - 1), isInverted: false)
    }

    /// The stretch between percentiles of what is film, in modality units.
    var percentileWindow: LinearWindow {
        guard let ends = DisplayWindow.ends(of: self) else { return wholeWindow }
        return window(from: Double(ends.low), to: Double(ends.high))
    }

    /// The stretch between the lowest and the highest value of the film, in modality units.
    var wholeWindow: LinearWindow {
        let ends = levelEnds ?? 0...0
        return window(from: Double(ends.lowerBound), to: Double(ends.upperBound))
    }

    private func window(from low: Double, to high: Double) -> LinearWindow {
        let values = [grey.modalityValue(low), grey.modalityValue(high)].sorted()
        return LinearWindow(from: values[0], to: values[1], isInverted: grey.isInverted)
    }

    /// A look-up for each sample.
    private func wholePixels(_ function: VOIFunction) -> [UInt8] {
        let greys = grey.greys(function)
        let table = greys.span
        var line = [UInt16](repeating: 0, count: columns)
        return [UInt8](unsafeUninitializedCapacity: columns * rows) { out, count in
            for row in 0..<rows {
                frame.copyRow(row, into: &line)
                let line = line.span
                let start = row &* columns
                // Unchecked: the table holds an entry for every 16-bit sample, and the picture a place for every pixel.
                for x in 0..<line.count { out[start &+ x] = table[unchecked: Int(line[unchecked: x])] }
            }
            count = columns * rows
        }
    }

    private func averagedPixels(_ function: VOIFunction, _ average: AreaAverage) -> [UInt8] {
        let shades = grey.fineShades(function)
        let table = shades.span
        func copyShades(_ row: Int, into line: inout [UInt16]) {
            frame.copyRow(row, into: &line)
            var line = line.mutableSpan
            for x in 0..<line.count { line[unchecked: x] = table[unchecked: Int(line[unchecked: x])] }
        }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(average.width * average.height)
        let background = GreyPath.ShadeTable.background
        let leavingOut = padding == nil ? nil : background...background
        average.forEachRow(from: copyShades, leavingOut: leavingOut) { _, row in
            for x in row.indices {
                // Half a step more, so that the mean of equal greys is that grey whatever the division did.
                let grey = row[x] == row[x] ? (row[x] + 0.5) / Float(GreyPath.ShadeTable.fine) : 0
                pixels.append(UInt8(truncatingIfNeeded: Int32(grey)))
            }
        }
        return pixels
    }
}
