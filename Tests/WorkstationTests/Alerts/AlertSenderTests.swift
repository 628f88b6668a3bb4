import Foundation
import Logging
import Radiology
import Store
import Synchronization
import Testing
import Workstation

@Suite("Telling people")
struct AlertSenderTests {
    let fixture: AlertFixture
    let clock = TestClock()

    init() throws { fixture = try AlertFixture() }

    private var archive: Archive { fixture.archive }

    /// What a channel answers, in order; the last answer is repeated. And what came there.
    private final class Channel: Sendable {
        private let answers: Mutex<[AlertAnswer]>
        private let seen = Mutex<[AlertMessage]>([])

        init(_ answers: [AlertAnswer] = [.accepted(status: 200)]) { self.answers = Mutex(answers) }

        var arrived: [AlertMessage] { seen.withLock { $0 } }

        func take(_ message: AlertMessage) -> AlertAnswer {
            let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
            if case .accepted = answer { seen.withLock { $0.append(message) } }
            return answer
        }
    }

    private func sender(_ channel: Channel, rate: Int = 10) -> AlertSender {
        let clock = clock
        return AlertSender(
            channel: "ntfy", archive: archive, policy: AlertMessage.Policy(), rate: rate, now: { clock.now },
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, deliver: { channel.take($0) })
    }

    private static let away = AlertAnswer.away(status: nil, problem: "Nothing answers.", after: nil)
    private static let refused = AlertAnswer.refused(status: 400, problem: "No.")

