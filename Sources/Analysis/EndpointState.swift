import Foundation

/// What the pool knows about one endpoint. Pure: the time is an argument.
struct EndpointState: Sendable {
    enum Admission: Equatable {
        case yes(usesSchema: Bool)
        case no(AnalysisError)
    }

    /// A server that refused a schema is asked with one again after so many seconds.
    static let schemaMemory = 3600.0

    let address: String
    let order: Int
    let wanted: String
    private(set) var breaker: CircuitBreaker
    private(set) var model: String?
    private(set) var list: ModelList?
    private var schemaRefused: Date?
    private var schemaWorked = false
    private var lastError: AnalysisError?
    private var listProblem: String?
    private var wasAskedForList = false
    private var isTested = false
    /// What kept it away is gone when a probe succeeds; a failing model or a refused key may not be.
    private var isCuredByProbe = false
    private var isInvited = false
    private var inFlight = 0
    private var calls = 0
    private var failures = 0
    private var lastMilliseconds: Int?
    private var lastFilm: Date?
    private var checked: Date?
    private var since: Date
    private var shown = EndpointStanding.State.unknown

    init(_ settings: ReaderSettings, order: Int, rule: CircuitBreaker.Rule, lastModel: String?, at now: Date) {
        (address, self.order, wanted) = (settings.endpoint, order, settings.model)
        breaker = CircuitBreaker(rule: rule)
        model = lastModel
        since = now
    }

    /// Whether a call may go there now; after a yes its end must be told by `answered` or `failed`.
    mutating func admit(_ kind: CallKind, at now: Date) -> Admission {
        if kind == .report, isTextOnly { return .no(.imageNotSupported) }
        guard breaker.admits(at: now) else { return .no(reasonToWait(at: now)) }
        settle(at: now)
        inFlight += 1
        calls += 1
        let isForgotten = schemaRefused.map { now.timeIntervalSince($0) >= Self.schemaMemory || now < $0 } ?? true
        return .yes(usesSchema: isForgotten)
    }

    /// - Returns: the change when the model calls itself otherwise than the last time.
    mutating func answered(
        _ kind: CallKind, _ completion: ChatCompletion, milliseconds: Int, at now: Date
    ) -> ModelChange? {
        inFlight -= 1
        (isTested, lastMilliseconds) = (true, milliseconds)
        praise(kind, at: now)
        settle(at: now)
        guard let name = completion.model else { return nil }
        defer { model = name }
        guard let model, model != name else { return nil }
        // Another model, perhaps another server: what is remembered about schemas may be wrong now.
        schemaRefused = nil
        return ModelChange(endpoint: address, from: model, to: name)
    }

    /// A film was answered with words that are a report.
    mutating func readFilm(at now: Date) { lastFilm = now }

    mutating func failed(_ error: AnalysisError, _ kind: CallKind, at now: Date) {
        inFlight -= 1
        guard error != .cancelled else {
            breaker.abandoned(at: now)
            return settle(at: now)
        }
        failures += 1
        (isTested, isInvited) = (true, false)
        if refuses(error, kind) {
            if breaker.state == .closed { lastError = error }
            breaker.abandoned(at: now)
        } else if error.blamesEndpoint {
            (lastError, isCuredByProbe) = (error, error.isAbsence)
            note(error, kind, at: now)
        } else {
            // It answered, only not well: this film or these words are at fault.
            praise(kind, at: now)
        }
        settle(at: now)
    }

    /// A text that is answered says little about films: a server that fails at every picture is not well.
    private mutating func praise(_ kind: CallKind, at now: Date) {
        // An answer that was under way when the server asked to be left alone changes nothing about that.
        if breaker.isAskedToWait(at: now) { return }
        guard kind == .report || isCuredByProbe || breaker.failures == 0 else { return breaker.abandoned(at: now) }
        breaker.succeeded()
        (isInvited, lastError) = (false, nil)
    }

    /// It refuses this text only: films are answered there, or its models are listed.
    private func refuses(_ error: AnalysisError, _ kind: CallKind) -> Bool {
        guard kind != .report, case .endpointRefused = error else { return false }
        return lastFilm != nil || list != nil
    }

    /// A text that fails says little about films: a failing check must not close the way for them.
    private mutating func note(_ error: AnalysisError, _ kind: CallKind, at now: Date) {
        let isAway = error.recovery == .waitForEndpoint
        let isTimeout = if case .timedOut = error { true } else { false }
        guard kind == .report || isAway || isTimeout || breaker.state == .halfOpen else { return }
        breaker.failed(at: now, isAway: isAway, retryAfter: error.askedPause)
    }

