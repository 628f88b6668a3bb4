/// `docs/settings.md`, drawn from the schema so that it lists exactly the settings there are.
public enum SettingsManual {
    public static func markdown() -> String {
        let rows = SettingsSchema.rows
        let sections = SettingsSchema.sections.map { section in
            section.freeKey == nil ? table(section, rows.filter { $0.section == section.name }) : free(section)
        }
        return (introduction + sections.joined(separator: "\n"))
    }

    private static let introduction = """
        # Settings

        This page is generated from the code that reads the settings; a test compares the two.

        Settings come from, each overriding the ones before: built-in defaults, `xrayvision.cfg`, `local.cfg` (both in the
        workspace), the environment (`XRV_<SECTION>_<KEY>`, for example `XRV_OPENAI_TIMEOUT`, and `OPENAI_API_KEY`), and
        flags of the command line. No file is needed: an empty folder is a valid workspace. `xrayvision config show --origin`
        says where each value came from, with secrets masked; `xrayvision config check` reports every mistake at once.

        ```ini
        # A comment stands on a line of its own.
        [openai]
        OPENAI_URL_PRIMARY = builtin:baseline
        TIMEOUT = 5 min

        [regions]
        chest = torace, pulmon,
            thorax, chest
        ```

        - `key = value` or `key: value`. Keys in any letter case, sections as written here. A line indented deeper than its
          key continues the value.
        - A section or key that comes twice in one file, and a name that is not on this page, are errors.
        - `%%` means `%`, and `%(name)s` the value of `name` in the same section. A single `%` is kept, with a notice.
        - `[DEFAULT]` holds values for every section that has such a key, and names for `%(name)s`. It adds nothing to the
          sections with free keys.
        - Yes is `1`, `yes`, `true` or `on`; no is `0`, `no`, `false` or `off`, in any letter case.
        - Times take `ms`, `s`, `min`, `h`, `d`; sizes take `B`, `KiB`, `MiB`, `GiB`, `TiB` (powers of 1024) and `kB`, `MB`,
          `GB`, `TB` (powers of 1000). A plain number is in the unit of the default.
        - Paths are relative to the workspace. What the programme writes must lie inside it.
        - Keys of older versions that still work, with a notice: `BACKUP_MAX_FILES`, `XRAYVISION_USER` and
          `XRAYVISION_PASS` in `[general]`, `DICOM_MODALITIES` in `[dicom]`.


        """

    private static func table(_ section: SettingsSection, _ rows: [SettingRow]) -> String {
        let lines = rows.map { row in
            let standard = row.defaultText.isEmpty ? "*empty*" : "`\(row.defaultText)`"
            let secret = row.isSecret ? " *Secret: masked wherever settings are shown.*" : ""
            return "| `\(row.key)` | \(standard) | \(row.expects) | \(row.meaning)\(secret) |\n"
        }
        return heading(section) + "| key | default | must be | meaning |\n|---|---|---|---|\n" + lines.joined()
    }

    private static func free(_ section: SettingsSection) -> String {
        heading(section)
            + "Each line is \(section.freeKey ?? "") `=` \(section.expects). Example: `\(section.example)`\n"
    }

    private static func heading(_ section: SettingsSection) -> String {
        "## `[\(section.name)]`\n\n\(section.meaning)\n\n"
    }
}
