/// A report in English, and how it came to be.
public struct Translation: Sendable, Equatable {
    /// The English text; the source itself when that was English already.
    public var text: String
    /// What is to be doubted: a number, a side or a negation that got lost, in plain words. `nil` = nothing was noticed.
    public var problem: String?
    /// `nil` = nobody had to be asked.
    public var call: CallRecord?

    public init(text: String, problem: String? = nil, call: CallRecord? = nil) {
        (self.text, self.problem, self.call) = (text, problem, call)
    }
}

extension EndpointPool {
    /// Translates a Romanian report into English. An English one comes back as it is.
    /// - Throws: the last failure when no try gave a translation. One with a doubt is kept, with the doubt.
    public func translate(_ report: String) async throws(AnalysisError) -> Translation {
        if ReportLanguage(of: report) == .english { return Translation(text: report) }
        let text = Prompts.fencedSource(report)
        return try await trying { tries throws(AnalysisError) in
            let first = try await translateOnce(text, report)
            guard first.problem != nil, tries == 0 else { return first }
            // Once more: another choice of words may keep what this one lost.
            do throws(AnalysisError) {
                let second = try await translateOnce(text, report)
                return second.problem == nil ? second : first
            } catch {
                if error == .cancelled { throw error }
                return first
            }
        }
    }

    private func translateOnce(_ fenced: String, _ report: String) async throws(AnalysisError) -> Translation {
        let reply = try await call(.translate) { settings, _ in
            ChatPayload.text(fenced, system: prompts.translate, model: settings.model, sampling: sampling)
        }
        if reply.completion.isCutOff { throw useless(reply, .cutOff) }
        let english: String
        do { english = try TranslationReply(reply.completion.content, of: report).text } catch {
            throw useless(reply, error)
        }
        let problem = Prompts.cuts(report) ? Self.tooLong : TranslationGuard.problem(of: english, from: report)
        return Translation(text: english, problem: problem, call: reply.record)
    }
}
