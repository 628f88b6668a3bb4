/// Where an association stands, as one side sees it. Standard: PS3.8 tables 9-1 to 9-5.
public enum AssociationState: Int, Sendable, CaseIterable {
    /// Idle.
    case sta1 = 1
    /// Transport connection open; awaiting A-ASSOCIATE-RQ.
    case sta2
    /// Awaiting the local A-ASSOCIATE response.
    case sta3
    /// Awaiting the transport connection.
    case sta4
    /// Awaiting A-ASSOCIATE-AC or -RJ.
    case sta5
    /// Association established, ready for data transfer.
    case sta6
    /// Awaiting A-RELEASE-RP.
    case sta7
    /// Awaiting the local A-RELEASE response.
    case sta8
    /// Release collision, requestor: awaiting the local A-RELEASE response.
    case sta9
    /// Release collision, acceptor: awaiting A-RELEASE-RP.
    case sta10
    /// Release collision, requestor: awaiting A-RELEASE-RP.
    case sta11
    /// Release collision, acceptor: awaiting the local A-RELEASE response.
    case sta12
    /// Awaiting that the transport connection is closed.
    case sta13
}