    @Test("What is owed is sent once, oldest first, and then nothing is due")
    func once() async throws {
        for number in 1...3 { try fixture.read(number, 7, at: .monday + Double(number)) }
        clock.pass(10)
        let (channel, sender) = (Channel(), sender(Channel()))
        let mine = self.sender(channel)
        for _ in 0..<3 { #expect(try await mine.step() == .sent) }
        #expect(try await mine.step() == .nothingDue)
        #expect(try await sender.step() == .nothingDue)
        #expect(channel.arrived.count == 3 && Set(channel.arrived.map(\.id)).count == 3)
        #expect(try archive.alerts.counts() == (0, 0))
    }

    @Test("While a channel is away everything waits, however long; then all of it arrives once")
    func outage() async throws {
        for number in 1...3 { try fixture.read(number, 7) }
        let channel = Channel(Array(repeating: Self.away, count: 40) + [.accepted(status: 200)])
        let sender = sender(channel)
        for _ in 0..<40 {
            #expect(try await sender.step() == .away(problem: "Nothing answers.", after: nil))
            clock.pass(600)
        }
        #expect(try archive.alerts.counts() == (3, 0))
        #expect(try archive.alerts.standings().first?.problem == "Nothing answers.")
        clock.pass(600)
        for _ in 0..<3 { #expect(try await sender.step() == .sent) }
        #expect(try await sender.step() == .nothingDue)
        #expect(Set(channel.arrived.map(\.id)).count == 3 && channel.arrived.count == 3)
    }

    @Test("A message that meets a broken server waits longer and longer, and keeps no other from going out")
    func backOff() async throws {
        try fixture.read(1, 7)
        let channel = Channel([Self.away, Self.away, .accepted(status: 200), Self.away])
        let sender = sender(channel)
        func due() throws -> Int { try archive.alerts.next(9, for: "ntfy", at: clock.now).count }
        _ = try await sender.step()
        #expect(try due() == 0)
        clock.pass(2)
        #expect(try due() == 1)
        clock.pass(398)
        _ = try await sender.step()
        // A quarter of 400 s.
        clock.pass(99)
        #expect(try due() == 0)
        try fixture.read(2, 7, at: clock.now)
        #expect(try await sender.step() == .sent)
        clock.pass(2)
        #expect(try due() == 1)
        clock.pass(86_400)
        _ = try await sender.step()
        clock.pass(601)
        #expect(try due() == 1)
    }

    @Test(
        "The other side says when it wants to be asked again; no message waits longer than an hour for that",
        arguments: [(120.0, 120.0), (1e9, 3600), (-5, 2)])
    func askedFor(after: Double, pause: Double) async throws {
        try fixture.read(1, 7)
        let sender = sender(Channel([.away(status: 429, problem: "Too many.", after: after), .accepted(status: 200)]))
        #expect(try await sender.step() == .away(problem: "Too many.", after: after))
        clock.pass(pause - 1)
        #expect(try await sender.step() == .nothingDue)
        clock.pass(1)
        #expect(try await sender.step() == .sent)
    }

    @Test("What met only trouble for a week is set aside and listed; whoever tries it again gives it another week")
    func week() async throws {
        try fixture.read(1, 7)
        let sender = sender(Channel([Self.away]))
        for _ in 0..<2 {
            clock.pass(AlertSender.lifetime - 1)
            _ = try await sender.step()
            #expect(try archive.alerts.counts() == (1, 0))
            clock.pass(601)
            _ = try await sender.step()
            #expect(try archive.alerts.counts() == (0, 1))
            #expect(try archive.alerts.failures().first?.problem?.hasPrefix("Nothing answers.") == true)
            #expect(try archive.alerts.retryFailures(now: clock.now) == 1)
        }
    }

    @Test("One message that is refused holds nobody up, is set aside at once, and goes again when a person says so")
    func refusal() async throws {
        try fixture.read(1, 7)
        try fixture.read(2, 7, at: .monday + 1)
        clock.pass(1)
        let channel = Channel([Self.refused, .accepted(status: 200)])
        let sender = sender(channel)
        #expect(try await sender.step() == .refused)
        #expect(try await sender.step() == .sent)
        #expect(try await sender.step() == .nothingDue)
        let failed = try #require(try archive.alerts.failures().first)
        #expect((failed.status, failed.problem, failed.attempts) == (400, "No.", 1))
        #expect(try archive.alerts.retryFailures(now: clock.now) == 1)
        #expect(try await sender.step() == .sent)
        #expect(channel.arrived.map(\.attempt) == [1, 2] && Set(channel.arrived.map(\.id)).count == 2)
    }

    @Test("Not more than so many go out in any minute; the others follow as soon as they may")
    func rate() async throws {
        for number in 1...5 { try fixture.read(number, 7) }
        let channel = Channel()
        let sender = sender(channel, rate: 2)
        #expect(try await sender.step() == .sent)
        clock.pass(20)
        #expect(try await sender.step() == .sent)
        #expect(try await sender.step() == .limited(until: .monday + 60))
        // Another process with the same database is bound by what this one sent.
        #expect(try await self.sender(Channel(), rate: 2).step() == .limited(until: .monday + 60))
        clock.pass(41)
        #expect(try await sender.step() == .sent)
        #expect(try await sender.step() == .limited(until: .monday + 80))
        clock.pass(20)
        #expect(try await sender.step() == .sent)
        clock.pass(61)
        #expect(try await sender.step() == .sent)
        #expect(try await sender.step() == .nothingDue)
        #expect(channel.arrived.count == 5)
    }

    @Test("A message whose sending was broken off is sent by the next process, under the same id, and by nobody before")
    func stopped() async throws {
        try fixture.read(1, 7)
        let clock = clock
        let seen = Mutex<[AlertMessage]>([])
        let broken = AlertSender(
            channel: "ntfy", archive: archive, policy: AlertMessage.Policy(), rate: 10, now: { clock.now },
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            deliver: { message in
                seen.withLock { $0.append(message) }
                throw CancellationError()
            })
        await #expect(throws: CancellationError.self) { try await broken.step() }
        let (channel, next) = (Channel(), sender(Channel()))
        #expect(try await next.step() == .nothingDue)
        // What taking over a workspace does.
        #expect(try archive.alerts.recoverAfterCrash(now: clock.now) == 1)
        #expect(try await sender(channel).step() == .sent)
        #expect(channel.arrived.map(\.id) == seen.withLock { $0 }.map(\.id) && channel.arrived.map(\.attempt) == [2])
    }

    @Test("A message that arrived while the database could not be written is written down later, and not sent again")
    func unwritten() async throws {
        let folder = try SettingsFolder()
        let paths = WorkspacePaths(root: folder.location.path)
        let fixture = AlertFixture(archive: try Archive.open(paths: paths, now: .monday, patience: 0.1))
        try fixture.read(1, 7)
        try fixture.read(2, 7, at: .monday + 1)
        clock.pass(1)
        let clock = clock
        let arrived = Mutex<[AlertMessage]>([])
        let lock = Mutex<WriteLock?>(nil)
        let sender = AlertSender(
            channel: "ntfy", archive: fixture.archive, policy: AlertMessage.Policy(), rate: 10, now: { clock.now },
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            deliver: { message in
                arrived.withLock { $0.append(message) }
                try lock.withLock { $0 = message.attempt == 1 && $0 == nil ? try WriteLock(paths.database) : $0 }
                return .accepted(status: 200)
            })
        for _ in 0..<2 { await #expect(throws: StoreError.self) { try await sender.step() } }
        #expect(arrived.withLock { $0.count } == 1)
        try lock.withLock { try $0?.giveBack() }
        #expect(try await sender.step() == .sent)
        #expect(try await sender.step() == .nothingDue)
        #expect(Set(arrived.withLock { $0 }.map(\.id)).count == 2 && arrived.withLock { $0.count } == 2)
        #expect(try fixture.archive.alerts.counts() == (0, 0))
    }
}
