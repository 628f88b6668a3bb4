import DICOMNetwork

/// Whose failure it is that a study could not be fetched; each with a sentence without patient data.
package enum RetrievalFault: Sendable, Equatable {
    /// Nothing at all can be had from the archive now.
    case archiveIsAway(String)
    /// The archive's own trouble, perhaps with this study alone: no reason to give the study up.
    case ofArchive(String)
    case ofStudy(String)
}

extension DIMSEStatus {
    /// What a system says that cannot do now what it is asked to. Standard: PS3.4 tables C.4-1 to C.4-3, PS3.7 annex C.
    var isTroubleOfArchive: Bool {
        switch self {
        case .resourceLimitation, .processingFailure, .notAuthorized, .moveDestinationUnknown, .unrecognizedOperation:
            true
        default: (0xA700...0xA7FF).contains(value)
        }
    }
}
