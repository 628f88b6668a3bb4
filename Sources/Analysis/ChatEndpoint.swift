import HTTPClient

/// Sends calls to one endpoint.
struct ChatEndpoint: Sendable {
    let settings: ReaderSettings
    let client: HTTPClient

    struct Reply: Sendable {
        let completion: ChatCompletion
        let milliseconds: Int
    }

    /// Longest wait for a list of models.
    private static let probePatience = Duration.seconds(5)
    private static let longestList = 1 << 20

    func ask(_ body: [UInt8], _ kind: CallKind) async throws(AnalysisError) -> Reply {
        let response = try await send(
            HTTPRequest(
                "POST", url: settings.url, headers: headers(withKey: true), body: body,
                connectTimeout: settings.connectTimeout, timeout: settings.timeout, silenceTimeout: settings.timeout,
                maxBody: settings.maxBody))
        if let refusal = AnalysisError(refusal: response, hasPicture: kind == .report) { throw refusal }
        do {
            return Reply(completion: try ChatCompletion(response.body), milliseconds: response.milliseconds)
        } catch { throw .replyUnreadable(error) }
    }

    /// What the server says it has; `nil` when its answer is no list. The key is sent only where it is asked for.
    func models() async throws(AnalysisError) -> ModelList? {
        do { return try await models(withKey: false) } catch {
            guard case .endpointRefused(401...403) = error, !settings.apiKey.isEmpty else { throw error }
            return try await models(withKey: true)
        }
    }

    func modelsFound() async -> Result<ModelList?, AnalysisError> {
        do throws(AnalysisError) {
            let list = try await models()
            return .success(list)
        } catch { return .failure(error) }
    }

    private func models(withKey: Bool) async throws(AnalysisError) -> ModelList? {
        let response = try await send(
            HTTPRequest(
                url: settings.modelsURL, headers: withKey ? headers(withKey: true) : [:],
                connectTimeout: min(settings.connectTimeout, Self.probePatience), timeout: Self.probePatience,
                maxBody: Self.longestList))
        if let refusal = AnalysisError(refusal: response, hasPicture: false) { throw refusal }
        return ModelList(response.body)
    }

    private func headers(withKey: Bool) -> HTTPHeaders {
        var headers: HTTPHeaders = ["Content-Type": "application/json", "Accept": "application/json"]
        if withKey, !settings.apiKey.isEmpty { headers.add("Authorization", "Bearer \(settings.apiKey)") }
        if !settings.programVersion.isEmpty { headers.add("User-Agent", "XRayVision/\(settings.programVersion)") }
        return headers
    }

    private func send(_ request: HTTPRequest) async throws(AnalysisError) -> HTTPResponse {
        do { return try await client.send(request) } catch { throw AnalysisError(error) }
    }
}
