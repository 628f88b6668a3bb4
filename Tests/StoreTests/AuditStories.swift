import Foundation
import GRDB
import Store
import Testing

@Suite("The record of who did what cannot be changed in silence")
struct AuditStories {
    let folder: TemporaryFolder
    let archive: Archive
    let log: AuditLog

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        log = try AuditLog(archive)
    }

    private var march: String { folder.workspace.audit + "/2026-03.jsonl" }
    private var april: String { folder.workspace.audit + "/2026-04.jsonl" }

    private func write(_ count: Int, at moment: Date = .mondayMorning) throws {
        for number in 0..<count {
            let entry = AuditEntry(
                action: "review", user: "ana", role: "reviewer", address: "10.0.0.7", method: "POST",
                path: "/api/rad_review", outcome: "ok", detail: ["uid": "1.2.\(number)"])
            try log.append(entry, at: moment + Double(number))
        }
        try log.keepHead()
    }

    private func lines(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func rewrite(_ path: String, _ change: (inout [String]) -> Void) throws {
        var lines = try lines(path)
        change(&lines)
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }

    private func faults() throws -> [AuditFault.Kind] { try log.verify().map(\.kind) }

    @Test("Lines of two months, of hostile strangers and of a second process are one chain")
    func whole() throws {
        #expect(try log.verify().isEmpty)
        try write(3)
        let stranger = AuditEntry(
            action: "sign-in", user: "\"}\n{\"hash\":\"\u{0}\u{202E}", path: String(repeating: "../", count: 5000),
            outcome: "401")
        try AuditLog(archive).append([stranger, stranger], at: .mondayMorning + 31 * 86_400)
        // A clock that was set back does not write into the past.
        try write(2)
        #expect(try log.verify().isEmpty)
        #expect(try lines(march).count == 3 && lines(april).count == 4)
        for line in try lines(march) + lines(april) {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["number"] is Int && object?["hash"] is String)
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: march)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("While another process has the database for itself, lines are written, each once, and the database follows")
    func locked() throws {
        try write(2)
        let other = try DatabaseQueue(path: folder.workspace.database)
        try other.writeWithoutTransaction { db in
            try db.beginTransaction(.immediate)
            for _ in 0..<3 { try log.append(AuditEntry(action: "sign-in", outcome: "ok"), at: .mondayMorning) }
            try db.rollback()
        }
        #expect(try lines(march).count == 5)
        #expect(try log.verify().isEmpty)
        try log.keepHead()
        try rewrite(march) { $0.removeLast() }
        #expect(try faults() == [.cutOff])
    }

    @Test("A changed line is found")
    func changed() throws {
        try write(5)
        try rewrite(march) { $0[2] = $0[2].replacing("ana", with: "dan") }
        #expect(try log.verify().first == AuditFault(kind: .changed, file: "2026-03.jsonl", line: 3))
    }

    @Test("A line that was taken out, put in twice or moved is found", arguments: ["out", "twice", "moved", "first"])
    func outOfPlace(how: String) throws {
        try write(5)
        try rewrite(march) { lines in
            switch how {
            case "out": lines.remove(at: 2)
            case "twice": lines.insert(lines[2], at: 3)
            case "first": lines.removeFirst()
            default: lines.swapAt(1, 3)
            }
        }
        #expect(try faults().contains(.outOfPlace))
    }

    @Test("Lines cut off at the end are missed, also when new ones were written behind the cut")
    func cutOff() throws {
        try write(5)
        try rewrite(march) { $0.removeLast(2) }
        #expect(try faults() == [.cutOff])
        try write(1)
        #expect(try faults() == [.cutOff])
        try FileManager.default.removeItem(atPath: march)
        #expect(try faults() == [.cutOff])
    }

    @Test("A whole month that is gone is missed")
    func monthGone() throws {
        try write(2)
        try write(2, at: .mondayMorning + 31 * 86_400)
        try FileManager.default.removeItem(atPath: march)
        #expect(try faults() == [.outOfPlace])
    }

    @Test("A line that the power cut in two is told from one that was changed, and the chain goes on behind it")
    func torn() throws {
        try write(3)
        let half = try FileHandle(forWritingTo: URL(filePath: march))
        try half.seekToEnd()
        try half.write(contentsOf: Data(#"{"action":"review","addr"#.utf8))
        try half.close()
        #expect(try faults() == [.torn])
        try write(2)
        #expect(try faults() == [.torn])
        #expect(try lines(march).count == 6)
    }

    @Test("An archive in memory keeps no record, and says so")
    func inMemory() throws {
        let archive = try Archive.inMemory()
        #expect(throws: StoreError.self) { try AuditLog(archive) }
    }
}
