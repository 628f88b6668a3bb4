/// Hides small groups from readers who might recognise a patient in them.
///
/// A group of fewer than `minimum` exams is hidden. What then follows from the total minus the rest is not hidden, so the
/// next smallest is hidden too (complementary suppression).
/// Source: L. Willenborg, T. de Waal, Elements of Statistical Disclosure Control (2001), ch. 6.
public struct SmallCells: Sendable {
    /// The smallest group to be shown.
    public let minimum: Int

    /// Exams that hidden groups have together beyond one each.
    private static let leastRoom = 2

    public init(minimum: Int = 5) { self.minimum = minimum }

    /// Which groups to hide, in the order of `sizes`. Empty groups are no secret.
    ///
    /// The hidden ones together are a group as well, whose number is the total minus the rest: so they are two or more,
    /// and together no fewer than `minimum`, as long as there is something left to hide.
    /// - Parameters:
    ///   - also: groups that are hidden for another reason, empty ones too: nobody knows that they are empty.
    ///   - known: groups that are of no help to others, since their numbers can be had elsewhere.
    public func hidden(_ sizes: [Int], also: [Bool] = [], known: Set<Int> = []) -> [Bool] {
        var hidden = sizes.indices.map { index in
            isSmall(sizes[index]) || (index < also.count && also[index])
        }
        // As if they were empty.
        let secret = sizes.indices.map { known.contains($0) ? 0 : sizes[$0] }
        while let next = complement(secret, secret.indices.map { hidden[$0] && !known.contains($0) }) {
            hidden[next] = true
        }
        return hidden
    }

    /// Whether hidden groups that are named, so that nobody takes them for empty, can be counted all the same: together
    /// they leave none of them enough room, and nothing is left to hide beside them.
    func areCountable(_ sizes: [Int], known: Set<Int> = []) -> Bool {
        let marks = hidden(sizes, known: known)
        let few = sizes.indices.filter { marks[$0] && !known.contains($0) }.map { sizes[$0] }
        return !few.isEmpty && few.reduce(0, +) - few.count < Self.leastRoom
    }

    /// 1 … `minimum` − 1.
    func isSmall(_ size: Int) -> Bool { size > 0 && size < minimum }

    /// The smallest group shown, if what is hidden so far could be had by subtraction.
    private func complement(_ sizes: [Int], _ hidden: [Bool]) -> Int? {
        let number = hidden.count(where: { $0 })
        let together = sizes.indices.reduce(0) { hidden[$1] ? $0 + sizes[$1] : $0 }
        // Each has one exam at least: without exams beyond these, they would be known to have one each.
        let room = together - sizes.indices.count { hidden[$0] && sizes[$0] > 0 }
        guard number == 1 || (number > 0 && (together < minimum || room < Self.leastRoom)) else { return nil }
        return sizes.indices.filter { !hidden[$0] && sizes[$0] > 0 }.min { (sizes[$0], $0) < (sizes[$1], $1) }
    }

    /// Which groups to hide, each as a whole, that are shown with the same parts: positive, negative, not assessed.
    ///
    /// Of the hidden ones the total of each part is known, and what the parts of each add up to; empty parts are taken for
    /// known. A small part follows from these exactly if no other way leads from its group to its part.
    /// Source: D. Gusfield, A graph theoretic approach to statistical data security, SIAM J. Comput. 17 (1988) 552–571.
    /// - Parameters:
    ///   - parts: of each group as many.
    ///   - secret: which of the parts must not be known when they are small; `nil` is all of them.
    func hidden(parts: [[Int]], also: [Bool], secret: Set<Int>? = nil) -> [Bool] {
        let secret = secret ?? Set(parts.first?.indices ?? [].indices)
        var hidden = zip(parts, also).map { group, also in also || secret.contains { isSmall(group[$0]) } }
        while let part = openPart(parts, hidden, secret) {
            // The smallest group with such a part; where there is none left, the smallest of all.
            let shown = parts.indices.filter { !hidden[$0] && parts[$0].contains { $0 > 0 } }
            let useful = shown.filter { parts[$0][part] > 0 }
            let size = { (group: Int) in parts[group].reduce(0, +) }
            guard let next = (useful.isEmpty ? shown : useful).min(by: { (size($0), $0) < (size($1), $1) }) else {
                break
            }
            hidden[next] = true
        }
        return hidden
    }

    /// Whether a small number of a part could be had from what is shown beside the hidden groups.
    func isOpen(_ parts: [[Int]], hidden: [Bool]) -> Bool {
        openPart(parts, hidden, Set(parts.first?.indices ?? [].indices)) != nil
    }

    /// A part of which a small number could be had.
    private func openPart(_ parts: [[Int]], _ hidden: [Bool], _ secret: Set<Int>) -> Int? {
        let rows = zip(parts, hidden).filter(\.1).map(\.0)
        for part in secret.sorted() {
            if isSmall(rows.reduce(0) { $0 + $1[part] }) { return part }
            if rows.indices.contains(where: { isSmall(rows[$0][part]) && !isOnCycle(rows, $0, part) }) { return part }
        }
        return nil
    }

    /// Whether a way leads from the group to the part without the cell itself.
    private func isOnCycle(_ rows: [[Int]], _ row: Int, _ part: Int) -> Bool {
        var (seenRows, seenParts): (Set<Int>, Set<Int>) = ([row], [])
        var isNew = true
        while isNew {
            isNew = false
            for at in rows.indices {
                for column in rows[at].indices where rows[at][column] > 0 && !(at == row && column == part) {
                    let (hasRow, hasPart) = (seenRows.contains(at), seenParts.contains(column))
                    guard hasRow != hasPart else { continue }
                    seenRows.insert(at)
                    seenParts.insert(column)
                    isNew = true
                }
            }
        }
        return seenParts.contains(part)
    }

    /// Which cells of a table to hide, so that none follows from its row or its column (of equal lengths).
    /// - Parameter hidesEmpty: whether an empty cell can be hidden, too, because the reader sees a cell there: one hidden
    ///   cell alone among empty ones would be its line's total.
    public func hidden(table: [[Int]], also: [[Bool]], hidesEmpty: Bool = false) -> [[Bool]] {
        var marked = also
        while true {
            var next = table.indices.map { inLine(table[$0], also: marked[$0], hidesEmpty) }
            for column in table.first?.indices ?? [].indices {
                let cells = inLine(table.map { $0[column] }, also: next.map { $0[column] }, hidesEmpty)
                for row in table.indices { next[row][column] = cells[row] }
            }
            if next == marked { return marked }
            marked = next
        }
    }

    private func inLine(_ sizes: [Int], also: [Bool], _ hidesEmpty: Bool) -> [Bool] {
        var cells = hidden(sizes, also: also)
        if hidesEmpty, cells.count(where: { $0 }) == 1, let empty = cells.firstIndex(of: false) { cells[empty] = true }
        return cells
    }

    /// The rows that may be shown, and how many are not. Rates with 1…`minimum` − 1 cases in a large enough group stay:
    /// hide their numerator with `hidesCount` where that is asked for.
    public func visible(_ comparison: GroupComparison) -> (rows: [GroupComparison.Row], hidden: Int) {
        let hidden = hidden(comparison.rows.map(\.rate.total))
        let rows = zip(comparison.rows, hidden).filter { !$0.1 }.map(\.0)
        return (rows, comparison.rows.count - rows.count)
    }

    /// Whether the numerator, or what is left beside it, is small enough to point at a patient.
    public func hidesCount(_ rate: Proportion) -> Bool {
        [rate.count, rate.complement.count].contains { $0 > 0 && $0 < minimum }
    }
}
