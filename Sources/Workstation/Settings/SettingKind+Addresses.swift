import Foundation

extension SettingKind where Value == String {
    /// An absolute URL without spaces, with a host and one of the schemes.
    static func url(_ schemes: [String]) -> Self {
        let examples = schemes.map { "\($0)://host" }.joined(separator: " or ")
        return Self(expects: "an address such as \(examples)", write: { $0 }) { text in
            guard text.utf8.count <= 2048,
                text.unicodeScalars.allSatisfy({ $0.isPlain && !$0.properties.isWhitespace }),
                let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
                schemes.contains(scheme), let host = parts.host, !host.isEmpty
            else { return nil }
            return text
        }
    }
}

extension SettingKind where Value == OpenAISettings.Endpoint {
    static let endpoint = Self(
        expects: "the http:// or https:// address of chat completions, or \(OpenAISettings.Endpoint.baselineName)",
        write: \.description,
        read: { text in
            if text.lowercased() == OpenAISettings.Endpoint.baselineName { return .baseline }
            return SettingKind<String>.url(["http", "https"]).read(text).map { .server(url: $0) }
        })
}

/// Places in or near the workspace.
enum WorkspacePath {
    /// The location a text names, when it lies inside the workspace after links and `..` are followed.
    ///
    /// - Returns: `nil` for the workspace itself and for everything outside.
    static func inside(_ workspace: URL, _ text: String) -> URL? {
        let location = location(workspace, text)
        guard let root = resolved(workspace)?.pathComponents, let path = resolved(location)?.pathComponents else {
            return nil
        }
        guard path.count > root.count, path.starts(with: root), !text.hasSuffix("/..") else { return nil }
        return location
    }

    /// A relative path starts at the workspace.
    static func location(_ workspace: URL, _ text: String) -> URL {
        (text.hasPrefix("/") ? URL(filePath: text) : workspace.appending(path: text)).standardizedFileURL
    }

    /// Follows symbolic links of the part that exists; the rest is kept.
    ///
    /// - Returns: `nil` behind a link that leads nowhere: writing through it would create its target.
    private static func resolved(_ location: URL) -> URL? {
        var existing = location.standardizedFileURL
        var missing: [String] = []
        while existing.pathComponents.count > 1, !isThere(existing) {
            missing.append(existing.lastPathComponent)
            existing.deleteLastPathComponent()
        }
        guard FileManager.default.fileExists(atPath: existing.path) else { return nil }
        let base = existing.resolvingSymlinksInPath()
        return missing.reversed().reduce(base) { $0.appending(path: $1) }.standardizedFileURL
    }

    /// True for a link that leads nowhere too.
    private static func isThere(_ location: URL) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: location.path)) != nil
    }
}
