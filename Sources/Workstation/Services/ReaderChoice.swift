import Analysis
import Foundation
import HTTPClient
import Imaging
import Logging
import Radiology
import Store

/// Who reads the films, from the settings.
extension Workstation {
    /// - Throws: `.badSettings` when a prompt file cannot be used.
    func reader() throws -> Reader {
        let primary = try reader(at: settings.openai.primaryURL)
        guard loaded.isSecondEndpointUsed, let second = settings.openai.secondaryURL else { return primary }
        return primary.orElse(try reader(at: second))
    }

    private func reader(at endpoint: OpenAISettings.Endpoint) throws -> Reader {
        switch endpoint {
        case .baseline: return .baseline
        case .server(let url):
            return .openAI(readerSettings(url), prompts: try prompts(), client: HTTPClient())
        }
    }

    private func prompts() throws -> Prompts {
        let prompts: Prompts
        do {
            prompts = try Prompts(folder: paths.prompts)
        } catch {
            throw WorkstationError(.badSettings, "A prompt cannot be used.", suggestion: error.suggestion)
        }
        try refuseIncomplete(prompts)
        return prompts
    }

    /// No prompt files at all is a choice: the built-in texts are used. Some of them is a mistake.
    private func refuseIncomplete(_ prompts: Prompts) throws {
        guard let first = prompts.notices.first else { return }
        guard prompts.notices.count == Prompts.files else {
            throw WorkstationError(
                .badSettings, "The prompt file \(first.file) is missing.",
                suggestion: "Put it into prompts/, or empty that folder to use the built-in texts.")
        }
        log.info("prompts/ is empty: the built-in texts are used.")
    }

    private func readerSettings(_ url: String) -> ReaderSettings {
        let openai = settings.openai
        return ReaderSettings(
            url: url, apiKey: openai.apiKey.revealed, model: openai.model, timeout: openai.timeout,
            connectTimeout: openai.connectTimeout, maxBody: openai.maxReply, threshold: threshold.score,
            programVersion: "xrayvision/\(Self.version)")
    }

    /// Positive from this severity on. Settings cannot hold another number than 0…10.
    var threshold: Severity { Severity(settings.processing.severityThreshold) ?? .usualThreshold }
}

extension RetryPolicy {
    init(_ settings: OpenAISettings) { self.init(maxRetries: settings.maxRetries, base: settings.retryBase) }
}

extension ModelRecipe.Gamma {
    init(_ setting: ProcessingSettings.Gamma) {
        switch setting {
        case .adaptive: self = .adaptive
        case .fixed(let gamma): self = .fixed(gamma)
        }
    }
}

extension RegionRules {
    init(_ settings: RegionSettings) {
        self.init(
            keywords: settings.keywords.map { (key: $0.region, words: $0.words) }, questions: settings.questions,
            supported: settings.supported)
    }
}
