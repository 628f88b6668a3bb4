import Foundation

#if canImport(Analysis)
    import Analysis
#endif

/// Any bytes are a reply or a typed error; what is understood keeps its promises.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReply(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    let text = String(decoding: bytes, as: UTF8.self)
    look(text)
    fence(text)
    translate(text)
    if let completion = try? ChatCompletion(bytes) { look(completion.content) }
    if let list = ModelList(bytes) {
        precondition(list.models.allSatisfy { !$0.name.isEmpty && $0.name.count <= 200 }, "a model without a name")
    }
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
    if let critique = try? Critique(text) {
        precondition(!critique.overallAssessment.isEmpty, "a critique that says nothing")
        precondition(critique.secondPass.mainPoints.count <= 20, "a list without end")
    }
}

private func fence(_ text: String) {
    for fenced in [Fence.line(text, longest: 500), Fence.block(text, longest: 500)] where !fenced.isEmpty {
        let inside = fenced.dropFirst(3).dropLast(3)
        precondition(fenced.hasPrefix("<<<") && fenced.hasSuffix(">>>"), "no fence")
        precondition(!inside.contains("<<") && !inside.contains(">>") && !inside.contains("<|"), "a mark inside")
        precondition(!inside.hasPrefix("<") && !inside.hasSuffix(">"), "a longer mark")
        let normalised = inside.precomposedStringWithCompatibilityMapping
        precondition(!normalised.contains("<<") && !normalised.contains(">>"), "a mark inside, once normalised")
        precondition(!normalised.contains("<|"), "a template's mark inside, once normalised")
        precondition(inside.unicodeScalars.count <= 503, "a text without end")
    }
}

/// The first half is a report, the second one what a model made of it.
private func translate(_ text: String) {
    let (source, reply) = (String(text.prefix(text.count / 2)), String(text.suffix(text.count / 2)))
    if let english = try? TranslationReply(reply, of: source).text {
        precondition(!english.contains("<<<") && !english.contains(where: \.isNewline), "a translation on many lines")
        _ = TranslationGuard.problem(of: english, from: source)
    }
    let answer = RecentAnswer(uid: "1", imageHash: "1", region: "chest", severity: 5, text: source)
    let other = RecentAnswer(uid: "2", imageHash: "2", region: "hand", severity: nil, text: reply)
    precondition(CollapseAlarms.alarms(of: answer, recent: [other]).count <= 5, "too many alarms")
}
