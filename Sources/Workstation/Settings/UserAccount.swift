import Web

/// Someone who may sign in: a line of `[users]`, `name = password,role`.
public struct UserAccount: Sendable, Equatable {
    public enum Role: String, Sendable, CaseIterable {
        /// Sees names, queries the archive, opens originals.
        case admin
        /// Reviews, flags, has films read again; sees initials.
        case reviewer
        /// Looks; sees initials.
        case user
    }

    public enum Password: Sendable, Equatable {
        /// As typed into the file: works, with a warning.
        case plain(Secret)
        /// As `users` commands write it.
        case hashed(Secret)

        var text: String {
            switch self {
            case .plain(let secret), .hashed(let secret): secret.revealed
            }
        }
    }

    /// Lower case, because keys are.
    public let name: String
    public let password: Password
    public let role: Role
    /// The login of `[general]`, which works while `[users]` names nobody.
    public private(set) var isFormer = false

    static let expects = "password,role, where the role is admin, reviewer or user and the password is not empty"

    /// A hash has commas and ends at the **last** one; a plain password ends at the **first**, as it always did.
    init?(name: String, line: String) {
        guard let comma = Self.comma(in: line) else { return nil }
        let password = CommaList.items(String(line[..<comma])).joined(separator: ",")
        let role = Role(rawValue: line[line.index(after: comma)...].lowercased().filter { !$0.isWhitespace })
        guard let role, !password.isEmpty, !name.isEmpty else { return nil }
        self.init(name: name, password: password, role: role)
    }

    private init(name: String, password: String, role: Role) {
        self.name = name
        self.role = role
        self.password = PasswordHash.isHash(password) ? .hashed(Secret(password)) : .plain(Secret(password))
    }

    private static func comma(in line: String) -> String.Index? {
        line.hasPrefix("$argon2id$") ? line.lastIndex(of: ",") : line.firstIndex(of: ",")
    }

    /// Anyone could guess it: no password at all, or the user's own name, as in the predecessor's `admin = admin,admin`.
    public var isWeak: Bool {
        guard case .plain(let password) = password else { return false }
        return Self.weakness(of: password.revealed, for: name) != nil
    }

    /// Why a password is not taken; `nil` when it is.
    static func weakness(of password: String, for name: String) -> String? {
        if password.count < shortestPassword { return "It has fewer than \(shortestPassword) characters." }
        if password.utf8.count > longestPassword { return "It has more than \(longestPassword) bytes." }
        if name.count > 2, password.lowercased().contains(name) { return "It has the user's name in it." }
        return Set(password).count < 3 ? "It is made of one or two characters." : nil
    }

    private static let shortestPassword = 8
    private static let longestPassword = 1024
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
        if accounts.isEmpty, let (name, password, _) = reader.formerLogin() {
            var account = UserAccount(name: name.lowercased(), password: password, role: .admin)
            account.isFormer = true
            return [account]
        }
        return accounts
    }

    private func warn(_ reader: inout SettingsReader) {
        guard case .plain(let password) = password else { return }
        if password.revealed.lowercased() == name {
            reader.note(
                name,
                "the password is the user's name. Anyone can guess it: `xrayvision users passwd \(name)` changes it.")
        } else {
            reader.note(
                name,
                "the password is stored in plain text. It works; `xrayvision users passwd \(name)` puts a hash in its place."
            )
        }
    }

    /// The role is worth seeing, the password is not.
    private static func masked(_ line: String) -> String {
        guard let comma = comma(in: line) else { return Secret.mask }
        return Secret.mask + line[comma...]
    }
}
