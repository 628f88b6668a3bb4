import DICOM
import Logging

extension Peer {
    /// Sends films. Each gets an outcome, in the order of the list; none is lost and none stops the others: after an abort
    /// the rest goes over a new association. Sending is not repeated here.
    ///
    /// Standard: PS3.4 annex B, PS3.7 §9.1.1.
    /// - Parameters:
    ///   - films: sent as they are encoded.
    ///   - recode: asked for a film whose encoding was not accepted, with its position and an encoding that was; `nil` when
    ///     it cannot be had in that, then the film is `.notAccepted`.
    ///   - origin: the C-MOVE that this is part of.
    ///   - isEnough: asked about each outcome; after one that is, the films behind it are `.unsent(.cancelled)`.
    ///   - onProgress: after each film, in the order in which they are sent. On the event loop: it must not block.
    public func store(
        _ films: [FilmSource], priority: Priority = .medium, origin: StoreRequest.MoveOriginator? = nil,
        recode: @escaping @Sendable (Int, TransferSyntax) async -> FilmSource? = { _, _ in nil },
        isEnough: @escaping @Sendable (StoreOutcome) -> Bool = { _ in false },
        onProgress: @Sendable (StoreProgress) -> Void = { _ in }
    ) async -> [StoreOutcome] {
        var sending = Sending(films, priority: priority, origin: origin, recode: recode, isEnough: isEnough)
        for part in StorePlan(films).parts { await store(part, &sending, onProgress) }
        return sending.outcomes.map { $0 ?? .unsent(.cancelled) }
    }

    /// One association after another until each film of the part has an outcome.
    private func store(
        _ part: StorePlan.Part, _ sending: inout Sending, _ onProgress: (StoreProgress) -> Void
    ) async {
        if sending.hasEnough { return sending.end(part, .unsent(.cancelled), onProgress) }
        var fruitless = 0
        while let waiting = sending.next(of: part) {
            let before = sending.stored
            let current = sending
            let result = await Peer.result { () async throws(NetworkError) in
                try await converse(proposing: part.list.contexts) { association async throws(NetworkError) in
                    // Nothing here waits but for the association: on its own loop no other thread has to be woken.
                    await withTaskExecutorPreference(LoopExecutor(association)) {
                        var sending = current
                        let failure = await sending.send(part, over: association, deadlines, onProgress)
                        // A peer that fell silent would not answer a release either.
                        if failure != nil { association.interrupt() }
                        return (sending, failure)
                    }
                }
            }
            var reason: NetworkError?
            switch result {
            case .success(let (progress, failure)): (sending, reason) = (progress, failure)
            case .failure(let error): reason = error
            }
            if sending.hasEnough || Task.isCancelled { return sending.end(part, .unsent(.cancelled), onProgress) }
            guard let reason else { return }
            logger.debug("association lost", metadata: ["peer": "\(address.title)", "reason": "\(reason)"])
            // A film that cannot be read costs its association too; that says nothing about the peer.
            if reason != .unreadableFilm { fruitless = sending.stored > before ? 0 : fruitless + 1 }
            // Without an association there is nothing to learn from trying again at once.
            let isHopeless = sending.next(of: part) == waiting || fruitless >= Sending.fruitlessAssociations
            if isHopeless { return sending.end(part, .unsent(reason), onProgress) }
        }
    }
}

/// Films under way and what became of them.
private struct Sending: Sendable {
    /// Associations in a row that ended without one film stored.
    static let fruitlessAssociations = 3

    let films: [FilmSource]
    let priority: Priority
    let origin: StoreRequest.MoveOriginator?
    let recode: @Sendable (Int, TransferSyntax) async -> FilmSource?
    let isEnough: @Sendable (StoreOutcome) -> Bool
    private(set) var outcomes: [StoreOutcome?]
    private(set) var hasEnough = false
    private(set) var stored = 0
    private var done = 0
    private var messageID: UInt16 = 0

    init(
        _ films: [FilmSource], priority: Priority, origin: StoreRequest.MoveOriginator?,
        recode: @escaping @Sendable (Int, TransferSyntax) async -> FilmSource?,
        isEnough: @escaping @Sendable (StoreOutcome) -> Bool
    ) {
        (self.films, self.priority, self.origin) = (films, priority, origin)
        (self.recode, self.isEnough) = (recode, isEnough)
        outcomes = Array(repeating: nil, count: films.count)
    }

    /// The first film of the part that has no outcome.
    func next(of part: StorePlan.Part) -> Int? { part.films.first { outcomes[$0] == nil } }

    /// - Returns: why the association ended before all films had an outcome; the film that was under way has one.
    mutating func send(
        _ part: StorePlan.Part, over association: Association, _ deadlines: Deadlines,
        _ onProgress: (StoreProgress) -> Void
    ) async -> NetworkError? {
        let accepted = StorePlan.Accepted(association.accepted)
        var desk = SendingDesk(association, accepted)
        for index in part.films where outcomes[index] == nil && !hasEnough {
            if Task.isCancelled { return .cancelled }
            guard let film = await form(of: index, accepted) else {
                let takes = accepted.syntaxes(ofClass: films[index].sopClass)
                settle(index, .notAccepted(takes: takes), onProgress)
                continue
            }
            let behind = part.films.first { $0 > index && outcomes[$0] == nil }.map { films[$0] }
            do {
                settle(index, try await send(film, at: &desk, before: behind, deadlines), onProgress)
            } catch {
                // The end of our task ends the association, and that may look like anything.
                let reason = Task.isCancelled ? .cancelled : error
                settle(index, .failed(reason), onProgress)
                return reason
            }
        }
        return nil
    }

    /// The film as the peer takes it: as it is, or recoded.
    private func form(of index: Int, _ accepted: StorePlan.Accepted) async -> FilmSource? {
        if accepted.context(for: films[index]) != nil { return films[index] }
        for syntax in accepted.syntaxes(ofClass: films[index].sopClass) {
            if let film = await recode(index, syntax), accepted.context(for: film) != nil { return film }
        }
        return nil
    }

    private mutating func send(
        _ film: FilmSource, at desk: inout SendingDesk, before next: FilmSource?, _ deadlines: Deadlines
    ) async throws(NetworkError) -> StoreOutcome {
        messageID = messageID == .max ? 1 : messageID + 1
        let request = StoreRequest(
            messageID: messageID, sopClass: film.sopClass, sopInstance: film.sopInstance, priority: priority,
            moveOriginator: origin)
        try await desk.association.send(request.command, film: desk.feed(of: film))
        // While the peer makes up its mind the next film is looked up.
        if let next { desk.prepare(next) }
        let (message, response) = try await desk.association.response(
            to: messageID, .storeResponse, within: deadlines.dimse)
        if message.hasDataSet { throw .message(.unexpectedDataSet) }
        return response.status.isDone
            ? .stored(response.status) : .refused(response.status, comment: response.comment ?? "")
    }

    mutating func end(_ part: StorePlan.Part, _ outcome: StoreOutcome, _ onProgress: (StoreProgress) -> Void) {
        for index in part.films where outcomes[index] == nil { settle(index, outcome, onProgress) }
    }

    private mutating func settle(_ index: Int, _ outcome: StoreOutcome, _ onProgress: (StoreProgress) -> Void) {
        outcomes[index] = outcome
        done += 1
        if outcome.isStored { stored += 1 }
        if isEnough(outcome) { hasEnough = true }
        onProgress(StoreProgress(film: index, outcome: outcome, done: done, total: films.count))
    }
}
