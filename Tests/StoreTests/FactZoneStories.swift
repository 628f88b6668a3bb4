import Foundation
import GRDB
import Store
import Testing

@Suite("The zone of the modalities' clocks")
struct FactZoneStories {
    let folder: TemporaryFolder
    let archive: Archive
    let auckland = TimeZone(identifier: "Pacific/Auckland") ?? .gmt
    let bucharest = TimeZone(identifier: "Europe/Bucharest") ?? .gmt

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    @Test("The first machine's zone is recorded, and holds on every other")
    func recorded() throws {
        #expect(try archive.facts.zone(setting: nil, machine: auckland) == auckland)
        #expect(try archive.facts.zone(setting: nil, machine: bucharest) == auckland)
        let other = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        #expect(try other.facts.zone(setting: nil, machine: .gmt) == auckland)
    }

    @Test("The settings' zone wins, and is recorded")
    func setting() throws {
        #expect(try archive.facts.zone(setting: bucharest, machine: auckland) == bucharest)
        #expect(try archive.facts.zone(setting: nil, machine: auckland) == bucharest)
        #expect(try archive.facts.zone(setting: auckland, machine: .gmt) == auckland)
        #expect(try archive.facts.zone(setting: nil, machine: .gmt) == auckland)
    }

    @Test("A recorded zone that this machine does not know is said; the settings mend it")
    func unknown() throws {
        try DatabaseQueue(path: folder.workspace.database).write { db in
            try db.execute(sql: "INSERT INTO modality_zone VALUES (1, 'Mars/Olympus')")
        }
        #expect(throws: StoreError.self) { try archive.facts.zone(setting: nil, machine: .gmt) }
        #expect(try archive.facts.zone(setting: bucharest, machine: .gmt) == bucharest)
    }
}
