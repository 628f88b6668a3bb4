import Radiology

/// What happens now, in words: counters, the film that is being read, the model servers, the next query.
public struct LiveStateWords: Sendable {
    /// A model server.
    public struct Server: Sendable, Equatable {
        public let name: String
        /// Empty for readers whom the address does not concern.
        public let address: String
        public let model: String
        public let isHealthy: Bool
        /// RFC 3339; `nil` before the first look.
        public let since: String?

        public init(name: String, address: String, model: String, isHealthy: Bool, since: String?) {
            self.name = name
            self.address = address
            self.model = model
            self.isHealthy = isHealthy
            self.since = since
        }
    }

    public var waiting = 0
    public var checks = 0
    public var readingNow = 0
    /// Read in the last seven days.
    public var readThisWeek = 0
    public var failed = 0
    public var toReview = 0
    /// The film that is with a reader: patient as the audience may read it, region.
    public var current: (patient: String, region: String)?
    public var servers: [Server] = []
    /// Seconds; 0 before the first answer.
    public var averageSeconds = 0.0
    /// RFC 3339 UTC; `nil` = no scheduled query.
    public var nextQuery: String?
    public var viewer: LiveViewer

    public init(viewer: LiveViewer) { self.viewer = viewer }

    /// `POPESCU^ION` for this audience.
    public static func current(_ exam: Exam, for audience: Audience) -> (patient: String, region: String) {
        (audience.patient(exam.patient.name), ExamWords(exam: exam, audience: audience).regionAndProjection)
    }

    func fields(from page: String) -> Fields {
        let list = PagePaths.toAudience(from: page) + PagePaths.index
        func tile(_ label: String, _ count: Int, _ style: String, _ query: String) -> Fields {
            [
                "label": .text(label), "count": .text(CountWords.grouped(count)),
                "style": .text(count == 0 ? "zero" : style), "link": .text(list + "?" + query),
            ]
        }
        var fields: Fields = [
            "counters": .rows([
                tile("waiting", waiting, "waiting", "status=queued%2Crequeue"),
                tile("to check", checks, "waiting", "status=check"),
                tile("being read", readingNow, "working", "status=processing"),
                tile("read, last 7 days", readThisWeek, "done", "status=done"),
                tile("failed", failed, "failed", "status=error"), tile("to review", toReview, "review", "reviewed=no"),
            ]),
            "servers": .rows(servers.map(Self.fields)), "hasServers": .flag(!servers.isEmpty),
            "title": .text(title), "isAdmin": .flag(viewer.isAdmin),
        ]
        fields["current"] =
            current.map { .group(["patient": .text($0.patient), "region": .text($0.region)]) } ?? .flag(false)
        fields["average"] = averageSeconds > 0 ? .text(Self.seconds(averageSeconds)) : nil
        fields["nextQuery"] = .words(nextQuery)
        fields["nextQueryWords"] = .words(nextQuery.map(TimeWords.moment))
        return fields
    }

    /// The window's title: who is being read, how many wait (Q) and how many texts are to be checked (C).
    private var title: String { "XRayVision - \(current?.patient ?? "Idle") (Q:\(waiting)/C:\(checks))" }

    private static func fields(_ server: Server) -> Fields {
        var fields: Fields = [
            "name": .text(server.name), "healthy": .flag(server.isHealthy),
            "unknown": .flag(!server.isHealthy && server.since == nil),
            "down": .flag(!server.isHealthy && server.since != nil),
        ]
        fields["model"] = .words(server.model) ?? .flag(false)
        fields["address"] =
            .words(server.address.isEmpty ? nil : FilmEvidence.withoutSecrets(server.address)) ?? .flag(false)
        fields["since"] = .words(server.since.map(TimeWords.moment)) ?? .flag(false)
        return fields
    }

    private static func seconds(_ value: Double) -> String {
        let tenths = Int((min(value, 100_000) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
