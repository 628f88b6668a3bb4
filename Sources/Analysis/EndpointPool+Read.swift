extension EndpointPool {
    /// Reads one film: the report with the picture, then the check of the report's text. A report that has arrived is
    /// never lost: what kept its check away is in `Answer.checkFailure`.
    public func read(_ question: Question) async throws(AnalysisError) -> Answer {
        let (report, reply) = try await report(question)
        update(reply.index) { $0.readFilm(at: now()) }
        var answer = self.answer(to: question, report, reply.record)
        // Who has just answered is the likeliest to answer again.
        do { answer.add(try await check(report.text, preferring: reply.index)) } catch {
            answer.checkFailure = error
            answer.checkProblem = "The severity could not be assessed. " + error.suggestion
        }
        return answer
    }

    /// Words that are no report may be the film's fault or the model's: another endpoint is asked once.
    private func report(_ question: Question) async throws(AnalysisError) -> (ReportReply, Reply) {
        let reply = try await call(.report) { settings, _ in request(for: question, settings) }
        do { return (try understood(reply), reply) } catch {
            guard error.blamesWords, endpoints.count > 1 else { throw error }
            do {
                let second = try await call(.report, leavingOut: reply.index) { settings, _ in
                    request(for: question, settings)
                }
                return (try understood(second), second)
            } catch let other { throw other == .cancelled ? other : error }
        }
    }

    private func understood(_ reply: Reply) throws(AnalysisError) -> ReportReply {
        let failure: AnalysisError
        if reply.completion.isCutOff {
            failure = .replyTruncated
        } else {
            do throws(ReplyProblem) { return try ReportReply(reply.completion.content) } catch {
                failure = error == .empty ? .replyEmpty : .replyUnreadable(error)
            }
        }
        CallLog.current?.add(reply.record, failure)
        throw failure
    }

    private func answer(to question: Question, _ report: ReportReply, _ call: CallRecord) -> Answer {
        let used = question.isSecondReading ? ["rep", "usr", "rev", "chk"] : ["rep", "usr", "chk"]
        var answer = Answer(
            text: report.text, findings: report.findings, impression: report.impression, model: call.model,
            modelConfigured: call.modelConfigured, endpoint: call.endpoint, rawReport: call.raw,
            finishReason: call.finishReason, promptTokens: call.promptTokens,
            completionTokens: call.completionTokens, reportMilliseconds: call.milliseconds,
            promptHashes: prompts.hashes.filter { used.contains($0.key) }, sampling: call.sampling,
            imageHash: question.image.hash)
        answer.reportCall = call
        return answer
    }
}

extension Answer {
    fileprivate mutating func add(_ check: CheckAnswer) {
        severity = check.severity
        confidence = check.confidence
        summary = check.summary
        rawCheck = check.call.raw
        checkMilliseconds = check.call.milliseconds
        checkProblem = check.problem
        checkCall = check.call
    }
}
