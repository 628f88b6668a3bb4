import Foundation

/// The folder of static pages as a browser may see it.
package struct PageFolder: Sendable {
    /// One file, read whole, so that a page replaced meanwhile is never mixed with its successor.
    package struct Page: Sendable {
        package let bytes: [UInt8]
        package let contentType: String
        package let modified: Date

        /// Changes with every rewriting of the file: modification time and size.
        package var entityTag: String {
            let nanoseconds = Int64(exactly: (modified.timeIntervalSince1970 * 1e9).rounded()) ?? 0
            return "\"\(String(nanoseconds, radix: 16))-\(String(bytes.count, radix: 16))\""
        }
    }

    package enum Answer: Sendable {
        case page(Page)
        /// A folder was named without its closing slash; relative links would break.
        case moved(to: String)
        case nothing
    }

    /// Larger than any page or picture of ours; bounds the memory of one answer.
    static let maxBytes = 64 << 20

    /// With links followed.
    private let root: URL

    package init(_ folder: URL) throws(WebError) {
        root = folder.absoluteURL.resolvingSymlinksInPath()
        guard Self.kind(of: root) == .typeDirectory else { throw .folderMissing(path: folder.path) }
    }

    /// - Parameter path: as in the request line, percent-encoded, without query.
    package func answer(to path: String) -> Answer {
        guard let names = Self.names(in: path) else { return .nothing }
        let location = names.reduce(root) { $0.appending(path: $1) }.resolvingSymlinksInPath()
        guard location.pathComponents.starts(with: root.pathComponents) else { return .nothing }
        switch Self.kind(of: location) {
        case .typeRegular:
            return path.hasSuffix("/") ? .nothing : Self.read(location)
        case .typeDirectory:
            guard path.hasSuffix("/") else { return .moved(to: Self.encoded(names)) }
            return names.last == Self.index ? .nothing : answer(to: path + Self.index)
        default:
            return .nothing
        }
    }

    private static let index = "index.html"

    /// The decoded parts of a path; `nil` when one of them could leave the folder or is hidden.
    private static func names(in path: String) -> [String]? {
        guard path.hasPrefix("/"), path.utf8.count <= 2048 else { return nil }
        var parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        var names: [String] = []
        for part in parts {
            guard let name = part.removingPercentEncoding, !name.isEmpty, !name.hasPrefix("."),
                name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\") }
                )
            else { return nil }
            names.append(name)
        }
        return names
    }

    private static func encoded(_ names: [String]) -> String {
        names.reduce("/") { $0 + ($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "") + "/" }
    }

    private static func kind(of location: URL) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: location.path))?[.type] as? FileAttributeType
    }

    /// Blocks for the time of one read from the page cache; the files are ours and small.
    private static func read(_ location: URL) -> Answer {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: location.path),
            let modified = attributes[.modificationDate] as? Date, let size = attributes[.size] as? Int,
            size <= maxBytes, let handle = try? FileHandle(forReadingFrom: location)
        else { return .nothing }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: maxBytes + 1) ?? Data(), data.count <= maxBytes else {
            return .nothing
        }
        let type = contentType(of: location.lastPathComponent)
        return .page(Page(bytes: [UInt8](data), contentType: type, modified: modified))
    }

    /// By the ending of the name.
    static func contentType(of name: String) -> String {
        let ending = name.split(separator: ".").last ?? ""
        return contentTypes[ending.lowercased()] ?? "application/octet-stream"
    }

    private static let contentTypes = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8", "json": "application/json", "csv": "text/csv; charset=utf-8",
        "txt": "text/plain; charset=utf-8", "png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml",
        "ico": "image/x-icon", "pdf": "application/pdf", "webmanifest": "application/manifest+json",
    ]
}
