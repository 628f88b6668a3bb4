import DICOM

/// The first frame of pixel data that stands in fragments.
///
/// Standard: PS3.5 §A.4: the first item is the Basic Offset Table, often empty, the others are fragments; a frame may
/// take many of them, and each has an even length.
enum EncapsulatedPixels {
    /// Joined when it takes more than one fragment.
    ///
    /// - Parameters:
    ///   - offsets: bytes from the first fragment's item tag to that of each frame's first fragment.
    ///   - frames: how many frames the header promises.
    static func firstFrame(offsets: [UInt32], _ fragments: [ArraySlice<UInt8>], frames: Int) -> ArraySlice<UInt8> {
        let count = frames == 1 ? fragments.count : fragmentsOfFirstFrame(offsets, fragments, frames: frames)
        if count == 1, let only = fragments.first { return only }
        var frame: [UInt8] = []
        frame.reserveCapacity(fragments.prefix(count).reduce(0) { $0 + $1.count })
        for fragment in fragments.prefix(count) { frame.append(contentsOf: fragment) }
        return frame[...]
    }

    private static func fragmentsOfFirstFrame(
        _ offsets: [UInt32], _ fragments: [ArraySlice<UInt8>], frames: Int
    ) -> Int {
        if frames == fragments.count { return 1 }
        if offsets.count >= 2 {
            var at = 0
            for (index, fragment) in fragments.enumerated() {
                if index > 0, at >= Int(offsets[1]) { return index }
                at += 8 + fragment.count
            }
        }
        let end = fragments.firstIndex(where: endsPicture)
        return end.map { $0 + 1 } ?? fragments.count
    }

    /// FF D9 ends both a JPEG picture and a JPEG 2000 codestream; padding may follow it.
    private static func endsPicture(_ fragment: ArraySlice<UInt8>) -> Bool {
        let tail = fragment.suffix(4)
        return zip(tail, tail.dropFirst()).contains { $0 == 0xFF && $1 == 0xD9 }
    }
}
