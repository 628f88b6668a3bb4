import Radiology

extension Pages {
    /// Changes when a template, the style sheet or the script changes: pages drawn before then look different now.
    public static let fingerprint: String = {
        var hash = SHA256()
        for (name, bytes) in PageTemplates.sources.sorted(by: { $0.key < $1.key }) {
            hash.update(Array(name.utf8))
            hash.update(bytes)
        }
        hash.update(styleSheet)
        hash.update(script)
        return hash.finished().rawValue
    }()
}
