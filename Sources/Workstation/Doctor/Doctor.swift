import Analysis
import Foundation
import HTTPClient
import Imaging
import Radiology
import Reports
import Store

/// Looks at everything that a workspace needs, one thing after another, and changes nothing.
struct Doctor: Sendable {
    let workspace: String
    let environment: [String: String]
    /// Longest time to wait for a model server.
    var patience: Duration = .seconds(5)
    var font = Charts.debianFont

    /// In the order of the report.
    func findings() async -> [Finding] {
        let (loaded, readSettings) = settings()
        let settings = loaded.settings
        let paths = Workstation.paths(of: settings)
        var found = [Finding.ok("version", "xrayvision \(Workstation.version)")] + readSettings
        guard FileManager.default.fileExists(atPath: paths.root) else { return found }
        found += folders(paths)
        found.append(disk(paths, settings.storage.minFree))
        found.append(database(paths))
        found.append(spool(paths))
        found += await readers(loaded, paths)
        found += await network(loaded)
        found += await records(loaded)
        found += dashboard(loaded, paths)
        found.append(charts())
        return found
    }

    /// The settings, or the built-in ones when the files cannot be used: the other checks still tell something.
    private func settings() -> (LoadedSettings, [Finding]) {
        let folder = URL(filePath: workspace, directoryHint: .isDirectory)
        do throws(SettingsError) {
            let loaded = try Settings.load(
                workspace: folder, environment: environment, knownRegions: RegionRules.knownRegions)
            let notices = loaded.notices.map {
                Finding.warning("settings", $0, "See docs/settings.md; `xrayvision config show --origin` shows all.")
            }
            return (loaded, [.ok("settings", sources(of: loaded))] + notices)
        } catch {
            let standard = LoadedSettings(settings: .standard(workspace: folder), notices: [], values: [])
            return (
                standard, error.problems.map { .problem("settings", .badSettings, $0.description, $0.suggestion) }
            )
        }
    }

    /// Which files and variables had a say.
    private func sources(of loaded: LoadedSettings) -> String {
        let files = Settings.fileNames.filter {
            FileManager.default.fileExists(atPath: loaded.settings.workspace.appending(path: $0).path)
        }
        let others = Set(
            loaded.values.compactMap { value -> String? in
                switch value.origin {
                case .environment(let name): name
                case .builtIn, .file, .flag: nil
                }
            })
        let read = files + others.sorted()
        return read.isEmpty ? "built-in values; there is no settings file" : "from \(read.joined(separator: ", "))"
    }

    private func charts() -> Finding {
        guard FileManager.default.isReadableFile(atPath: font) else {
            return .warning(
                "charts", "The font \(font) is not there, so pages have tables and no charts.",
                "Install the package fonts-dejavu-core.")
        }
        return .ok("charts", "the font of the charts is there")
    }
}
