import DICOMNetwork
import Testing

/// Table 9-10 of PS3.8 as it is printed: columns Sta1 to Sta13, `action>next state`, `-` for an empty cell.
private let printed = """
    Evt1  AE-1>4 - - - - - - - - - - - -
    Evt2  - - - AE-2>5 - - - - - - - - -
    Evt3  - AA-1>13 AA-8>13 - AE-3>6 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-6>13
    Evt4  - AA-1>13 AA-8>13 - AE-4>1 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-6>13
    Evt5  AE-5>2 - - - - - - - - - - - -
    Evt6  - AE-6>3/13 AA-8>13 - AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-7>13
    Evt7  - - AE-7>6 - - - - - - - - - -
    Evt8  - - AE-8>13 - - - - - - - - - -
    Evt9  - - - - - DT-1>6 - AR-7>8 - - - - -
    Evt10 - AA-1>13 AA-8>13 - AA-8>13 DT-2>6 AR-6>7 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-6>13
    Evt11 - - - - - AR-1>7 - - - - - - -
    Evt12 - AA-1>13 AA-8>13 - AA-8>13 AR-2>8 AR-8>9/10 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-6>13
    Evt13 - AA-1>13 AA-8>13 - AA-8>13 AA-8>13 AR-3>1 AA-8>13 AA-8>13 AR-10>12 AR-3>1 AA-8>13 AA-6>13
    Evt14 - - - - - - - AR-4>13 AR-9>11 - - AR-4>13 -
    Evt15 - - AA-1>13 AA-2>1 AA-1>13 AA-1>13 AA-1>13 AA-1>13 AA-1>13 AA-1>13 AA-1>13 AA-1>13 -
    Evt16 - AA-2>1 AA-3>1 - AA-3>1 AA-3>1 AA-3>1 AA-3>1 AA-3>1 AA-3>1 AA-3>1 AA-3>1 AA-2>1
    Evt17 - AA-5>1 AA-4>1 AA-4>1 AA-4>1 AA-4>1 AA-4>1 AA-4>1 AA-4>1 AA-4>1 AA-4>1 AA-4>1 AR-5>1
    Evt18 - AA-2>1 - - - - - - - - - - AA-2>1
    Evt19 - AA-1>13 AA-8>13 - AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-8>13 AA-7>13
    """

@Suite("The state table of the upper layer")
struct StateTableTests {
    @Test(
        "Every cell is as the standard prints it",
        arguments: zip(AssociationEvent.allCases, printed.split(separator: "\n").map(String.init)))
    func row(event: AssociationEvent, line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        try #require(words.count == 14)
        #expect(words[0] == "Evt\(event.rawValue)")
        for (state, word) in zip(AssociationState.allCases, words.dropFirst()) {
            let cell = StateTable.cell(event, in: state)
            let shown = cell.map { cell in
                "\(cell.action.rawValue)>\(cell.next.rawValue)" + (cell.otherwise.map { "/\($0.rawValue)" } ?? "")
            }
            #expect(shown ?? "-" == word, "Evt\(event.rawValue) in Sta\(state.rawValue)")
        }
    }

    @Test("The table has 19 events and 13 states")
    func size() {
        #expect(AssociationEvent.allCases.count == 19 && AssociationState.allCases.count == 13)
        #expect(printed.split(separator: "\n").count == 19)
    }
}
