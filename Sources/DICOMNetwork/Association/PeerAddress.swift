/// Where another application is found, and what it is called.
public struct PeerAddress: Sendable {
    public var title: AETitle
    public var host: String
    public var port: Int
    /// `nil`: in the clear.
    public var tls: TLSProfile?

    public init(title: AETitle, host: String, port: Int, tls: TLSProfile? = nil) {
        (self.title, self.host, self.port, self.tls) = (title, host, port, tls)
    }
}
