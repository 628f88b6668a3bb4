import DICOM
import NIOCore

/// What every service user does with an association.
extension Association {
    /// The context on which we may ask for a service.
    func context(of sopClass: SOPClass) throws(NetworkError) -> AcceptedContext {
        guard let context = accepted.first(where: { $0.abstractSyntax == sopClass.uid && $0.isUser }) else {
            throw .noContext(sopClass.name)
        }
        return context
    }

    /// The response to a request; anything else ends the conversation.
    func response(
        to messageID: UInt16, _ field: CommandField, within patience: Duration
    ) async throws(NetworkError) -> (message: IncomingMessage, response: Response) {
        let message = try await nextMessage(within: patience)
        return (message, try Association.response(in: message, to: messageID, field))
    }

    static func response(
        in message: IncomingMessage, to messageID: UInt16, _ field: CommandField
    ) throws(NetworkError) -> Response {
        let response: Response
        do { response = try Response(message.command) } catch { throw .message(error) }
        guard response.field == field else { throw .unexpectedMessage(response.field.name) }
        guard response.answeredMessageID == messageID else {
            throw .unexpectedMessage("\(field.name) to message \(response.answeredMessageID)")
        }
        return response
    }

    /// The whole data set of the current message.
    /// - Throws: `NetworkError.message(.tooLarge)` beyond `limit` bytes.
    func dataSetBytes(limit: Int, within patience: Duration) async throws(NetworkError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let fragment = try await nextFragment(within: patience) {
            guard fragment.readableBytes <= limit - bytes.count else { throw .message(.tooLarge(limit: limit)) }
            bytes.append(contentsOf: fragment.readableBytesView)
        }
        return bytes
    }

    /// The encoding of the current message's data set.
    func transferSyntax(of message: IncomingMessage) -> TransferSyntax {
        accepted.first { $0.id == message.contextID }?.transferSyntax ?? .implicitLittleEndian
    }

    /// Sends a request with its identifier.
    func ask(
        _ command: CommandSet, _ identifier: DataSet, on context: AcceptedContext
    ) async throws(NetworkError) {
        let bytes: [UInt8]
        do {
            bytes = try identifier.encoded(as: context.transferSyntax)
        } catch {
            throw .message(.badIdentifier(error))
        }
        try await send(command, data: bytes, on: context.id)
    }

    /// Sends a command without waiting, from any thread. A wrong time for it is the caller's to know.
    func post(_ command: CommandSet, on context: UInt8) {
        let bytes = transfer.encoded(command.encoded(), context: context, isCommand: true)
        channel.writeAndFlush(AssociationHandler.Outgoing.data(ByteBuffer(bytes: bytes)), promise: nil)
    }

    /// Ends the association at once without waiting, from any thread. Whoever waits for something is told `cancelled`.
    func interrupt() {
        channel.writeAndFlush(AssociationHandler.Outgoing.abort, promise: nil)
    }
}
