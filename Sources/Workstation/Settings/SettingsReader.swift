import Foundation

/// Hands out the settings one by one and keeps book: rows of the manual, values in force, problems, notices.
///
/// A bad value does not end the reading; its default stands in, and all problems are thrown together afterwards.
package struct SettingsReader {
    let layers: SettingsLayers
    let workspace: URL
    /// The regions that exist besides those of the files; empty when the caller does not know.
    var knownRegions: [String] = []
    private(set) var rows: [SettingRow] = []
    private(set) var values: [SettingValue] = []
    private(set) var problems: [SettingsError] = []
    private(set) var notices: [String] = []
    /// Keys of `[DEFAULT]` that something inherited or referred to.
    private(set) var usedInherited: Set<String> = []
    private var section = ""

    package init(layers: SettingsLayers, workspace: URL) {
        self.layers = layers
        self.workspace = workspace
    }

    mutating func inSection<Part>(_ name: String, _ decode: (inout SettingsReader) -> Part) -> Part {
        section = name
        return decode(&self)
    }

    /// Reads one key. `fallback` is used, and its text documented, when nobody sets the key.
    mutating func read<Value>(
        _ key: String, _ kind: SettingKind<Value>, _ fallback: Value, _ meaning: String, isSecret: Bool = false
    ) -> Value {
        let row = SettingRow(
            section: section, key: key, defaultText: kind.write(fallback), expects: kind.expects, meaning: meaning,
            isSecret: isSecret)
        rows.append(row)
        guard let (text, origin) = text(of: key, takesPercent: kind.takesPercent) else {
            values.append(SettingValue(row, text: row.defaultText, origin: .builtIn))
            return fallback
        }
        guard let value = kind.read(text) else {
            refuse(key, text: text, expects: kind.expects + kind.hint(text), isSecret: isSecret)
            return fallback
        }
        values.append(SettingValue(row, text: kind.write(value), origin: origin))
        return value
    }

    /// A file or folder that the programme writes: always inside the workspace.
    mutating func readPath(_ key: String, _ fallback: String, _ meaning: String) -> URL {
        let text = read(key, .text("a path inside the workspace"), fallback, meaning)
        if let location = WorkspacePath.inside(workspace, text) { return location }
        // The default too: someone may have put a link to another disk in its place.
        problems.append(
            .outsideWorkspace(
                section: section, key: key, value: text, workspace: workspace.path, origin: origin(of: key)))
        return workspace.appending(path: fallback)
    }

    /// A file that is only read; it may lie anywhere.
    mutating func readFile(_ key: String, _ meaning: String) -> URL? {
        read(key, SettingKind.text("the path of a file").orEmpty(), nil, meaning)
            .map { WorkspacePath.location(workspace, $0) }
    }

    mutating func refuse(_ key: String, text: String, expects: String, isSecret: Bool = false) {
        let shown = isSecret ? Secret.mask : Secret.withoutCredentials(String(text.prefix(200)))
        problems.append(
            .badValue(section: section, key: key, value: shown, expects: expects, origin: origin(of: key)))
    }

    mutating func note(_ key: String, _ sentence: String) {
        notices.append("\(origin(of: key)): [\(section)] \(key): \(sentence)")
    }

    private func origin(of key: String) -> SettingOrigin { layers[section, key.lowercased()]?.origin ?? .builtIn }
}

extension SettingsReader {
    /// The keys of a section with free keys, in file order, with their texts. `[DEFAULT]` is not inherited here.
    mutating func freeEntries(isSecret: Bool = false, shown: (String) -> String = { $0 }) -> [(
        key: String, text: String
    )] {
        var entries: [(key: String, text: String)] = []
        for key in layers.sections[section]?.keys ?? [] {
            guard let (text, origin) = text(of: key, takesPercent: false) else { continue }
            entries.append((key, text))
            values.append(
                SettingValue(section: section, key: key, text: shown(text), origin: origin, isSecret: isSecret))
        }
        return entries
    }

    /// The former login of `[general]`; `nil` unless both halves are there.
    func formerLogin() -> (name: String, password: String, origin: SettingOrigin)? {
        guard let hidden = layers.sections[FormerKey.hiddenSection], let name = hidden["xrayvision_user"],
            let password = hidden["xrayvision_pass"], !name.text.isEmpty, !password.text.isEmpty
        else { return nil }
        return (name.text, password.text, name.origin)
    }

    /// The text that decides, references resolved and trimmed.
    private mutating func text(of key: String, takesPercent: Bool) -> (String, SettingOrigin)? {
        guard let raw = layers[section, key.lowercased()] else { return nil }
        if layers.sections[section]?[key.lowercased()] == nil { usedInherited.insert(key.lowercased()) }
        guard !raw.isFinal else { return (raw.text.trimmingCharacters(in: .whitespacesAndNewlines), raw.origin) }
        var interpolation = Interpolation()
        let (layers, section) = (layers, section)
        do {
            let text = try interpolation.resolve(raw.text) { name in
                layers[section, name].map { ($0.text, $0.isFinal) }
            }
            if interpolation.hasLonePercent, !takesPercent {
                note(key, "a single % is kept as it is; write %% to be understood by every version.")
            }
            usedInherited.formUnion(interpolation.used)
            return (text.trimmingCharacters(in: .whitespacesAndNewlines), raw.origin)
        } catch {
            let reference =
                switch error {
                case .missing(let reference), .tooDeep(let reference): reference
                }
            problems.append(
                .unresolvedReference(section: section, key: key, reference: reference, origin: raw.origin))
            return nil
        }
    }
}
