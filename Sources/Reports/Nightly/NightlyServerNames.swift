/// Model servers as readers of initials may know them: by number. Internal addresses are for admins only.
struct NightlyServerNames {
    private let addresses: [String]

    /// - Parameter addresses: in the order of their numbers; one that comes again counts once.
    init(_ addresses: [String]) {
        self.addresses = addresses.filter(Self.isAddress).reduce(into: []) { known, address in
            if !known.contains(address) { known.append(address) }
        }
    }

    /// `model server 2`. What is no address, such as the embedded reader's name, stays.
    func name(_ address: String) -> String {
        addresses.firstIndex(of: address).map { "\(NightlyForce.server) \($0 + 1)" } ?? address
    }

    /// Whether it is a number that stands for an address.
    static func isName(_ text: String) -> Bool {
        text.hasPrefix("\(NightlyForce.server) ")
            && text.dropFirst(NightlyForce.server.count + 1).allSatisfy(\.isNumber)
    }

    private static func isAddress(_ text: String) -> Bool { !isName(text) && !text.hasPrefix("builtin:") }
}

extension NightlyReport {
    /// For initials, puts numbers in the place of the model servers' addresses, and takes away the image archive's.
    /// - Parameter configured: addresses in the order in which they are asked; others follow as they are met.
    public mutating func hideAddresses(_ configured: [String]) {
        guard audience == .user else { return }
        let met = force.filter { $0.label == NightlyForce.server }.flatMap { ($0.before + $0.now).map(\.text) }
        let names = NightlyServerNames(configured + (health?.servers ?? []).map(\.address) + met)
        force = force.map { $0.label == NightlyForce.server ? $0.naming(names) : $0 }
        health = health?.naming(names)
    }
}

extension NightlyForce {
    public static let server = "model server"

    fileprivate func naming(_ names: NightlyServerNames) -> NightlyForce {
        func named(_ values: [Value]) -> [Value] { values.map { Value(names.name($0.text), answers: $0.answers) } }
        return NightlyForce(label: label, now: named(now), before: named(before))
    }
}

extension NightlyHealth {
    /// What a server or the archive said is left out, too: it names its host.
    fileprivate func naming(_ names: NightlyServerNames) -> NightlyHealth {
        var health = self
        for index in health.servers.indices {
            health.servers[index].address = names.name(health.servers[index].address)
            health.servers[index].problem = nil
        }
        health.archive?.title = ""
        if health.archive?.problem != nil { health.archive?.problem = "" }
        return health
    }
}
