import Foundation

/// Commands about the settings; they open no database.
extension Workstation {
    /// Reads the settings and says what is wrong with them, or that nothing is.
    public static func checkSettings(
        workspace: String, environment: [String: String], console: Console
    ) throws {
        let loaded = try settings(workspace: workspace, environment: environment)
        if console.wantsJSON {
            try console.answer(json: SettingsVerdict(ok: true, notices: loaded.notices))
        } else {
            loaded.notices.forEach { console.answer("notice: \($0)") }
            console.answer("The settings are valid.")
        }
    }

    /// Shows every setting in force; secrets are masked.
    public static func showSettings(
        workspace: String, environment: [String: String], origin: Bool, console: Console
    ) throws {
        let loaded = try settings(workspace: workspace, environment: environment)
        loaded.notices.forEach { console.note("notice: \($0)") }
        console.answer(console.wantsJSON ? loaded.json() : loaded.listing(origins: origin))
    }

    private struct SettingsVerdict: Encodable {
        let ok: Bool
        let notices: [String]
    }
}
