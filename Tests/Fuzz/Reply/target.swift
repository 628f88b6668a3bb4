#if canImport(Analysis)
    import Analysis
#endif

/// Any bytes are a reply or a typed error; what is understood keeps its promises.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReply(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    look(String(decoding: bytes, as: UTF8.self))
    if let completion = try? ChatCompletion(bytes) { look(completion.content) }
    return 0
}

private func look(_ text: String) {
    if let report = try? ReportReply(text) {
        precondition(!report.text.isEmpty && !(report.findings + report.impression).isEmpty, "an empty report")
    }
    if let check = try? CheckReply(text) {
        precondition(!check.summary.isEmpty && check.summary.count <= 60, "a summary that is none")
        precondition(check.summary.split(separator: " ").count <= 3, "a long summary")
    }
}
