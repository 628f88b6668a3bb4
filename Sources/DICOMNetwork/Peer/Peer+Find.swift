import DICOM

/// How a C-FIND ended.
public struct QueryOutcome: Sendable, Equatable {
    /// Answers that were handed over.
    public var answers = 0
    /// There may be more: the limit, or 64 MiB, was reached and the rest cancelled, or the peer ended early by itself.
    public var isCut = false
    /// The peer ignored optional keys: its answers may match less than was asked (status FF01).
    public var hasUnsupportedKeys = false
    /// Answers that were no readable data sets; they are left out.
    public var unreadable = 0

    public init() {}
}

extension Peer {
    /// Asks which patients, studies, series or images there are, and hands over each answer as it comes.
    ///
    /// When `limit` answers have come the rest is cancelled (C-CANCEL); a cancelled task cancels and aborts.
    /// Standard: PS3.4 §C.4.1, PS3.7 §9.1.2.
    /// - Parameters:
    ///   - models: the first that the peer accepts is asked.
    ///   - patience: for each answer; the deadline of messages when `nil`.
    ///   - onAnswer: called in the order of the answers, before the next one is read.
    public func find(
        _ keys: QueryKeys, in models: [QueryModel] = QueryModel.preferred, limit: Int = .max, patience: Duration? = nil,
        onAnswer: @Sendable (QueryAnswer) -> Void
    ) async throws(NetworkError) -> QueryOutcome {
        let choice = try QueryChoice(models, \.findClass) { model throws(MessageError) in
            try keys.identifier(in: model)
        }
        let contexts = ContextList.services(choice.classes).contexts
        return try await converse(proposing: contexts, cancelling: Query.messageID) {
            association async throws(NetworkError) in
            let (context, sopClass, identifier) = try choice.accepted(by: association)
            var query = Query(
                association: association, context: context, limit: limit, patience: patience ?? deadlines.dimse)
            let request = FindRequest(messageID: Query.messageID, sopClass: sopClass.uid)
            try await association.ask(request.command, identifier, on: context)
            while try await query.takeAnswer(onAnswer) {}
            return query.outcome
        }
    }
}

/// One C-FIND under way.
private struct Query {
    static let messageID: UInt16 = 1
    /// A peer that goes on for longer than this after a cancel is left.
    private static let answersAfterCancel = 10_000
    /// Answers of one query in bytes; what comes beyond is cut as by the limit: answers may be collected.
    private static let maxBytes = 64 << 20

    let association: Association
    let context: AcceptedContext
    let limit: Int
    let patience: Duration
    var outcome = QueryOutcome()
    private var ignored = 0
    private var bytes = 0

    init(association: Association, context: AcceptedContext, limit: Int, patience: Duration) {
        (self.association, self.context) = (association, context)
        (self.limit, self.patience) = (limit, patience)
    }

    /// - Returns: `false` when that was the last answer.
    mutating func takeAnswer(_ onAnswer: (QueryAnswer) -> Void) async throws(NetworkError) -> Bool {
        let (message, response) = try await association.response(
            to: Query.messageID, .findResponse, within: patience)
        let bytes =
            message.hasDataSet
            ? try await association.dataSetBytes(limit: QueryAnswer.limits.maxBytes, within: patience) : []
        guard response.status.isPending else {
            let isEnd = response.status.isDone || response.status == .cancelled
            guard isEnd else { throw .refused(.find, response.status, comment: response.comment ?? "") }
            // Archives with a limit of their own end so without having been asked to: there is more. Success says that all
            // was answered, also behind a cancel that came too late; a warning says that not all went well.
            if !response.status.isSuccess { outcome.isCut = true }
            return false
        }
        self.bytes += bytes.count
        guard outcome.answers < limit, self.bytes <= Query.maxBytes else {
            try await ignoreAnswer()
            return true
        }
        if response.status == .pendingWithUnsupportedKeys { outcome.hasUnsupportedKeys = true }
        take(bytes, association.transferSyntax(of: message), onAnswer)
        return true
    }

    private mutating func take(_ bytes: [UInt8], _ syntax: TransferSyntax, _ onAnswer: (QueryAnswer) -> Void) {
        guard let answer = try? QueryAnswer(bytes, transferSyntax: syntax) else { return outcome.unreadable += 1 }
        outcome.answers += 1
        onAnswer(answer)
    }

    /// Only an answer beyond the limit shows that there are more; it is the first that is thrown away.
    private mutating func ignoreAnswer() async throws(NetworkError) {
        if !outcome.isCut {
            outcome.isCut = true
            let cancel = CancelRequest(cancelledMessageID: Query.messageID)
            try await association.send(cancel.command, on: context.id)
        }
        ignored += 1
        guard ignored < Query.answersAfterCancel else {
            throw .unexpectedMessage("C-FIND response long after a C-CANCEL")
        }
    }
}
