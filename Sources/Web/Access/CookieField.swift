/// The `Cookie` header field.
///
/// Standard: RFC 6265 §5.4. Read tolerantly: what is no pair is passed over.
package enum CookieField {
    /// A browser may send several of one name (of other paths, or planted ones).
    static let mostValues = 4
    static let longest = 8192

    /// The values of one name, in order.
    package static func values(of name: String, in field: String) -> [Substring] {
        guard field.utf8.count <= longest else { return [] }
        var values: [Substring] = []
        for pair in field.split(separator: ";") {
            let pair = pair.drop { $0 == " " || $0 == "\t" }
            guard pair.hasPrefix(name) else { continue }
            let rest = pair.dropFirst(name.count)
            guard rest.first == "=" else { continue }
            values.append(rest.dropFirst())
            if values.count == mostValues { break }
        }
        return values
    }
}
