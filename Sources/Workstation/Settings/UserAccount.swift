/// Someone who may log in: a line of `[users]`, `name = password,role`.
public struct UserAccount: Sendable, Equatable {
    public enum Role: String, Sendable, CaseIterable {
        case admin, user
    }

    public enum Password: Sendable, Equatable {
        /// As typed into the file: works, with a warning.
        case plain(Secret)
        /// `$pbkdf2-sha256$<rounds>$<salt>$<key>`: no commas, so that it fits into the line.
        case hashed(Secret)
    }

    /// Lower case, because keys are.
    public let name: String
    public let password: Password
    public let role: Role

    static let expects = "password,role, where the role is admin or user and the password is not empty"

    /// The password ends at the **first** comma.
    init?(name: String, line: String) {
        guard let comma = line.firstIndex(of: ",") else { return nil }
        let password = CommaList.items(String(line[..<comma])).first
        let role = Role(rawValue: line[line.index(after: comma)...].lowercased().filter { !$0.isWhitespace })
        guard let password, let role, !name.isEmpty else { return nil }
        self.init(name: name, password: password, role: role)
    }

    private init(name: String, password: String, role: Role) {
        self.name = name
        self.role = role
        self.password = Self.isHash(password) ? .hashed(Secret(password)) : .plain(Secret(password))
    }

    private static func isHash(_ text: String) -> Bool {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        return parts.count == 5 && parts[0].isEmpty && parts[1] == "pbkdf2-sha256" && Int(parts[2]) != nil
            && !parts[3].isEmpty && !parts[4].isEmpty
    }
}

extension UserAccount {
    /// Everyone of `[users]`, in file order. When nobody is listed, the login that the oldest predecessor kept in
    /// `[general]` still works.
    static func all(_ reader: inout SettingsReader) -> [UserAccount] {
        var accounts: [UserAccount] = []
        for (name, line) in reader.freeEntries(isSecret: true, shown: masked) {
            guard let account = UserAccount(name: name, line: line) else {
                reader.refuse(name, text: line, expects: expects, isSecret: true)
                continue
            }
            account.warn(&reader)
            accounts.append(account)
        }
        if accounts.isEmpty, let (name, password, _) = reader.formerLogin(), !name.isEmpty, !password.isEmpty {
            return [UserAccount(name: name.lowercased(), password: password, role: .admin)]
        }
        return accounts
    }

    private func warn(_ reader: inout SettingsReader) {
        guard case .plain(let password) = password else { return }
        if password.revealed == name {
            reader.note(name, "the password is the user's name. Anyone can guess it: change it before going live.")
        } else {
            reader.note(name, "the password is stored in plain text. It works; a hash in its place is safer.")
        }
    }

    /// The role is worth seeing, the password is not.
    private static func masked(_ line: String) -> String {
        guard let comma = line.firstIndex(of: ",") else { return Secret.mask }
        return Secret.mask + line[comma...]
    }
}
