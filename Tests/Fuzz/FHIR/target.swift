import Foundation
import HospitalRecords
import Radiology

/// Any bytes are an answer, or a report's text, or a typed error; what is understood keeps its promises. The first byte
/// says what the others are taken for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFHIR(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    guard let kind = bytes.first else { return 0 }
    let rest = Array(bytes.dropFirst())
    switch kind % 4 {
    case 0: lookAtPatients(rest)
    case 1: lookAtOrders(rest)
    case 2: lookAtReports(rest)
    default: lookAtText(String(decoding: rest, as: UTF8.self), kind)
    }
    return 0
}

private func page(_ bytes: [UInt8], of type: String) -> SearchPage? {
    guard let json = try? JSONValue(bytes) else { return nil }
    return try? SearchPage(json, of: type)
}

private func lookAtText(_ text: String, _ kind: UInt8) {
    precondition(HTMLText.plain(text).utf8.count <= text.utf8.count * 3, "HTML that grows")
    let types = ["text/plain; charset=iso-8859-2", "text/html", nil, "text/plain"]
    let form = ReportForm(contentType: types[Int(kind >> 2) % 4], data: text)
    if let reading = try? form.read(encodes: kind & 0x10 == 0, fallback: .windows1250) { check(reading.text) }
    if let address = FHIRQuery.address(of: text, base: "https://host/fhir") {
        precondition(address.lowercased().hasPrefix("https://host"), "a link to another server")
    }
}

private func check(_ text: String) {
    precondition(!text.isEmpty && text.utf8.count <= ReportForm.longest, "a text that is none")
    precondition(text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || $0.value >= 0x20 }, "a control character")
    precondition(ReportText.tidied(text) == text, "a text that is not tidy")
}

private let film = FilmInQuestion(
    patientID: "1800101221144", name: "POPESCU^ION", birthDate: CalendarDay("1980-01-01"), sex: .male,
    accessionNumber: "A1", study: StudyInstanceUID(rawValue: "1.2.3"), exposed: exposed,
    region: BodyRegion(rawValue: "chest"))

private var exposed: RecordTime {
    guard let time = RecordTime("2026-03-02 10:00:00") else { preconditionFailure("no time") }
    return time
}

private let matching = Matching(
    film: film,
    server: RecordServer(dialect: .r4, base: "https://host/fhir", zone: TimeZone(secondsFromGMT: 7200) ?? .gmt))

private func lookAtPatients(_ bytes: [UInt8]) {
    guard let page = page(bytes, of: "Patient") else { return }
    let found = page.matches.compactMap { PatientCandidate($0) }
    precondition(matching.patients(byIdentifier: found).count <= found.count, "more patients than there are")
    _ = (matching.patients(byName: found), matching.patient(byNumber: page), matching.patient(byName: page))
}

private func lookAtOrders(_ bytes: [UInt8]) {
    guard let page = page(bytes, of: "ServiceRequest") else { return }
    let found = page.matches.compactMap { RequestCandidate($0, rules: .standard) }
    if case .ambiguous(let count) = matching.request(found, of: ["1"]) {
        // One is ambiguous, too, when it says too little.
        precondition(count >= 1 && count <= found.count, "an ambiguity of nobody, or of more than there are")
    }
}

private func lookAtReports(_ bytes: [UInt8]) {
    guard let page = page(bytes, of: "DiagnosticReport") else { return }
    let found = page.matches.compactMap { ReportCandidate($0, rules: .standard) }
    guard case .one(let report) = matching.report(found, of: ["1"]) else { return }
    precondition(report.status.isReadable, "a report that does not count")
    if let reading = try? ReportText.best(report.forms, fallback: .windows1250) { check(reading.text) }
}
