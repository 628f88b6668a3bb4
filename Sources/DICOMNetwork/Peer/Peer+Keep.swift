/// The films that a peer stores with us on an association of ours, between its answers to a C-GET.
/// Standard: PS3.4 §C.4.3.3, §B.2.3.
extension Peer {
    /// Keeps one film and answers. A film that is refused costs neither the association nor the others.
    func keep(
        _ message: IncomingMessage, of association: Association, _ receiver: FilmReceiver, _ patience: Duration
    ) async throws(NetworkError) {
        let answer: (status: DIMSEStatus, comment: String)
        switch storageRequest(message, association) {
        case .success(let request):
            answer = try await association.receive(FilmIntake(request, receiver), within: patience)
        case .failure(let refusal):
            while try await association.nextFragment(within: patience) != nil {}
            answer = (refusal.status, refusal.comment)
        }
        guard let response = message.command.answer(answer.status, comment: answer.comment) else {
            throw .message(.missing(.messageID))
        }
        try await association.send(response, on: message.contextID)
    }

    private func storageRequest(
        _ message: IncomingMessage, _ association: Association
    ) -> Result<StorageRequest, Refusal> {
        let store: StoreRequest
        do { store = try StoreRequest(message.command) } catch { return .failure(Refusal(error)) }
        guard let context = association.context(message.contextID), context.isProvider,
            context.abstractSyntax == store.sopClass
        else { return .failure(.foreignClass) }
        return .success(
            StorageRequest(
                callingTitle: address.title, calledTitle: title, host: association.peerHost, sopClass: store.sopClass,
                sopInstance: store.sopInstance, transferSyntax: context.transferSyntax))
    }
}
