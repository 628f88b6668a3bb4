extension EndpointPool {
    /// An answered call.
    struct Reply: Sendable {
        /// Which endpoint answered.
        let index: Int
        let completion: ChatCompletion
        let record: CallRecord
    }

    /// Asks one endpoint after the other until one answers, or until a failure is nobody's but the film's.
    /// - Parameters:
    ///   - preferred: asked first, whatever its place in the settings.
    ///   - left: not asked.
    ///   - make: the body for that endpoint, with or without a schema.
    /// - Throws: of all failures the first one that a later try may mend, else the first one.
    func call(
        _ kind: CallKind, wantsSchema: Bool = false, preferring preferred: Int? = nil,
        leavingOut left: Int? = nil, _ make: (ReaderSettings, _ usesSchema: Bool) -> ChatRequest
    ) async throws(AnalysisError) -> Reply {
        var failures: [AnalysisError] = []
        let order = [preferred].compactMap(\.self) + endpoints.indices.filter { $0 != preferred }
        for index in order where index != left {
            if kind == .report { await learnModels(of: index) }
            switch update(index, { $0.admit(kind, at: now()) }) {
            case .no(let reason): failures.append(reason)
            case .yes(let usesSchema):
                do { return try await ask(index, kind, usesSchema && wantsSchema, make) } catch {
                    update(index) { $0.failed(error, kind, at: now()) }
                    guard error.blamesEndpoint else { throw error }
                    failures.append(error)
                }
            }
        }
        noteMiss()
        let mendable = failures.first { if case .retry = $0.recovery { true } else { false } }
        throw mendable ?? failures.first ?? .endpointMisspelt
    }

    /// No picture goes to a server whose models were not asked for.
    private func learnModels(of index: Int) async {
        guard update(index, { $0.needsList(at: now()) }) else { return }
        let outcome = await endpoints[index].modelsFound()
        update(index) { $0.listed(outcome, at: now()) }
    }

    private func ask(
        _ index: Int, _ kind: CallKind, _ usesSchema: Bool, _ make: (ReaderSettings, Bool) -> ChatRequest
    ) async throws(AnalysisError) -> Reply {
        let request = make(endpoints[index].settings, usesSchema)
        do throws(AnalysisError) {
            let reply = try await send(index, kind, request, usedSchema: usesSchema)
            if usesSchema { update(index) { $0.understoodSchema() } }
            return reply
        } catch {
            guard usesSchema, error.mayBeTheSchema else { throw error }
            let reply = try await send(index, kind, make(endpoints[index].settings, false), usedSchema: false)
            // Only now it is sure that nothing else was wrong with the call.
            update(index) { $0.refusedSchema(at: now()) }
            return reply
        }
    }

    private func send(
        _ index: Int, _ kind: CallKind, _ request: ChatRequest, usedSchema: Bool
    ) async throws(AnalysisError) -> Reply {
        do throws(AnalysisError) {
            return told(index, kind, request, try await endpoints[index].ask(request.bytes, kind), usedSchema)
        } catch {
            // A refused schema is no failure: the call is made again without one.
            if error != .cancelled, !(usedSchema && error.mayBeTheSchema) {
                CallLog.current?.add(record(index, kind, request, usedSchema), error)
            }
            throw error
        }
    }

    private func told(
        _ index: Int, _ kind: CallKind, _ request: ChatRequest, _ reply: ChatEndpoint.Reply, _ usedSchema: Bool
    ) -> Reply {
        let completion = reply.completion
        let change = update(index) { $0.answered(kind, completion, milliseconds: reply.milliseconds, at: now()) }
        var call = record(index, kind, request, usedSchema)
        (call.model, call.modelChange, call.raw) = (completion.model, change, Answer.capped(completion.content))
        (call.finishReason, call.milliseconds) = (completion.finishReason, reply.milliseconds)
        (call.promptTokens, call.completionTokens) = (completion.promptTokens, completion.completionTokens)
        return Reply(index: index, completion: completion, record: call)
    }

    private func record(_ index: Int, _ kind: CallKind, _ request: ChatRequest, _ usedSchema: Bool) -> CallRecord {
        let settings = endpoints[index].settings
        return CallRecord(
            kind: kind, endpoint: settings.endpoint, modelConfigured: settings.model, request: request.recorded,
            requestHash: request.hash, sampling: kind == .report ? sampling.reportJSON : sampling.textJSON,
            usedSchema: usedSchema)
    }
}

extension AnalysisError {
    /// Servers without schemas answer 400 or 422, or name the schema in a failure of their own.
    fileprivate var mayBeTheSchema: Bool { if case .requestRefused = self { true } else { false } }
}
