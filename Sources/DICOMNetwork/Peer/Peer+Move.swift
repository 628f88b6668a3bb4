import DICOM

extension Peer {
    /// Asks the peer to send what the keys name to another system, usually our own listener. The films arrive there, by
    /// associations of their own, and may still be on their way when this returns.
    ///
    /// Standard: PS3.4 §C.4.2, PS3.7 §9.1.4.
    /// - Parameters:
    ///   - destination: a title that the peer knows with host and port.
    ///   - patience: for each answer; the deadline of retrievals when `nil`.
    /// - Returns: the last counts; `failedInstances` as far as the peer names them.
    /// - Throws: `NetworkError.refused` when the peer cannot do it, e.g. A801H: it does not know the destination.
    public func move(
        _ keys: QueryKeys, in models: [QueryModel] = QueryModel.preferred, to destination: AETitle,
        patience: Duration? = nil,
        onProgress: @Sendable (SubOperations) -> Void = { _ in }
    ) async throws(NetworkError) -> SubOperations {
        let choice = try QueryChoice(models, \.moveClass) { model throws(MessageError) in
            try keys.retrieveIdentifier(in: model)
        }
        let contexts = ContextList.services(choice.classes).contexts
        return try await converse(proposing: contexts, cancelling: Retrieval.messageID) {
            association async throws(NetworkError) in
            let (context, sopClass, identifier) = try choice.accepted(by: association)
            let request = MoveRequest(
                messageID: Retrieval.messageID, sopClass: sopClass.uid, destination: destination.rawValue)
            try await association.ask(request.command, identifier, on: context)
            let patience = patience ?? deadlines.retrieval
            var retrieval = Retrieval(association, answeredBy: .moveResponse, patience: patience)
            while try await retrieval.take(try await association.nextMessage(within: patience), onProgress) {}
            return retrieval.counts
        }
    }
}
