import DICOM

/// How far a C-MOVE or C-GET is: one sub-operation for each instance. Standard: PS3.4 §C.4.2.1.6 to C.4.2.1.9, C.4.3.1.
public struct SubOperations: Sendable, Equatable {
    /// `nil` where the peer does not say, as in a last answer.
    public var remaining: Int?
    public var completed: Int
    public var failed: Int
    public var warning: Int
    /// SOP Instance UIDs that did not arrive, from Failed SOP Instance UID List (0008,0058); a peer may send none although
    /// `failed` counts some. At most `maxFailedInstances`.
    public var failedInstances: [String] = []

    /// A list longer than this is cut: what matters then is to ask again.
    public static let maxFailedInstances = 100_000

    public init(remaining: Int? = nil, completed: Int = 0, failed: Int = 0, warning: Int = 0) {
        (self.remaining, self.completed, self.failed, self.warning) = (remaining, completed, failed, warning)
    }

    /// What the command counts; absent counts are zero.
    init(_ command: CommandSet) {
        remaining = command[.remainingSuboperations].map(Int.init)
        completed = Int(command[.completedSuboperations] ?? 0)
        failed = Int(command[.failedSuboperations] ?? 0)
        warning = Int(command[.warningSuboperations] ?? 0)
        let list = command.failedInstanceList.split(separator: UInt8(ascii: "\\"))
        failedInstances = list.prefix(SubOperations.maxFailedInstances).compactMap { bytes in
            let uid = String(decoding: bytes.filter { $0 != 0 && $0 != 0x20 }, as: UTF8.self)
            return uid.isUniqueIdentifier ? uid : nil
        }
    }

    /// Instances that the peer found: each ended in one of the three ways or waits.
    public var total: Int { completed + failed + warning + (remaining ?? 0) }

    /// Everything that was found has arrived. Counts of 16 bits: a peer with more than 65 535 instances wraps them.
    public var isComplete: Bool { failed == 0 && (remaining ?? 0) == 0 && failedInstances.isEmpty }

    /// Reads the failed instances out of the data set of a last answer; what is no UID is left out.
    mutating func readFailures(in identifier: DataSet) {
        let uids = identifier.strings(.failedSOPInstanceUIDList).filter(\.isUniqueIdentifier)
        if !uids.isEmpty { failedInstances = Array(uids.prefix(SubOperations.maxFailedInstances)) }
    }

    func write(to command: inout CommandSet) {
        command[.remainingSuboperations] = remaining.map { UInt16(clamping: $0) }
        command[.completedSuboperations] = UInt16(clamping: completed)
        command[.failedSuboperations] = UInt16(clamping: failed)
        command[.warningSuboperations] = UInt16(clamping: warning)
    }
}
