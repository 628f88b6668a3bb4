import Foundation
import GRDB
import Radiology

/// The door: one film, one transaction.
extension Exams {
    /// Admits one film in one transaction: patient, exam, film, queue, event. Idempotent by SOP Instance UID and
    /// content hash: after a crash the same film can be offered again.
    ///
    /// A known patient's fields are only filled in, never replaced: a stored name, birth date, sex or hospital id stays
    /// unless it is empty (for the birth date: no `YYYY-MM-DD`; for the sex: `O`, the predecessor's word for unknown).
    /// A film that says otherwise leaves a `patient_differs` event that names the fields, not their values.
    ///
    /// - Parameter priority: higher is taken first; 0 is the ordinary film.
    public func admit(
        _ exam: Exam, film: FilmReceipt, to destination: Destination = .queued, priority: Int = 0
    ) throws(StoreError) -> Admission {
        let facts = FactsText.encoded(exam.facts)
        return try connection.write { db in
            guard let status = try status(of: exam.uid, in: db) else {
                try keepPatient(exam.patient, of: exam.uid, at: film.received, in: db)
                try insert(exam, destination.status, in: db)
                try insert(film, of: exam, facts: facts, in: db)
                try stand(exam, at: destination, priority: priority, now: film.received, in: db)
                try Events.append("received", uid: exam.uid, at: film.received, in: db)
                return .new
            }
            if let known = try db.first("SELECT content_hash FROM films WHERE uid = ?", [exam.uid.rawValue]) {
                if known[0] == film.contentHash { return try keepPath(film, of: exam.uid, in: db) }
                return try keepRevision(film, of: exam, facts: facts, in: db)
            }
            try keepPatient(exam.patient, of: exam.uid, at: film.received, in: db)
            try fillIn(exam, in: db)
            try insert(film, of: exam, facts: facts, in: db)
            try secondChance(exam, from: status, to: destination, priority: priority, now: film.received, in: db)
            try Events.append("filled_in", uid: exam.uid, at: film.received, in: db)
            return .filledIn
        }
    }

    private func insert(_ exam: Exam, _ status: ExamStatus, in db: Database) throws {
        let sql = """
            INSERT INTO exams (uid, cnp, created, protocol, region, type, status, study, series)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try db.run(
            sql,
            [
                exam.uid.rawValue, exam.patient.key.rawValue, exam.created, exam.protocolName,
                exam.region?.rawValue ?? "", exam.modality, status.rawValue, exam.study?.rawValue,
                exam.series?.rawValue,
            ])
    }

    private func keepPatient(_ patient: Patient, of uid: SOPInstanceUID, at now: Date, in db: Database) throws {
        let values: StatementArguments = [
            patient.key.rawValue, patient.hospitalID, patient.name, patient.birthDate?.description,
            patient.sex?.rawValue,
        ]
        let insert = """
            INSERT INTO patients (cnp, id, name, birthdate, sex) VALUES (?, ?, ?, ?, ?) ON CONFLICT (cnp) DO NOTHING
            """
        if try db.run(insert, values) == 1 { return }
        // 'O' yields to M or F; a birth date that is no date yields to one that is.
        let fill = """
            UPDATE patients SET
                id = CASE WHEN coalesce(id, '') = '' THEN ?2 ELSE id END,
                name = CASE WHEN coalesce(name, '') = '' THEN ?3 ELSE name END,
                birthdate = CASE WHEN coalesce(birthdate, '') NOT GLOB '????-??-??' THEN coalesce(?4, birthdate)
                                 ELSE birthdate END,
                sex = CASE WHEN coalesce(sex, 'O') = 'O' THEN coalesce(?5, sex) ELSE sex END
            WHERE cnp = ?1
              AND ((coalesce(id, '') = '' AND coalesce(?2, '') <> '')
                OR (coalesce(name, '') = '' AND coalesce(?3, '') <> '')
                OR (coalesce(birthdate, '') NOT GLOB '????-??-??' AND ?4 IS NOT NULL)
                OR (coalesce(sex, 'O') = 'O' AND ?5 IS NOT NULL AND sex IS NOT ?5))
            """
        try db.run(fill, values)
        let compare = """
            SELECT coalesce(?2, '') <> '' AND id <> ?2, coalesce(?3, '') <> '' AND name <> ?3,
                   ?4 IS NOT NULL AND birthdate <> ?4, ?5 IN ('M', 'F') AND sex <> ?5
            FROM patients WHERE cnp = ?1
            """
        guard let row = try db.first(compare, values) else { return }
        let fields = zip(["id", "name", "birthdate", "sex"], 0..<4).filter { (row[$0.1] as Bool?) == true }.map(\.0)
        if fields.isEmpty { return }
        let detail = ["fields": EventValue.text(fields.joined(separator: " "))]
        try Events.append("patient_differs", uid: uid, detail: detail, at: now, in: db)
    }

    private func insert(_ film: FilmReceipt, of exam: Exam, facts: String, in db: Database) throws {
        let sql = """
            INSERT INTO films (uid, content_hash, bytes, source, received, archive_path, facts, quality, projection)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try db.run(
            sql,
            [
                exam.uid.rawValue, film.contentHash, film.bytes, film.source, UTC.rfc3339(film.received),
                film.archivePath, facts, film.qualityJSON, exam.projection?.rawValue,
            ])
        if let drawing = film.drawing { try remember(drawing, of: exam.uid, in: db) }
    }

