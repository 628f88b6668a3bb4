#if canImport(DICOM)
    import DICOM
#endif

/// Any bytes are a stream or a typed error within the limit; what came out is packed and unpacked to itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzInflate(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    let limit = 1 << 20
    if let plain = try? Deflate.inflate(bytes[...], limit: limit) {
        precondition(plain.count <= limit, "grew beyond the limit")
    }
    let packed = Deflate.compress(bytes)
    guard let back = try? Deflate.inflate(packed[...], limit: count) else { fatalError("what we packed is broken") }
    precondition(back == bytes, "packed and unpacked is not what it was")
    return 0
}
