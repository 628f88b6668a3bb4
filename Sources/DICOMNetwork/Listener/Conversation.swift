import Logging

/// What a listener says to one caller, from the first message to the last. Runs where it may block.
struct Conversation: Sendable {
    let association: Association
    let receiver: FilmReceiver
    let deadlines: Deadlines
    let logger: Logger
    /// Told when a message begins (true) and when it is answered (false). - Returns: go on.
    let isBusy: @Sendable (Bool) -> Bool

    /// Answers until the caller releases, or something ends the association.
    func run() async {
        do {
            while true {
                let message = try await association.nextMessage(within: deadlines.idle)
                guard isBusy(true) else { break }
                try await serve(message)
                guard isBusy(false) else { break }
            }
            await association.abort()
        } catch {
            await association.abort()
            log(error)
        }
    }

    private func log(_ error: NetworkError) {
        let peer: Logger.Metadata = ["peer": "\(association.peerTitle)", "host": "\(association.peerHost)"]
        switch error {
        case .released: logger.debug("association released", metadata: peer)
        case .cancelled: logger.notice("association stopped", metadata: peer)
        default: logger.warning("association ended: \(error). \(error.suggestion)", metadata: peer)
        }
    }

    private func serve(_ message: IncomingMessage) async throws(NetworkError) {
        let answer: (status: DIMSEStatus, comment: String)
        do {
            answer = try await carryOut(message)
        } catch {
            switch error {
            case .refusal(let refusal):
                try await skipData()
                answer = (refusal.status, refusal.comment)
            case .network(let error): throw error
            case .nothing: return
            }
        }
        guard let response = message.command.answer(answer.status, comment: answer.comment) else {
            throw .message(.missing(.messageID))
        }
        try await association.send(response, on: message.contextID)
    }

    /// Why a message gets no success.
    private enum Ending: Error {
        case refusal(Refusal)
        case network(NetworkError)
        /// There is nothing to answer.
        case nothing
    }

    private func carryOut(
        _ message: IncomingMessage
    ) async throws(Ending) -> (status: DIMSEStatus, comment: String) {
        do {
            switch try Request(message.command) {
            case .echo(let echo):
                guard echo.sopClass == sopClass(of: message) else { throw Ending.refusal(.foreignClass) }
                return (.success, "")
            case .store(let store):
                guard store.sopClass == sopClass(of: message) else { throw Ending.refusal(.foreignClass) }
                return try await keep(store, message)
            case .find, .get, .move: throw Ending.refusal(.unknownService)
            // What it cancels was answered before it could be read. Standard: PS3.7 §9.3.2.3.
            case .cancel: throw Ending.nothing
            }
        } catch let ending as Ending {
            throw ending
        } catch let error as NetworkError {
            throw .network(error)
        } catch let error as MessageError {
            if case .unexpectedCommand(let field) = error { throw .network(.unexpectedMessage(field.name)) }
            throw .refusal(Refusal(error))
        } catch {
            throw .network(.cancelled)
        }
    }

    private func sopClass(of message: IncomingMessage) -> String? {
        association.context(message.contextID)?.abstractSyntax
    }

    private func skipData() async throws(NetworkError) {
        while try await association.nextFragment(within: deadlines.dimse) != nil {}
    }

    // MARK: C-STORE

    /// Standard: PS3.7 §9.3.1, PS3.4 §B.2.3.
    private func keep(
        _ store: StoreRequest, _ message: IncomingMessage
    ) async throws -> (status: DIMSEStatus, comment: String) {
        guard let request = storageRequest(store, message) else { throw Ending.refusal(.foreignClass) }
        return try await association.receive(FilmIntake(request, receiver), within: deadlines.dimse)
    }

    private func storageRequest(_ store: StoreRequest, _ message: IncomingMessage) -> StorageRequest? {
        guard let context = association.context(message.contextID), let called = association.request.calledTitle
        else { return nil }
        return StorageRequest(
            callingTitle: association.peerTitle, calledTitle: called, host: association.peerHost,
            sopClass: store.sopClass, sopInstance: store.sopInstance, transferSyntax: context.transferSyntax,
            moveOriginator: store.moveOriginator)
    }
}
