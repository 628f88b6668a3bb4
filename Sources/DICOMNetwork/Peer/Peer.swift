import Logging
import NIOCore
import NIOPosix

/// Another system as we ask it: echo, find, move, get, store. Each call is one association (a store may need several) and
/// ends by a deadline, whatever the peer does; a cancelled task aborts its association.
public struct Peer: Sendable {
    public let address: PeerAddress
    /// How we call ourselves.
    public let title: AETitle
    public let deadlines: Deadlines
    let group: any EventLoopGroup
    let logger: Logger

    /// For associations whose films are written by the task that talks, on the event loop itself; never shut down.
    private static let filmLoops = MultiThreadedEventLoopGroup(numberOfThreads: 4)

    /// - Parameter group: whose event loops carry the connections; shut down by its owner.
    public init(
        _ address: PeerAddress, as title: AETitle, deadlines: Deadlines, group: any EventLoopGroup, logger: Logger
    ) {
        (self.address, self.title, self.deadlines) = (address, title, deadlines)
        (self.group, self.logger) = (group, logger)
    }

    /// Opens an association, talks, and releases it; aborts it after an error or when the task is cancelled.
    /// - Parameters:
    ///   - pending: a request that takes long: cancelled by name before the abort, so that the peer stops working for us.
    ///     Standard: PS3.7 §9.3.2.3.
    ///   - keepsFilms: `talk` may block.
    func converse<Answer: Sendable>(
        proposing contexts: [PresentationContext], roles: [RoleSelection] = [], cancelling pending: UInt16? = nil,
        keepsFilms: Bool = false, _ talk: (Association) async throws(NetworkError) -> Answer
    ) async throws(NetworkError) -> Answer {
        if Task.isCancelled { throw .cancelled }
        let association = try await Association.open(
            to: address, as: title, proposing: contexts, roles: roles, deadlines: deadlines,
            group: keepsFilms ? Peer.filmLoops : group, logger: logger)
        let result = await withTaskCancellationHandler {
            await withTaskExecutorPreference(keepsFilms ? LoopExecutor(association) : nil) {
                await Peer.result { () async throws(NetworkError) in try await talk(association) }
            }
        } onCancel: {
            // The services stand first among the contexts; any accepted one of them will do for a cancel.
            if let pending, let context = association.accepted.first(where: \.isUser)?.id {
                association.post(CancelRequest(cancelledMessageID: pending).command, on: context)
            }
            association.interrupt()
        }
        switch result {
        case .success, .failure(.refused), .failure(.noContext): await release(association)
        case .failure: association.interrupt()
        }
        // Whatever failed then failed because of the abort.
        if case .failure = result, Task.isCancelled { throw .cancelled }
        return try result.get()
    }

    /// What was asked is answered by now: a release that fails is worth a line, not an error.
    func release(_ association: Association) async {
        do {
            try await association.release()
        } catch {
            logger.debug("association not released", metadata: ["peer": "\(address.title)", "reason": "\(error)"])
            association.interrupt()
        }
    }

    static func result<Answer: Sendable>(
        of talk: () async throws(NetworkError) -> Answer
    ) async -> Result<Answer, NetworkError> {
        do { return .success(try await talk()) } catch { return .failure(error) }
    }
}
