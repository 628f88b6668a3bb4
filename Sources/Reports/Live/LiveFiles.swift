import Radiology

/// What live pages load besides the shared files: served from memory.
public enum LiveFiles {
    public static let styleSheet = "live.css"
    /// An ES module that loads the others.
    public static let script = "live.js"

    /// Name, bytes.
    public static var all: [(path: String, bytes: [UInt8])] {
        [
            (styleSheet, PackageResources.live_css), (script, PackageResources.live_js),
            ("live-parts.js", PackageResources.live_parts_js), ("live-actions.js", PackageResources.live_actions_js),
            ("live-keys.js", PackageResources.live_keys_js), ("live-chime.js", PackageResources.live_chime_js),
            ("live-socket.js", PackageResources.live_socket_js), ("live-check.js", PackageResources.live_check_js),
            ("favicon.svg", PackageResources.favicon_svg),
        ]
    }

    /// Changes when a live page would look or behave otherwise.
    public static let fingerprint: String = {
        var hash = SHA256()
        hash.update(Array(Pages.fingerprint.utf8))
        for (name, bytes) in LiveTemplates.sources.sorted(by: { $0.key < $1.key }) {
            hash.update(Array(name.utf8))
            hash.update(bytes)
        }
        for file in all { hash.update(file.bytes) }
        return hash.finished().rawValue
    }()
}
