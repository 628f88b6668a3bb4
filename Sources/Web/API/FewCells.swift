import Reports
import Statistics

/// What readers without names are not told by the predecessor's endpoints: groups of 1 to 4 exams, and what gives them
/// away by subtraction within one answer.
struct FewCells: Sendable {
    /// Counts of the same exams: a part, and all of them.
    typealias Part = (part: Int, whole: Int)

    let isHiding: Bool
    private let cells = SmallCells()

    init(_ audience: Audience) { isHiding = audience != .admin }

    /// Whether one of these numbers is of few exams.
    func isFew(_ numbers: Int...) -> Bool { isFew(numbers) }

    func isFew(_ numbers: [Int]) -> Bool { isHiding && numbers.contains { (1..<cells.minimum).contains($0) } }

    /// - Parameter rest: exams of none of the groups, whose number follows from the answer.
    func hidden(_ sizes: [Int], rest: Int = 0, also: [Bool] = []) -> [Bool] {
        isHiding ? Array(cells.hidden(sizes + [rest], also: also).prefix(sizes.count)) : sizes.map { _ in false }
    }

    /// Those groups that may be told.
    func shown<Group>(_ groups: [Group], rest: Int = 0, _ size: (Group) -> Int) -> [Group] {
        zip(groups, hidden(groups.map(size), rest: rest)).filter { !$0.1 }.map(\.0)
    }

    /// With 0 in place of what may not be told.
    func shown(_ counts: [Int]) -> [Int] { zip(counts, hidden(counts)).map { $1 ? 0 : $0 } }

    /// Which cells to hide, so that none follows from its row or its column; an empty one is no secret.
    func hidden(table: [[Int]]) -> [[Bool]] {
        let none = table.map { $0.map { _ in false } }
        return isHiding ? cells.hidden(table: table, also: none) : none
    }

    /// Which parts to hide: the part or what is left beside it is of few exams, or follows from the other groups'.
    func hidden(parts: [Part], also: [Bool]) -> [Bool] {
        guard isHiding else { return parts.map { _ in false } }
        let table = parts.map { [$0.part, max(0, $0.whole - $0.part)] }
        return cells.hidden(table: table, also: also.map { [$0, $0] }, hidesEmpty: true).map { $0[0] || $0[1] }
    }

    /// Which groups to hide, each with all its numbers: those with one of few exams, and as many more as keep such a
    /// number from following from that of all groups.
    /// - Parameters:
    ///   - groups: of each as many numbers, none negative; each adds up over the groups.
    ///   - known: groups that are of no help, since their numbers are known even if they are hidden.
    func hidden(numbers groups: [[Int]], also: [Bool], but known: Set<Int> = []) -> [Bool] {
        var hidden = zip(groups, also).map { isFew($0) || $1 }
        while let next = complement(groups, hidden, known) { hidden[next] = true }
        return hidden
    }

    /// The smallest group shown that adds to a number of which those hidden have few together, or that joins one hidden
    /// alone; `nil` also where no group adds to it.
    private func complement(_ groups: [[Int]], _ hidden: [Bool], _ known: Set<Int>) -> Int? {
        let shown = groups.indices.filter { !hidden[$0] && !known.contains($0) }
        func smallest(_ places: [Int]) -> Int? {
            places.min { (groups[$0].reduce(0, +), $0) < (groups[$1].reduce(0, +), $1) }
        }
        for (number, sum) in together(groups, hidden).enumerated() where isFew(sum) {
            if let next = smallest(shown.filter { groups[$0][number] > 0 }) { return next }
        }
        let isAlone = hidden.count(where: { $0 }) == 1
        return isAlone ? smallest(shown.filter { groups[$0].contains { $0 > 0 } }) : nil
    }

    /// Each number of all hidden groups: that of all groups minus those shown.
    func together(_ groups: [[Int]], _ hidden: [Bool]) -> [Int] {
        let own = zip(groups, hidden).filter(\.1).map(\.0)
        return (groups.first ?? []).indices.map { number in own.reduce(0) { $0 + $1[number] } }
    }
}

extension JSONWriter {
    /// A number, or null where it cannot be told.
    mutating func field(_ name: String, _ number: Int, isTold: Bool) { field(name, isTold ? number : nil) }

    mutating func field(_ name: String, _ number: Double, isTold: Bool) {
        if isTold { field(name, number) } else { null(name) }
    }

    mutating func percent(_ name: String, _ part: Int, of whole: Int, isTold: Bool) {
        if isTold { percent(name, part, of: whole) } else { null(name) }
    }

    private mutating func null(_ name: String) { field(name, nil as Int?) }
}
