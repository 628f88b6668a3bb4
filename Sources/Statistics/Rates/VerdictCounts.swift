/// How often reader and reference agreed, exam by exam, at one threshold: the 2 × 2 table of a diagnostic study.
///
/// The *reader* is what is judged (the model); the *reference* is the radiologist. Positive: severity ≥ threshold. An
/// exam that either side has not assessed is counted apart and never as a negative.
/// Source: P. M. Bossuyt et al., STARD 2015, BMJ 351:h5527.
public struct VerdictCounts: Mergeable {
    public private(set) var truePositives = 0
    public private(set) var trueNegatives = 0
    public private(set) var falsePositives = 0
    public private(set) var falseNegatives = 0
    /// Exams that one side or both have not assessed.
    public private(set) var unassessed = 0

    public init() {}

    /// `nil` unless every number lies in 0 … 2³⁸ (so that their sum is a total of `Proportion`).
    public init?(
        truePositives: Int, trueNegatives: Int, falsePositives: Int, falseNegatives: Int, unassessed: Int = 0
    ) {
        // No list of the five: it would cost more than all the rest of a resample.
        let counts = 0...1 << 38
        guard counts ~= truePositives, counts ~= trueNegatives, counts ~= falsePositives, counts ~= falseNegatives,
            counts ~= unassessed
        else { return nil }
        (self.truePositives, self.trueNegatives) = (truePositives, trueNegatives)
        (self.falsePositives, self.falseNegatives) = (falsePositives, falseNegatives)
        self.unassessed = unassessed
    }

    /// One exam, or `times` alike: severities 0…10; `nil` and anything outside (the old −1) is not assessed.
    public mutating func add(reader: Int?, reference: Int?, threshold: Int, times: Int = 1) {
        guard let reader = Severities.valid(reader), let reference = Severities.valid(reference) else {
            unassessed += times
            return
        }
        switch (reader >= threshold, reference >= threshold) {
        case (true, true): truePositives += times
        case (false, false): trueNegatives += times
        case (true, false): falsePositives += times
        case (false, true): falseNegatives += times
        }
    }

    /// True and false positives, true and false negatives.
    var cells: [Int] { [truePositives, falsePositives, trueNegatives, falseNegatives] }
    /// Exams with a verdict on both sides.
    public var compared: Int { truePositives + trueNegatives + falsePositives + falseNegatives }
    /// TP + TN.
    public var agreements: Int { truePositives + trueNegatives }
    /// FP + FN.
    public var disagreements: Int { falsePositives + falseNegatives }

    public mutating func merge(_ other: VerdictCounts) {
        truePositives += other.truePositives
        trueNegatives += other.trueNegatives
        falsePositives += other.falsePositives
        falseNegatives += other.falseNegatives
        unassessed += other.unassessed
    }

    @discardableResult
    public mutating func subtract(_ other: VerdictCounts) -> Bool {
        let rest = VerdictCounts(
            truePositives: truePositives - other.truePositives, trueNegatives: trueNegatives - other.trueNegatives,
            falsePositives: falsePositives - other.falsePositives,
            falseNegatives: falseNegatives - other.falseNegatives, unassessed: unassessed - other.unassessed)
        guard let rest else { return false }
        self = rest
        return true
    }
}

extension VerdictCounts: Codable {
    private enum CodingKeys: String, CodingKey {
        case truePositives, trueNegatives, falsePositives, falseNegatives, unassessed
    }

    public init(from decoder: any Decoder) throws {
        let stored = try decoder.container(keyedBy: CodingKeys.self)
        func number(_ key: CodingKeys) throws -> Int { try stored.decode(Int.self, forKey: key) }
        let counts = VerdictCounts(
            truePositives: try number(.truePositives), trueNegatives: try number(.trueNegatives),
            falsePositives: try number(.falsePositives), falseNegatives: try number(.falseNegatives),
            unassessed: try number(.unassessed))
        guard let counts else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a count is negative or absurd"))
        }
        self = counts
    }
}
