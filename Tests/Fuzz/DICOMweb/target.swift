import Foundation

/// Any bytes are an Accept header, and a pattern with a text; the answers keep their promises.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDICOMweb(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    accept(String(decoding: bytes, as: UTF8.self))
    find(bytes)
    return 0
}

private func accept(_ text: String) {
    let ranges = MediaRanges([text])
    precondition(ranges.ranges.count <= MediaRanges.mostRanges, "too many ranges")
    precondition(ranges.ranges.allSatisfy { $0.quality > 0 && $0.quality <= 1 }, "a quality that is none")
    precondition(ranges.ranges.allSatisfy { $0.type.split(separator: "/").count == 2 }, "a type that is none")
    let qualities = ranges.ranges.map(\.quality)
    precondition(qualities == qualities.sorted(by: >), "not the best first")
    let media = WantedMedia(ranges: ranges)
    for isSingle in [true, false] {
        let files = media.files(isSingle: isSingle)
        precondition(isSingle || files?.isMultipart != false, "several files in one part")
        let frame = media.frame(mediaType: "image/jls", syntax: "1.2.840.10008.1.2.4.80", isSingle: isSingle)
        precondition(isSingle || frame?.isMultipart != false, "several frames in one part")
    }
}

/// What stands before the first zero is a pattern, the rest a text.
private func find(_ bytes: [UInt8]) {
    let halves = bytes.split(separator: 0, maxSplits: 1).map { String(decoding: $0, as: UTF8.self) }
    guard halves.count == 2 else { return }
    let pattern = WildcardPattern(halves[0])
    let isFound = pattern.matches(halves[1])
    precondition(!pattern.isAnything || isFound, "not everything is found")
}
