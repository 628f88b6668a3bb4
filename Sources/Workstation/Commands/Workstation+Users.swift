import Foundation
import Store
import Web

/// Who may sign in to the dashboard: the lines of `[users]`, which these commands edit where they stand.
extension Workstation {
    /// Adds a user to `local.cfg`, with a hash of the password.
    /// - Parameters:
    ///   - role: admin, reviewer or user.
    ///   - password: asks for it; called when everything else is in order.
    public func addUser(_ name: String, role word: String, password: () throws -> String) throws {
        let name = try Self.userName(name)
        guard let role = UserAccount.Role(rawValue: word.lowercased()) else {
            throw WorkstationError(
                .usage, "There is no such role.", suggestion: "Choose admin, reviewer or user; see docs/live-daemon.md."
            )
        }
        if settings.users.contains(where: { $0.name == name && origin(of: name) != nil }) {
            throw Self.isKnown(name)
        }
        let hash = try Self.hash(password(), for: name)
        try edit("local.cfg") { file throws(WorkstationError) in
            // Another command may have been faster.
            if file.users.contains(name) { throw Self.isKnown(name) }
            file.set(name, "\(hash),\(role.rawValue)")
        }
        try writeDown("users", ["change": "add", "login": name, "new role": role.rawValue])
        if settings.users.contains(where: { origin(of: $0.name) == nil }) {
            console.note("The login of [general] no longer counts, now that [users] names somebody.")
        }
        try tell(name, "may sign in as \(role.rawValue).")
    }

    /// Gives a user a new password; the role stays.
    public func changePassword(of name: String, password: () throws -> String) throws {
        let account = try known(name)
        let hash = try Self.hash(password(), for: account.name)
        try edit(try file(of: account.name)) { $0.set(account.name, "\(hash),\(account.role.rawValue)") }
        try writeDown("users", ["change": "password", "login": account.name])
        try tell(account.name, "has a new password; who was signed in under the old one is signed out.")
    }

    /// Takes a user out of every file that names it.
    /// - Throws: `.usage` for the last user of `[users]` while the login of `[general]` waits behind it: that one would be
    ///   admin from then on.
    public func removeUser(_ name: String) throws {
        let account = try known(name)
        _ = try file(of: account.name)
        try refuseToRevive(byRemoving: account.name)
        for file in Settings.fileNames where FileManager.default.fileExists(atPath: path(of: file)) {
            try edit(file) { _ = $0.remove(account.name) }
        }
        try writeDown("users", ["change": "remove", "login": account.name])
        try tell(account.name, "may no longer sign in.")
    }

    /// Who may sign in, how well the password is kept, and where it stands. No password.
    public func listUsers() throws {
        for account in settings.users {
            let row = UserRow(
                name: account.name, role: account.role.rawValue, password: Self.word(about: account),
                origin: origin(of: account.name)?.description ?? "[general]")
            if console.wantsJSON { try console.answer(json: row) } else { console.answer(row.text) }
        }
        if settings.users.isEmpty, !console.wantsJSON {
            console.answer("Nobody may sign in. Example: xrayvision users add maria --role admin")
        }
    }

    private func refuseToRevive(byRemoving name: String) throws {
        let hasOthers = settings.users.contains { $0.name != name }
        guard !hasOthers, let former = loaded.formerLogin else { return }
        throw WorkstationError(
            .usage, "Without this user the login of [general] (\(former)) could sign in again, as admin.",
            suggestion: "Take XRAYVISION_USER and XRAYVISION_PASS out first, or add another user with `users add`.")
    }

    private static func isKnown(_ name: String) -> WorkstationError {
        WorkstationError(
            .usage, "There is a user of that name already.",
            suggestion: "`xrayvision users passwd \(name)` gives a new password; `users remove` takes the user out.")
    }

    private static func word(about account: UserAccount) -> String {
        if account.isWeak { return "guessable" }
        if case .hashed = account.password { return "hashed" }
        return "plain"
    }

    private struct UserRow: Encodable {
        let name: String
        let role: String
        /// `hashed`, `plain` or `guessable`.
        let password: String
        let origin: String

