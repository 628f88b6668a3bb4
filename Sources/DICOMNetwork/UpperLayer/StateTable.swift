/// The state table of the upper layer as data: a row for each event, a column for each state. An empty cell is something
/// that cannot happen, or that our side may not ask for. Standard: PS3.8 table 9-10.
public enum StateTable {
    public struct Cell: Sendable, Equatable {
        public let action: AssociationAction
        public let next: AssociationState
        /// AE-6: the state when the provider rejects. AR-8: the state of the acceptor.
        public let otherwise: AssociationState?
    }

    /// `nil` for an empty cell.
    public static func cell(_ event: AssociationEvent, in state: AssociationState) -> Cell? {
        rows[event.rawValue - 1][state.rawValue - 1]
    }

    private static func to(
        _ action: AssociationAction, _ next: AssociationState, or otherwise: AssociationState? = nil
    ) -> Cell? {
        Cell(action: action, next: next, otherwise: otherwise)
    }

    private static let ae1 = to(.ae1, .sta4), ae2 = to(.ae2, .sta5), ae3 = to(.ae3, .sta6), ae4 = to(.ae4, .sta1)
    private static let ae5 = to(.ae5, .sta2), ae6 = to(.ae6, .sta3, or: .sta13)
    private static let ae7 = to(.ae7, .sta6), ae8 = to(.ae8, .sta13)
    private static let dt1 = to(.dt1, .sta6), dt2 = to(.dt2, .sta6)
    private static let ar1 = to(.ar1, .sta7), ar2 = to(.ar2, .sta8), ar3 = to(.ar3, .sta1), ar4 = to(.ar4, .sta13)
    private static let ar5 = to(.ar5, .sta1), ar6 = to(.ar6, .sta7), ar7 = to(.ar7, .sta8)
    private static let ar8 = to(.ar8, .sta9, or: .sta10), ar9 = to(.ar9, .sta11), arX = to(.ar10, .sta12)
    private static let aa1 = to(.aa1, .sta13), aa2 = to(.aa2, .sta1), aa3 = to(.aa3, .sta1), aa4 = to(.aa4, .sta1)
    private static let aa5 = to(.aa5, .sta1), aa6 = to(.aa6, .sta13), aa7 = to(.aa7, .sta13), aa8 = to(.aa8, .sta13)

    // swift-format-ignore
    private static let rows: [[Cell?]] = [
        // Sta1  2    3    4    5    6    7    8    9    10   11   12   13
        [ae1, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil],  // Evt1
        [nil, nil, nil, ae2, nil, nil, nil, nil, nil, nil, nil, nil, nil],  // Evt2
        [nil, aa1, aa8, nil, ae3, aa8, aa8, aa8, aa8, aa8, aa8, aa8, aa6],  // Evt3
        [nil, aa1, aa8, nil, ae4, aa8, aa8, aa8, aa8, aa8, aa8, aa8, aa6],  // Evt4
        [ae5, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil],  // Evt5
        [nil, ae6, aa8, nil, aa8, aa8, aa8, aa8, aa8, aa8, aa8, aa8, aa7],  // Evt6
        [nil, nil, ae7, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil],  // Evt7
        [nil, nil, ae8, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil],  // Evt8
        [nil, nil, nil, nil, nil, dt1, nil, ar7, nil, nil, nil, nil, nil],  // Evt9
        [nil, aa1, aa8, nil, aa8, dt2, ar6, aa8, aa8, aa8, aa8, aa8, aa6],  // Evt10
        [nil, nil, nil, nil, nil, ar1, nil, nil, nil, nil, nil, nil, nil],  // Evt11
        [nil, aa1, aa8, nil, aa8, ar2, ar8, aa8, aa8, aa8, aa8, aa8, aa6],  // Evt12
        [nil, aa1, aa8, nil, aa8, aa8, ar3, aa8, aa8, arX, ar3, aa8, aa6],  // Evt13
        [nil, nil, nil, nil, nil, nil, nil, ar4, ar9, nil, nil, ar4, nil],  // Evt14
        [nil, nil, aa1, aa2, aa1, aa1, aa1, aa1, aa1, aa1, aa1, aa1, nil],  // Evt15
        [nil, aa2, aa3, nil, aa3, aa3, aa3, aa3, aa3, aa3, aa3, aa3, aa2],  // Evt16
        [nil, aa5, aa4, aa4, aa4, aa4, aa4, aa4, aa4, aa4, aa4, aa4, ar5],  // Evt17
        [nil, aa2, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, aa2],  // Evt18
        [nil, aa1, aa8, nil, aa8, aa8, aa8, aa8, aa8, aa8, aa8, aa8, aa7],  // Evt19
    ]
}
