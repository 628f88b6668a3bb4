/// How a data set is written as bytes. Standard: PS3.5 §10, annex A.
public struct TransferSyntax: Hashable, Sendable {
    public let uid: String

    /// Any UID; padding is cut off. What we do not know is taken as encapsulated explicit little endian (PS3.5 §A.4).
    public init(uid: String) {
        self.uid = String(uid.filter { $0 != "\0" && $0 != " " })
    }

    public static let implicitLittleEndian = TransferSyntax(uid: "1.2.840.10008.1.2")
    public static let explicitLittleEndian = TransferSyntax(uid: "1.2.840.10008.1.2.1")
    public static let deflated = TransferSyntax(uid: "1.2.840.10008.1.2.1.99")
    public static let explicitBigEndian = TransferSyntax(uid: "1.2.840.10008.1.2.2")
    public static let jpegBaseline = TransferSyntax(uid: "1.2.840.10008.1.2.4.50")
    public static let jpegExtended = TransferSyntax(uid: "1.2.840.10008.1.2.4.51")
    public static let jpegLossless = TransferSyntax(uid: "1.2.840.10008.1.2.4.57")
    /// Lossless JPEG, first-order prediction (selection value 1).
    public static let jpegLosslessSV1 = TransferSyntax(uid: "1.2.840.10008.1.2.4.70")
    public static let jpegLSLossless = TransferSyntax(uid: "1.2.840.10008.1.2.4.80")
    public static let jpegLSNearLossless = TransferSyntax(uid: "1.2.840.10008.1.2.4.81")
    public static let jpeg2000Lossless = TransferSyntax(uid: "1.2.840.10008.1.2.4.90")
    public static let jpeg2000 = TransferSyntax(uid: "1.2.840.10008.1.2.4.91")
    public static let rleLossless = TransferSyntax(uid: "1.2.840.10008.1.2.5")
    /// As explicit little endian, with uncompressed frames in fragments.
    public static let encapsulatedUncompressed = TransferSyntax(uid: "1.2.840.10008.1.2.1.98")

    /// `JPEG 2000 Image Compression (Lossless Only)`, or the UID when the standard does not name it.
    public var name: String { DataDictionary.name(ofUID: uid) ?? uid }

    public var isExplicitVR: Bool { self != .implicitLittleEndian }
    public var isBigEndian: Bool { self == .explicitBigEndian }
    public var isDeflated: Bool { self == .deflated }

    /// Pixel data stands in fragments.
    public var isEncapsulated: Bool {
        ![.implicitLittleEndian, .explicitLittleEndian, .deflated, .explicitBigEndian].contains(self)
    }

    /// Each fragment run is a JPEG-family stream that ends with the marker FF D9.
    var endsWithMarker: Bool { uid.hasPrefix("1.2.840.10008.1.2.4.") }
}
