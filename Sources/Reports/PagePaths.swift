import Radiology

/// Where every page and picture lives. The only place that knows.
///
/// Page paths are relative to the audience's folder (`reports/admin/`), shared files to the folder above it (`reports/`).
public enum PagePaths {
    public static let index = "index.html"
    public static let days = "days/index.html"
    public static let statistics = "statistics.html"
    public static let about = "about.html"
    /// All figures of the statistics, beside the pages.
    public static let figuresTable = "figures.csv"
    public static let figuresObject = "figures.json"

    /// The list of the nightly reports. Those with initials lie beside the audiences' folders, where a mail's reader finds
    /// them; those with names in the folder of whoever may see names.
    public static func nights(_ audience: Audience) -> String {
        audience == .user ? "../" + liveNights : liveNights
    }
    public static let liveNights = "nightly/index.html"

    /// `days/2026-01-02.html`, and for a long day `days/2026-01-02-2.html` from the second part on.
    /// - Parameter part: one-based.
    public static func day(_ day: String, part: Int = 1) -> String {
        let name = day.utf8.allSatisfy(isSafe) && !day.isEmpty ? day : "undated"
        return part <= 1 ? "days/\(name).html" : "days/\(name)-\(part).html"
    }

    /// `films/a7/<uid>.html`: 256 folders, so that 100 000 films mean 400 files a folder on any file system.
    /// The folder is a hash, because the last digits of UIDs repeat (`.1.0`, `.1`).
    public static func film(_ uid: SOPInstanceUID) -> String { "films/\(shard(uid))/\(uid.rawValue).html" }

    // Shared by both audiences, relative to `reports/`.

    public static let styleSheet = "style.css"
    public static let script = "pages.js"
    public static let viewerStyleSheet = "viewer.css"
    /// The film viewer, in the order that film pages load it: values and greys, geometry, buttons, drawing, hands, the whole.
    public static let viewerScripts = [
        "viewer-film.js", "viewer-view.js", "viewer-tools.js", "viewer-canvas.js", "viewer-input.js", viewerScript,
    ]
    public static let viewerScript = "viewer.js"

    /// What the reader saw.
    public static func picture(_ uid: SOPInstanceUID) -> String { "images/\(uid.rawValue).png" }
    /// Long side at most 2048 pixels.
    public static func display(_ uid: SOPInstanceUID) -> String { "images/\(uid.rawValue).display.png" }
    public static func thumbnail(_ uid: SOPInstanceUID) -> String { "images/\(uid.rawValue).thumb.png" }
    /// The film's values for the viewer, as `ViewerScript` writes them.
    public static func viewer(_ uid: SOPInstanceUID) -> String { "images/\(uid.rawValue).viewer.js" }
    /// The film's overlay planes, as `ViewerOverlays` writes them. Named on pages for `admin` only.
    public static func overlays(_ uid: SOPInstanceUID) -> String { "images/\(uid.rawValue).overlays.js" }

    /// The way from a page up to its audience's folder: `../../` for a film page.
    public static func toAudience(from page: String) -> String {
        String(repeating: "../", count: page.utf8.count { $0 == UInt8(ascii: "/") })
    }

    /// The way from a page up to the folder of the shared files.
    public static func toShared(from page: String) -> String { "../" + toAudience(from: page) }

    /// Two hexadecimal digits: FNV-1a of the UID, folded to eight bits.
    static func shard(_ uid: SOPInstanceUID) -> String {
        var hash: UInt32 = 0x811C_9DC5
        for byte in uid.rawValue.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        let folded = UInt8(truncatingIfNeeded: hash ^ (hash >> 8) ^ (hash >> 16) ^ (hash >> 24))
        return (folded < 16 ? "0" : "") + String(folded, radix: 16)
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= byte
    }
}
