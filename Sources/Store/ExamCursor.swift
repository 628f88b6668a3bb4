import Radiology

/// A place in an ordered list: "behind this exam". It stays a place when the exam is gone or has moved.
public struct ExamCursor: Sendable, Hashable {
    let order: ExamOrder
    let rank: Int
    let created: UInt64
    let uid: PackedUID

    init(order: ExamOrder, rank: Int, created: UInt64, uid: PackedUID) {
        (self.order, self.rank, self.created, self.uid) = (order, rank, created, uid)
    }

    /// The text that `text` gave; `nil` for any other.
    public init?(_ text: String) {
        let parts = text.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 4, let order = ExamOrder(rawValue: String(parts[0])), let rank = UInt8(parts[1]),
            let created = UInt64(parts[2]), let uid = PackedUID(String(parts[3]))
        else { return nil }
        self.init(order: order, rank: Int(rank), created: created, uid: uid)
    }

    /// Letters, digits, dots and `~`: fit for a URL as it is.
    public var text: String { "\(order.rawValue)~\(rank)~\(created)~\(uid.text)" }
}
