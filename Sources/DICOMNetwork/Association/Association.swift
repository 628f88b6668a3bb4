import DICOM
import NIOCore

/// One conversation with one peer: messages out, messages in. Used by one task at a time, but for `abort`, which anyone may
/// call at any time, and a C-CANCEL between two answers. Every wait has a deadline.
package final class Association: Sendable {
    let channel: any Channel
    let inbox: Inbox
    let transfer: DataTransfer
    let deadlines: Deadlines
    /// As it was sent, by us or by the peer.
    let request: AssociateRequest

    /// What both sides agreed on, with our roles.
    package let accepted: [AcceptedContext]
    package let peerTitle: AETitle
    /// The largest variable field of a P-DATA-TF PDU that the peer takes, in bytes; 0 means any.
    package let remoteMaxPDU: Int

    init(
        channel: any Channel, inbox: Inbox, accepted: [AcceptedContext], peerTitle: AETitle,
        request: AssociateRequest, maxLength: UInt32, deadlines: Deadlines
    ) {
        (self.channel, self.inbox, self.accepted, self.peerTitle) = (channel, inbox, accepted, peerTitle)
        (self.request, self.deadlines, remoteMaxPDU) = (request, deadlines, Int(maxLength))
        transfer = DataTransfer(maxLength: maxLength)
    }

    /// Where the peer is, as the socket says.
    package var peerHost: String { channel.remoteAddress?.ipAddress ?? "" }

    /// The accepted context with this id.
    package func context(_ id: UInt8) -> AcceptedContext? { accepted.first { $0.id == id } }

    /// Ends the association in order. A peer that does not answer in time is aborted.
    package func release() async throws(NetworkError) {
        if inbox.discard() { channel.read() }
        do {
            try await channel.writeAndFlush(AssociationHandler.Outgoing.release).get()
        } catch {
            throw NetworkError(transport: error)
        }
        do {
            try await wait(within: deadlines.association)
        } catch {
            await abort()
            throw error == .timedOut(.message) ? .timedOut(.release) : error
        }
        // When both sides asked at once, we are told before our reply leaves: the event that told us is waited out, or a
        // process that ends now would close the connection instead of answering.
        try? await channel.eventLoop.submit {}.get()
        guard let reason = inbox.reason, reason != .released else { return }
        throw reason
    }

    /// Ends the association at once. Whoever waits for something is told `cancelled`.
    package func abort() async {
        _ = try? await channel.writeAndFlush(AssociationHandler.Outgoing.abort).get()
    }

    /// As `abort`, without waiting until it is said.
    func stop() {
        channel.writeAndFlush(AssociationHandler.Outgoing.abort, promise: nil)
    }

    /// Until there is something to take, or the last word.
    func wait(within time: Duration) async throws(NetworkError) {
        let deadline = channel.eventLoop.now + TimeAmount(time)
        try await inbox.wait(until: deadline) { [channel] in
            channel.triggerUserOutboundEvent(AssociationHandler.LookAtDeadlines(), promise: nil)
        }
    }
}
