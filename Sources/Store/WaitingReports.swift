import GRDB

/// Which report files wait for a film of which patient. The files themselves, and why they wait, lie in the workspace.
public struct WaitingReports: Sendable {
    let connection: Connection

    /// - Parameter numbers: of all patients of whom a report in the file waits; none any more forgets the file.
    public func keep(_ file: String, numbers: Set<String>) throws(StoreError) {
        try connection.write { db in
            try db.run("DELETE FROM waiting_reports WHERE file = ?", [file])
            for number in numbers {
                try db.run("INSERT INTO waiting_reports (number, file) VALUES (?, ?)", [number, file])
            }
        }
    }

    /// Makes the list anew: what is not named is forgotten.
    public func keepOnly(_ files: [String: Set<String>]) throws(StoreError) {
        try connection.write { db in
            try db.run("DELETE FROM waiting_reports")
            for (file, numbers) in files {
                for number in numbers {
                    try db.run("INSERT INTO waiting_reports (number, file) VALUES (?, ?)", [number, file])
                }
            }
        }
    }

    /// The files with a report about one of these patients, in a fixed order.
    public func files(of numbers: Set<String>) throws(StoreError) -> [String] {
        try connection.read { db in
            var files: Set<String> = []
            for number in numbers {
                let rows = try db.all("SELECT file FROM waiting_reports WHERE number = ?", [number])
                files.formUnion(rows.map { $0[0] as String })
            }
            return files.sorted()
        }
    }
}
