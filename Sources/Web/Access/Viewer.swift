/// Someone who has signed in.
public struct Viewer: Sendable, Equatable {
    /// How they proved it: a browser sends a cookie along by itself, so what it asks for must also come from our pages.
    public enum Proof: Sendable, Equatable { case basic, session }

    public let login: String
    public let role: Role
    public let proof: Proof

    public init(login: String, role: Role, proof: Proof) {
        self.login = login
        self.role = role
        self.proof = proof
    }
}

/// A line of `[users]`.
public struct Account: Sendable, Equatable {
    /// Lower case.
    public let login: String
    public let role: Role
    /// A hash that `PasswordHash` knows, or the password itself (older settings files).
    public let secret: String

    public init(login: String, role: Role, secret: String) {
        self.login = login
        self.role = role
        self.secret = secret
    }
}
