extension EndpointPool {
    /// Asks every endpoint for its models, all at the same time, each at most five seconds.
    public func probe() async -> ProbeOutcome {
        let before = standings.map(\.readsFilms)
        let found = await withTaskGroup(of: Found.self) { group in
            for (index, endpoint) in endpoints.enumerated() {
                group.addTask { Found(index: index, outcome: await endpoint.modelsFound()) }
            }
            var found: [Found] = []
            for await one in group { found.append(one) }
            return found.sorted { $0.index < $1.index }
        }
        let changed = found.filter { one in update(one.index) { $0.probed(one.outcome, at: now()) } }
            .map { endpoints[$0.index].settings.endpoint }
        let after = standings
        var becameAvailable = zip(before, after).contains { !$0 && $1.readsFilms }
        // A call may have been turned away while this or an earlier round was under way: what was available before it is
        // available again, and nobody would be woken.
        if after.contains(where: \.readsFilms), takeMiss() { becameAvailable = true }
        return ProbeOutcome(standings: after, becameAvailable: becameAvailable, changedLists: changed)
    }

    private struct Found: Sendable {
        let index: Int
        let outcome: Result<ModelList?, AnalysisError>
    }

    /// Throws what is wrong with the first endpoint when no endpoint lists its models.
    public func requireAnswer() async throws(AnalysisError) {
        var failure: AnalysisError?
        for (index, endpoint) in endpoints.enumerated() {
            let outcome = await endpoint.modelsFound()
            _ = update(index) { $0.probed(outcome, at: now()) }
            switch outcome {
            case .success(let list) where list?.vision(of: endpoint.settings.model) == .no:
                failure = failure ?? .imageNotSupported
            case .success: return
            case .failure(let error): failure = failure ?? error
            }
        }
        throw failure ?? .endpointMisspelt
    }
}
