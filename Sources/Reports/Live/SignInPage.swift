/// Where a browser shows who it is.
public struct SignInPage: Sendable {
    public static let path = "sign-in"
    let next: String
    let login: String
    let problem: String

    /// - Parameters:
    ///   - next: path and query to go on to; anything else than a path of ours is left out.
    ///   - login: what was typed at the last attempt.
    ///   - problem: why the last attempt failed, one sentence; empty at the first.
    public init(next: String = "", login: String = "", problem: String = "") {
        self.next = Self.isOurs(next) ? next : ""
        self.login = login
        self.problem = problem
    }

    /// A path of this server: `//host` and `/\host` lead elsewhere in browsers.
    public static func isOurs(_ path: String) -> Bool {
        let bytes = Array(path.utf8)
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= 2048 else { return false }
        if bytes.count > 1, [UInt8(ascii: "/"), UInt8(ascii: "\\")].contains(bytes[1]) { return false }
        return bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
    }

    package var fields: Fields {
        var fields: Fields = [:]
        fields["next"] = .words(next)
        fields["typed"] = .words(login)
        fields["problem"] = .words(problem)
        return fields
    }
}
