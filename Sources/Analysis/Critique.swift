import Foundation

/// The quality of a report, examined in three passes. Its JSON form is the predecessor's.
public struct Critique: Sendable, Equatable, Codable {
    public struct FirstPass: Sendable, Equatable, Codable {
        public var topic: String
        public var purpose: String
        public var primaryFindings: String

        enum CodingKeys: String, CodingKey { case topic, purpose, primaryFindings = "primary_findings" }
    }

    public struct SecondPass: Sendable, Equatable, Codable {
        public var mainPoints: [String]
        public var supportingEvidence: [String]
        public var conclusionsValid: Bool

        enum CodingKeys: String, CodingKey {
            case mainPoints = "main_points", supportingEvidence = "supporting_evidence"
            case conclusionsValid = "conclusions_valid"
        }
    }

    public struct ThirdPass: Sendable, Equatable, Codable {
        public var assumptions: [String]
        public var missingInfo: [String]
        public var critique: String

        enum CodingKeys: String, CodingKey { case assumptions, missingInfo = "missing_info", critique }
    }

    public var firstPass: FirstPass
    public var secondPass: SecondPass
    public var thirdPass: ThirdPass
    public var overallAssessment: String

    enum CodingKeys: String, CodingKey {
        case firstPass = "first_pass", secondPass = "second_pass", thirdPass = "third_pass"
        case overallAssessment = "overall_assessment"
    }
}
