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
    func readers() throws -> Readers {
        let used = loaded.endpointsInUse
        let servers = used.enumerated().compactMap { number, endpoint in
            if case .server(let url) = endpoint { readerSettings(url, number) } else { nil }
        }
        guard used.first != .baseline, !servers.isEmpty else { return Readers(reader: .baseline) }
        let prompts = try prompts()
        let openai = settings.openai
        // One film alone must be able to use up its attempts before the server is left alone. The rests grow as the waits
        // before retries do: 5 s with the standard wait.
        let rule = CircuitBreaker.Rule(
            failures: max(CircuitBreaker.Rule.standard.failures, openai.maxRetries + 1),
            rest: min(2.5 * (openai.retryBase / .seconds(1)), CircuitBreaker.Rule.standard.longestRest))
        let pool = EndpointPool(
            servers, prompts: prompts, client: HTTPClient(), sampling: Sampling(openai.sampling),
            rule: rule, lastModels: try Self.orEnding { try lastModels() }, now: clock.now)
        let models = Reader.openAI(pool)
        return Readers(
            reader: used.contains(.baseline) ? models.orElse(.baseline) : models, pool: pool, prompts: prompts)
    }

    /// The model that answered last, by address.
    private func lastModels() throws(StoreError) -> [String: String] {
        let models = try archive.endpoints.all().compactMap { kept in kept.model.map { (kept.address, $0) } }
        return Dictionary(models) { $1 }
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

    /// As answers and standings name a server.
    func address(of url: String) -> String { readerSettings(url).endpoint }

    private func readerSettings(_ url: String, _ number: Int = 0) -> ReaderSettings {
        let openai = settings.openai
        return ReaderSettings(
            url: url, apiKey: openai.key(ofServer: number), model: openai.model, timeout: openai.timeout,
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
