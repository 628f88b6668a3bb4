import Foundation
import Store

/// What `/metrics` says. Labels are names of ours (stages, statuses, route templates): never a patient's data, and never
/// something that a visitor can make up.
struct LiveMetrics {
    let house: LiveHouse
    let hub: LiveHub

    func text() -> String {
        var text = PrometheusText()
        text.family(
            "xrayvision_build_info", .gauge, "Which programme this is.",
            [([("version", house.settings.version)], 1)])
        exams(&text)
        readers(&text)
        intake(&text)
        answers(&text)
        listeners(&text)
        return text.text
    }

    private func exams(_ text: inout PrometheusText) {
        let counts = try? house.index.state(now: house.now())
        text.gauge("xrayvision_database_up", "Whether the database answers.", counts == nil ? 0 : 1)
        guard let counts else { return }
        let statuses: [(String, Int)] = [
            ("waiting", counts.waiting), ("check", counts.checks), ("processing", counts.processing),
            ("done", counts.done), ("error", counts.failed), ("ignore", counts.ignored),
        ]
        text.family(
            "xrayvision_exams", .gauge, "Exams by status; waiting is queued and requeued ones.",
            statuses.map { ([("status", $0.0)], Double($0.1)) })
        text.gauge("xrayvision_exams_done_week", "Exams whose answer is at most seven days old.", counts.doneThisWeek)
    }

    private func readers(_ text: inout PrometheusText) {
        text.family(
            "xrayvision_endpoint_up", .gauge, "Whether a model server answered its last health check.",
            house.state.endpoints().map { ([("endpoint", $0.name)], $0.isHealthy ? 1 : 0) })
        text.histograms(
            "xrayvision_stage_seconds", "How long each step of an exam took.",
            house.state.gauges().stages.sorted { $0.key < $1.key }.map { ([("stage", $0.key)], $0.value) })
        if case .at(let date) = house.state.nextQuery() {
            text.gauge(
                "xrayvision_next_query_timestamp_seconds", "When the archive is asked next.",
                date.timeIntervalSince1970.rounded())
        }
    }

    private func intake(_ text: inout PrometheusText) {
        let gauges = house.state.gauges()
        text.gauge("xrayvision_associations_open", "DICOM associations that are open.", gauges.openAssociations)
        text.counter("xrayvision_associations", "DICOM associations accepted.", gauges.associationsTotal)
        text.counter("xrayvision_films_received", "Films taken in.", gauges.filmsReceivedTotal)
        text.counter("xrayvision_films_rejected", "Files set aside.", gauges.rejectedTotal)
        text.gauge("xrayvision_spool_files", "Files that wait in the spool.", gauges.spoolFiles)
        text.gauge("xrayvision_disk_free_bytes", "Free on the workspace's disk.", Double(gauges.freeBytes))
        text.gauge("xrayvision_disk_size_bytes", "Size of the workspace's disk.", Double(gauges.totalBytes))
        text.gauge(
            "xrayvision_disk_reserve_bytes", "Films are taken in only while more than this is free.",
            Double(gauges.reserveBytes))
    }

    private func answers(_ text: inout PrometheusText) {
        let counts = house.metrics.now
        let routes = counts.answers.sorted { $0.key < $1.key }
        text.family(
            "xrayvision_http_requests_total", .counter, "Answers by route and status.",
            routes.flatMap { route, statuses in
                statuses.sorted { $0.key < $1.key }.map { status, number in
                    ([("route", route), ("status", "\(status)")], Double(number))
                }
            })
        text.histograms(
            "xrayvision_http_request_seconds", "From the head of a request to the head of its answer.",
            counts.durations.sorted { $0.key < $1.key }.map { ([("route", $0.key)], $0.value) })
        for happening in RequestMetrics.Happening.allCases {
            text.counter(happening.metric, happening.meaning, counts.happenings[happening.rawValue])
        }
    }

    private func listeners(_ text: inout PrometheusText) {
        let figures = hub.figures
        text.gauge("xrayvision_websocket_clients", "Browsers that listen now.", figures.clients)
        text.counter("xrayvision_websocket_events", "Events that were reported.", figures.events)
        text.counter("xrayvision_websocket_frames", "Frames given to listeners.", figures.frames)
        text.counter("xrayvision_websocket_dropped", "Listeners sent away because they were too slow.", figures.dropped)
        text.counter("xrayvision_websocket_refused", "Listeners for whom there was no room.", figures.refused)
    }
}

extension RequestMetrics.Happening {
    fileprivate var metric: String {
        switch self {
        case .signInFailed: "xrayvision_sign_in_failures"
        case .lockedOut: "xrayvision_lock_outs"
        case .rateLimited: "xrayvision_rate_limited"
        case .auditLine: "xrayvision_audit_lines"
        case .auditFailed: "xrayvision_audit_failures"
        }
    }

    fileprivate var meaning: String {
        switch self {
        case .signInFailed: "Wrong logins or passwords."
        case .lockedOut: "Requests refused because of too many wrong passwords."
        case .rateLimited: "Requests refused because there were too many."
        case .auditLine: "Lines written to the audit log."
        case .auditFailed: "Lines that could not be written to the audit log."
        }
    }
}
