/// Where a film came from, as `FilmReceipt.source` keeps it.
enum FilmOrigin {
    static let prefix = "dicom:"

    /// The AE title that sent the film; `nil` for one that did not come over the network.
    static func sender(_ source: String) -> String? {
        source.hasPrefix(prefix) ? String(source.dropFirst(prefix.count)) : nil
    }
}
