/// How the house stood when the report was made: measured once, on the morning after the day, and kept with it.
public struct NightlyHealth: Sendable, Equatable, Codable {
    public struct Server: Sendable, Equatable, Codable {
        public var address: String
        /// In words: `available`.
        public var state: String
        public var isWell: Bool
        /// RFC 3339 UTC.
        public var since: String?
        public var model: String?
        public var problem: String?

        public init(
            address: String, state: String, isWell: Bool, since: String? = nil, model: String? = nil,
            problem: String? = nil
        ) {
            (self.address, self.state, self.isWell) = (address, state, isWell)
            (self.since, self.model, self.problem) = (since, model, problem)
        }

        /// For a sentence.
        var called: String {
            NightlyServerNames.isName(address) ? address : "the \(NightlyForce.server) \(address)"
        }
    }

    /// The image archive (PACS) that is asked for films.
    public struct ImageArchive: Sendable, Equatable, Codable {
        /// Empty for readers of initials.
        public var title: String
        /// Until when nothing is missing, RFC 3339 UTC.
        public var completeUntil: String?
        /// Why the last query failed, empty where that may not be told; `nil` when it went well.
        public var problem: String?
        /// Spans that it did not answer whole.
        public var gaps = 0
        public var waiting = 0
        public var givenUp = 0

        public init(title: String) { self.title = title }

        /// For a sentence.
        var called: String { title.isEmpty ? "the image archive" : "the image archive \(title)" }
    }

    public struct Disk: Sendable, Equatable, Codable {
        /// Whole numbers, rounded down.
        public var freePercent: Int
        public var freeGiB: Int
        /// Below it no film is taken in.
        public var reserveGiB: Int
        public var isShort: Bool
        /// Less than twice the reserve.
        public var isNearlyShort: Bool

        public init(freePercent: Int, freeGiB: Int, reserveGiB: Int, isShort: Bool, isNearlyShort: Bool) {
            (self.freePercent, self.freeGiB, self.reserveGiB) = (freePercent, freeGiB, reserveGiB)
            (self.isShort, self.isNearlyShort) = (isShort, isNearlyShort)
        }
    }

    public var servers: [Server] = []
    /// `nil` when none is asked.
    public var archive: ImageArchive?
    /// `nil` when it cannot be told.
    public var disk: Disk?
    /// Exams that wait to be read, of all days, and texts that wait to be understood.
    public var waiting = 0
    public var checks = 0
    /// Exams that failed and stand so, of all days.
    public var failed = 0
    /// Files in the spool.
    public var spooled = 0
    public var alertsWaiting = 0
    public var alertsFailed = 0
    /// Exams whose date has not come yet: a modality's clock is wrong.
    public var future = 0
    /// How many films with known answers the settings name.
    public var canaries = 0

    public init() {}
}
