import Foundation

extension Settings {
    /// The files of a workspace, in the order they are laid over each other.
    public static let fileNames = ["xrayvision.cfg", "local.cfg"]

    /// Reads built-in defaults < `xrayvision.cfg` < `local.cfg` < environment < flags.
    ///
    /// - Parameter knownRegions: the built-in region names, so that a mistyped region earns a notice.
    /// - Throws: `SettingsError.several` when more than one thing is wrong. An empty folder is a valid workspace.
    public static func load(
        workspace: URL, environment: [String: String] = [:], flags: [FlagOverride] = [], knownRegions: [String] = []
    ) throws(SettingsError) -> LoadedSettings {
        let folder = workspace.absoluteURL.standardizedFileURL
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw .workspaceMissing(path: folder.path)
        }
        let (layers, notices) = try layers(of: folder, environment: environment, flags: flags)
        let loaded = try decode(layers, workspace: folder, knownRegions: knownRegions)
        return LoadedSettings(
            settings: loaded.settings, notices: notices + loaded.notices, values: loaded.values,
            formerLogin: loaded.formerLogin)
    }

    /// Reads who may sign in, and nothing else: what is wrong in other sections keeps nobody in.
    package static func users(
        workspace: URL, environment: [String: String], flags: [FlagOverride]
    ) throws(SettingsError) -> [UserAccount] {
        let folder = workspace.absoluteURL.standardizedFileURL
        let (layers, _) = try layers(of: folder, environment: environment, flags: flags)
        var reader = SettingsReader(layers: layers, workspace: folder)
        let users = reader.inSection("users") { UserAccount.all(&$0) }
        guard reader.problems.isEmpty else { throw .several(reader.problems) }
        return users
    }

    private static func layers(
        of folder: URL, environment: [String: String], flags: [FlagOverride]
    ) throws(SettingsError) -> (layers: SettingsLayers, notices: [String]) {
        var layers = SettingsLayers()
        var notices: [String] = []
        for name in fileNames {
            guard let (file, isLatin1) = try INIFile.read(folder.appending(path: name)) else { continue }
            if isLatin1 { notices.append("\(name): the file is not UTF-8 and was read as Latin-1.") }
            layers.lay(file, named: name)
        }
        layers.lay(environment: environment, sections: SettingsSchema.sections)
        layers.lay(flags)
        return (layers, notices)
    }

    /// Interprets what the layers say; touches the disk only to follow links of paths.
    package static func decode(
        _ layers: SettingsLayers, workspace: URL, knownRegions: [String] = []
    ) throws(SettingsError) -> LoadedSettings {
        var reader = SettingsReader(layers: layers, workspace: workspace)
        reader.knownRegions = knownRegions
        let settings = Settings(&reader)
        let problems = layers.unknownNames(rows: reader.rows) + reader.problems
        guard problems.isEmpty else {
            throw problems.count == 1 ? problems[0] : .several(problems)
        }
        return LoadedSettings(
            settings: settings, notices: layers.notices + reader.notices + layers.unusedInherited(by: reader),
            values: reader.values, formerLogin: reader.formerLogin()?.origin)
    }
}

extension SettingsLayers {
    /// Sections and keys that nobody will ever ask for, each with the name that was probably meant.
    func unknownNames(rows: [SettingRow]) -> [SettingsError] {
        let names = SettingsSchema.sections.map(\.name)
        var problems: [SettingsError] = []
        for (name, section) in sections.sorted(by: { $0.key < $1.key }) where name != FormerKey.hiddenSection {
            guard let known = SettingsSchema.section(name) else {
                let nearest = NearestName.of(name, among: names) ?? ""
                problems.append(.unknownSection(name, origin: section.origin, nearest: nearest))
                continue
            }
            guard known.freeKey == nil else { continue }
            let legal = Set(rows.filter { $0.section == name }.map(\.key))
            for key in section.keys where !legal.contains(key.uppercased()) {
                let origin = section[key]?.origin ?? section.origin
                problems.append(
                    .unknownKey(
                        key.uppercased(), section: name, origin: origin, nearest: nearest(to: key, in: name, rows)))
            }
        }
        return problems
    }

    /// The same key in another section is nearer than a similar one in this section.
    private func nearest(to key: String, in section: String, _ rows: [SettingRow]) -> String {
        if let elsewhere = rows.first(where: { $0.key == key.uppercased() }) {
            return "\(elsewhere.key) in [\(elsewhere.section)]"
        }
        return NearestName.of(key, among: rows.filter { $0.section == section }.map(\.key)) ?? ""
    }

    /// A line of `[DEFAULT]` that reaches nothing is probably a mistake.
    func unusedInherited(by reader: SettingsReader) -> [String] {
        inherited.keys.filter { !reader.usedInherited.contains($0) }.map { key in
            "\(inherited[key]?.origin ?? .builtIn): [DEFAULT] \(key.uppercased()) is used by no setting."
        }
    }
}
