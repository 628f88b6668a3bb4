import NIOCore
import Synchronization

/// What came from the peer and was not taken yet. Filled on the event loop, emptied by one task; when it is full the event
/// loop reads no more, and TCP makes the peer wait.
final class Inbox: Sendable {
    enum Item: Sendable {
        case command(contextID: UInt8, CommandSet)
        case fragment(ByteBuffer)
        /// The data set is complete.
        case endOfData
    }

    /// Reading stops above this, in bytes, and goes on below the half: a few PDUs.
    static let capacity = 2 << 20
    /// What an item takes beside its bytes: many empty fragments must fill it too.
    private static let itemCost = 256

    /// Why a wait is over.
    typealias Outcome = Result<Void, NetworkError>

    /// Whoever empties it waits for something to be there.
    typealias Waiter = CheckedContinuation<Outcome, Never>

    struct Content: Sendable {
        var items = CircularBuffer<Item>()
        var cost = 0
        /// The command that was taken last has bytes of its data set still to be taken.
        var isInDataSet = false
        /// The last word: given when all items are taken.
        var end: NetworkError?
        var waiter: Waiter?
        var isPaused = false
        /// Nobody will take anything any more.
        var isDiscarding = false
        var receiveBy: NIODeadline?
        var sendBy: NIODeadline?
        /// When the event loop looks at the deadlines next.
        var wakesAt: NIODeadline?

        var hasNews: Bool { end != nil || !items.isEmpty }
    }

    let content = Mutex(Content())

    // MARK: On the event loop

    func put(_ item: Item) {
        content.withLock { content -> Waiter? in
            guard content.end == nil, !content.isDiscarding else { return nil }
            content.items.append(item)
            content.cost += Inbox.cost(of: item)
            return content.wakeUp()
        }?.resume(returning: .success(()))
    }

    /// The first reason stays.
    func end(_ reason: NetworkError) {
        content.withLock { content in
            content.end = content.end ?? reason
            return content.wakeUp()
        }?.resume(returning: .success(()))
    }

    /// - Returns: false when it is full: whoever empties it will ask for more.
    func wantsMore() -> Bool {
        content.withLock { content in
            content.isPaused = content.cost >= Inbox.capacity && content.end == nil && !content.isDiscarding
            return !content.isPaused
        }
    }

    static func cost(of item: Item) -> Int {
        switch item {
        case .command, .endOfData: itemCost
        case .fragment(let buffer): itemCost + buffer.readableBytes
        }
    }

    // MARK: For whoever empties it

    var reason: NetworkError? { content.withLock { $0.end } }

    /// Whatever comes from now on is dropped. - Returns: reading has to be started again.
    func discard() -> Bool {
        content.withLock { content in
            content.isDiscarding = true
            content.items = []
            content.cost = 0
            defer { content.isPaused = false }
            return content.isPaused
        }
    }

    /// The next item; `nil` when there is none yet.
    func take() throws(NetworkError) -> (item: Item?, mustRead: Bool) {
        let (item, mustRead, end) = content.withLock { content -> (Item?, Bool, NetworkError?) in
            let item = content.pop()
            return (item, content.leavesPause(), item == nil ? content.end : nil)
        }
        if let end { throw end }
        return (item, mustRead)
    }
}

extension Inbox.Content {
    mutating func pop() -> Inbox.Item? {
        guard let item = items.popFirst() else { return nil }
        cost -= Inbox.cost(of: item)
        switch item {
        case .command(_, let command): isInDataSet = command.hasDataSet
        case .endOfData: isInDataSet = false
        case .fragment: break
        }
        return item
    }

    /// - Returns: reading has to be started again.
    mutating func leavesPause() -> Bool {
        guard isPaused, cost < Inbox.capacity / 2 else { return false }
        isPaused = false
        return true
    }

    /// - Returns: who waits for what is there now.
    mutating func wakeUp() -> Inbox.Waiter? {
        guard let waiter, hasNews else { return nil }
        self.waiter = nil
        receiveBy = nil
        return waiter
    }
}
