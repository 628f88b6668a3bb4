import DICOM

/// A film that a peer wants to be kept, before its first byte.
public struct StorageRequest: Sendable, Equatable {
    /// Who sends it, and whom it was sent to.
    public let callingTitle: AETitle
    public let calledTitle: AETitle
    /// Where the peer is, as the socket says.
    public let host: String
    /// UIDs that passed PS3.5 §9.1: digits and dots, at most 64. Nothing is known about them beside that.
    public let sopClass: String
    public let sopInstance: String
    public let transferSyntax: TransferSyntax
    /// Who asked for the C-MOVE that this film is part of; text of the peer, unchecked.
    public let moveOriginator: StoreRequest.MoveOriginator?

    public init(
        callingTitle: AETitle, calledTitle: AETitle, host: String, sopClass: String, sopInstance: String,
        transferSyntax: TransferSyntax, moveOriginator: StoreRequest.MoveOriginator? = nil
    ) {
        (self.callingTitle, self.calledTitle, self.host) = (callingTitle, calledTitle, host)
        (self.sopClass, self.sopInstance, self.transferSyntax) = (sopClass, sopInstance, transferSyntax)
        self.moveOriginator = moveOriginator
    }
}

/// What keeps films. Its closures are called on a thread that may block; one film's calls come one after another.
public struct FilmReceiver: Sendable {
    public enum Beginning: Sendable {
        case film(FilmSink)
        /// The film's bytes are dropped and the peer is told why; the comment never names a patient.
        case refused(DIMSEStatus, comment: String)
    }

    public var begin: @Sendable (StorageRequest) -> Beginning

    public init(begin: @escaping @Sendable (StorageRequest) -> Beginning) { self.begin = begin }
}

/// One film on its way in. Exactly one of `finish` and `cancel` is called, once, and last.
public struct FilmSink: Sendable {
    /// The next bytes of the data set as they came, in order. When it throws, the peer is told 0110H, or the status of a
    /// `FilmRefusal`.
    public var write: @Sendable (borrowing RawSpan) throws -> Void
    /// The film is durable: only then success. When it throws, the peer is told as for `write`; then nothing is kept.
    public var finish: @Sendable () throws -> DIMSEStatus
    /// The film will not be complete.
    public var cancel: @Sendable () -> Void

    public init(
        write: @escaping @Sendable (borrowing RawSpan) throws -> Void,
        finish: @escaping @Sendable () throws -> DIMSEStatus, cancel: @escaping @Sendable () -> Void
    ) {
        (self.write, self.finish, self.cancel) = (write, finish, cancel)
    }
}

/// Thrown by a `FilmSink` to say which status the peer gets, e.g. `outOfResources` for a full disk.
public struct FilmRefusal: Error, Equatable, Sendable {
    public let status: DIMSEStatus
    /// At most 64 characters, never with data of a patient.
    public let comment: String

    public init(_ status: DIMSEStatus, comment: String = "") { (self.status, self.comment) = (status, comment) }
}
