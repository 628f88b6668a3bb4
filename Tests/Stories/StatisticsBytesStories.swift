import Foundation
import GRDB
import Store
import TestSupport
import Testing
import Workstation

/// The programme itself, built beside the tests.
enum BuiltProgramme {
    static let location: URL? = {
        let here = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let beside = [here, URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()]
        return beside.map { $0.appending(path: "xrayvision") }.first {
            FileManager.default.isExecutableFile(atPath: $0.path)
        }
    }()
}

/// Zone, locale and threads are those of a process, so the programme runs as processes.
@Suite(
    "The same database has the same figures on every machine", .serialized,
    .enabled(if: BuiltProgramme.location != nil, "SKIPPED: the programme was not built beside the tests"))
struct StatisticsBytesStories {
    private struct Machine {
        let zone, locale: String
        /// One thread, on one core.
        var isSmall = false
    }

    private static let machines = [
        Machine(zone: "Pacific/Auckland", locale: "tr_TR.UTF-8"),
        Machine(zone: "America/Los_Angeles", locale: "C", isSmall: true),
        Machine(zone: "America/Los_Angeles", locale: "ro_RO.UTF-8"),
        Machine(zone: "Pacific/Auckland", locale: "C.UTF-8", isSmall: true),
    ]

    /// Made by `scripts/setup --peers`; without them the C library speaks English whatever it is told.
    private static let locales = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: ".build/locales").path

    private static func environment(_ machine: Machine) -> [String: String] {
        ["TZ": machine.zone, "LC_ALL": machine.locale, "LANG": machine.locale, "LOCPATH": locales]
    }

    @Test(
        "The languages are there: a comma divides whole and part",
        .enabled(
            if: FileManager.default.fileExists(atPath: locales),
            "SKIPPED: .build/locales is not there; run scripts/setup --peers"),
        arguments: ["tr_TR.UTF-8", "ro_RO.UTF-8"])
    func languages(locale: String) throws {
        let (process, pipe) = (ChildProcess(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/locale")
        process.arguments = ["decimal_point"]
        process.environment = Self.environment(Machine(zone: "UTC", locale: locale))
        process.standardOutput = pipe
        try process.run()
        process.waitUntilExit()
        let answer = try pipe.fileHandleForReading.readToEnd() ?? Data()
        #expect(String(decoding: answer, as: UTF8.self) == ",\n")
    }

    /// Files out of the process's way: an answer may be longer than a pipe holds.
    private func run(_ arguments: [String], in clinic: Clinic, on machine: Machine) throws -> Data {
        let process = ChildProcess()
        let command = [try #require(BuiltProgramme.location).path, "--workspace", clinic.paths.root] + arguments
        let oneCore = "/usr/bin/taskset"
        let isPinned = machine.isSmall && FileManager.default.isExecutableFile(atPath: oneCore)
        process.executableURL = URL(filePath: isPinned ? oneCore : command[0])
        process.arguments = isPinned ? ["-c", "0"] + command : Array(command.dropFirst())
        process.environment = Self.environment(machine)
        if machine.isSmall { process.environment?["LIBDISPATCH_COOPERATIVE_POOL_STRICT"] = "1" }
        let answer = clinic.paths.absolute("answer")
        #expect(FileManager.default.createFile(atPath: answer, contents: nil))
        let file = try FileHandle(forWritingTo: URL(filePath: answer))
        process.standardOutput = file
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try file.close()
        #expect(process.terminationStatus == 0, "\(arguments) \(machine)")
        return try Data(contentsOf: URL(filePath: answer))
    }

    /// Films around the nights when clocks change, with reports in UTC.
    private func fill(_ clinic: Clinic) throws {
        _ = try clinic.archive()
        try DatabaseQueue(path: clinic.paths.database).write { db in
            for number in 0..<240 {
                let day = String(format: "2026-%02d-%02d", 3 + number / 80, 1 + number % 28)
                let created = String(format: "%@ %02d:%02d:00", day, number % 24, number % 60)
                let uid = "1.2.826.0.1.41.\(number)"
                try db.execute(
                    sql: "INSERT INTO patients VALUES (?, ?, 'Exemplu^Ion', '1961-05-04', ?)",
                    arguments: ["41\(number)", "\(number)", number % 2 == 0 ? "F" : "M"])
                try db.execute(
                    sql: """
                        INSERT INTO exams (uid, cnp, created, region, type, status) VALUES (?, ?, ?, ?, 'DX', 'done')
                        """,
                    arguments: [uid, "41\(number)", created, ["chest", "hand", "ISTANBUL", "ısı"][number % 4]])
                try db.execute(
                    sql: """
                        INSERT INTO ai_reports (uid, created, updated, text, severity, confidence, latency, model)
                        VALUES (?, ?, ?, 't', ?, ?, ?, 'm')
                        """, arguments: [uid, created, created, number % 11, 40 + number % 60, 2 + number % 9])
                try db.execute(
                    sql: """
                        INSERT INTO rad_reports (uid, created, updated, text, severity, summary, radiologist)
                        VALUES (?, datetime(?, '+' || ? || ' minutes'), ?, 'text', ?, 'INFILTRAT', 'Dr. Ionescu Ileana')
                        """, arguments: [uid, created, number % 300, created, (number * 7) % 11])
            }
        }
    }

    /// Every page, chart and table, the nightly report's as well.
    private func pages(_ clinic: Clinic) throws -> [String: [UInt8]] {
        let names = clinic.files("reports")
        for part in ["user/statistics.html", "admin/charts/roc@2x.png", "nightly/2026-04-20/index.html"] {
            #expect(names.contains(part), "\(part)")
        }
        return Dictionary(uniqueKeysWithValues: try names.map { ($0, try clinic.bytes("reports/\($0)")) })
    }

    @Test("Two zones, two locales, one core and all of them: identical bytes")
    func identical() throws {
        let clinic = try Clinic()
        try fill(clinic)
        var first: (json: Data, csv: Data, pages: [String: [UInt8]])?
        for machine in Self.machines {
            let json = try run(["stats", "--json"], in: clinic, on: machine)
            let csv = try run(["stats", "--csv"], in: clinic, on: machine)
            try? clinic.remove("reports")
            _ = try run(["publish"], in: clinic, on: machine)
            _ = try run(["report", "nightly", "--date", "2026-04-20"], in: clinic, on: machine)
            let pages = try pages(clinic)
            #expect(!json.isEmpty && !csv.isEmpty && !pages.isEmpty)
            guard let first else {
                first = (json, csv, pages)
                continue
            }
            #expect(json == first.json && csv == first.csv, "\(machine)")
            #expect(pages.keys.sorted() == first.pages.keys.sorted(), "\(machine)")
            for (name, bytes) in pages { #expect(bytes == first.pages[name], "\(name) \(machine)") }
        }
        // The first machine's zone is recorded; another one in the settings gives other times to a report.
        let auckland = try figures(#require(first).csv)["overall.report.median"]
        try clinic.put(Array("\(Clinic.baseline)[dicom]\nTIME_ZONE = Europe/Bucharest\n".utf8), "local.cfg")
        let elsewhere = try run(["stats", "--csv"], in: clinic, on: Self.machines[0])
        let bucharest = try figures(elsewhere)["overall.report.median"]
        #expect(auckland != nil && bucharest != nil && auckland != bucharest)
    }

    private func figures(_ csv: Data) throws -> [String: String] {
        let rows = String(decoding: csv, as: UTF8.self).split(separator: "\r\n")
        return Dictionary(rows.map { (String($0.prefix { $0 != "," }), String($0)) }) { first, _ in first }
    }
}
