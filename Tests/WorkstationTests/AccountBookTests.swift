import Foundation
import Logging
import Synchronization
import Testing
import Web
import Workstation

@Suite("Who may sign in, while the settings files change")
struct AccountBookTests {
    private struct Unreadable: Error {}

    /// A file, a clock that stands still, and what reading the file gives.
    private final class Desk: Sendable {
        struct State {
            var now = Date(timeIntervalSince1970: 1_772_438_400)
            var people: [UserAccount]? = []
            var readings = 0
        }

        let path = FileManager.default.temporaryDirectory.path + "/book-\(UUID().uuidString).cfg"
        let state = Mutex(State())

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func book(_ people: [UserAccount] = []) -> AccountBook {
            AccountBook(
                people, files: [path], now: { self.state.withLock { $0.now } }, log: Logger(label: "test"),
                read: {
                    try self.state.withLock { state in
                        state.readings += 1
                        guard let people = state.people else { throw Unreadable() }
                        return people
                    }
                })
        }

        func write(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }
        func wait(_ seconds: Double) { state.withLock { $0.now += seconds } }
        func set(_ people: [UserAccount]?) { state.withLock { $0.people = people } }
        var readings: Int { state.withLock { $0.readings } }
    }

    /// As `local.cfg` names them.
    private func people(_ lines: String...) throws -> [UserAccount] {
        let folder = try SettingsFolder(local: "[users]\n" + lines.joined(separator: "\n") + "\n")
        return try folder.load().settings.users
    }

    @Test("A change is followed, at most once a second, and an unchanged file is not read")
    func follows() throws {
        let desk = Desk()
        try desk.write("one")
        let (maria, eva) = (try people("maria = secret,user"), try people("eva = secret,admin"))
        let book = desk.book(maria)
        desk.set(eva)
        desk.wait(5)
        #expect(book.accounts.map(\.login) == ["maria"] && desk.readings == 0)
        try desk.write("changed")
        desk.wait(0.5)
        #expect(book.accounts.map(\.login) == ["maria"] && desk.readings == 0)
        desk.wait(0.5)
        #expect(book.accounts.map(\.login) == ["eva"] && book.accounts.map(\.role) == [.admin])
        desk.wait(5)
        #expect(book.accounts.map(\.login) == ["eva"] && desk.readings == 1)
    }

    @Test("A file that cannot be read now is read again, until it can be")
    func retries() throws {
        let desk = Desk()
        let book = desk.book(try people("maria = secret,user"))
        desk.set(nil)
        try desk.write("half an edit")
        for _ in 0..<3 {
            desk.wait(1)
            #expect(book.accounts.map(\.login) == ["maria"])
        }
        #expect(desk.readings == 3)
        // The file itself is as it was: what was in its way is gone.
        desk.set(try people("eva = secret,admin"))
        desk.wait(1)
        #expect(book.accounts.map(\.login) == ["eva"] && desk.readings == 4)
    }

    @Test("A file that an editor has emptied for a moment locks nobody out; one that stays empty does")
    func emptied() throws {
        let desk = Desk()
        let maria = try people("maria = secret,user")
        let book = desk.book(maria)
        for _ in 0..<2 {
            desk.set([])
            try desk.write("")
            desk.wait(1)
            #expect(book.accounts.map(\.login) == ["maria"])
            desk.set(maria)
            try desk.write("whole again")
            desk.wait(1)
            #expect(book.accounts.map(\.login) == ["maria"])
        }
        desk.set([])
        try desk.write("")
        desk.wait(1)
        #expect(book.accounts.map(\.login) == ["maria"])
        desk.wait(0.5)
        #expect(book.accounts.map(\.login) == ["maria"])
        desk.wait(0.5)
        #expect(book.accounts.isEmpty)
        desk.set(maria)
        try desk.write("back")
        desk.wait(1)
        #expect(book.accounts.map(\.login) == ["maria"], "who comes is let in at once")
    }

    @Test("The login of [general] does not come back to life; who was started with it keeps it")
    func former() throws {
        let folder = try SettingsFolder(local: "[general]\nXRAYVISION_USER = old\nXRAYVISION_PASS = hand\n")
        let old = try folder.load().settings.users
        #expect(old.map(\.isFormer) == [true])
        let desk = Desk()
        let book = desk.book(try people("maria = secret,user"))
        desk.set(old)
        try desk.write("only [general]")
        desk.wait(1)
        #expect(book.accounts.map(\.login) == ["maria"])
        desk.wait(1)
        #expect(book.accounts.isEmpty)
        let first = desk.book(old)
        try desk.write("touched")
        desk.wait(1)
        #expect(first.accounts.map(\.login) == ["old"])
        desk.set(try people("maria = secret,user"))
        try desk.write("and somebody")
        desk.wait(1)
        #expect(first.accounts.map(\.login) == ["maria"])
        desk.set(old)
        try desk.write("and nobody again")
        for _ in 0..<2 {
            desk.wait(1)
            _ = first.accounts
        }
        #expect(first.accounts.isEmpty)
    }

    @Test("A clock that is set back stops nothing")
    func clock() throws {
        let desk = Desk()
        let book = desk.book(try people("maria = secret,user"))
        desk.set(try people("eva = secret,admin"))
        try desk.write("changed")
        desk.wait(-86_400)
        #expect(book.accounts.map(\.login) == ["eva"])
    }

    @Test("What is wrong in another section keeps nobody in; a line of [users] that is wrong is not guessed at")
    func ownSection() throws {
        let folder = try SettingsFolder(local: "[dicom]\nAE_PROT = 7\n[openai]\nMAX_RETRIES = x\n[users]\nm = p,user\n")
        #expect(throws: SettingsError.self) { try folder.load() }
        let read = { try Settings.users(workspace: folder.location, environment: [:], flags: []).map(\.name) }
        #expect(try read() == ["m"])
        try folder.write(Array("[users]\nm = p,boss\n".utf8), "local.cfg")
        #expect(throws: SettingsError.self) { try read() }
        try folder.write(Array("[general]\nXRAYVISION_USER = old\nXRAYVISION_PASS = hand\n".utf8), "local.cfg")
        #expect(try read() == ["old"])
    }
}
