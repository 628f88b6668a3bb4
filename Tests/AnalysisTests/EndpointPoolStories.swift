import Analysis
import Foundation
import HTTPClient
import Imaging
import Radiology
import Synchronization
import Testing

@Suite("Several model servers")
struct EndpointPoolStories {
    let first: ModelServer
    let second: ModelServer
    let client = HTTPClient()
    let film: Question
    let clock = HandClock()

    init() throws {
        (first, second) = (try ModelServer(), try ModelServer())
        let picture = try #require(GreyPicture(width: 8, height: 8, pixels: (0..<64).map { UInt8($0 * 4) }))
        film = Question(png: try picture.png(), region: BodyRegion(rawValue: "chest"), subject: "girl")
    }

    /// A clock that a test sets.
    final class HandClock: Sendable {
        private let seconds = Mutex(0.0)
        var now: Date { Date(timeIntervalSince1970: 1_790_000_000 + seconds.withLock { $0 }) }
        func advance(_ by: Double) { seconds.withLock { $0 += by } }
    }

    private func pool(
        _ ports: [Int], timeout: Duration = .seconds(60), lastModels: [String: String] = [:]
    ) throws -> EndpointPool {
        EndpointPool(
            ports.map {
                ReaderSettings(
                    url: "http://127.0.0.1:\($0)/v1/chat/completions", apiKey: "k", model: "scripted", timeout: timeout)
            },
            prompts: try .builtIn(), client: client, lastModels: lastModels, now: { [clock] in clock.now },
            sleep: { _ in })
    }

    private func address(_ server: ModelServer) -> String { "http://127.0.0.1:\(server.port)/v1/chat/completions" }

    @Test(
        "Whatever keeps the first from answering, the second answers in the same call",
        arguments: [
            "http500", "http503", "http429", "http401", "http404", "hang", "half-head", "text-only", "wrong-type",
            "not-json", "invalid-utf8", "huge",
        ])
    func failover(script: String) async throws {
        try await first.tell("script", script, by: client)
        let pool = try pool([first.port, second.port], timeout: .seconds(script == "hang" ? 2 : 60))
        let answer = try await pool.read(film)
        #expect(answer.endpoint == address(second) && answer.severity == Severity(0))
        #expect(pool.standings[0].failures == 1 && pool.standings[0].problem != nil)
    }

