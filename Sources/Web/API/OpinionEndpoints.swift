import Hummingbird
import Radiology
import Reports
import Store

/// What people say about films: reviews, which count, and flags.
enum OpinionEndpoints {
    static func endpoints(_ desk: DataDesk) -> [Endpoint] { reviews(desk) + flags(desk) + [history(desk)] }

    private static func reviews(_ desk: DataDesk) -> [Endpoint] {
        ["/api/rad_review", "/api/radreview", "/api/validate"].map { path in
            .action(
                path,
                described(
                    "Says that a film is normal or abnormal. It counts until it is undone or reviewed again.",
                    .object([uid, .init(name: "normal", schema: .boolean)]), kept: "Reviewed",
                    isDeprecated: path == "/api/validate"),
                for: .atLeast(.reviewer), audited: .review
            ) { body, context in
                try review(desk, body, &context)
            }
        } + [
            .action(
                "/api/review/undo",
                described(
                    "Takes one's own review of a film back, if it is the latest. With `review`, the number that the "
                        + "review was answered with, no other one is taken back; with it, admins take back anyone's.",
                    .object([
                        uid,
                        .init(name: "review", schema: .optional(.integer(from: 0, to: mostReviews)), isRequired: false),
                    ]),
                    .error(409, "No review of this film stands, it is somebody else's, or not the one that is meant.")),
                for: .atLeast(.reviewer), audited: .review
            ) { body, context in
                try undo(desk, body, &context)
            }
        ]
    }

    private static func flags(_ desk: DataDesk) -> [Endpoint] {
        [
            .action(
                "/api/flag",
                described(
                    "Flags a film, with a note. A flag that stands gives way to the new one.",
                    .object([uid, .init(name: "note", schema: .optional(.string()), isRequired: false)])),
                for: .atLeast(.reviewer), audited: .flag
            ) { body, context in
                let uid = try body.uid()
                let note = try body.text("note") ?? ""
                return try desk.said(uid, &context) { viewer in
                    try desk.house.archive.flags.raise(uid, by: viewer.login, note: note, now: desk.house.now())
                    return Kept(event: .flagged(uid), message: "Flagged.")
                }
            },
            .action(
                "/api/unflag", described("Clears the flag of a film.", .object([uid])), for: .atLeast(.reviewer),
                audited: .flag
            ) { body, context in
                let uid = try body.uid()
                return try desk.said(uid, &context) { viewer in
                    _ = try desk.entry(uid)
                    let stood = try desk.house.archive.flags.clear(uid, by: viewer.login, now: desk.house.now())
                    return Kept(
                        event: stood ? .flagged(uid) : nil, message: stood ? "The flag is cleared." : "No flag stood.")
                }
            },
        ]
    }

    private static func history(_ desk: DataDesk) -> Endpoint {
        .data(
            "/api/exams/{uid}/history",
            .init(
                summary: "Every review and flag of an exam, oldest first.", tag: "Reviews",
                parameters: [ExamEndpoints.uid],
                answers: [.json("What people said.", .named("History")), .error(404, "There is no such exam.")])
        ) { _, context in
            let viewer = try desk.viewer(context)
            return JSONAnswer.response(try desk.history(ExamEndpoints.uid(context), for: viewer))
        }
    }

    private static func review(
        _ desk: DataDesk, _ body: AskedBody, _ context: inout LiveContext
    ) throws -> Response {
        let (uid, isNormal) = (try body.uid(), try body.truth("normal"))
        return try desk.said(uid, &context) { viewer in
            let review = try desk.house.archive.reviews.record(
                uid, isNormal: isNormal, by: viewer.login, threshold: desk.house.settings.threshold,
                now: desk.house.now())
            return Kept(
                event: .reviewed(uid), message: isNormal ? "Reviewed as normal." : "Reviewed as abnormal.",
                review: review.id)
        }
    }

