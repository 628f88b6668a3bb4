import DICOM

/// Where frames begin among the fragments.
enum FragmentTable: Equatable {
    case none
    /// From the first fragment's item tag to that of each frame's first fragment. Standard: PS3.5 §A.4.
    case offsets([UInt64])
    /// As `offsets`, with the bytes of each frame; a frame is one fragment. Standard: PS3.3 §C.7.6.3.1.8.
    case offsetsAndLengths([UInt64], [UInt64])

    /// The Basic Offset Table, or the Extended Offset Table when the data set has one.
    init(_ basic: [UInt32], extendedBy dataSet: DataSet) {
        let (offsets, lengths) = (
            Self.longs(dataSet, .extendedOffsetTable), Self.longs(dataSet, .extendedOffsetTableLengths)
        )
        if !offsets.isEmpty, offsets.count == lengths.count {
            self = .offsetsAndLengths(offsets, lengths)
        } else if !offsets.isEmpty {
            self = .offsets(offsets)
        } else {
            self = basic.isEmpty ? .none : .offsets(basic.map(UInt64.init))
        }
    }

    private static func longs(_ dataSet: DataSet, _ tag: Tag) -> [UInt64] {
        guard let bytes = dataSet.bytes(tag) else { return [] }
        return stride(from: bytes.startIndex, to: bytes.endIndex - 7, by: 8).map { start in
            (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
        }
    }
}

/// Frames of pixel data that stands in fragments.
///
/// Standard: PS3.5 §A.4: the first item is the Basic Offset Table, often empty, the others are fragments; a frame may
/// take many of them, and each has an even length.
struct EncapsulatedPixels {
    let fragments: [ArraySlice<UInt8>]
    let table: FragmentTable
    let frames: Int

    /// - Parameter frames: how many the header promises.
    init(_ fragments: [ArraySlice<UInt8>], _ table: FragmentTable, frames: Int) {
        (self.fragments, self.table, self.frames) = (fragments, table, frames)
    }

    /// The bytes of one frame, joined when it takes more than one fragment.
    ///
    /// A table that points between fragments, or to one that begins no stream, is not believed; then the frames are told
    /// apart by where streams begin.
    /// - Parameters:
    ///   - index: zero-based, below `frames`.
    ///   - startsWith: whether a fragment begins a frame; `nil` for encodings whose frames are one fragment each.
    /// - Throws: `.unsupportedPixels` when it cannot be told where the frame is.
    func frame(
        _ index: Int, startsWith: ((ArraySlice<UInt8>) -> Bool)?
    ) throws(ImagingError) -> ArraySlice<UInt8> {
        let begins = startsWith ?? { _ in true }
        if frames == fragments.count, frames == 1 || fragments.allSatisfy(begins) {
            return trimmed(fragments[index], to: index)
        }
        if let range = fragmentsByTable(index), begins(fragments[range.lowerBound]),
            range.upperBound == fragments.count || begins(fragments[range.upperBound])
        {
            return joined(range)
        }
        if frames == 1 { return joined(0..<fragments.count) }
        guard let startsWith else {
            throw .unsupportedPixels("\(fragments.count) fragments of compressed data hold \(frames) frames")
        }
        let starts = fragments.indices.filter { startsWith(fragments[$0]) }
        guard starts.count == frames, starts.first == 0 else {
            throw .unsupportedPixels(
                "Where each of \(frames) frames begins in \(fragments.count) fragments cannot be told")
        }
        return joined(starts[index]..<(index + 1 < frames ? starts[index + 1] : fragments.count))
    }

    private func fragmentsByTable(_ index: Int) -> Range<Int>? {
        let offsets: [UInt64]
        switch table {
        case .none: return nil
        case .offsets(let all), .offsetsAndLengths(let all, _): offsets = all
        }
        guard offsets.count == frames, offsets.first == 0, let first = fragment(at: offsets[index]) else { return nil }
        guard index + 1 < frames else { return first..<fragments.count }
        guard let next = fragment(at: offsets[index + 1]), next > first else { return nil }
        return first..<next
    }

    /// The fragment whose item tag stands at an offset.
    private func fragment(at offset: UInt64) -> Int? {
        var at: UInt64 = 0
        for (index, fragment) in fragments.enumerated() {
            if at == offset { return index }
            if at > offset { return nil }
            at += 8 + UInt64(fragment.count)
        }
        return nil
    }

    /// Without the byte that made the fragment's length even, where the table knows the length.
    private func trimmed(_ fragment: ArraySlice<UInt8>, to index: Int) -> ArraySlice<UInt8> {
        guard case .offsetsAndLengths(_, let lengths) = table, lengths.indices.contains(index),
            lengths[index] == UInt64(max(fragment.count - 1, 0))
        else { return fragment }
        return fragment.dropLast()
    }

    private func joined(_ range: Range<Int>) -> ArraySlice<UInt8> {
        if range.count == 1 { return fragments[range.lowerBound] }
        var frame: [UInt8] = []
        frame.reserveCapacity(fragments[range].reduce(0) { $0 + $1.count })
        for fragment in fragments[range] { frame.append(contentsOf: fragment) }
        return frame[...]
    }
}
