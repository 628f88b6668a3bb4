import Store

/// Commands about the database itself.
extension Workstation {
    /// Opening has migrated already; this says so.
    public func databaseMigrated() throws {
        let answer = MigrationReport(database: paths.shown(paths.database), backup: archive.backupBeforeMigration)
        if console.wantsJSON { return try console.answer(json: answer) }
        console.answer("\(answer.database) has this version's schema.")
        if let backup = answer.backup { console.answer("A verified copy from before is \(backup).") }
    }

    /// Checks pages, keys and the house's own rules.
    /// - Throws: `.badInput` with what was found.
    public func verifyDatabase() throws {
        let problems = try Self.orEnding { try archive.integrity() }.map { damage in
            "\(damage.kind.rawValue): \(damage.count), for example \(damage.example)"
        }
        if console.wantsJSON {
            try console.answer(json: Verification(ok: problems.isEmpty, problems: problems))
        } else {
            problems.forEach { console.answer($0) }
        }
        guard problems.isEmpty else {
            throw WorkstationError(
                .badInput, "The database check found something wrong (\(problems.count)).",
                suggestion:
                    "Rows of an older programme can be wrong without harm; if `file` is named, restore a copy from the backup folder."
            )
        }
        if !console.wantsJSON { console.answer("The database is sound.") }
    }

    private struct MigrationReport: Encodable {
        let database: String
        let backup: String?
    }

    private struct Verification: Encodable {
        let ok: Bool
        let problems: [String]
    }
}
