import Foundation
import Radiology
import Reports
import Store

/// Makes the frames that browsers hear, as JSON text.
struct LiveFrames: Sendable {
    let state: LiveState
    let index: ExamIndex
    let names: NameBook
    let now: @Sendable () -> Date
    let timeZone: TimeZone

    /// What every frame says, asked once for many frames.
    struct Dashboard: Sendable {
        /// `nil` when the database does not answer now: the counters are 0 then, as long as that lasts.
        let counts: StateCounts?
        /// Initials, for every audience.
        let processing: String?
        let endpoints: [EndpointLight]
        let timings: Timings
        /// `YYYY-MM-DD HH:MM:SS` or `Disabled`.
        let nextQuery: String
    }

    /// The number of the last change; `nil` when the database does not answer now.
    func version() -> ExamVersion? { try? index.version() }

    func dashboard() -> Dashboard {
        Dashboard(
            counts: try? index.state(now: now()), processing: processing, endpoints: state.endpoints(),
            timings: state.timings(), nextQuery: nextQuery)
    }

    /// The film that has been with a reader longest.
    private var processing: String? {
        guard let uid = state.processing().first, let entry = try? index.entry(uid) else { return nil }
        return Initials.patient(entry.record.exam.patient.name)
    }

    private var nextQuery: String {
        switch state.nextQuery() {
        case .disabled: "Disabled"
        case .at(let date): Self.clock(date, in: timeZone)
        }
    }

    /// The first event of every conversation, for one client alone.
    static func connected(address: String, _ welcome: LiveBoard.Welcome) -> [UInt8] {
        event("connected") {
            $0.field("address", address)
            $0.field("seq", Int(welcome.number))
            $0.field("replay", welcome.replay.rawValue)
        }
    }

    static func event(_ name: String, _ payload: (inout JSONWriter) -> Void) -> [UInt8] {
        JSONWriter.object {
            $0.field("name", name)
            $0.object("payload", payload)
        }
    }

    /// `YYYY-MM-DD HH:MM:SS` by the wall clock of a zone.
    static func clock(_ date: Date, in timeZone: TimeZone) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        func digits(_ number: Int?, _ count: Int) -> String {
            let text = "\(number ?? 0)"
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let day = "\(digits(parts.year, 4))-\(digits(parts.month, 2))-\(digits(parts.day, 2))"
        return "\(day) \(digits(parts.hour, 2)):\(digits(parts.minute, 2)):\(digits(parts.second, 2))"
    }
}

extension LiveFrames.Dashboard {
    /// - Parameter event: a JSON object, or `nil` for a frame of the state alone.
    func frame(_ number: Int64, _ event: [UInt8]?, for audience: Audience) -> [UInt8] {
        JSONWriter.object {
            $0.field("seq", Int(number))
            $0.object("dashboard", counters)
            $0.object("openai") { openAI(for: audience, &$0) }
            $0.object("timings", times)
            $0.field("next_query", nextQuery)
            if let event {
                $0.key("event")
                $0.raw(event)
            }
        }
    }

    private func counters(_ json: inout JSONWriter) {
        json.field("queue_size", counts?.waiting ?? 0)
        json.field("check_queue_size", counts?.checks ?? 0)
        json.field("processing", processing)
        json.field("error_count", counts?.failed ?? 0)
        json.field("ignore_count", counts?.ignored ?? 0)
        json.field("success_count", counts?.doneThisWeek ?? 0)
    }

    /// The server in use. Its address is for admins: others are told which one it is.
    private func openAI(for audience: Audience, _ json: inout JSONWriter) {
        let active = endpoints.first { $0.isHealthy }
        json.field("url", audience == .admin ? active?.url : active?.name)
        json.object("health") {
            $0.field("pri", endpoints.first?.isHealthy ?? false)
            $0.field("sec", endpoints.dropFirst().first?.isHealthy ?? false)
        }
    }

    private func times(_ json: inout JSONWriter) {
        json.field("avg_latency", Self.seconds(timings.average))
        json.field("min_latency", Self.seconds(timings.shortest))
        json.field("max_latency", Self.seconds(timings.longest))
    }

    /// Always a number: what is none is "not measured yet".
    private static func seconds(_ value: Double) -> Double { value.isFinite ? value : 0 }
}
