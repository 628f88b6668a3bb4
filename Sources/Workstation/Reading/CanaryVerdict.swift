import Radiology

/// Whether a film with a known answer was read as it should be. A model that had a verdict once and has none now was
/// changed, too.
package struct CanaryVerdict: Sendable, Equatable {
    /// What should have been answered: of a range its nearest end.
    package let expected: Severity?
    package let isChanged: Bool

    /// - Parameters:
    ///   - expected: severities that are right; `nil` asks for the first reading's side of the threshold.
    ///   - first: what the first reading without trouble said.
    package init(_ got: Severity?, expected: ClosedRange<Int>?, first: Severity?, threshold: Severity) {
        if let expected {
            let nearest = got.map { min(max($0.score, expected.lowerBound), expected.upperBound) }
            self.expected = Severity(nearest ?? expected.lowerBound)
            isChanged = got.map { !expected.contains($0.score) } ?? true
        } else {
            self.expected = first
            isChanged = first.map { first in got.map { ($0 >= threshold) != (first >= threshold) } ?? true } ?? false
        }
    }
}
