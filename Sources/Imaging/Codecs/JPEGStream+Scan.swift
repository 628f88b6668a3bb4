extension JPEGStream {
    /// A scan header: which components the samples that follow belong to, and how they are coded.
    ///
    /// Standard: ISO/IEC 10918-1 §B.2.3.
    struct Scan: Sendable {
        struct Component: Sendable {
            let identifier: UInt8
            /// Which Huffman tables: 0 … 3.
            let dc: Int
            let ac: Int
        }

        /// 1 … 4.
        let components: [Component]
        /// First coefficient of a band, or the predictor of a lossless scan.
        let start: Int
        /// Last coefficient of a band.
        let end: Int
        /// Bits of a coefficient that an earlier scan has coded.
        let high: Int
        /// Bits of a coefficient left for a later scan, or the point transform of a lossless one.
        let low: Int

        /// - Throws: `.codec` when the segment contradicts itself.
        init(_ segment: ArraySlice<UInt8>) throws(ImagingError) {
            let data = segment.span
            guard data.count >= 6, 1...4 ~= data[0], data.count == 4 + 2 * Int(data[0]) else {
                throw JPEGStream.damage("the scan header has \(segment.count) bytes")
            }
            var components: [Component] = []
            for at in stride(from: 1, to: data.count - 3, by: 2) {
                components.append(
                    Component(identifier: data[at], dc: Int(data[at + 1] >> 4), ac: Int(data[at + 1] & 15)))
            }
            guard components.allSatisfy({ $0.dc < 4 && $0.ac < 4 }) else {
                throw JPEGStream.damage("a scan names a Huffman table that cannot exist")
            }
            self.components = components
            let tail = data.count - 3
            (start, end) = (Int(data[tail]), Int(data[tail + 1]))
            (high, low) = (Int(data[tail + 2] >> 4), Int(data[tail + 2] & 15))
        }

        /// Places of the scan's components in the frame, in the scan's order.
        ///
        /// - Parameter done: the components that earlier scans have coded.
        /// - Throws: `.codec` when one is not in the frame, comes twice or was coded before.
        func places(in frame: Frame, done: Set<Int>) throws(ImagingError) -> [Int] {
            var places: [Int] = []
            for component in components {
                guard let place = frame.components.firstIndex(where: { $0.identifier == component.identifier }) else {
                    throw JPEGStream.damage("a scan names a component that is not in the frame")
                }
                guard !done.contains(place), !places.contains(place) else {
                    throw JPEGStream.damage("a component is coded twice")
                }
                places.append(place)
            }
            return places
        }
    }
}