    private static func undo(_ desk: DataDesk, _ body: AskedBody, _ context: inout LiveContext) throws -> Response {
        let uid = try body.uid()
        let meant = Int64(try body.integer("review", in: 0...mostReviews, else: 0))
        return try desk.said(uid, &context) { viewer in
            _ = try desk.entry(uid)
            let outcome = try desk.house.archive.reviews.undo(
                uid, by: viewer.login, anyones: viewer.role == .admin && meant > 0, only: meant > 0 ? meant : nil,
                now: desk.house.now())
            switch outcome {
            case .withdrawn: return Kept(event: .reviewed(uid), message: "The review is taken back.")
            case .nothingStands: throw Refusal(.conflict, "No review of this exam stands.")
            case .belongsTo where meant > 0:
                throw Refusal(.conflict, "This review is not the latest any more: nothing was taken back.")
            case .belongsTo where viewer.role == .admin:
                throw Refusal(.conflict, "The latest review is somebody else's: `review` must say which one is meant.")
            case .belongsTo: throw Refusal(.conflict, "The latest review is somebody else's.")
            }
        }
    }

    /// Larger numbers do not go through JSON whole.
    private static let mostReviews = 1 << 53
    private static let uid = Schema.Property(name: "uid", schema: .string(longest: 64))

    private static func described(
        _ summary: String, _ body: Schema, _ other: Endpoint.Answer..., kept: String = "Success",
        isDeprecated: Bool = false
    ) -> Endpoint.Description {
        .init(
            summary: summary, tag: "Reviews", body: body,
            answers: [.json("It is kept.", .named(kept)), .error(404, "There is no such exam.")] + other,
            isDeprecated: isDeprecated)
    }
}

/// What became of what a person said.
struct Kept: Sendable {
    /// What everyone who listens is told.
    let event: LiveEvent?
    let message: String
    /// The number of the review.
    var review: Int64?
}

extension DataDesk {
    /// Something a person says about an exam: kept, written down, told to everyone who listens.
    func said(
        _ uid: SOPInstanceUID, _ context: inout LiveContext,
        _ keep: (Viewer) throws -> Kept
    ) throws -> Response {
        context.noted["uid"] = uid.rawValue
        do {
            let kept = try keep(try viewer(context))
            if let event = kept.event {
                hub.tell(event)
                house.actions.changed()
            }
            return JSONAnswer.success(kept.message, review: kept.review)
        } catch let error as StoreError { throw Self.refusal(error) }
    }

    /// Logins of others are shown to admins only.
    func history(_ uid: SOPInstanceUID, for viewer: Viewer) throws -> [UInt8] {
        do {
            let record = try entry(uid).record
            let names = house.names.current()
            let words = ShownWords(record, viewer.role.audience, names)
            func shown(_ login: String) -> String {
                viewer.role == .admin || login == viewer.login ? login : names.login(login)
            }
            let reviews = try house.archive.reviews.history(of: uid)
            let flags = try house.archive.flags.history(of: uid)
            return JSONWriter.object { answer in
                answer.field("uid", uid.rawValue)
                answer.array("reviews") { list in
                    for review in reviews { list.object { Self.write(review, shown(review.reviewer), to: &$0) } }
                }
                answer.array("flags") { list in
                    for flag in flags {
                        list.object { Self.write(flag, shown(flag.login), words(flag.note), to: &$0) }
                    }
                }
            }
        } catch let error as StoreError { throw Self.refusal(error) }
    }

    private static func write(_ review: Review, _ reviewer: String, to entry: inout JSONWriter) {
        entry.field("review", Int(review.id))
        entry.field("reviewer", reviewer)
        entry.field("normal", review.isNormal)
        entry.field("severity", review.severity.score)
        entry.field("at", review.at)
        entry.field("withdrawn", review.isWithdrawn)
    }

    private static func write(_ flag: Flag, _ login: String, _ note: String, to entry: inout JSONWriter) {
        entry.field("login", login)
        entry.field("note", note)
        entry.field("at", flag.at)
        entry.field("cleared", flag.cleared)
    }
}
