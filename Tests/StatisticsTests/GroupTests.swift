import Statistics
import Testing

@Suite("Groups side by side")
struct GroupTests {
    private func rate(_ count: Int, _ total: Int) -> Proportion {
        Proportion(count, of: total) ?? FortyExams.verdicts.accuracy
    }

    @Test("The device that disagrees is found although three were looked at")
    func found() {
        let comparison = GroupComparison([("DX 2", rate(10, 100)), ("CR", rate(30, 100)), ("DX 1", rate(12, 100))])
        #expect(comparison.rows.map(\.group) == ["CR", "DX 1", "DX 2"])
        #expect(comparison.overall == Proportion(52, of: 300))
        #expect(comparison.rows.map { ($0.holm ?? 1) < 0.01 } == [true, false, false])
        #expect(comparison.homogeneity.map { $0.pValue < 1e-3 && $0.degrees == 2 } == true)
        #expect(comparison.rows.allSatisfy { ($0.pValue ?? 0) <= ($0.falseDiscovery ?? 0) })
    }

    @Test("The order and the splitting of groups do not change a digit")
    func order() {
        let one = GroupComparison([("a", rate(1, 9)), ("b", rate(5, 8)), ("c", rate(2, 20))])
        let other = GroupComparison([("c", rate(2, 20)), ("b", rate(2, 3)), ("a", rate(1, 9)), ("b", rate(3, 5))])
        #expect(one == other)
    }

    @Test("One group, or none, is compared with nothing")
    func alone() {
        let alone = GroupComparison([("chest", rate(3, 10))])
        #expect(alone.rows.map(\.pValue) == [nil] && alone.rows.map(\.holm) == [nil] && alone.homogeneity == nil)
        #expect(GroupComparison([]).rows.isEmpty && GroupComparison([]).overall.value == nil)
    }

    @Test(
        "Groups below five are hidden, and with a single one the next smallest, lest it be had by subtraction",
        arguments: [
            ([100, 3, 40, 7], [false, true, false, true]), ([100, 3, 4, 7], [false, true, true, false]),
            ([100, 5, 40], [false, false, false]), ([2], [true]), ([0, 4, 9], [false, true, true]), ([], []),
        ] as [([Int], [Bool])])
    func small(sizes: [Int], hidden: [Bool]) {
        #expect(SmallCells().hidden(sizes) == hidden)
    }

    @Test("In a table no hidden cell is the only one of its row or its column, though the others be empty")
    func table() {
        let table = [[9, 0, 0], [2, 40, 30], [50, 60, 70]]
        let hidden = SmallCells().hidden(table: table, also: table.map { $0.map { _ in false } }, hidesEmpty: true)
        #expect(hidden[1][0])
        for line in hidden + table.indices.map({ column in hidden.map { $0[column] } }) {
            #expect(line.count { $0 } != 1, "\(hidden)")
        }
    }

    @Test("What may be shown names how much is not")
    func visible() {
        let comparison = GroupComparison([("a", rate(9, 90)), ("b", rate(1, 3)), ("c", rate(1, 2)), ("d", rate(5, 60))])
        let shown = SmallCells().visible(comparison)
        #expect(shown.rows.map(\.group) == ["a", "d"] && shown.hidden == 2)
        #expect(
            [rate(3, 90), rate(88, 90), rate(0, 90), rate(9, 90)].map(SmallCells().hidesCount) == [
                true, true, false, false,
            ])
    }

    @Test("Ages fall into the groups that clients know")
    func ages() {
        let labels = [0, 2, 3, 4, 5, 10, 11, 17, 18, 19, 104].map { AgeBucket(years: $0)?.rawValue }
        #expect(
            labels == ["0-2", "0-2", "2-4", "2-4", "4-6", "8-10", "10-12", "16-18", "16-18", "> 18", "> 18"])
        #expect(AgeBucket(years: -1) == nil && AgeBucket.upTo10 < .upTo12)
    }

    @Test("p values that were not to be had stay so and are not counted")
    func missing() {
        #expect(MultipleComparisons.holm([0.01, nil, 0.04, .nan]) == [0.02, nil, 0.04, nil])
        #expect(MultipleComparisons.benjaminiHochberg([0.04, nil, 0.01]) == [0.04, nil, 0.02])
    }
}
