import Analysis
import HTTPClient
import Store

/// The model servers and the prompts.
extension Doctor {
    func readers(_ loaded: LoadedSettings, _ paths: WorkspacePaths) async -> [Finding] {
        let openai = loaded.settings.openai
        guard openai.primaryURL != .baseline else {
            return [.ok("reader", "the built-in reader, which needs no server and is not a trained model")]
        }
        let used = loaded.endpointsInUse
        var advice: [String?] = []
        for endpoint in used { advice.append(await absence(of: endpoint, openai)) }
        return [prompts(paths)]
            + zip(used, advice).map { reader($0, $1, isReplaced: advice.contains(nil)) }
    }

    /// - isReplaced: another server answers, so films are read.
    private func reader(_ endpoint: OpenAISettings.Endpoint, _ advice: String?, isReplaced: Bool) -> Finding {
        guard let advice else { return .ok("reader", "\(endpoint) answers") }
        let text = "\(endpoint) cannot be used now"
        return isReplaced
            ? .warning("reader", "\(text); another server answers.", advice)
            : .problem("reader", .serviceUnreachable, "\(text); the films wait.", advice)
    }

    /// What to do when the server would not read a film now; `nil` when it would.
    private func absence(of endpoint: OpenAISettings.Endpoint, _ openai: OpenAISettings) async -> String? {
        guard case .server(let url) = endpoint else { return nil }
        do {
            let settings = ReaderSettings(
                url: url, apiKey: openai.apiKey.revealed, model: openai.model, timeout: patience,
                connectTimeout: min(patience, openai.connectTimeout),
                programVersion: "xrayvision/\(Workstation.version)")
            let reader = Reader.openAI(settings, prompts: try .builtIn(), client: HTTPClient())
            try await reader.probe()
            return nil
        } catch let error as AnalysisError {
            return error.suggestion
        } catch {
            return "Check the address."
        }
    }

    private func prompts(_ paths: WorkspacePaths) -> Finding {
        do throws(PromptError) {
            let missing = try Prompts(folder: paths.prompts).notices
            guard let first = missing.first, missing.count < Prompts.files else {
                return .ok("prompts", missing.isEmpty ? "\(Prompts.files) prompts can be used" : "the built-in texts")
            }
            return .problem(
                "prompts", .badSettings, "The prompt file \(first.file) is missing.",
                "Put it into prompts/, or empty that folder to use the built-in texts.")
        } catch {
            return .problem("prompts", .badSettings, "A prompt cannot be used.", error.suggestion)
        }
    }
}

extension LoadedSettings {
    /// The readers that are asked, the first one first, each once.
    ///
    /// Whoever chose a server did not choose the built-in second address: pictures go nowhere unasked.
    var endpointsInUse: [OpenAISettings.Endpoint] {
        let openai = settings.openai
        let isChosen =
            origin(of: "openai", "OPENAI_URL_SECONDARY") != .builtIn
            || origin(of: "openai", "OPENAI_URL_PRIMARY") == .builtIn
        guard openai.primaryURL != .baseline, isChosen else { return [openai.primaryURL] }
        return openai.secondaryURLs.reduce(into: [openai.primaryURL]) { used, endpoint in
            if !used.contains(endpoint) { used.append(endpoint) }
        }
    }
}
