import Synchronization

/// The films of one retrieval, over however many associations: what came once is not kept again.
final class RetrievedFilms: Sendable {
    private struct Content: Sendable {
        var arrived: Set<String> = []
        var kinds: Set<ContextList.Kind> = []
    }

    private let content = Mutex(Content())
    private let original: FilmReceiver

    init(_ receiver: FilmReceiver) { original = receiver }

    /// SOP Instance UIDs.
    var arrived: Set<String> { content.withLock { $0.arrived } }

    /// What the peer sends, and how.
    var kinds: Set<ContextList.Kind> { content.withLock { $0.kinds } }

    var receiver: FilmReceiver {
        FilmReceiver { [self] request in
            let isThere = content.withLock { $0.arrived.contains(request.sopInstance) }
            if isThere { return .refused(.success, comment: "") }
            switch original.begin(request) {
            case .refused(let status, let comment): return .refused(status, comment: comment)
            case .film(let sink): return .film(counted(sink, request))
            }
        }
    }

    private func counted(_ sink: FilmSink, _ request: StorageRequest) -> FilmSink {
        FilmSink(
            write: sink.write,
            finish: { [self] in
                let status = try sink.finish()
                guard status.isDone else { return status }
                content.withLock { content in
                    content.arrived.insert(request.sopInstance)
                    content.kinds.insert(.init(sopClass: request.sopClass, syntax: request.transferSyntax))
                }
                return status
            }, cancel: sink.cancel)
    }
}
