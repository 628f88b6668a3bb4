/// What files, environment and flags say, laid over each other key by key; nothing is interpreted yet.
package struct SettingsLayers: Sendable, Equatable {
    /// The text of one setting and where it came from.
    package struct Raw: Sendable, Equatable {
        package var text: String
        package var origin: SettingOrigin

        /// Only files know the `%` syntax.
        var isFinal: Bool {
            if case .file = origin { false } else { true }
        }
    }

    /// The keys of one section in the order of their first appearance, as configparser keeps them.
    package struct Section: Sendable, Equatable {
        package private(set) var keys: [String] = []
        private var raws: [String: Raw] = [:]
        /// Where the section was first opened.
        package var origin: SettingOrigin

        init(origin: SettingOrigin) {
            self.origin = origin
        }

        package subscript(key: String) -> Raw? { raws[key] }

        mutating func set(_ key: String, _ raw: Raw) {
            if raws.updateValue(raw, forKey: key) == nil { keys.append(key) }
        }
    }

    package private(set) var sections: [String: Section] = [:]
    /// `[DEFAULT]`: what every section with fixed keys inherits.
    package private(set) var inherited = Section(origin: .builtIn)
    package private(set) var notices: [String] = []

    package init() {}

    /// The text that decides: the section's own, else the inherited one.
    package subscript(section: String, key: String) -> Raw? { sections[section]?[key] ?? inherited[key] }

    package mutating func set(section: String, key: String, text: String, origin: SettingOrigin) {
        sections[section, default: Section(origin: origin)].set(key.lowercased(), Raw(text: text, origin: origin))
    }

    package mutating func lay(_ file: INIFile, named name: String) {
        for section in file.sections {
            if section.name == INIFile.defaultSection {
                for entry in section.entries {
                    inherited.set(entry.key, Raw(text: entry.value, origin: .file(name: name, line: entry.line)))
                }
                continue
            }
            let header = SettingOrigin.file(name: name, line: section.line)
            if sections[section.name] == nil { sections[section.name] = Section(origin: header) }
            for entry in section.entries {
                lay(entry, section: section.name, origin: .file(name: name, line: entry.line))
            }
        }
    }

    /// One line of a file; a key of an older predecessor is moved to where it lives today.
    private mutating func lay(_ entry: INIFile.Entry, section: String, origin: SettingOrigin) {
        guard let old = FormerKey.all.first(where: { $0.section == section && $0.key == entry.key.uppercased() }) else {
            return set(section: section, key: entry.key, text: entry.value, origin: origin)
        }
        notices.append("\(origin): [\(section)] \(old.key) is a former name; \(old.today).")
        guard let (section, key) = old.successor else {
            return set(section: FormerKey.hiddenSection, key: entry.key, text: entry.value, origin: origin)
        }
        // In one file the name of today wins, wherever it stands.
        if let known = sections[section]?[key.lowercased()], known.origin.isSameFile(as: origin) { return }
        set(section: section, key: key, text: entry.value, origin: origin)
    }

    package mutating func lay(_ flags: [FlagOverride]) {
        for flag in flags {
            set(section: flag.section, key: flag.key, text: flag.value, origin: .flag(flag.flag))
        }
    }
}

extension SettingsLayers {
    /// `XRV_<SECTION>_<KEY>` and `OPENAI_API_KEY`; the longer name wins when both are set.
    package mutating func lay(environment: [String: String], sections: [SettingsSection]) {
        if let key = environment["OPENAI_API_KEY"], !key.isEmpty {
            set(section: "openai", key: "OPENAI_API_KEY", text: key, origin: .environment("OPENAI_API_KEY"))
        }
        let prefixes = sections.map { (prefix: "XRV_\($0.name.uppercased())_", name: $0.name) }
        for (variable, text) in environment.sorted(by: { $0.key < $1.key }) where variable.hasPrefix("XRV_") {
            guard let (prefix, section) = prefixes.first(where: { variable.hasPrefix($0.prefix) }),
                variable.count > prefix.count
            else {
                notices.append("environment variable \(variable) names no section of the settings and is ignored.")
                continue
            }
            let key = String(variable.dropFirst(prefix.count))
            set(section: section, key: key, text: text, origin: .environment(variable))
        }
    }
}

/// A key that older versions of the predecessor had and that still works.
struct FormerKey: Sendable {
    let section: String
    let key: String
    /// Where its value goes; `nil` when the decoder of the users asks for it.
    let successor: (section: String, key: String)?
    /// What the notice says.
    let today: String

    /// Holds the former login until the users are decoded; cannot be written in a file.
    static let hiddenSection = ""

    static let all = [
        FormerKey(
            section: "general", key: "XRAYVISION_USER", successor: nil,
            today: "people who may log in are listed in [users]"),
        FormerKey(
            section: "general", key: "XRAYVISION_PASS", successor: nil,
            today: "people who may log in are listed in [users]"),
        FormerKey(
            section: "general", key: "BACKUP_MAX_FILES", successor: ("storage", "BACKUP_KEEP"),
            today: "it is [storage] BACKUP_KEEP now"),
        FormerKey(
            section: "dicom", key: "DICOM_MODALITIES", successor: ("dicom", "QUERY_MODALITIES"),
            today: "it is [dicom] QUERY_MODALITIES now"),
    ]
}
