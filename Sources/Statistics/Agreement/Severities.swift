/// The scale of severity that reader and reference use: 0 (nothing) … 10 (immediately life-threatening).
package enum Severities {
    package static let all = 0...10
    package static let count = 11

    /// The severity, or `nil` (not assessed) for anything outside of the scale, such as the old −1.
    package static func valid(_ severity: Int?) -> Int? {
        severity.flatMap { all.contains($0) ? $0 : nil }
    }
}
