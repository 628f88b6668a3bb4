import Foundation

extension Critique {
    /// Longest text and longest list that are kept.
    private static let (longestText, longestList) = (4000, 20)

    /// A model's reply. A text where a list should be is a list of one, and the other way round; "yes" is true. A pass
    /// that is missing, or a text that says nothing where it must, is refused.
    /// - Throws: what is wrong; of several objects the first that is a critique counts.
    public init(_ reply: String) throws(ReplyProblem) {
        let bare = try ModelText.bare(reply)
        var problem: ReplyProblem?
        for candidate in [bare] + JSONCandidates.objects(in: bare) {
            guard let found = try? JSONDecoder().decode(LooseJSON.self, from: Data(candidate.utf8)),
                let fields = found.object ?? found.list?.first?.object
            else { continue }
            do {
                self = try Self(Fields(fields))
                return
            } catch { problem = problem ?? error }
        }
        throw problem ?? .noObject
    }

    private init(_ fields: Fields) throws(ReplyProblem) {
        let (first, second) = (try fields.pass("first_pass"), try fields.pass("second_pass"))
        let third = try fields.pass("third_pass")
        firstPass = FirstPass(
            topic: try first.text("topic"), purpose: try first.text("purpose"),
            primaryFindings: try first.text("primary_findings"))
        secondPass = SecondPass(
            mainPoints: try second.list("main_points"), supportingEvidence: try second.list("supporting_evidence"),
            conclusionsValid: try second.truth("conclusions_valid"))
        thirdPass = ThirdPass(
            assumptions: try third.list("assumptions"), missingInfo: try third.list("missing_info"),
            critique: try third.text("critique"))
        overallAssessment = try fields.text("overall_assessment")
        guard !overallAssessment.isEmpty else { throw .missing(field: "overall_assessment") }
    }

    private struct Fields {
        let values: [String: LooseJSON]

        /// Keys in any case; small letters win.
        init(_ values: [String: LooseJSON]) {
            self.values = Dictionary(
                values.sorted { $0.key > $1.key }.map { ($0.key.lowercased(), $0.value) }
            ) { first, _ in first }
        }

        func pass(_ name: String) throws(ReplyProblem) -> Fields {
            guard let fields = values[name]?.object else { throw .missing(field: name) }
            return Fields(fields)
        }

        func text(_ name: String) throws(ReplyProblem) -> String {
            switch values[name] {
            case .text(let text): return Self.short(text)
            case .list(let list): return Self.short(list.compactMap(\.text).joined(separator: " "))
            case .null: return ""
            default: throw .missing(field: name)
            }
        }

        func list(_ name: String) throws(ReplyProblem) -> [String] {
            switch values[name] {
            case .list(let list):
                return list.prefix(longestList).compactMap(\.text).map(Self.short).filter { !$0.isEmpty }
            case .text(let text): return [Self.short(text)].filter { !$0.isEmpty }
            case .null: return []
            default: throw .missing(field: name)
            }
        }

        func truth(_ name: String) throws(ReplyProblem) -> Bool {
            switch (values[name], values[name]?.text?.lowercased()) {
            case (.truth(let truth), _): return truth
            case (_, "true"), (_, "yes"): return true
            case (_, "false"), (_, "no"): return false
            default: throw .missing(field: name)
            }
        }

        private static func short(_ text: String) -> String {
            String(ModelText.trimmed(Substring(text)).prefix(longestText))
        }
    }
}
