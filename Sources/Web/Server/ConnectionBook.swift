import NIOCore
import Store
import Synchronization

/// All open connections, so that nobody can take them all.
///
/// A connection waits until its request is complete. Of one address 64 may wait and 128 be open, and 2048 may be open
/// in all (WebSockets are counted by the hub). One too many does not shut the newcomer out but the one that has waited
/// longest: a request of ours is complete within milliseconds, one that is sent drop by drop is the oldest soon. Who
/// has come just now is not counted against its address yet, see `ConnectionLimits`. A proxy that we trust asks for
/// many people and has no share of its own.
final class ConnectionBook: Sendable {
    enum State: Sendable { case waiting, busy, idle, webSocket }

    /// Sent down the pipeline of a connection that has to go.
    struct MakeRoom: Sendable {}

    fileprivate struct Line {
        let channel: any Channel
        let household: String?
        var state = State.waiting
        /// Grows with each change: who waits longest has the smallest.
        var since: UInt64
        let entered = NIODeadline.now()
    }

    fileprivate struct Book {
        var lines: [ObjectIdentifier: Line] = [:]
        var waiting: [String: Int] = [:]
        /// Open ones by household.
        var share: [String: Int] = [:]
        var open = 0
        var clock: UInt64 = 0
    }

    private let book = Mutex(Book())
    private let limits: ConnectionLimits
    private let proxies: ProxyTrust
    private let door: Door

    init(door: Door, limits: ConnectionLimits) {
        self.door = door
        proxies = door.proxies
        self.limits = limits
    }

    /// Somebody was sent away before there was a request.
    func wasRefused(_ channel: any Channel, status: Int) {
        let (door, address) = (door, channel.remoteAddress?.ipAddress ?? "")
        _ = channel.eventLoop.makeFutureWithTask {
            await door.note(
                AuditEntry(action: "connection", address: address, outcome: "\(status)"), address: address)
        }
    }

    /// - Returns: whether it may stay.
    func enter(_ channel: any Channel) -> Bool {
        let address = channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) }
        let household = address.flatMap { proxies.isTrusted($0) ? nil : $0.household }
        let (mayStay, leaving) = book.withLock { book -> (Bool, (any Channel)?) in
            var leaving: (any Channel)?
            if let household, book.waiting[household, default: 0] >= limits.waitingByAddress {
                let old = NIODeadline.now() - limits.settling
                leaving = book.leaveOldest {
                    $0.state == .waiting && $0.household == household && $0.entered <= old
                }
            }
            if leaving == nil, book.open >= limits.all {
                leaving = book.leaveOldest { $0.state == .waiting } ?? book.leaveOldest { $0.state == .idle }
                if leaving == nil { return (false, nil) }
            }
            book.enter(channel, household)
            return (true, leaving)
        }
        leaving?.pipeline.fireUserInboundEventTriggered(MakeRoom())
        return mayStay
    }

    /// It is no newcomer any more: when its address has too many by now, one of them has to go.
    func settle(_ channel: any Channel) {
        let leaving = book.withLock { $0.surplus(ObjectIdentifier(channel), limits) }
        leaving?.pipeline.fireUserInboundEventTriggered(MakeRoom())
    }

    func note(_ channel: any Channel, _ state: State) {
        book.withLock { $0.move(ObjectIdentifier(channel), to: state) }
    }

    func leave(_ channel: any Channel) { book.withLock { $0.leave(ObjectIdentifier(channel)) } }

    /// For tests: those that are no WebSockets.
    var open: Int { book.withLock { $0.open } }
}

extension ConnectionBook.Book {
    fileprivate mutating func enter(_ channel: any Channel, _ household: String?) {
        clock += 1
        lines[ObjectIdentifier(channel)] = ConnectionBook.Line(channel: channel, household: household, since: clock)
        if let line = lines[ObjectIdentifier(channel)] { count(line, 1) }
    }

    fileprivate mutating func move(_ id: ObjectIdentifier, to state: ConnectionBook.State) {
        guard var line = lines[id], line.state != state else { return }
        clock += 1
        count(line, -1)
        (line.state, line.since) = (state, clock)
        count(line, 1)
        lines[id] = line
    }

    fileprivate mutating func leave(_ id: ObjectIdentifier) {
        guard let line = lines.removeValue(forKey: id) else { return }
        count(line, -1)
    }

    fileprivate mutating func leaveOldest(where matches: (ConnectionBook.Line) -> Bool) -> (any Channel)? {
        guard let (id, line) = lines.filter({ matches($0.value) }).min(by: { $0.value.since < $1.value.since }) else {
            return nil
        }
        leave(id)
        return line.channel
    }

    fileprivate mutating func surplus(_ id: ObjectIdentifier, _ limits: ConnectionLimits) -> (any Channel)? {
        guard let line = lines[id], line.state != .webSocket, let household = line.household else { return nil }
        if line.state == .waiting, waiting[household, default: 0] > limits.waitingByAddress {
            leave(id)
            return line.channel
        }
        if share[household, default: 0] <= limits.byAddress { return nil }
        if let idle = leaveOldest(where: { $0.state == .idle && $0.household == household }) { return idle }
        leave(id)
        return line.channel
    }

    private mutating func count(_ line: ConnectionBook.Line, _ change: Int) {
        if line.state != .webSocket { open += change }
        guard let household = line.household else { return }
        if line.state != .webSocket { share.add(change, to: household) }
        if line.state == .waiting { waiting.add(change, to: household) }
    }
}

extension [String: Int] {
    fileprivate mutating func add(_ change: Int, to key: String) {
        let number = self[key, default: 0] + change
        self[key] = number > 0 ? number : nil
    }
}
