import DICOMNetwork

/// An archive (PACS) as the query and retrieval see it: who it is, and the two things it is asked for.
package struct ImageArchive: Sendable {
    /// AE title.
    package let title: String
    package let find: @Sendable (QueryKeys) async throws -> ArchiveAnswers
    /// Has instances brought here, by C-MOVE or C-GET. When it returns, what arrived lies in the spool.
    package let retrieve: @Sendable (QueryKeys) async throws -> SubOperations

    package init(
        title: String, find: @escaping @Sendable (QueryKeys) async throws -> ArchiveAnswers,
        retrieve: @escaping @Sendable (QueryKeys) async throws -> SubOperations
    ) {
        (self.title, self.find, self.retrieve) = (title, find, retrieve)
    }
}
