/// How the samples of a component are cut into resolutions, precincts and code-blocks.
///
/// Standard: ISO/IEC 15444-1 §A.6.1 (COD), §A.6.2 (COC).
struct CodestreamStyle: Equatable {
    /// Quality layers, 1 … 65535; `nil` in COC, which leaves them as COD has them.
    let layers: Int?
    /// COD says that the first three components are transformed together (RCT or ICT).
    let hasComponentTransform: Bool
    /// Decomposition levels, 0 … 32.
    let levels: Int
    /// Exponents of the code-block's sides, 2 … 10.
    let blockWidth: Int
    let blockHeight: Int
    let isHighThroughput: Bool
    /// Exponents of the precinct's sides (width in the low four bits), from the lowest resolution; empty for 15 and 15.
    let precincts: [UInt8]

    /// The content of a COD segment; `nil` when it is damaged.
    init?(cod content: ArraySlice<UInt8>) {
        guard content.count >= 10 else { return nil }
        let at = content.startIndex
        self.init(
            layers: Int(content[at + 2]) << 8 | Int(content[at + 3]), transform: content[at + 4],
            hasPrecincts: content[at] & 1 != 0, content.dropFirst(5))
    }

    /// The content of a COC segment; `nil` when it is damaged.
    init?(coc content: ArraySlice<UInt8>, components: Int) {
        let parameters = content.dropFirst(components < 257 ? 1 : 2)
        guard let style = parameters.first else { return nil }
        self.init(layers: nil, transform: 0, hasPrecincts: style & 1 != 0, parameters.dropFirst())
    }

    private init?(layers: Int?, transform: UInt8, hasPrecincts: Bool, _ parameters: ArraySlice<UInt8>) {
        guard parameters.count >= 5, layers != 0, transform <= 1 else { return nil }
        let values = Array(parameters)
        levels = Int(values[0])
        // Half of the sides' exponents may be unused bits.
        (blockWidth, blockHeight) = (Int(values[1] & 15) + 2, Int(values[2] & 15) + 2)
        guard levels <= 32, blockWidth <= 10, blockHeight <= 10, blockWidth + blockHeight <= 12 else { return nil }
        isHighThroughput = values[3] & 0x40 != 0
        precincts = hasPrecincts ? Array(values.dropFirst(5)) : []
        guard !hasPrecincts || precincts.count == levels + 1 else { return nil }
        // A precinct of one sample cannot hold the three bands of a higher resolution.
        guard precincts.dropFirst().allSatisfy({ $0 & 15 > 0 && $0 >> 4 > 0 }) else { return nil }
        (self.layers, hasComponentTransform) = (layers, transform == 1)
    }

    func precinctWidth(_ resolution: Int) -> Int { precincts.isEmpty ? 15 : Int(precincts[resolution] & 15) }
    func precinctHeight(_ resolution: Int) -> Int { precincts.isEmpty ? 15 : Int(precincts[resolution] >> 4) }
}
