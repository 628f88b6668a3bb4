/// Finds what a mistyped name was probably meant to be.
package enum NearestName {
    /// The candidate with the smallest edit distance, letter case ignored; the first one among equals.
    package static func of(_ name: String, among candidates: [String]) -> String? {
        // Longer than any name of ours: nothing is near, and the distance would cost its square.
        let typed = Array(name.lowercased().unicodeScalars.prefix(64))
        return candidates.min { distance(typed, to: $0) < distance(typed, to: $1) }
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    package static func distance(_ a: [Unicode.Scalar], to candidate: String) -> Int {
        let b = Array(candidate.lowercased().unicodeScalars)
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
