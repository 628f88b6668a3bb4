/// What the search for one film may still cost. Time is what the exchanges took; no clock is asked.
struct SearchBudget: Sendable {
    private(set) var requests: Int
    private(set) var milliseconds: Int

    /// One film: a patient, orders, reports, with their pages.
    init(requests: Int = 60, milliseconds: Int = 120_000) {
        self.requests = requests
        self.milliseconds = milliseconds
    }

    /// How long the next exchange may take.
    mutating func next(atMost timeout: Duration) throws(RecordError) -> Duration {
        guard requests > 0, milliseconds > 0 else { throw .tookTooLong }
        requests -= 1
        return min(timeout, .milliseconds(milliseconds))
    }

    mutating func spend(_ spent: Int) { milliseconds -= max(0, spent) }
}
