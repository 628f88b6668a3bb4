/// How long anything may take: every wait ends.
public struct Deadlines: Sendable, Equatable {
    /// To reach the peer's port.
    public var connect: Duration
    /// From the connection to the answer to our request, TLS handshake included; of a release, too.
    public var association: Duration
    /// Each wait for a message or its next bytes, and for the peer to take a piece of ours.
    public var dimse: Duration
    /// For the next answer of a C-MOVE or C-GET, or the next film: archives that fetch from tape say nothing for long.
    public var retrieval: Duration
    /// Of a listener: between two messages.
    public var idle: Duration
    /// A whole association.
    public var total: Duration
    /// ARTIM: for a caller's request, and for the close after the last word. Standard: PS3.8 §9.1.5.
    public var artim: Duration

    public init(
        connect: Duration = .seconds(10), association: Duration = .seconds(30), dimse: Duration = .seconds(60),
        retrieval: Duration = .seconds(600), idle: Duration = .seconds(300), total: Duration = .seconds(4 * 3600),
        artim: Duration = .seconds(30)
    ) {
        (self.connect, self.association, self.dimse) = (connect, association, dimse)
        self.retrieval = retrieval
        (self.idle, self.total, self.artim) = (idle, total, artim)
    }

    public static let standard = Deadlines()
}
