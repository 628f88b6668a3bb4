import HTTPClient
import Radiology

/// Asks one endpoint about one film: the report with the picture, then the check of the report's text.
struct ChatReader: Sendable {
    let settings: ReaderSettings
    let prompts: Prompts
    let client: HTTPClient
    let sleep: @Sendable (Duration) async throws -> Void

    /// The report is there already: the check is tried again at once, and only this often.
    private static let checkPauses: [Duration] = [.milliseconds(200), .seconds(1)]
    private static let longestCheckPause = 10.0

    struct Reply: Sendable {
        let completion: ChatCompletion
        let milliseconds: Int
    }

    /// A check that was understood, with what it took.
    struct Check: Sendable {
        let reply: CheckReply
        let raw: String
        let milliseconds: Int
    }

    func read(_ question: Question) async throws(AnalysisError) -> Answer {
        let reply = try await ask(ChatPayload.report(question, model: settings.model, prompts: prompts))
        if reply.completion.isCutOff { throw .replyTruncated }
        let report: ReportReply
        do { report = try ReportReply(reply.completion.content) } catch {
            throw error == .empty ? .replyEmpty : .replyUnreadable(error)
        }
        var answer = self.answer(to: question, report, reply)
        do { add(try await check(report.text), to: &answer) } catch {
            // An endpoint that went away takes no film with it; any other failure leaves the report without a severity.
            if error.recovery == .waitForEndpoint { throw error }
            answer.checkProblem = "The severity could not be assessed. " + error.suggestion
        }
        return answer
    }

    /// - Throws: the last failure when no try was understood.
    func check(_ report: String) async throws(AnalysisError) -> Check {
        var tries = 0
        while true {
            do { return try await checkOnce(report) } catch {
                guard case .retry(let after) = error.recovery, tries < Self.retries(after: error) else { throw error }
                let asked = Duration.seconds(min(after ?? 0, Self.longestCheckPause))
                do { try await sleep(max(Self.checkPauses[tries], asked)) } catch { throw .cancelled }
                tries += 1
            }
        }
    }

    /// A check that took its whole time once more is enough: the films behind it wait.
    private static func retries(after error: AnalysisError) -> Int {
        if case .timedOut = error { 1 } else { checkPauses.count }
    }

    /// Asks for the list of models, without the key.
    func probe() async throws(AnalysisError) {
        let request = HTTPRequest(
            url: settings.modelsURL, connectTimeout: min(settings.connectTimeout, .seconds(5)), timeout: .seconds(5),
            maxBody: settings.maxBody)
        let response = try await send(request)
        if let refusal = AnalysisError(refusal: response) { throw refusal }
    }

    private func checkOnce(_ report: String) async throws(AnalysisError) -> Check {
        let payload = ChatPayload.text(Prompts.spaced(report), system: prompts.check, model: settings.model)
        let reply = try await ask(payload)
        if reply.completion.isCutOff { throw .replyUnreadable(.cutOff) }
        do {
            let understood = try CheckReply(reply.completion.content)
            return Check(reply: understood, raw: reply.completion.content, milliseconds: reply.milliseconds)
        } catch { throw .replyUnreadable(error) }
    }

    private func ask(_ payload: [UInt8]) async throws(AnalysisError) -> Reply {
        var headers: HTTPHeaders = ["Content-Type": "application/json", "Accept": "application/json"]
        if !settings.apiKey.isEmpty { headers.add("Authorization", "Bearer \(settings.apiKey)") }
        if !settings.programVersion.isEmpty { headers.add("User-Agent", "XRayVision/\(settings.programVersion)") }
        let response = try await send(
            HTTPRequest(
                "POST", url: settings.url, headers: headers, body: payload, connectTimeout: settings.connectTimeout,
                timeout: settings.timeout, silenceTimeout: settings.timeout, maxBody: settings.maxBody))
        if let refusal = AnalysisError(refusal: response) { throw refusal }
        do {
            return Reply(completion: try ChatCompletion(response.body), milliseconds: response.milliseconds)
        } catch { throw .replyUnreadable(error) }
    }

    private func send(_ request: HTTPRequest) async throws(AnalysisError) -> HTTPResponse {
        do { return try await client.send(request) } catch { throw AnalysisError(error) }
    }

    private func answer(to question: Question, _ report: ReportReply, _ reply: Reply) -> Answer {
        let completion = reply.completion
        let used = question.earlier == nil ? ["rep", "usr", "chk"] : ["rep", "usr", "rev", "chk"]
        return Answer(
            text: report.text, findings: report.findings, impression: report.impression, model: completion.model,
            modelConfigured: settings.model, endpoint: settings.endpoint, rawReport: completion.content,
            finishReason: completion.finishReason, promptTokens: completion.promptTokens,
            completionTokens: completion.completionTokens, reportMilliseconds: reply.milliseconds,
            promptHashes: prompts.hashes.filter { used.contains($0.key) }, sampling: Sampling.reportJSON,
            imageHash: question.image.hash)
    }

    private func add(_ check: Check, to answer: inout Answer) {
        answer.severity = check.reply.severity
        answer.confidence = check.reply.confidence
        answer.summary = check.reply.summary
        answer.rawCheck = check.raw
        answer.checkMilliseconds = check.milliseconds
        answer.checkProblem = check.reply.contradiction(threshold: settings.threshold)
    }
}
