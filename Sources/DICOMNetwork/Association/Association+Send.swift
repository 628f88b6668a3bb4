import NIOCore

extension Association {
    /// A message without a data set.
    package func send(_ command: CommandSet, on context: UInt8) async throws(NetworkError) {
        try await finish(start(ByteBuffer(bytes: commandBytes(command, context))))
    }

    /// A message with a small data set: an identifier.
    package func send(_ command: CommandSet, data: [UInt8], on context: UInt8) async throws(NetworkError) {
        var buffer = ByteBuffer(bytes: commandBytes(command, context))
        buffer.writeBytes(transfer.encoded(data, context: context, isCommand: false))
        try await finish(start(buffer))
    }

    /// For the films that are sent; one for all of them.
    package func stock() -> PieceStock {
        let stock = PieceStock()
        channel.closeFuture.whenComplete { [inbox] _ in stock.end(inbox.reason ?? .closed) }
        return stock
    }

    /// A film that is sent next: its reading begins now.
    package func prepare(_ film: FilmSource, on context: UInt8, from stock: PieceStock) -> FilmFeed {
        FilmFeed(film, transfer, context: context, on: channel.eventLoop, from: stock)
    }

    /// A message with a film.
    package func send(_ command: CommandSet, film: FilmSource, on context: UInt8) async throws(NetworkError) {
        try await send(command, film: prepare(film, on: context, from: stock()))
    }

    /// A message with a film. A film that cannot be read to its end costs the association: half a message cannot be taken
    /// back.
    package func send(_ command: CommandSet, film: FilmFeed) async throws(NetworkError) {
        let bytes = ByteBuffer(bytes: commandBytes(command, film.context))
        let sent = channel.eventLoop.makePromise(of: Void.self)
        film.stock.begin(sent)
        defer { film.stock.finish() }
        channel.eventLoop.execute { self.pass(film, after: bytes, sent) }
        do {
            try await finish(sent.futureResult)
        } catch {
            if error == .unreadableFilm { await abort() }
            throw error
        }
    }

    /// Sends piece after piece. On the event loop.
    private func pass(_ film: FilmFeed, after command: ByteBuffer? = nil, _ sent: EventLoopPromise<Void>) {
        guard let next = film.next() else { return sent.succeed() }
        next.whenComplete { result in
            guard case .success(let piece) = result else { return sent.fail(NetworkError.unreadableFilm) }
            self.renewDeadline()
            // Together with the first piece: one call of the kernel, and one answer to wait for.
            if let command { self.channel.write(AssociationHandler.Outgoing.data(command), promise: nil) }
            let written = self.start(piece)
            film.readAhead()
            written.whenComplete { result in
                if case .failure(let error) = result { return sent.fail(error) }
                film.giveBack(piece)
                self.pass(film, sent)
            }
        }
    }

    private func commandBytes(_ command: CommandSet, _ context: UInt8) -> [UInt8] {
        transfer.encoded(command.encoded(), context: context, isCommand: true)
    }

    private func start(_ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        channel.writeAndFlush(AssociationHandler.Outgoing.data(buffer))
    }

    /// Waits until the transport took it.
    private func finish(_ sent: EventLoopFuture<Void>) async throws(NetworkError) {
        renewDeadline()
        defer { _ = inbox.setSending(until: nil) }
        do {
            try await sent.get()
        } catch {
            throw inbox.reason ?? NetworkError(transport: error)
        }
    }

    private func renewDeadline() {
        if inbox.setSending(until: channel.eventLoop.now + TimeAmount(deadlines.dimse)) {
            channel.triggerUserOutboundEvent(AssociationHandler.LookAtDeadlines(), promise: nil)
        }
    }
}
