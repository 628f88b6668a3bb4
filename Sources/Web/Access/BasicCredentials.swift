import Foundation

/// What a programme, or an older browser, sends along with each request.
///
/// Standard: RFC 7617. Bytes that are no UTF-8 are read as Latin 1, as browsers of its time wrote them.
package struct BasicCredentials: Equatable, Sendable {
    /// Lower case, as in the settings.
    package let login: String
    package let password: String

    /// Longer headers are nobody's password.
    static let longest = 2048
    static let longestLogin = 64

    package init?(_ field: String) {
        guard field.utf8.count <= Self.longest, let blank = field.firstIndex(of: " "),
            field[..<blank].lowercased() == "basic",
            let data = Data(base64Encoded: String(field[blank...].trimmingCharacters(in: .whitespaces)))
        else { return nil }
        let bytes = [UInt8](data)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), let login = Self.text(bytes[..<colon]),
            let password = Self.text(bytes[(colon + 1)...])
        else { return nil }
        self.init(login: login, password: password)
    }

    package init?(login: String, password: String) {
        let login = login.lowercased()
        guard !login.isEmpty, login.utf8.count <= Self.longestLogin, !password.isEmpty,
            password.utf8.count <= PasswordHash.longest
        else { return nil }
        (self.login, self.password) = (login, password)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
