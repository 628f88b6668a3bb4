import DICOM

/// What a listener answers to, and what it takes.
public struct ListenerConfiguration: Sendable {
    /// Who may call, and from where.
    public struct AllowedPeer: Sendable, Hashable {
        public var title: AETitle
        /// A numeric address; `nil`: from anywhere.
        public var host: String?

        public init(title: AETitle, host: String? = nil) { (self.title, self.host) = (title, host) }
    }

    public var title: AETitle
    /// Callers need not call us by our title.
    public var takesAnyCalledTitle = false
    /// The address to listen on.
    public var host: String
    /// 0: any free port.
    public var port: Int
    /// `nil`: anyone may call.
    public var allowedPeers: [AllowedPeer]?
    /// Associations at once; more are rejected for now.
    public var maxAssociations = 10
    /// Connections at once that have no association, or none any more; the oldest is dropped for a new one.
    public var maxHalfOpen = 64
    public var deadlines = Deadlines.standard
    /// The kinds of film that are taken.
    public var storageClasses = SOPClass.radiographs
    /// Encodings that are taken, the best first.
    public var transferSyntaxes = ListenerConfiguration.decodable
    /// The largest variable field of a P-DATA-TF PDU that is taken, in bytes.
    public var maxPDU = Association.maxPDU
    /// `nil`: in the clear.
    public var tls: TLSProfile?

    public init(title: AETitle, host: String, port: Int) {
        (self.title, self.host, self.port) = (title, host, port)
    }

    /// What can be decoded: as it is, without loss, with loss.
    public static let decodable: [TransferSyntax] = [
        .explicitLittleEndian, .implicitLittleEndian, .deflated, .explicitBigEndian, .encapsulatedUncompressed,
        .jpegLosslessSV1, .jpegLossless, .jpegLSLossless, .jpeg2000Lossless, .rleLossless, .jpeg2000,
        .jpegLSNearLossless, .jpegExtended, .jpegBaseline,
    ]
}
