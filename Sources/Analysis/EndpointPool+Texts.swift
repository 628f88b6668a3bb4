extension EndpointPool {
    /// Classifies a report, a model's or a radiologist's, English or Romanian.
    /// - Throws: the last failure when no try was understood.
    public func check(_ report: String) async throws(AnalysisError) -> CheckAnswer {
        try await check(report, preferring: nil)
    }

    func check(_ report: String, preferring index: Int?) async throws(AnalysisError) -> CheckAnswer {
        try await trying { tries throws(AnalysisError) in
            let reply = try await ask(.check, about: report, system: prompts.check, tries < 2 ? .check : nil, index)
            let understood: CheckReply
            do throws(ReplyProblem) { understood = try CheckReply(reply.completion.content) } catch {
                throw useless(reply, error)
            }
            let threshold = endpoints.first?.settings.threshold ?? 5
            let problem = Prompts.cuts(report) ? Self.tooLong : understood.contradiction(threshold: threshold)
            return CheckAnswer(reply: understood, call: reply.record, problem: problem)
        }
    }

    /// Examines the quality of a report in three passes.
    public func analyse(_ report: String) async throws(AnalysisError) -> AnalysisAnswer {
        try await trying { tries throws(AnalysisError) in
            let reply = try await ask(.analyse, about: report, system: prompts.analyse, tries < 2 ? .analysis : nil)
            do throws(ReplyProblem) {
                return AnalysisAnswer(critique: try Critique(reply.completion.content), call: reply.record)
            } catch { throw useless(reply, error) }
        }
    }

    static let tooLong = "The report is longer than \(Fence.longestReport) characters: only its beginning was read."

    private func ask(
        _ kind: CallKind, about report: String, system: String, _ schema: ReplySchema?, _ preferred: Int? = nil
    ) async throws(AnalysisError) -> Reply {
        let text = Prompts.fencedReport(report)
        let reply = try await call(kind, wantsSchema: schema != nil, preferring: preferred) { settings, usesSchema in
            ChatPayload.text(
                text, system: system, model: settings.model, sampling: sampling, schema: usesSchema ? schema : nil)
        }
        if reply.completion.isCutOff { throw useless(reply, .cutOff) }
        return reply
    }

    /// The error of words that are no use, which are kept for whoever asks why.
    func useless(_ reply: Reply, _ problem: ReplyProblem) -> AnalysisError {
        CallLog.current?.add(reply.record, .replyUnreadable(problem))
        return .replyUnreadable(problem)
    }
}

extension EndpointPool {
    /// A text is there already: its call is tried again at once, and only this often.
    private static let pauses: [Duration] = [.milliseconds(200), .seconds(1)]
    private static let longestPause = 10.0

    /// The last try goes without a schema: some servers take one and answer nothing of use under it.
    func trying<T: Sendable>(
        _ once: (_ tries: Int) async throws(AnalysisError) -> T
    ) async throws(AnalysisError) -> T {
        var (tries, last) = (0, AnalysisError?.none)
        while true {
            do { return try await once(tries) } catch {
                // Our own failures made the server rest: they are what there is to say, and they count.
                if case .endpointResting = error, let last { throw last }
                guard case .retry(let after) = error.recovery, tries < Self.retries(after: error) else { throw error }
                try await pause(max(Self.pauses[tries], .seconds(min(after ?? 0, Self.longestPause))))
                (tries, last) = (tries + 1, error)
            }
        }
    }

    private func pause(_ duration: Duration) async throws(AnalysisError) {
        do { try await sleep(duration) } catch { throw .cancelled }
    }

    /// A call that took its whole time once more is enough: the films behind it wait.
    private static func retries(after error: AnalysisError) -> Int {
        if case .timedOut = error { 1 } else { pauses.count }
    }
}
