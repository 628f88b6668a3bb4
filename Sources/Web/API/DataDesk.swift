import Foundation
import Hummingbird
import NIOCore
import Radiology
import Reports
import Store

/// What the answers with data share.
struct DataDesk: Sendable {
    /// When an answer changes by itself, though nobody wrote anything.
    enum Turning: Sendable { case never, eachDay, eachSecond }

    let house: LiveHouse
    let hub: LiveHub
    private let cache = AnswerCache()

    init(house: LiveHouse, hub: LiveHub) {
        self.house = house
        self.hub = hub
    }

    /// Who asks. The table says that someone has to be signed in; here it is made sure of.
    func viewer(_ context: LiveContext) throws(Refusal) -> Viewer {
        guard let viewer = context.viewer else { throw Refusal(.unauthorized, "Sign in first.") }
        return viewer
    }

    /// How radiologists are called for this audience; `nil` = by their names.
    func names(for audience: Audience) -> ShownNames? { audience == .admin ? nil : house.names.current() }

    /// An answer made from the database and the request's path and query alone, kept as long as both stay the same.
    /// - Parameter state: of what the answer is made from besides the exams; equal ones, equal answers.
    func answer(
        _ request: Request, _ context: LiveContext, turning: Turning = .never, state: () throws -> String = { "" },
        make: (AskedQuery, Audience) throws -> [UInt8]
    ) throws -> Response {
        let audience = try viewer(context).role.audience
        do {
            // Who looked for how many people is written down: that is known only when it is looked for.
            if AskedSearch(request.uri.query) != nil {
                let answer = JSONAnswer.answer(try make(try AskedQuery(request.uri.query), audience))
                return JSONAnswer.response(answer, to: request)
            }
            // Before the version: what changes in between is then newer than what it is kept under.
            let state = try state()
            let version = try house.index.version()
            let key = AnswerCache.Key(
                path: request.uri.path, query: request.uri.query ?? "", audience: audience, moment: moment(turning),
                state: state)
            if let kept = cache.answer(key, version) { return JSONAnswer.response(kept, to: request) }
            let answer = JSONAnswer.answer(try make(try AskedQuery(request.uri.query), audience))
            cache.keep(answer, as: key, version)
            return JSONAnswer.response(answer, to: request)
        } catch let error as StoreError { throw Self.refusal(error) }
    }

    private func moment(_ turning: Turning) -> Int {
        switch turning {
        case .never: 0
        case .eachDay: dayNumber
        case .eachSecond: Int(house.now().timeIntervalSince1970)
        }
    }

    /// By the clock on the modalities' wall.
    var today: CalendarDay? { CalendarDay(dayNumber: dayNumber) }

    /// Days since 1970-01-01.
    private var dayNumber: Int {
        let now = house.now()
        let seconds = now.timeIntervalSince1970 + Double(house.timeZone.secondsFromGMT(for: now))
        return Int((seconds / 86_400).rounded(.down))
    }

    /// What a person is told when the database does not do what was asked.
    static func refusal(_ error: StoreError) -> Refusal {
        if case .unknownExam = error { return Refusal(.notFound, "Exam not found") }
        return Refusal(.serviceUnavailable, "The database does not answer now; try again.", retryAfter: 5)
    }
}
