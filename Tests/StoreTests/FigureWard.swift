import Foundation
import GRDB
import Store

/// A ward of a dozen exams of nobody, small enough to count on the fingers. The threshold is 5, the clock of the
/// modalities is two hours ahead of UTC, and it is 10:00 there on Monday, 2 March 2026.
///
/// | film | made | region | AI | compared | radiologist, summary | what it is there for |
/// |---|---|---|---|---|---|---|
/// | 1 | 2 March 09:30 | chest | 7 | 8 | Ana, Pneumonia | true positive; read twice, 3 s faster |
/// | 2 | 2 March 09:00 | chest | 6 | 2 | Ana, normal | false positive; read twice, 1 s slower |
/// | 3 | 1 March 10:00:00 | chest | 1 | 0 | Ana, normal | true negative; just within the last 24 hours |
/// | 4 | 1 March 09:59:59 | chest | 2 | 9 | Ana, pneumonia | false negative; just not within them |
/// | 5 | 1 February 00:00 | – | -1 | 7 | Dan, fracture | the AI did not assess it; first second of the thirty days |
/// | 6 | 31 January 23:59:59 | elbow | 8 | – | – | nobody looked at it; one second too early for them |
/// | 7 | 1 April 2025 | elbow | no row | 3 | Ana, sprain | not in the region's row; first second of the twelve months |
/// | 8 | 31 March 2025 23:59:59 | elbow | 3 | 4 | Ana, Sprain | true negative; one second too early for them |
/// | 9 | 2 March | chest | 9 | – | – | failed |
/// | 10 | 2 March | chest | – | – | – | ignored |
/// | 11 | 3 March 00:00 | chest | 5 | 5 | – | reviewed as abnormal; dated tomorrow, so in no window |
/// | 12 | 2 March | chest | 10 | 0 | – | waits to be read again |
struct FigureWard {
    let ward: RandomWard

    static let zone = TimeZone(secondsFromGMT: 7200) ?? .gmt

    init(_ paths: WorkspacePaths) throws {
        ward = try RandomWard(paths, seed: 1)
        try film(1, "2026-03-02 09:30:00", "chest", born: "2019-05-04")
        try film(2, "2026-03-02 09:00:00", "chest", born: "2026-03-02")
        try film(3, "2026-03-01 10:00:00", "chest", born: "2023-03-01")
        try film(4, "2026-03-01 09:59:59", "chest", born: "2023-03-02")
        try film(5, "2026-02-01 00:00:00", nil, born: "1990-01-01")
        try film(6, "2026-01-31 23:59:59", "elbow", born: "2026-02-01")
        try film(7, "2025-04-01 00:00:00", "elbow")
        try film(8, "2025-03-31 23:59:59", "elbow")
        try film(9, "2026-03-02 08:00:00", "chest", status: "error")
        try film(10, "2026-03-02 08:00:00", "chest", status: "ignore")
        try film(11, "2026-03-03 00:00:00", "chest")
        try film(12, "2026-03-02 07:00:00", "chest", status: "requeue")
        for (film, severity, latency) in [
            (1, 7, 10), (2, 6, 20), (3, 1, 30), (4, 2, 40), (5, -1, -1), (6, 8, 50), (8, 3, 60), (9, 9, 5), (11, 5, 70),
            (12, 10, 5),
        ] { try answer(film, severity, latency) }
        try report(1, 8, "Ana", "Pneumonia", checked: 4)
        try report(2, 2, "Ana", "normal", checked: 6)
        try report(3, 0, "Ana", "normal")
        try report(4, 9, "Ana", "pneumonia")
        try report(5, 7, "Dan", "fracture")
        try report(7, 3, "Ana", "sprain")
        try report(8, 4, "Ana", "Sprain")
        try report(12, 0, "", "")
        try ward.run([
            ("INSERT INTO reviews (uid, reviewer, normal, severity, at) VALUES (?, 'dan', 0, 5, 't')", [Self.uid(11)])
        ])
        for milliseconds in [12_000, 9000] { try call(1, milliseconds) }
        try call(2, 10_000)
        try call(2, 99_000, failed: true)
        try call(2, 11_000)
        try call(3, 10_000)
        try call(3, 10_000, takenFrom: 1)
        try call(4, 8000)
        try call(4, 3000, kind: "check")
        for milliseconds in [12_000, 9000] { try call(12, milliseconds) }
    }

    static func uid(_ film: Int) -> String { "1.2.3.\(film)" }

    private func film(
        _ number: Int, _ created: String, _ region: String?, status: String = "done", born: String? = nil
    ) throws {
        let (uid, person) = (Self.uid(number), "K\(number)")
        try ward.run([
            ("INSERT INTO patients VALUES (?, NULL, 'Exemplu^Ana', ?, 'F')", [person, born]),
            (
                "INSERT INTO exams (uid, cnp, created, region, type, status) VALUES (?, ?, ?, ?, 'DX', ?)",
                [uid, person, created, region, status]
            ),
        ])
    }

    private func answer(_ film: Int, _ severity: Int, _ latency: Int) throws {
        try ward.run([
            ("INSERT INTO ai_reports (uid, severity, latency) VALUES (?, ?, ?)", [Self.uid(film), severity, latency])
        ])
    }

    private func report(
        _ film: Int, _ severity: Int, _ radiologist: String, _ summary: String, checked: Int = -1
    ) throws {
        try ward.run([
            (
                "INSERT INTO rad_reports (uid, severity, radiologist, summary, latency) VALUES (?, ?, ?, ?, ?)",
                [Self.uid(film), severity, radiologist, summary, checked]
            )
        ])
    }

    func call(
        _ film: Int, _ milliseconds: Int, kind: String = "report", failed: Bool = false, takenFrom: Int? = nil
    ) throws {
        try ward.run([
            RandomWard.call(
                Self.uid(film), milliseconds, kind: kind, failed: failed, takenFrom: takenFrom)
        ])
    }
}
