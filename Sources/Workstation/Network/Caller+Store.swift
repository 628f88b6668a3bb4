import DICOM
import DICOMNetwork
import Store

/// Sending films.
extension Caller {
    /// Sends films, over as few associations as they need. One whose encoding the peer does not take is sent again in a plain
    /// one, if it is not compressed.
    /// - Parameters:
    ///   - isEnough: after such an outcome the rest is not sent.
    ///   - ended: how each film ended, by its place in the list, as soon as it is known; each film once.
    /// - Returns: the same in the order of the list.
    @discardableResult
    func store(
        _ films: [OutgoingFilm], isEnough: @escaping @Sendable (StoreOutcome) -> Bool = { _ in false },
        ended: @escaping @Sendable (Int, StoreOutcome) -> Void = { _, _ in }
    ) async -> [StoreOutcome] {
        let limits = limits
        return await peer.store(
            films.map(\.source),
            recode: { place, syntax in
                let recoded = try? await onBlockingThread { films[place].recoded(as: syntax, limits: limits) }
                return recoded?.source
            },
            isEnough: isEnough, onProgress: { ended($0.film, $0.outcome) })
    }

    /// Sends films of the outbox. Of one that was not tried, because this side stops or the destination is full, nothing is
    /// said.
    func pass(
        _ forwardings: [Forwarding], outbox: Outbox, paths: WorkspacePaths,
        ended: @escaping @Sendable (Forwarding, Relay.Answer) -> Void
    ) async throws {
        let limits = limits
        let opened = try await onBlockingThread {
            try forwardings.map { forwarding in
                (forwarding, try Caller.open(forwarding, outbox: outbox, paths: paths, limits: limits))
            }
        }
        var films: [(forwarding: Forwarding, film: OutgoingFilm)] = []
        for (forwarding, result) in opened {
            switch result {
            case .success(let film): films.append((forwarding, film))
            case .failure(let failure): ended(forwarding, Relay.Answer(failure))
            }
        }
        let known = films.map(\.forwarding)
        await store(films.map(\.film), isEnough: \.isLackOfRoom) { place, outcome in
            if let answer = Relay.Answer(outcome) { ended(known[place], answer) }
        }
    }

    private static func open(
        _ forwarding: Forwarding, outbox: Outbox, paths: WorkspacePaths, limits: ParsingLimits
    ) throws(StoreError) -> Result<OutgoingFilm, OutgoingFilm.Failure> {
        guard let path = try outbox.original(of: forwarding) else { return .failure(.notKept) }
        do throws(OutgoingFilm.Failure) {
            return .success(try OutgoingFilm(RawPath(paths.absolute(path)), limits: limits))
        } catch {
            return .failure(error)
        }
    }
}

extension StoreOutcome {
    /// What follows would fare no better now.
    var isLackOfRoom: Bool {
        if case .refused(let status, _) = self { status.isOutOfResources } else { false }
    }
}

extension Relay.Answer {
    /// What the network says about a film, as the outbox understands it; `nil` for one that was not tried.
    package init?(_ outcome: StoreOutcome) {
        switch outcome {
        case .stored(let status): self = .stored(status)
        case .refused(let status, _): self = status.isOutOfResources ? .full(status) : .refused(status)
        case .notAccepted: self = .unsendable(problem: outcome.suggestion)
        case .failed(.cancelled), .unsent(.cancelled): return nil
        case .failed(.unreadableFilm): self = .unsendable(problem: outcome.suggestion)
        case .failed(let error):
            self =
                NetworkWords.absence(error).map { .away(problem: $0) }
                ?? .broken(problem: NetworkWords.sentence(for: error))
        case .unsent(let error): self = .away(problem: NetworkWords.sentence(for: error))
        }
    }

    /// A share that is away comes back; bytes that are no film stay so.
    init(_ failure: OutgoingFilm.Failure) {
        switch failure {
        case .unreadable: self = .unsendable(problem: failure.sentence)
        case .notKept, .notDICOM, .nameless: self = .impossible(problem: failure.sentence)
        }
    }
}
