/// What OpenJPEG would allocate and walk through for a codestream of one coding style, beside the samples themselves.
///
/// It keeps a record of some 200 bytes for each precinct, band and code-block of a tile before it has seen a byte of
/// them, and a table with a cell for each packet: a stream of a hundred bytes can ask for gigabytes.
///
/// Standard: ISO/IEC 15444-1 §B.5 (resolutions), §B.6 (precincts), §B.7 (code-blocks), §B.9 (packets).
struct CodestreamCost: Equatable {
    /// Packets of the whole picture. Each has a byte at least in the stream.
    private(set) var packets = 0
    /// Precincts, bands and code-blocks of the whole picture; at least as many as there are.
    private(set) var records = 0
    /// Cells of the table that one tile's packets are looked up in.
    private(set) var cells = 0

    init(_ header: CodestreamHeader, _ style: CodestreamStyle, layers: Int) {
        var most = 1
        for resolution in 0...style.levels {
            let across = Line(
                header.tileColumns, shift: style.levels - resolution, precinct: style.precinctWidth(resolution),
                block: style.blockWidth, isLowest: resolution == 0)
            let down = Line(
                header.tileRows, shift: style.levels - resolution, precinct: style.precinctHeight(resolution),
                block: style.blockHeight, isLowest: resolution == 0)
            let precincts = Self.product(across.precincts, down.precincts, header.components)
            let bands = resolution == 0 ? 1 : 3
            packets = Self.sum(packets, Self.product(precincts, layers))
            records = Self.sum(
                records, precincts, Self.product(precincts, bands),
                Self.product(bands, Self.product(across.blocks, down.blocks, header.components)))
            most = max(most, Self.product(across.mostPrecincts, down.mostPrecincts))
        }
        cells = Self.product(Self.product(most, style.levels + 1, header.components), layers)
    }

    /// One resolution in one direction, all tiles together.
    private struct Line {
        var precincts = 0
        var mostPrecincts = 0
        var blocks = 0

        init(_ tiles: CodestreamTiling, shift: Int, precinct: Int, block: Int, isLowest: Bool) {
            func scaled(_ value: Int) -> Int { (value + (1 << shift) - 1) >> shift }
            let block = min(block, isLowest ? precinct : precinct - 1)
            for index in 0..<tiles.count {
                let (start, end) = (scaled(tiles[index].lowerBound), scaled(tiles[index].upperBound))
                guard end > start else { continue }
                let count = ((end - 1) >> precinct) - (start >> precinct) + 1
                precincts += count
                mostPrecincts = max(mostPrecincts, count)
                // The higher resolutions' bands have half the side; blocks are cut at the precincts' edges.
                blocks += ((isLowest ? end - start : (end - start + 1) / 2) >> max(0, block)) + 2
            }
        }
    }

    private static func product(_ factors: Int...) -> Int {
        factors.reduce(1) {
            let (product, overflow) = $0.multipliedReportingOverflow(by: $1)
            return overflow ? Int.max / 16 : min(product, Int.max / 16)
        }
    }

    private static func sum(_ terms: Int...) -> Int { terms.reduce(0) { min($0 + $1, Int.max / 16) } }
}
