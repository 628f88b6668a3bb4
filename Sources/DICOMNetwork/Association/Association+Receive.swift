import NIOCore
import Synchronization

extension Association {
    /// The next command. What is left of the data set of the one before is dropped.
    package func nextMessage(within time: Duration) async throws(NetworkError) -> IncomingMessage {
        while true {
            switch try await next(within: time) {
            case .command(let contextID, let command): return IncomingMessage(contextID: contextID, command: command)
            case .fragment, .endOfData: continue
            }
        }
    }

    /// Bytes of the current message's data set are still to be taken.
    package var isInDataSet: Bool { inbox.content.withLock { $0.isInDataSet } }

    /// The next bytes of the current message's data set, as they came; `nil` when it has ended.
    package func nextFragment(within time: Duration) async throws(NetworkError) -> ByteBuffer? {
        guard isInDataSet else { return nil }
        switch try await next(within: time) {
        case .fragment(let buffer): return buffer
        case .endOfData: return nil
        case .command: throw .message(.missingDataSet)
        }
    }

    private func next(within time: Duration) async throws(NetworkError) -> Inbox.Item {
        while true {
            let (item, mustRead) = try inbox.take()
            if mustRead { channel.read() }
            if let item { return item }
            try await wait(within: time)
        }
    }
}
