import HospitalRecords

/// Any bytes are reports or a typed error; what is understood keeps its promises, framed or not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHL7(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    guard let delivery = try? HL7v2.read(bytes) else { return 0 }
    precondition(HL7v2.looksLike(bytes), "a file that was read does not look like one")
    for report in delivery.reports {
        precondition(!report.text.isEmpty && report.status.isReadable, "a report without a text that counts")
        precondition(report.name != nil || !report.patientNumbers.isEmpty, "a report of nobody")
        precondition(
            report.text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || $0.value >= 0x20 },
            "a control character")
        precondition(report.patientNumbers.allSatisfy { !$0.value.isEmpty }, "an empty number")
    }
    precondition((try? HL7v2.read([0x0B] + bytes + [0x1C, 0x0D])) == delivery, "a frame changes what is read")
    return 0
}
