extension Association {
    /// Passes the current message's data set to a receiver as it comes. Blocks while the receiver writes: called where that
    /// is allowed (`LoopExecutor`); what comes meanwhile waits in the kernel, and then the peer does. A film that is not
    /// complete, for whatever reason, is given up before this throws.
    /// - Returns: what the peer is to be told.
    func receive(
        _ intake: FilmIntake, within time: Duration
    ) async throws(NetworkError) -> (status: DIMSEStatus, comment: String) {
        do throws(NetworkError) {
            while let bytes = try await nextFragment(within: time) { intake.take(bytes) }
        } catch {
            intake.cancel()
            throw error
        }
        return intake.finish()
    }
}
