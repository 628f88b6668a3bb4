extension Reader {
    /// The same reader with a second one behind it, which is asked only while no film can be read at the first.
    /// An answer names the endpoint that gave it; when both are away, the first one's error is the one that counts.
    ///
    /// Between the endpoints of one pool the pool itself decides; this is for a reader of another kind behind it.
    public func orElse(_ second: Reader) -> Reader {
        var both = self
        both.endpoint = "\(endpoint), then \(second.endpoint)"
        both.read = Self.failingOver(read, second.read)
        both.check = Self.failingOver(check, second.check)
        both.translate = Self.failingOver(translate, second.translate)
        both.analyse = Self.failingOver(analyse, second.analyse)
        let ready = Self.failingOver({ [probe] (_: Bool) in try await probe() }, { _ in try await second.probe() })
        both.probe = { try await ready(true) }
        return both
    }

    private static func failingOver<Asked: Sendable, Told: Sendable>(
        _ first: @escaping @Sendable (Asked) async throws -> Told,
        _ second: @escaping @Sendable (Asked) async throws -> Told
    ) -> @Sendable (Asked) async throws -> Told {
        { asked in
            do {
                return try await first(asked)
            } catch let error as AnalysisError where error.recovery == .waitForEndpoint && error != .cancelled {
                do { return try await second(asked) } catch let other as AnalysisError
                    where other.recovery == .waitForEndpoint || other == .textNotSupported
                {
                    throw error
                }
            }
        }
    }
}
