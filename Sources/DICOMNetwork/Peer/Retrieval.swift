import DICOM

/// One C-MOVE or C-GET under way: follows its counts to the last answer. Standard: PS3.4 §C.4.2, §C.4.3.
struct Retrieval {
    static let messageID: UInt16 = 1
    /// Room for a list of `SubOperations.maxFailedInstances` UIDs of the usual length.
    private static let identifierBytes = 6 << 20

    let association: Association
    let field: CommandField
    let patience: Duration
    private(set) var counts = SubOperations()

    init(_ association: Association, answeredBy field: CommandField, patience: Duration) {
        (self.association, self.field, self.patience) = (association, field, patience)
    }

    /// Takes a response.
    /// - Returns: `false` when it was the last.
    /// - Throws: `NetworkError.refused` when the peer could not do it at all.
    mutating func take(
        _ message: IncomingMessage, _ onProgress: (SubOperations) -> Void
    ) async throws(NetworkError) -> Bool {
        let response = try Association.response(in: message, to: Retrieval.messageID, field)
        let bytes =
            message.hasDataSet
            ? try await association.dataSetBytes(limit: Retrieval.identifierBytes, within: patience) : []
        if response.status.isPending {
            counts = response.subOperations
            onProgress(counts)
            return true
        }
        end(response, hasCounts: message.command.countsSubOperations)
        readFailures(bytes, association.transferSyntax(of: message))
        guard response.status.isDone || response.status == .cancelled else {
            throw .refused(field == .moveResponse ? .move : .get, response.status, comment: response.comment ?? "")
        }
        onProgress(counts)
        return false
    }

    /// A last answer without counts means, with success, that all that was found has arrived (PS3.4 table C.4-2); otherwise
    /// what was last said stands.
    private mutating func end(_ response: Response, hasCounts: Bool) {
        if hasCounts {
            counts = response.subOperations
        } else if response.status.isSuccess {
            counts.completed = counts.total - counts.failed - counts.warning
            counts.remaining = nil
        }
    }

    private mutating func readFailures(_ bytes: [UInt8], _ syntax: TransferSyntax) {
        let limits = ParsingLimits(
            maxBytes: Retrieval.identifierBytes, maxElements: 1000, maxDepth: 4,
            maxInflatedBytes: Retrieval.identifierBytes)
        // An unreadable list changes nothing: the counts say that films are missing.
        guard !bytes.isEmpty, let list = try? DataSet(bytes, transferSyntax: syntax, limits: limits) else { return }
        counts.readFailures(in: list)
    }
}

extension CommandSet {
    fileprivate var countsSubOperations: Bool {
        [CommandElement.completedSuboperations, .failedSuboperations, .warningSuboperations]
            .contains { self[$0] != nil }
    }
}
