import Glibc

/// The one way in: `incoming/`, `work/` and `rejected/`, and the archive of originals.
///
/// Every step is a rename or a link on one file system, so that a crash between any two of them leaves the film in
/// exactly one place where the next start finds it. Bytes are deleted only after they were found stored elsewhere.
/// Messages name folders, never a dropped file: people put patients' names into file names.
public struct Spool: Sendable {
    public let paths: WorkspacePaths
    /// Folders within folders that a scan follows.
    public static let maxDepth = 16

    /// Copies of this value share it.
    let own = OwnFilms()

    public init(paths: WorkspacePaths) { self.paths = paths }

    static let incomingShown = "spool/incoming"
    static let workShown = "spool/work"
    static let rejectedShown = "spool/rejected"
    static let archiveShown = "archive"

    /// A name for people and for our own folders: valid UTF-8, no slash, no control character, no leading dot, at most
    /// 120 bytes with its extension kept, and none that a scan passes over.
    public static func safeName(_ raw: String) -> String {
        var text = String(
            raw.unicodeScalars.map { scalar -> Character in
                scalar.properties.generalCategory == .control || scalar == "/" || scalar == "\u{FFFD}"
                    ? "_" : Character(scalar)
            })
        while text.first == "." { text.removeFirst() }
        if text.isEmpty { text = "film" }
        let short = shortened(text, to: 120)
        // A scan takes such a name for a file that is still being written, and would never look at it.
        return hasUnfinishedEnding(short) ? shortened(text, to: 116) + ".dcm" : short
    }

    /// Names that writers give a file until it is whole.
    static func hasUnfinishedEnding(_ name: String) -> Bool { name.hasSuffix(".part") || name.hasSuffix(".tmp") }

    private static func shortened(_ text: String, to limit: Int) -> String {
        if text.utf8.count <= limit { return text }
        let (stem, suffix) = divided(text)
        var short = suffix.utf8.count <= 16 ? stem : text
        let room = limit - (suffix.utf8.count <= 16 ? suffix.utf8.count : 0)
        while short.utf8.count > room { short.removeLast() }
        return suffix.utf8.count <= 16 ? short + suffix : short
    }

    /// The n-th name to try: `film.dcm`, `film-2.dcm`, … `film-8.dcm`, then `film-<inode>.dcm`: ten thousand files of one
    /// name do not look through each other's numbers.
    static func numbered(_ name: String, _ number: Int, inode: UInt64) -> String {
        if number == 1 { return name }
        let (stem, suffix) = divided(name)
        if number <= 8 { return "\(stem)-\(number)\(suffix)" }
        let unique = String(inode, radix: 16)
        // A second name of the same file, or a file that came back from another disk.
        return number == 9 ? "\(stem)-\(unique)\(suffix)" : "\(stem)-\(unique)-\(number)\(suffix)"
    }

    private static func divided(_ name: String) -> (stem: String, suffix: String) {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return (name, "") }
        return (String(name[..<dot]), String(name[dot...]))
    }

    static func text(_ name: [CChar]) -> String {
        String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func name(_ text: String) -> [CChar] { Array(text.utf8CString) }
}
