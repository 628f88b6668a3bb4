extension EndpointPool {
    /// What came back for a body that was sent again.
    public struct Replay: Sendable, Equatable {
        public var endpoint: String
        public var text: String
        public var model: String?
        public var finishReason: String?
        public var milliseconds: Int
    }

    /// Sends the very bytes of an earlier call again.
    /// - Parameter endpoint: one of the settings; a picture goes nowhere else.
    public func replay(_ body: [UInt8], _ kind: CallKind, at endpoint: String) async throws(AnalysisError) -> Replay {
        guard let chosen = endpoints.first(where: { $0.settings.endpoint == endpoint }) else { throw .endpointMisspelt }
        let reply = try await chosen.ask(body, kind)
        return Replay(
            endpoint: chosen.settings.endpoint, text: reply.completion.content, model: reply.completion.model,
            finishReason: reply.completion.finishReason, milliseconds: reply.milliseconds)
    }
}
