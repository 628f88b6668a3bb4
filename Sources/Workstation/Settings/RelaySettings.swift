import Radiology

/// An AE to call: `AE@host:port`.
public struct RemoteAE: Sendable, Hashable, CustomStringConvertible {
    public let title: String
    public let host: String
    public let port: Int

    public init(title: String, host: String, port: Int) {
        (self.title, self.host, self.port) = (title, host, port)
    }

    /// `PACS@10.0.0.5:11112`, `PACS@[fe80::1]:104`. A title may hold an `@`: the last one counts.
    public init?(_ text: String) {
        guard let at = text.lastIndex(of: "@"), let colon = text.lastIndex(of: ":"), at < colon,
            let title = SettingKind<String>.applicationEntity.read(Self.trimmed(text[..<at])),
            let port = Int(Self.trimmed(text[text.index(after: colon)...])), (1...65_535).contains(port)
        else { return nil }
        var host = Self.trimmed(text[text.index(after: at)..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            return nil
        }
        guard let host = SettingKind<String>.host.read(host) else { return nil }
        self.init(title: title, host: host, port: port)
    }

    public var description: String { "\(title)@\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

/// A line of `[relay]`: a destination, and which films go there.
public struct RelayRule: Sendable, Equatable {
    /// The key of the line.
    public var name: String
    public var destination: RemoteAE
    public var usesTLS = false
    /// Each list empty = any.
    public var regions: [String] = []
    public var modalities: [String] = []
    public var sources: [String] = []
    /// 0…10; such a film goes when it was read.
    public var leastSeverity: Int?

    static let expects =
        "AE@host:port, then after | any of: region = A, B; modality = A, B; source = AE, AE; severity >= N; tls"

    static func all(_ reader: inout SettingsReader) -> [RelayRule] {
        reader.freeEntries().compactMap { name, text in
            guard let rule = RelayRule(name: name, text) else {
                reader.refuse(name, text: text, expects: expects)
                return nil
            }
            for region in rule.regions where !reader.knownRegions.isEmpty {
                if reader.knownRegions.map(RegionRules.canonical).contains(region) { continue }
                reader.note(name, "no film has the region \"\(region)\".")
            }
            return rule
        }
    }

    /// - Returns: `nil` when any part cannot be understood: half a rule would send too much.
    public init?(name: String, _ text: String) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        guard let destination = RemoteAE(parts[0]) else { return nil }
        (self.name, self.destination) = (name, destination)
        var seen: Set<String> = []
        for part in parts.dropFirst() {
            guard let word = take(part), seen.insert(word).inserted else { return nil }
        }
    }

    /// Takes one condition over; `nil` when it is none.
    private mutating func take(_ part: String) -> String? {
        if part.lowercased() == "tls" {
            usesTLS = true
            return "tls"
        }
        guard let sign = part.firstIndex(of: "=") else { return nil }
        let items = CommaList.items(String(part[part.index(after: sign)...]))
        let word = part[..<sign].lowercased().filter { !$0.isWhitespace }
        guard !items.isEmpty else { return nil }
        switch word {
        case "region": regions = items.map { RegionRules.canonical($0.lowercased()) }
        case "modality": modalities = items.map { $0.uppercased() }
        case "source": sources = items
        case "severity>":
            guard items.count == 1, let least = Int(items[0]), (0...10).contains(least) else { return nil }
            leastSeverity = least
        default: return nil
        }
        return word
    }

    /// Which films the rule asks for, as text that changes when that does. Where they go, and how, is no part of it.
    var conditions: String {
        var parts: [String] = []
        if !regions.isEmpty { parts.append("region = \(regions.joined(separator: ", "))") }
        if !modalities.isEmpty { parts.append("modality = \(modalities.joined(separator: ", "))") }
        if !sources.isEmpty { parts.append("source = \(sources.joined(separator: ", "))") }
        if let leastSeverity { parts.append("severity >= \(leastSeverity)") }
        return parts.joined(separator: " | ")
    }
}