    private func stand(
        _ exam: Exam, at destination: Destination, priority: Int, now: Date, in db: Database
    ) throws {
        if let reason = destination.reason {
            try keepReason(reason, of: exam.uid, at: now, attempts: 0, in: db)
        } else {
            try enqueue(exam.uid, .read, priority: priority, at: now, in: db)
        }
    }

    private func keepPath(_ film: FilmReceipt, of uid: SOPInstanceUID, in db: Database) throws -> Admission {
        let sql = "UPDATE films SET archive_path = ? WHERE uid = ? AND archive_path IS NULL"
        if let path = film.archivePath { try db.run(sql, [path, uid.rawValue]) }
        return .sameBytes
    }

    private func keepRevision(
        _ film: FilmReceipt, of exam: Exam, facts: String, in db: Database
    ) throws -> Admission {
        let sql = """
            INSERT INTO film_revisions (uid, content_hash, bytes, source, received, archive_path, facts, quality)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid, content_hash) DO NOTHING
            """
        let values: StatementArguments = [
            exam.uid.rawValue, film.contentHash, film.bytes, film.source, UTC.rfc3339(film.received),
            film.archivePath, facts, film.qualityJSON,
        ]
        guard try db.run(sql, values) == 1 else { return .sameBytes }
        try db.run("UPDATE films SET revised = 1 WHERE uid = ?", [exam.uid.rawValue])
        try Events.append("revision", uid: exam.uid, at: film.received, in: db)
        return .revision
    }

    /// Only what the row lacks; the predecessor's values stay.
    private func fillIn(_ exam: Exam, in db: Database) throws {
        let sql = """
            UPDATE exams SET
                study = CASE WHEN coalesce(study, '') = '' THEN ?2 ELSE study END,
                series = CASE WHEN coalesce(series, '') = '' THEN ?3 ELSE series END,
                created = CASE WHEN coalesce(created, '') = '' THEN ?4 ELSE created END,
                protocol = CASE WHEN coalesce(protocol, '') = '' THEN ?5 ELSE protocol END,
                region = CASE WHEN coalesce(region, '') = '' THEN ?6 ELSE region END,
                type = CASE WHEN coalesce(type, '') = '' THEN ?7 ELSE type END,
                cnp = coalesce(cnp, ?8)
            WHERE uid = ?1
            """
        try db.run(
            sql,
            [
                exam.uid.rawValue, exam.study?.rawValue, exam.series?.rawValue, exam.created, exam.protocolName,
                exam.region?.rawValue ?? "", exam.modality, exam.patient.key.rawValue,
            ])
    }

    private func secondChance(
        _ exam: Exam, from status: ExamStatus, to destination: Destination, priority: Int, now: Date, in db: Database
    ) throws {
        switch (status, destination) {
        case (.none, _):
            try move(exam.uid, from: .none, to: destination.status, in: db)
            try stand(exam, at: destination, priority: priority, now: now, in: db)
        case (.error, .queued), (.ignore, .queued):
            let intent: Intent = status == .error ? .read : .reread
            try move(exam.uid, from: status, to: intent.waitingStatus, in: db)
            try enqueue(exam.uid, intent, priority: priority, at: now, in: db)
            try forgetReason(of: exam.uid, in: db)
        default: break
        }
    }
}
