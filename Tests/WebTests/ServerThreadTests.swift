import Dispatch
import Foundation
import HTTPClient
import Store
import Testing
import Web

@Suite("Answers that have to wait", .timeLimit(.minutes(2)))
struct ServerThreadTests {
    @Test("While eight answers wait for the database, and their threads with them, everything else is answered")
    func waiting() async throws {
        let gate = DispatchSemaphore(value: 0)
        var options = DaemonOptions()
        options.prepare = { _ = try APIWard($0) }
        options.changed = { gate.wait() }
        try await DaemonSite.serving(options) { site in
            // Signed in before anything waits.
            #expect(try await site.get("/api/exams", [DaemonSite.basic("radu")]).status == 200)
            try await withThrowingTaskGroup(of: Int.self) { group in
                defer { for _ in 0..<8 { gate.signal() } }
                for number in 1...8 {
                    group.addTask {
                        let uid = "1.2.826.0.1.7.\(1 + number % 4)"
                        return try await site.post(
                            "/api/flag", [DaemonSite.basic("radu")], json: #"{"uid":"\#(uid)"}"#
                        ).status
                    }
                }
                try await Task.sleep(for: .milliseconds(500))
                for path in ["/livez", "/style.css", "/sign-in", "/api/exams"] {
                    #expect(try await site.get(path, [DaemonSite.basic("radu")]).status == 200, "\(path)")
                }
                for _ in 0..<8 { gate.signal() }
                for try await status in group { #expect(status == 200) }
            }
        }
    }

    @Test("What was done is written into the audit log, also when whoever did it was sent away meanwhile")
    func cancelled() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "audit-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let archive = try Archive.open(paths: WorkspacePaths(root: folder.path), now: TestClock().now)
        let options = DaemonOptions()
        let (house, _) = try DaemonSite.house(
            options, archive, DaemonSite.AccountList(options.accounts), TestClock())
        let desk = AuditDesk(house)
        let isWritten = await withTaskGroup(of: Bool.self) { group in
            group.cancelAll()
            group.addTask {
                #expect(Task.isCancelled)
                return await desk.write(AuditEntry(action: "review", user: "radu", outcome: "ok"))
            }
            return await group.next()
        }
        #expect(isWritten == true)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "audit").path)
        #expect(files.count == 1)
    }
}
