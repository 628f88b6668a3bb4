/// Why a file was refused. The raw values are what `.reason.json` and the database hold.
public enum RejectionReason: String, Sendable, Codable, CaseIterable {
    case notDICOM = "not-dicom"
    case truncated
    case unsupportedSyntax = "unsupported-syntax"
    case noPixels = "no-pixels"
    case notARadiograph = "not-a-radiograph"
    case badUID = "bad-uid"
    case tooLarge = "too-large"
    case ioError = "io-error"
}

/// A file that was refused, and where it is kept.
public struct Rejection: Sendable, Equatable {
    /// 0 until it is in the database.
    public var id: Int64
    public var name: String
    public var reason: RejectionReason
    public var detail: String
    /// Byte at which the file stopped making sense.
    public var offset: Int?
    /// RFC 3339 UTC.
    public var received: String
    public var source: String
    /// Relative to the workspace.
    public var keptPath: String?
    public var bytes: Int

    public init(
        id: Int64 = 0, name: String, reason: RejectionReason, detail: String, offset: Int? = nil, received: String,
        source: String, keptPath: String? = nil, bytes: Int
    ) {
        self.id = id
        self.name = name
        self.reason = reason
        self.detail = detail
        self.offset = offset
        self.received = received
        self.source = source
        self.keptPath = keptPath
        self.bytes = bytes
    }
}
