extension JPEGStream {
    /// A frame header: what the picture is, said before its first sample.
    ///
    /// Standard: ISO/IEC 10918-1 §B.2.2.
    struct Frame: Sendable {
        struct Component: Sendable {
            let identifier: UInt8
            /// Samples in one unit of the picture, across and down: 1 … 4.
            let across: Int
            let down: Int
            /// Which quantisation table: 0 … 3. Lossless pictures have none.
            let quantisation: Int
        }

        /// The second byte of the SOF marker, which names the process.
        let marker: UInt8
        /// Bits in a sample: 1 … 255 as the stream says; each process allows a few of them.
        let precision: Int
        let columns: Int
        let rows: Int
        /// One or more.
        let components: [Component]

        /// - Throws: `.codec` when the segment contradicts itself, `.unsupportedPixels` when the rows are yet to be told.
        init(_ segment: ArraySlice<UInt8>, marker: UInt8) throws(ImagingError) {
            let data = segment.span
            guard data.count >= 9, data[5] > 0, data.count == 6 + 3 * Int(data[5]) else {
                throw JPEGStream.damage("the frame header has \(segment.count) bytes")
            }
            self.marker = marker
            precision = Int(data[0])
            (rows, columns) = (Int(data[1]) << 8 | Int(data[2]), Int(data[3]) << 8 | Int(data[4]))
            var components: [Component] = []
            for at in stride(from: 6, to: data.count, by: 3) {
                components.append(
                    Component(
                        identifier: data[at], across: Int(data[at + 1] >> 4), down: Int(data[at + 1] & 15),
                        quantisation: Int(data[at + 2])))
            }
            self.components = components
            guard columns > 0, components.allSatisfy({ 1...4 ~= $0.across && 1...4 ~= $0.down && $0.quantisation < 4 })
            else { throw JPEGStream.damage("the frame header is out of range") }
            guard Set(components.map(\.identifier)).count == components.count else {
                throw JPEGStream.damage("two components have the same name")
            }
            guard rows > 0 else {
                throw .unsupportedPixels("The JPEG picture tells its number of rows only at its end (DNL)")
            }
        }

        /// The process by name, such as `progressive JPEG of 12 bits`.
        var name: String { "\(Self.name(of: marker)) of \(precision) bits" }

        /// Standard: ISO/IEC 10918-1 Table B.1; F7 is ISO/IEC 14495-1 §C.1.1.
        static func name(of marker: UInt8) -> String {
            switch marker {
            case 0xC0: "baseline JPEG"
            case 0xC1: "extended JPEG"
            case 0xC2: "progressive JPEG"
            case 0xC3: "lossless JPEG"
            case 0xC5...0xC7, 0xDE: "hierarchical JPEG"
            case 0xC9: "arithmetic-coded JPEG"
            case 0xCA: "arithmetic-coded progressive JPEG"
            case 0xCB: "arithmetic-coded lossless JPEG"
            case 0xCD...0xCF: "arithmetic-coded hierarchical JPEG"
            case 0xF7: "JPEG-LS"
            default: "a JPEG process that the standard reserves"
            }
        }
    }
}
