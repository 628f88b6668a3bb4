/// The parts of a film that hold no anatomy and reach the border: collimation, shutters, open air, padding.
struct BlankBorder {
    /// Per grid point: padding, or at a spike and joined to the border by such points (4-neighbours).
    let isBlank: [Bool]

    init(_ grid: FilmGrid, _ spikes: EndSpikes) {
        let candidate = grid.samples.indices.map { grid.isPadding[$0] || spikes.contains(grid.samples[$0]) }
        var isBlank = grid.isPadding
        var seen = [Bool](repeating: false, count: candidate.count)
        var waiting: [Int] = []
        func visit(_ index: Int) {
            guard candidate[index], !seen[index] else { return }
            seen[index] = true
            waiting.append(index)
        }
        for x in 0..<grid.width {
            visit(x)
            visit((grid.height - 1) * grid.width + x)
        }
        for y in 0..<grid.height {
            visit(y * grid.width)
            visit(y * grid.width + grid.width - 1)
        }
        while let index = waiting.popLast() {
            isBlank[index] = true
            let x = index % grid.width
            if x > 0 { visit(index - 1) }
            if x < grid.width - 1 { visit(index + 1) }
            if index >= grid.width { visit(index - grid.width) }
            if index < candidate.count - grid.width { visit(index + grid.width) }
        }
        self.isBlank = isBlank
    }
}