    @Test("Nobody listens at the first address: the second answers, and the first is left alone for a while")
    func deadPrimary() async throws {
        let closed = try ClosedPort()
        let pool = try pool([closed.port, second.port])
        for _ in 0..<3 { #expect(try await pool.read(film).endpoint == address(second)) }
        #expect(pool.standings[0].calls == 1 && pool.standings[0].state == .away)
        #expect(pool.active?.address == address(second))
    }

    @Test("What is wrong with the film is not asked of the second", arguments: ["bad-image", "http400"])
    func filmsFault(script: String) async throws {
        try await first.tell("script", script, by: client)
        let pool = try pool([first.port, second.port])
        await #expect(throws: AnalysisError.self) { try await pool.read(film) }
        #expect(try await second.counted(by: client).requests == 0)
        #expect(pool.standings[0].state == .available && pool.standings[0].problem == nil)
    }

    @Test("Words that are no report are asked of the second once", arguments: ["empty", "length"])
    func noReport(script: String) async throws {
        try await first.tell("script", script, by: client)
        let pool = try pool([first.port, second.port])
        #expect(try await pool.read(film).endpoint == address(second))
        #expect(pool.standings[0].state == .available && pool.standings[0].problem == nil)
        try await second.tell("script", "empty", by: client)
        let error: AnalysisError = script == "empty" ? .replyEmpty : .replyTruncated
        await #expect(throws: error) { try await pool.read(film) }
        #expect(try await first.counted(by: client).report_calls == 2)
        #expect(try await second.counted(by: client).report_calls == 2)
    }

    @Test(
        "A server that answers with a page is left alone like one that fails, and a page for a list is no sign of life")
    func maintenance() async throws {
        try await first.tell("script", "wrong-type", by: client)
        try await first.tell("models", "<html>Back soon</html>", by: client)
        let pool = try pool([first.port, second.port])
        for _ in 0..<4 { #expect(try await pool.read(film).endpoint == address(second)) }
        #expect(try await first.counted(by: client).report_calls == 3)
        clock.advance(6)
        #expect(await pool.probe().standings[0].state == .away)
        try await first.tell("models", "", by: client)
        #expect(await pool.probe().standings[0].state == .recovering)
    }

    @Test("A server that says when to come back is left alone until then, although it lists its models")
    func retryAfter() async throws {
        try await first.tell("script", "http429@60", by: client)
        let pool = try pool([first.port])
        await #expect(throws: AnalysisError.endpointBusy(retryAfter: 60)) { try await pool.read(film) }
        try await first.tell("script", "ok", by: client)
        for _ in 0..<3 {
            clock.advance(15)
            #expect(await pool.probe().isAnyAvailable == false)
            await #expect(throws: AnalysisError.self) { try await pool.read(film) }
        }
        #expect(try await first.counted(by: client).report_calls == 1)
        clock.advance(15)
        #expect(try await pool.read(film).severity == Severity(0))
    }

    @Test(
        "A report that has arrived is kept when its endpoint goes away before the check",
        arguments: ["http401", "http503"])
    func checkAway(script: String) async throws {
        try await first.tell("script", "check-\(script)", by: client)
        let answer = try await (try pool([first.port])).read(film)
        let failure: AnalysisError =
            script == "http401" ? .endpointRefused(status: 401) : .endpointFailed(status: 503, retryAfter: nil)
        #expect(answer.checkFailure == failure && answer.severity == nil && !answer.findings.isEmpty)
    }

    @Test("Who checked a report is told apart from who wrote it, and the tries that failed are told with their server")
    func tries() async throws {
        try await first.tell("script", "check-http500", by: client)
        let (pool, calls) = (try pool([first.port, second.port]), CallLog())
        let answer = try await calls.collecting { try await pool.read(film) }
        #expect(answer.reportCall?.endpoint == address(first) && answer.checkCall?.endpoint == address(second))
        let failed = try #require(calls.failed.first)
        #expect(calls.failed.count == 1 && failed.call.kind == .check && failed.call.endpoint == address(first))
        #expect(failed.error == .endpointFailed(status: 500, retryAfter: nil) && failed.call.raw.isEmpty)
        try await first.tell("script", "length", by: client)
        let more = CallLog()
        _ = try await more.collecting { try await pool.read(film) }
        let useless = try #require(more.failed.first)
        #expect(
            useless.error == .replyTruncated && useless.call.endpoint == address(first) && !useless.call.raw.isEmpty)
    }

    @Test("When the first is well again the calls come back to it: by a trial after its rest")
    func returnByTrial() async throws {
        try await first.tell("script", "http500", by: client)
        let pool = try pool([first.port, second.port])
        for _ in 0..<5 { #expect(try await pool.read(film).endpoint == address(second)) }
        #expect(try await first.counted(by: client).report_calls == 3)
        try await first.tell("script", "ok", by: client)
        #expect(try await pool.read(film).endpoint == address(second))
        clock.advance(5)
        #expect(try await pool.read(film).endpoint == address(first))
        #expect(pool.standings[0].state == .available && pool.standings[0].since == clock.now)
    }

    @Test("… and at once when a probe finds it well")
    func returnByProbe() async throws {
        try await first.tell("script", "any-http503", by: client)
        let pool = try pool([first.port, second.port])
        #expect(try await pool.read(film).endpoint == address(second))
        #expect(await pool.probe().becameAvailable == false)
        #expect(pool.standings[0].state == .away)
        try await first.tell("script", "ok", by: client)
        let outcome = await pool.probe()
        #expect(outcome.becameAvailable && outcome.standings[0].readsFilms)
        #expect(try await pool.read(film).endpoint == address(first))
        #expect(await pool.probe().becameAvailable == false)
    }

    @Test("A list of models invites no call at once after a failure, and whoever was turned away is woken all the same")
    func invitation() async throws {
        try await first.tell("script", "http401", by: client)
        let pool = try pool([first.port])
        await #expect(throws: AnalysisError.endpointRefused(status: 401)) { try await pool.read(film) }
        #expect(await pool.probe().becameAvailable == false)
        await #expect(throws: AnalysisError.endpointRefused(status: 401)) { try await pool.read(film) }
        #expect(try await first.counted(by: client).report_calls == 1)
        try await first.tell("script", "ok", by: client)
        clock.advance(5)
        #expect(await pool.probe().becameAvailable)
        #expect(await pool.probe().becameAvailable == false)
        #expect(try await pool.read(film).severity == Severity(0))
    }

    @Test("A flapping first server loses no film: every call is answered, and most by the second")
    func flapping() async throws {
        let pool = try pool([first.port, second.port])
        for round in 0..<30 {
            try await first.tell("script", round % 3 == 0 ? "ok" : "http503", by: client)
            #expect(try await pool.read(film).severity == Severity(0))
            clock.advance(2)
            if round % 10 == 9 { _ = await pool.probe() }
        }
        let standings = pool.standings
        #expect(standings[0].calls - standings[0].failures + standings[1].calls >= 60)
    }

    @Test("Both away: the film waits, nobody is asked again before the rest is over, then one call tries")
    func bothAway() async throws {
        let (one, two) = (try ClosedPort(), try ClosedPort())
        let pool = try pool([one.port, two.port])
        let gone = AnalysisError.endpointUnreachable(host: "127.0.0.1:\(one.port)")
        for _ in 0..<10 { await #expect(throws: gone) { try await pool.read(film) } }
        #expect(pool.standings.map(\.calls) == [1, 1] && pool.active == nil)
        clock.advance(5)
        await #expect(throws: gone) { try await pool.read(film) }
        #expect(pool.standings.map(\.calls) == [2, 2])
        #expect(await pool.probe().isAnyAvailable == false)
    }

    @Test("A server that only fails is rested, and the films wait instead of failing")
    func resting() async throws {
        try await first.tell("script", "http500", by: client)
        let pool = try pool([first.port])
        let failed = AnalysisError.endpointFailed(status: 500, retryAfter: nil)
        for _ in 0..<3 { await #expect(throws: failed) { try await pool.read(film) } }
        let error = await #expect(throws: AnalysisError.self) { try await pool.read(film) }
        #expect(error == .endpointResting(seconds: 5) && error?.recovery == .waitForEndpoint)
        #expect(try await first.counted(by: client).report_calls == 3)
    }

    @Test(
        "A text that is refused where films are answered, or models listed, keeps no film away",
        arguments: ["film", "list", "neither"])
    func refusedText(sign: String) async throws {
        let pool = try pool([first.port])
        if sign == "film" { _ = try await pool.read(film) }
        if sign == "list" { _ = await pool.probe() }
        try await first.tell("script", "check-http403", by: client)
        let refused = AnalysisError.endpointRefused(status: 403)
        for _ in 0..<4 { await #expect(throws: refused) { try await pool.check("Clear lungs.") } }
        guard sign != "neither" else {
            #expect(pool.standings[0].state == .away)
            return
        }
        #expect(pool.standings[0].state == .available && pool.standings[0].failures == 4)
        #expect(try await pool.read(film).checkFailure == refused)
        #expect(try await first.counted(by: client).report_calls == (sign == "film" ? 2 : 1))
    }

    @Test("A refused text that was to try a resting server leaves that to the next film")
    func refusedTrial() async throws {
        let pool = try pool([first.port])
        _ = try await pool.read(film)
        try await first.tell("script", "http500", by: client)
        for _ in 0..<3 { await #expect(throws: AnalysisError.self) { try await pool.read(film) } }
        #expect(pool.standings[0].state == .away)
        try await first.tell("script", "check-http403", by: client)
        clock.advance(61)
        await #expect(throws: AnalysisError.endpointRefused(status: 403)) { try await pool.check("Clear lungs.") }
        #expect(try await pool.read(film).checkFailure == .endpointRefused(status: 403))
        #expect(pool.standings[0].state == .available)
    }

    @Test("A call that is given up says nothing about its server")
    func cancelled() async throws {
        try await first.tell("script", "hang", by: client)
        let (pool, film) = (try pool([first.port], timeout: .seconds(300)), film)
        let reading = Task { try await pool.read(film) }
        while try await first.counted(by: client).report_calls == 0 { try await Task.sleep(for: .milliseconds(5)) }
        reading.cancel()
        await #expect(throws: AnalysisError.cancelled) { try await reading.value }
        #expect(pool.standings[0].failures == 0 && pool.standings[0].problem == nil)
    }

    @Test("The model's own name is kept, and another name is noticed once, over a restart too")
    func modelChange() async throws {
        try await first.tell("model", "m-1", by: client)
        let pool = try pool([first.port], lastModels: [address(first): "m-0"])
        let change = ModelChange(endpoint: address(first), from: "m-0", to: "m-1")
        #expect(try await pool.read(film).modelChanges == [change])
        #expect(try await pool.read(film).modelChanges.isEmpty)
        try await first.tell("model", "m-2", by: client)
        let answer = try await pool.read(film)
        #expect(answer.modelChanges.map(\.to) == ["m-2"] && answer.model == "m-2")
        #expect(pool.standings[0].model == "m-2")
    }

    @Test("Checks that are answered do not hide that every film fails")
    func hiddenFailure() async throws {
        try await first.tell("script", "http500", by: client)
        let pool = try pool([first.port])
        for _ in 0..<2 {
            await #expect(throws: AnalysisError.self) { try await pool.read(film) }
            #expect(try await pool.check("Clear lungs.").severity == Severity(0))
        }
        await #expect(throws: AnalysisError.self) { try await pool.read(film) }
        #expect(pool.standings[0].state == .away)
    }

    @Test("Four films at once are all answered, while the first server goes away under them")
    func concurrent() async throws {
        try await first.tell("script", "http503x2", by: client)
        let (pool, film) = (try pool([first.port, second.port]), film)
        try await withThrowingTaskGroup(of: Severity?.self) { group in
            for _ in 0..<12 { group.addTask { try await pool.read(film).severity } }
            for try await severity in group { #expect(severity == Severity(0)) }
        }
        #expect(pool.standings.map { $0.calls - $0.failures }.reduce(0, +) == 24)
    }
}
