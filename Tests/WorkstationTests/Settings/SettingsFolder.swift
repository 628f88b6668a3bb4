import Foundation
import Workstation

/// A workspace for one test, removed with the value that holds it.
final class SettingsFolder: Sendable {
    let location: URL

    init(cfg: String? = nil, local: String? = nil) throws {
        let temporary = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        location = temporary.appending(path: "settings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: location, withIntermediateDirectories: true)
        if let cfg { try write(Array(cfg.utf8), "xrayvision.cfg") }
        if let local { try write(Array(local.utf8), "local.cfg") }
    }

    deinit { try? FileManager.default.removeItem(at: location) }

    func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: location.appending(path: name))
    }

    func load(_ environment: [String: String] = [:], flags: [FlagOverride] = []) throws(SettingsError) -> LoadedSettings
    {
        try Settings.load(workspace: location, environment: environment, flags: flags)
    }
}

extension LoadedSettings {
    /// The text in force, as `config show` prints it.
    func text(_ section: String, _ key: String) -> String? {
        values.first { $0.section == section && $0.key == key }?.text
    }
}

/// What is wrong with a `xrayvision.cfg` of these lines; empty when nothing is.
func problems(_ cfg: String) throws -> [SettingsError] {
    let folder = try SettingsFolder(cfg: cfg)
    do {
        _ = try folder.load()
        return []
    } catch {
        return error.problems
    }
}
