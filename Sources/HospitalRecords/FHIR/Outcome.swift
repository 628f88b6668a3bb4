/// What an OperationOutcome says. Its texts may name a patient and are not looked at.
struct Outcome: Sendable, Equatable {
    /// Every issue is mere information: nothing was found.
    let saysNothingIsThere: Bool
    /// Of the first issue that is no information.
    let code: IssueCode

    /// `nil` for every other resource.
    init?(_ resource: Resource) {
        guard resource.type == "OperationOutcome" else { return nil }
        let issues = resource.json.items("issue").prefix(64).map { issue in
            (issue.text("severity") ?? "", IssueCode(rawValue: issue.text("code") ?? "") ?? .unlisted)
        }
        let problems = issues.filter { $0.0 != "information" && $0.0 != "success" && !$0.1.saysNothingIsThere }
        saysNothingIsThere = !issues.isEmpty && problems.isEmpty
        code = problems.first?.1 ?? .unlisted
    }
}
