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
        let second = loaded.isSecondEndpointUsed ? openai.secondaryURL : nil
        let first = await absence(of: openai.primaryURL, openai)
        let other = second == nil ? nil : await absence(of: second ?? .baseline, openai)
        var found = [prompts(paths)]
        found.append(reader(openai.primaryURL, first, isReplaced: second != nil && other == nil))
        if let second { found.append(reader(second, other, isReplaced: first == nil)) }
        return found
    }

    /// - isReplaced: the other server answers, so films are read.
    private func reader(_ endpoint: OpenAISettings.Endpoint, _ advice: String?, isReplaced: Bool) -> Finding {
        guard let advice else { return .ok("reader", "\(endpoint) answers") }
        let text = "\(endpoint) cannot be used now"
        return isReplaced
            ? .warning("reader", "\(text); the other server answers.", advice)
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
    /// Whoever chose a server did not choose the built-in second address: pictures go nowhere unasked.
    var isSecondEndpointUsed: Bool {
        guard let second = settings.openai.secondaryURL, second != settings.openai.primaryURL,
            settings.openai.primaryURL != .baseline
        else { return false }
        return origin(of: "openai", "OPENAI_URL_SECONDARY") != .builtIn
            || origin(of: "openai", "OPENAI_URL_PRIMARY") == .builtIn
    }
}