        var text: String { "\(name)  \(role)  password \(password)  (\(origin))" }
    }

    private func tell(_ name: String, _ words: String) throws {
        if console.wantsJSON { return try console.answer(json: ["name": name, "change": words]) }
        console.answer("\(name) \(words)")
    }
}

extension Workstation {
    /// Lower case, as keys of settings files are; only what can be a key in every file and a name in every browser.
    private static func userName(_ text: String) throws -> String {
        let name = text.lowercased()
        let isLegal = name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "._-@".utf8.contains(byte)
        }
        guard isLegal, (1...64).contains(name.utf8.count), name != INIFile.defaultSection.lowercased() else {
            throw WorkstationError(
                .usage, "This cannot be a user's name.",
                suggestion: "Use 1 to 64 letters (a-z), digits, dots, hyphens, underscores and @.")
        }
        return name
    }

    private static func hash(_ password: String, for name: String) throws -> String {
        if let weakness = UserAccount.weakness(of: password, for: name) {
            throw WorkstationError(
                .badInput, "The password is not taken. \(weakness)",
                suggestion: "Choose a longer one; a few words that nobody would put together are easy to remember.")
        }
        do {
            return try PasswordHash.make(password)
        } catch {
            throw WorkstationError(
                .badInput, "The password cannot be hashed.",
                suggestion: "Choose another one, and look at the free memory.")
        }
    }

    private func known(_ text: String) throws -> UserAccount {
        let name = text.lowercased()
        guard let account = settings.users.first(where: { $0.name == name }) else {
            throw WorkstationError(
                .usage, "There is no user of that name.", suggestion: "`xrayvision users list` shows all of them.")
        }
        return account
    }

    /// `nil` for the login of `[general]`.
    private func origin(of name: String) -> SettingOrigin? { loaded.origin(of: "users", name) }

    /// The file in which the line stands that counts.
    private func file(of name: String) throws -> String {
        switch origin(of: name) {
        case .file(let file, _): return file
        case nil:
            throw WorkstationError(
                .usage, "This login stands in [general], as XRAYVISION_USER and XRAYVISION_PASS.",
                suggestion: "`xrayvision users add` puts somebody into [users]; then remove the two lines.")
        case .environment(let variable):
            throw WorkstationError(
                .usage, "This user comes from the environment variable \(variable).",
                suggestion: "Change the variable; no file names this user.")
        case .builtIn, .flag:
            throw WorkstationError(.usage, "This user stands in no file.", suggestion: "See `config show --origin`.")
        }
    }

    private func path(of file: String) -> String { "\(paths.root)/\(file)" }

    /// Reads one settings file, changes it and writes it whole; its owner and permissions stay, but others may not read it.
    /// Two commands at once wait for each other: neither undoes what the other did.
    private func edit(_ file: String, _ change: (inout UsersFile) throws(WorkstationError) -> Void) throws {
        let path = path(of: file)
        let turn = try Self.orEnding { try FolderTurn(paths.root, shownAs: "the workspace") }
        defer { withExtendedLifetime(turn) {} }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        if attributes?[.type] as? FileAttributeType == .typeSymbolicLink {
            throw WorkstationError(
                .cannotWrite, "\(file) is a link.",
                suggestion: "Edit the file it leads to by hand; see docs/settings.md.")
        }
        do {
            let before = attributes == nil ? [] : try FileBytes.read(path, limit: INIFile.maxBytes).bytes
            var users = try UsersFile(try INIFile.decode(before, file: file).text, file: file)
            try change(&users)
            _ = try Self.orEnding {
                try AtomicFile.write(Array(users.text.utf8), to: path, durable: true, keepsAccess: true, shownAs: file)
            }
        } catch let error as SettingsError {
            throw WorkstationError(.badSettings, error.description, suggestion: error.suggestion)
        } catch let error as FileBytes.Failure {
            throw WorkstationError(
                .cannotWrite, "\(file) cannot be read: \(error.words).", suggestion: "Give this user permission.")
        }
    }
}
