import Foundation

/// A text that must not end up in a log, a listing or an error by accident.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself, for the one place that sends or checks it.
    public let revealed: String

    public init(_ text: String) {
        revealed = text
    }

    public var isEmpty: Bool { revealed.isEmpty }
    public var description: String { isEmpty ? "" : Self.mask }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }

    /// What is shown instead; its length says nothing about the secret's.
    package static let mask = "********"

    /// A URL-like text without the user name and password before its host.
    ///
    /// A password may hold a raw `/`, so everything up to the last `@` goes when the text before it has a `:`.
    package static func withoutCredentials(_ text: String) -> String {
        guard let scheme = text.range(of: "://"), let at = text[scheme.upperBound...].lastIndex(of: "@") else {
            return text
        }
        let before = text[scheme.upperBound..<at]
        let authorityEnd = before.firstIndex { "/?#".contains($0) }
        if let authorityEnd, !before[..<authorityEnd].contains(":") { return text }
        return text[..<scheme.upperBound] + mask + text[at...]
    }
}
