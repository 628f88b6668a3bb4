import Foundation

/// What `config show` prints. Secrets are masked before they get here.
extension LoadedSettings {
    /// In the shape of a settings file; with origins, each value has a comment line above it.
    public func listing(origins: Bool = false) -> String {
        var lines: [String] = []
        var section = ""
        for value in values {
            if value.section != section {
                if !lines.isEmpty { lines.append("") }
                lines.append("[\(value.section)]")
                section = value.section
            }
            if origins { lines.append("# \(value.origin)") }
            let text = value.text.split(whereSeparator: \.isNewline).joined(separator: "\n    ")
            lines.append(text.isEmpty ? "\(value.key) =" : "\(value.key) = \(text)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One JSON object: `settings` in the order of the manual, each with `section key value origin secret`, and `notices`.
    public func json() -> String {
        struct Row: Encodable {
            let section, key, value, origin: String
            let secret: Bool
        }
        struct Listing: Encodable {
            let settings: [Row]
            let notices: [String]
        }
        let rows = values.map { value in
            Row(
                section: value.section, key: value.key, value: value.text, origin: value.origin.description,
                secret: value.isSecret)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and booleans always encode.
        let data = (try? encoder.encode(Listing(settings: rows, notices: notices))) ?? Data("{}".utf8)
        return String(decoding: data, as: UTF8.self)
    }
}
