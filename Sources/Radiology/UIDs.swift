/// A DICOM unique identifier: 1–64 characters, digits and dots.
/// Only a text that passes here may become part of a file name. Standard: PS3.5 §9.1.
public protocol UniqueIdentifier: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible
where RawValue == String {
    init(validated: String)
}

extension UniqueIdentifier {
    /// `nil` when the text breaks the encoding rules. Trailing NUL or blank padding is removed first.
    public init?(rawValue: String) {
        var text = Substring(rawValue)
        while let last = text.unicodeScalars.last, last == "\0" || last == " " { text.removeLast() }
        let isLegal = text.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }
        guard (1...64).contains(text.utf8.count), isLegal, text.first != ".", text.last != ".", !text.contains("..")
        else { return nil }
        self.init(validated: String(text))
    }

    public var description: String { rawValue }
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Identifies one image: the key of an exam.
public struct SOPInstanceUID: UniqueIdentifier {
    public let rawValue: String
    public init(validated: String) { rawValue = validated }
}

/// Identifies one visit of a patient to the X-ray room.
public struct StudyInstanceUID: UniqueIdentifier {
    public let rawValue: String
    public init(validated: String) { rawValue = validated }
}

/// Identifies one series of images in a study.
public struct SeriesInstanceUID: UniqueIdentifier {
    public let rawValue: String
    public init(validated: String) { rawValue = validated }
}
