import Radiology

extension Pages {
    /// Changes when a template, a style sheet or a script changes: pages drawn before then look different now.
    public static let fingerprint: String = {
        var hash = SHA256()
        for (name, bytes) in PageTemplates.sources.sorted(by: { $0.key < $1.key }) {
            hash.update(Array(name.utf8))
            hash.update(bytes)
        }
        for file in sharedFiles { hash.update(file.bytes) }
        return hash.finished().rawValue
    }()
}
