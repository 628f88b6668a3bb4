import Foundation
import GRDB

extension Facts {
    /// The zone of the modalities' clocks: that of the settings, else the one recorded in the database, else the machine's.
    /// Whichever it is is recorded, so that the same database says the same on every machine from then on.
    /// - Throws: `.cannotRead` when this machine does not know the recorded zone.
    public func zone(setting: TimeZone?, machine: TimeZone) throws(StoreError) -> TimeZone {
        let recorded = try connection.read(Self.recordedZone)
        if let recorded, setting == nil || setting?.identifier == recorded { return try Self.known(recorded) }
        let name = try connection.write { db in
            if let setting {
                let sql = """
                    INSERT INTO modality_zone (only, name) VALUES (1, ?1) ON CONFLICT (only) DO UPDATE SET name = ?1
                    """
                try db.run(sql, [setting.identifier])
            } else {
                // Another process may have been faster.
                try db.run(
                    "INSERT INTO modality_zone (only, name) VALUES (1, ?) ON CONFLICT (only) DO NOTHING",
                    [machine.identifier])
            }
            return try Self.recordedZone(db)
        }
        return try Self.known(name ?? machine.identifier)
    }

    private static func recordedZone(_ db: Database) throws -> String? {
        try db.first("SELECT name FROM modality_zone")?[0]
    }

    private static func known(_ name: String) throws(StoreError) -> TimeZone {
        guard let zone = TimeZone(identifier: name) else {
            throw .cannotRead(
                path: "xrayvision.db",
                reason: "this machine does not know the modalities' time zone \"\(name.prefix(64))\", "
                    + "and TIME_ZONE in [dicom] is empty")
        }
        return zone
    }
}
