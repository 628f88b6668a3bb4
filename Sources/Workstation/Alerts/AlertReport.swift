import Store

/// What is owed to people, for `status`.
struct AlertReport: Encodable {
    /// Names of the channels in the settings.
    let channels: [String]
    let waiting: Int
    /// Set aside; `failures` lists them.
    let failed: Int
    /// One sentence for each channel that is behind.
    let problems: [String]

    /// - Parameter configured: a channel that owes something and is not among them is named, too.
    init(_ standings: [Alerts.Standing], configured: [String]) {
        channels = configured
        waiting = standings.reduce(0) { $0 + $1.waiting }
        failed = standings.reduce(0) { $0 + $1.failed }
        problems = standings.filter { $0.waiting > 0 }.compactMap { standing in
            guard configured.contains(standing.channel) else {
                return "\(standing.waiting) wait for \(standing.channel), which the settings do not name any more"
            }
            return standing.problem.map { "\(standing.waiting) wait for \(standing.channel): \($0)" }
        }
    }

    var text: String {
        let names = channels.isEmpty ? "nobody is told" : channels.joined(separator: ", ")
        return (["alerts     \(names); \(waiting) wait, \(failed) set aside"] + problems.map { "           \($0)" })
            .joined(separator: "\n")
    }
}
