extension Reader {
    /// The same reader with a second one behind it, which is asked only while no film can be read at the first.
    /// An answer names the endpoint that gave it; when both are away, the first one's error is the one that counts.
    public func orElse(_ second: Reader) -> Reader {
        Reader(
            name: name, endpoint: "\(endpoint), then \(second.endpoint)", promptHashes: promptHashes,
            read: { [read] question in
                try await Self.failingOver({ try await read(question) }, { try await second.read(question) })
            },
            check: { [check] report in
                try await Self.failingOver({ try await check(report) }, { try await second.check(report) })
            },
            probe: { [probe] in try await Self.failingOver({ try await probe() }, { try await second.probe() }) })
    }

    private static func failingOver<T>(
        _ first: () async throws -> T, _ second: () async throws -> T
    ) async throws -> T {
        do {
            return try await first()
        } catch let error as AnalysisError where error.recovery == .waitForEndpoint && error != .cancelled {
            do { return try await second() } catch let other as AnalysisError where other.recovery == .waitForEndpoint {
                throw error
            }
        }
    }
}
