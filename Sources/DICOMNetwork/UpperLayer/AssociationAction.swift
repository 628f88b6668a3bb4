/// What is done about an event. Standard: PS3.8 tables 9-6 to 9-9.
public enum AssociationAction: String, Sendable, CaseIterable {
    /// Ask the transport for a connection.
    case ae1 = "AE-1"
    /// Send A-ASSOCIATE-RQ.
    case ae2 = "AE-2"
    /// Confirm to our side: accepted.
    case ae3 = "AE-3"
    /// Confirm to our side: rejected; close.
    case ae4 = "AE-4"
    /// Answer the transport; start ARTIM.
    case ae5 = "AE-5"
    /// Stop ARTIM; tell our side, or reject at once.
    case ae6 = "AE-6"
    /// Send A-ASSOCIATE-AC.
    case ae7 = "AE-7"
    /// Send A-ASSOCIATE-RJ; start ARTIM.
    case ae8 = "AE-8"

    /// Send P-DATA-TF.
    case dt1 = "DT-1"
    /// Give the data to our side.
    case dt2 = "DT-2"

    /// Send A-RELEASE-RQ.
    case ar1 = "AR-1"
    /// Tell our side: the peer wants to release.
    case ar2 = "AR-2"
    /// Confirm the release to our side; close.
    case ar3 = "AR-3"
    /// Send A-RELEASE-RP; start ARTIM.
    case ar4 = "AR-4"
    /// Stop ARTIM.
    case ar5 = "AR-5"
    /// Give the data to our side, after it asked for the release.
    case ar6 = "AR-6"
    /// Send P-DATA-TF, after the peer asked for the release.
    case ar7 = "AR-7"
    /// Tell our side: release collision.
    case ar8 = "AR-8"
    /// Send A-RELEASE-RP.
    case ar9 = "AR-9"
    /// Confirm the release to our side.
    case ar10 = "AR-10"

    /// Send A-ABORT as the user; start ARTIM, again if it runs.
    case aa1 = "AA-1"
    /// Stop ARTIM; close.
    case aa2 = "AA-2"
    /// Tell our side who aborted; close.
    case aa3 = "AA-3"
    /// Tell our side: the provider aborted.
    case aa4 = "AA-4"
    /// Stop ARTIM.
    case aa5 = "AA-5"
    /// Ignore the PDU.
    case aa6 = "AA-6"
    /// Send A-ABORT.
    case aa7 = "AA-7"
    /// Send A-ABORT as the provider; tell our side; start ARTIM.
    case aa8 = "AA-8"
}
