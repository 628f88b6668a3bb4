import DICOM
import Logging

extension Peer {
    /// Fetches what the keys name: the peer stores the films with us on this association while it answers. Where more kinds
    /// of film may come than one association has room for, and some did not, it is asked again for the other kinds.
    ///
    /// Needs no port of ours and no entry in the archive, but an archive that offers C-GET.
    /// Standard: PS3.4 §C.4.3, PS3.7 §9.1.3, §D.3.3.4 (roles).
    /// - Parameters:
    ///   - storageClasses: kinds of film that may come, the likeliest first; the peer counts others as failed.
    ///   - transferSyntaxes: best first; a peer sends a film in the syntax in which it keeps it where it can.
    ///   - patience: for each answer or film; the deadline of retrievals when `nil`.
    ///   - receiver: keeps the films; its status is what the peer hears.
    public func get(
        _ keys: QueryKeys, in models: [QueryModel] = QueryModel.preferred,
        storageClasses: [SOPClass] = SOPClass.radiographs,
        transferSyntaxes: [TransferSyntax], receiver: FilmReceiver, patience: Duration? = nil,
        onProgress: @Sendable (SubOperations) -> Void = { _ in }
    ) async throws(NetworkError) -> SubOperations {
        let choice = try QueryChoice(models, \.getClass) { model throws(MessageError) in
            try keys.retrieveIdentifier(in: model)
        }
        let films = RetrievedFilms(receiver)
        var plan = RetrievalPlan(services: choice.classes, classes: storageClasses, syntaxes: transferSyntaxes)
        while let contexts = plan.next(after: films) {
            let isFirst = plan.associations == 1
            do {
                let end = try await retrieve(choice, contexts, films.receiver, patience ?? deadlines.retrieval) {
                    if isFirst { onProgress($0) }
                }
                plan.take(end, films)
                if !isFirst { onProgress(plan.counts) }
            } catch {
                // What has come is there, whatever happens to the rest; the counts say that some is missing.
                if isFirst || error == .cancelled { throw error }
                logger.debug("further association lost", metadata: ["peer": "\(address.title)", "reason": "\(error)"])
                break
            }
        }
        if let refusal = plan.refusal, films.arrived.isEmpty || plan.associations == 1 { throw refusal }
        return plan.counts
    }

    /// One association of a retrieval.
    private func retrieve(
        _ choice: QueryChoice, _ contexts: [PresentationContext], _ receiver: FilmReceiver, _ patience: Duration,
        _ onProgress: @Sendable (SubOperations) -> Void
    ) async throws(NetworkError) -> RetrievalPlan.End {
        let services = Set(choice.classes.map(\.uid))
        let classes = Set(contexts.map(\.abstractSyntax)).subtracting(services)
        let roles = classes.sorted().map { RoleSelection(sopClass: $0, isUser: false, isProvider: true) }
        return try await converse(
            proposing: contexts, roles: roles, cancelling: Retrieval.messageID, keepsFilms: true
        ) { association async throws(NetworkError) in
            let (context, sopClass, identifier) = try choice.accepted(by: association)
            guard association.accepted.contains(where: \.isProvider) else {
                throw NetworkError.noContext("storage by C-GET")
            }
            let request = GetRequest(messageID: Retrieval.messageID, sopClass: sopClass.uid)
            try await association.ask(request.command, identifier, on: context)
            var retrieval = Retrieval(association, answeredBy: .getResponse, patience: deadlines.dimse)
            do throws(NetworkError) {
                while true {
                    let message = try await association.nextMessage(within: patience)
                    if message.command[.commandField] == CommandField.storeRequest.rawValue {
                        try await keep(message, of: association, receiver, deadlines.dimse)
                    } else if try await !retrieval.take(message, onProgress) {
                        return RetrievalPlan.End(counts: retrieval.counts)
                    }
                }
            } catch {
                guard case .refused = error, retrieval.counts.failed > 0 else { throw error }
                return RetrievalPlan.End(counts: retrieval.counts, refusal: error)
            }
        }
    }
}