    mutating func refusedSchema(at now: Date) { (schemaRefused, schemaWorked) = (now, false) }
    mutating func understoodSchema() { (schemaRefused, schemaWorked) = (nil, true) }

    /// - Returns: whether it lists other models than before.
    mutating func probed(_ outcome: Result<ModelList?, AnalysisError>, at now: Date) -> Bool {
        checked = now
        noteList(outcome)
        var isChanged = false
        switch outcome {
        case .success(let found):
            isTested = true
            isChanged = found != nil && list != nil && found != list
            if isChanged { schemaRefused = nil }
            list = found ?? list
            listProblem = found == nil ? "It does not say which models it has." : missingModel
            // A page of a proxy is no sign of life: a server without a list has its own rests.
            if found != nil { welcome(at: now) }
        case .failure(let error) where error == .cancelled: break
        case .failure(.endpointRefused(let status)) where [404, 405, 501].contains(status):
            listProblem = "It has no list of models (status \(status))."
        case .failure(let error) where inFlight > 0 && error.isTimeout:
            // Busy with an answer for us: some servers do nothing else meanwhile.
            listProblem = nil
        case .failure(let error):
            // What else keeps it away is not cured by an answer to the next probe.
            if breaker.state == .closed || error.isAbsence { isCuredByProbe = true }
            (isTested, isInvited, lastError) = (true, false, error)
            if !error.isTransient { schemaRefused = nil }
            breaker.failed(at: now, isAway: true, retryAfter: nil)
        }
        settle(at: now)
        return isChanged
    }

    private mutating func welcome(at now: Date) {
        guard breaker.state != .closed else { return }
        if isCuredByProbe, !breaker.isAskedToWait(at: now) {
            breaker.succeeded()
            lastError = nil
        } else if breaker.invited(at: now) {
            isInvited = true
        }
    }

    /// Asked before its first film: what it lists counts. How it fails, the film's own call meets too.
    func needsList(at now: Date) -> Bool {
        guard list == nil, !wasAskedForList else { return false }
        switch breaker.state {
        case .closed: return true
        case .open(let until): return now >= until
        case .halfOpen: return false
        }
    }

    mutating func listed(_ outcome: Result<ModelList?, AnalysisError>, at now: Date) {
        noteList(outcome)
        if case .success(let found) = outcome {
            list = list ?? found
            listProblem = found == nil ? listProblem : missingModel
        }
        settle(at: now)
    }

    /// Nobody at home has not been asked.
    private mutating func noteList(_ outcome: Result<ModelList?, AnalysisError>) {
        if case .failure(let error) = outcome, error.isAbsence || error == .cancelled { return }
        wasAskedForList = true
    }

    var standing: EndpointStanding {
        let worked: Bool? = schemaRefused != nil ? false : schemaWorked ? true : nil
        return EndpointStanding(
            address: address, order: order, state: shown, since: since, checked: checked, modelConfigured: wanted,
            model: model, models: list?.models.prefix(20).map(\.name) ?? [], problem: problem, calls: calls,
            failures: failures, lastMilliseconds: lastMilliseconds, lastFilm: lastFilm, understandsSchema: worked)
    }

    private var isTextOnly: Bool { list?.vision(of: wanted) == .no }

    private var problem: String? {
        if shown == .textOnly { return AnalysisError.imageNotSupported.suggestion }
        return lastError?.suggestion ?? listProblem
    }

    private var missingModel: String? {
        guard let list, !list.models.isEmpty, !list.has(wanted) else { return nil }
        let names = list.models.prefix(3).map { "“\($0.name.prefix(60))”" }.joined(separator: ", ")
        return "It does not list the model “\(wanted)”; it has \(names)\(list.models.count > 3 ? " and others" : "")."
    }

    private func reasonToWait(at now: Date) -> AnalysisError {
        if let lastError, lastError.recovery == .waitForEndpoint { return lastError }
        guard case .open(let until) = breaker.state else { return .endpointResting(seconds: 1) }
        return .endpointResting(seconds: Int(min(max(until.timeIntervalSince(now), 1), 3600).rounded(.up)))
    }

    /// Shows the state to people, and since when.
    private mutating func settle(at now: Date) {
        let state: EndpointStanding.State =
            switch breaker.state {
            case .halfOpen: .recovering
            case .open: isInvited ? .recovering : .away
            case .closed: isTextOnly ? .textOnly : isTested ? .available : .unknown
            }
        if state != shown { (shown, since) = (state, now) }
    }
}
