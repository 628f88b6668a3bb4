/// The names under which we are asked. A foreign web site can point its own name at our address; the browser then lets
/// it read our pages, but sends the foreign name along (DNS rebinding).
struct HostNames: Sendable {
    private let names: Set<String>
    private let isLoopback: Bool

    init(_ settings: LiveSettings) {
        names = Set(settings.hosts.map { $0.lowercased() }.filter { !$0.isEmpty })
        isLoopback = Loopback.isName(settings.bind)
    }

    /// An address in place of a name cannot be pointed elsewhere. Without a list every name is ours, but on this machine
    /// alone only its own ones are, unless a proxy that we trust was asked.
    func isOurs(_ authority: String, isProxied: Bool) -> Bool {
        guard authority.utf8.count <= 255 + 6 else { return false }
        let host = Loopback.host(of: authority).lowercased()
        if host.isEmpty { return false }
        if names.contains(host) || Loopback.isName(host) { return true }
        if isLoopback && !isProxied { return false }
        return names.isEmpty || IPAddress(host) != nil
    }
}
