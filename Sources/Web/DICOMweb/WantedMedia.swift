/// How a client wants files and frames, from what it accepts. Standard: PS3.18 §8.7.3 (media types), §8.7.3.5 (transfer
/// syntaxes).
package struct WantedMedia: Sendable {
    private let ranges: MediaRanges

    package init(ranges: MediaRanges) { self.ranges = ranges }

    /// Files as they are stored: nothing is converted.
    package struct Files: Sendable, Equatable {
        package let isMultipart: Bool
        /// `nil` = any.
        package let syntaxes: Set<String>?

        package init(isMultipart: Bool, syntaxes: Set<String>?) {
            (self.isMultipart, self.syntaxes) = (isMultipart, syntaxes)
        }

        package func takes(_ syntax: String) -> Bool { syntaxes?.contains(syntax) ?? true }
    }

    private static let dicom = "application/dicom"
    private static let octets = "application/octet-stream"
    private static let explicit = "1.2.840.10008.1.2.1"

    /// - Parameter isSingle: whether one instance was named, which may come without multipart.
    /// - Returns: `nil` when files of no kind are wanted.
    package func files(isSingle: Bool) -> Files? {
        let wanted = ranges.ranges.compactMap { range -> (isMultipart: Bool, syntax: String?)? in
            let syntax = range.parameters["transfer-syntax"].flatMap { $0 == "*" ? nil : $0 }
            if let type = Self.part(of: range) {
                return MediaRange.kind(type, takes: Self.dicom) ? (true, syntax) : nil
            }
            return isSingle && range.takes(Self.dicom) ? (false, syntax) : nil
        }
        guard let first = wanted.first else { return nil }
        let same = wanted.filter { $0.isMultipart == first.isMultipart }.map(\.syntax)
        return Files(isMultipart: first.isMultipart, syntaxes: same.contains(nil) ? nil : Set(same.compactMap { $0 }))
    }

    package enum FrameForm: Sendable, Equatable {
        /// As stored, under this media type.
        case stored(mediaType: String)
        /// Without compression.
        case native
    }

    /// How one frame is wanted.
    /// - Parameters:
    ///   - mediaType: of the frame as it is stored.
    ///   - isSingle: whether one frame was named, which may come without multipart.
    package func frame(mediaType: String, syntax: String, isSingle: Bool) -> (form: FrameForm, isMultipart: Bool)? {
        for range in ranges.ranges {
            let part = Self.part(of: range)
            guard let type = part ?? (isSingle ? range.type : nil) else { continue }
            if let form = Self.form(type, range.parameters["transfer-syntax"], mediaType, syntax) {
                return (form, part != nil)
            }
        }
        return nil
    }

    /// "Any media type" is the stored one; octets without a syntax are uncompressed pixels.
    private static func form(_ type: String, _ wanted: String?, _ mediaType: String, _ syntax: String) -> FrameForm? {
        let isStored = wanted == "*" || wanted == syntax
        if type == octets, mediaType != octets {
            if isStored { return .stored(mediaType: octets) }
            return wanted == nil || wanted == explicit ? .native : nil
        }
        guard MediaRange.kind(type, takes: mediaType) else { return nil }
        return wanted == nil || isStored ? .stored(mediaType: mediaType) : nil
    }

    /// The type of the parts of a multipart answer; `nil` for a range that is none. `*/*` takes multipart with anything.
    private static func part(of range: MediaRange) -> String? {
        switch range.type {
        case "multipart/related", "multipart/*": range.parameters["type"]?.lowercased() ?? "*/*"
        case "*/*": "*/*"
        default: nil
        }
    }
}
