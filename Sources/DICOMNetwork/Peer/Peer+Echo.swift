extension Peer {
    /// Asks the peer whether it is there and knows us. Standard: PS3.7 §9.1.5.
    /// - Throws: `NetworkError.refused` when it answers anything but success.
    public func echo() async throws(NetworkError) {
        let status = try await converse(proposing: ContextList.services([.verification]).contexts) {
            association async throws(NetworkError) in
            let context = try association.context(of: .verification)
            try await association.send(EchoRequest(messageID: 1).command, on: context.id)
            let (message, response) = try await association.response(
                to: 1, .echoResponse, within: deadlines.dimse)
            if message.hasDataSet { throw NetworkError.message(.unexpectedDataSet) }
            return (response.status, response.comment)
        }
        guard status.0.isDone else { throw .refused(.echo, status.0, comment: status.1 ?? "") }
    }
}
