import Radiology
import Web

/// What services and desks tell the people who have the dashboard open. A command without a daemon has nobody to tell.
struct LiveNews: Sendable {
    /// Returns at once.
    let tell: @Sendable (LiveEvent) -> Void
    let stages: StageClock
    let inHand: FilmsInHand

    init(
        stages: StageClock = StageClock(), inHand: FilmsInHand = FilmsInHand(),
        tell: @escaping @Sendable (LiveEvent) -> Void = { _ in }
    ) {
        (self.stages, self.inHand, self.tell) = (stages, inHand, tell)
    }

    static var silent: LiveNews { LiveNews() }
}
