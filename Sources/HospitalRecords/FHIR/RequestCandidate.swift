import Radiology

/// An order of an answer.
package struct RequestCandidate: Sendable, Equatable {
    package let id: String
    let subject: Subject
    let identifiers: [Identifier]
    /// When it shall be, or was, carried out; without that, when it was written.
    let times: [RecordTime]
    /// The day that it is for is told: it is no order for as long as somebody lies in bed.
    let isForOneDay: Bool
    let exam: ExamWords
    /// Not revoked, not a mere plan.
    let isLive: Bool
    /// Other orders that this one carries out or replaces.
    let supersedes: [String]
    package let justification: String?

    /// Of this order alone.
    var numbers: [String] { identifiers.filter { !$0.isAccession && $0.study == nil }.map(\.value) }

    /// `nil` without a usable id.
    package init?(_ resource: Resource, rules: RegionRules) {
        guard resource.type == "ServiceRequest", let id = resource.id else { return nil }
        let json = resource.json
        self.id = id
        subject = Subject(resource)
        identifiers = resource.identifiers + json.items("requisition").compactMap(Identifier.init)
        let due = [json.text("occurrenceDateTime"), json["occurrencePeriod"]?.text("start")].compactMap(\.self)
        times = (due.isEmpty ? [json.text("authoredOn")].compactMap(\.self) : due).compactMap { RecordTime($0) }
        isForOneDay = json.text("occurrenceDateTime") != nil
        let words = resource.words("code", "category", "orderDetail")
        let codes = resource.codes("code", "category", "orderDetail")
        exam = ExamWords(
            words: words, codes: codes, sections: resource.codes("category"), places: resource.words("bodySite"),
            rules: rules)
        let dead = ["draft", "revoked", "entered-in-error", "unknown"]
        let plans = ["proposal", "plan", "directive", "option"]
        isLive = !dead.contains(json.text("status") ?? "") && !plans.contains(json.text("intent") ?? "")
        supersedes =
            resource.references("basedOn", to: "ServiceRequest") + resource.references("replaces", to: "ServiceRequest")
        justification = Self.justification(of: resource)
    }

    /// What the predecessor takes first, then what the standard has.
    static func justification(of resource: Resource) -> String? {
        let json = resource.json
        let texts =
            json.items("supportingInfo").compactMap { $0.text("display") }
            + json.items("reason").compactMap { $0.text("display") ?? $0.text("text") }
            + resource.words("reasonCode") + json.items("reasonReference").compactMap { $0.text("display") }
        return texts.first.flatMap { ReportText.tidied(String($0.prefix(2000))).nonEmpty }
    }
}
