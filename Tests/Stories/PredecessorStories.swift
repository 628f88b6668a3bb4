import Foundation
import GRDB
import Imaging
import Radiology
import Reports
import Store
import Testing
import Workstation

@Suite("A workspace of the predecessor")
struct PredecessorStories {
    /// The shipped settings file, shortened: every section and every kind of line.
    private static let settings = """
        ; XRayVision
        [general]
        XRAYVISION_DB_PATH = xrayvision-multi.db
        XRAYVISION_BACKUP_DIR = backup
        [users]
        admin = admin,admin
        user = user,user
        [dicom]
        AE_TITLE = XRAYVISION
        AE_PORT = 4010
        REMOTE_AE_TITLE = DICOM_SERVER
        REMOTE_AE_IP = 192.168.1.1
        REMOTE_AE_PORT = 104
        RETRIEVAL_METHOD = C-MOVE
        [openai]
        OPENAI_URL_PRIMARY = http://127.0.0.1:8080/v1/chat/completions
        OPENAI_URL_SECONDARY = http://127.0.0.1:11434/v1/chat/completions
        OPENAI_API_KEY = sk-your-api-key
        MODEL_NAME = medgemma-4b-it
        [dashboard]
        DASHBOARD_PORT = 8000
        [notifications]
        NTFY_URL = https://ntfy.sh/xrayvision-alerts
        [fhir]
        FHIR_URL = http://127.0.0.1:44660
        FHIR_USERNAME = hipocrate
        FHIR_PASSWORD = hipocrate
        [processing]
        PAGE_SIZE = 10
        KEEP_DICOM = False
        LOAD_DICOM = False
        NO_QUERY = False
        ENABLE_NTFY = False
        ENABLE_HIS = True
        QUERY_INTERVAL = 300
        SEVERITY_THRESHOLD = 5
        [regions]
        chest = torace, pulmon,
            thorax
        hand = pumn, mana, deget
        [questions]
        chest = Are there any lung consolidations, infitrates, opacities, pleural effusion, pneumothorax?
        [supported_regions]
        chest = true
        abdominal = true
        nasal_bones = true
        paranasal_sinuses = true
        clavicle = true
        """

    private static let database = """
        CREATE TABLE patients (cnp TEXT PRIMARY KEY, id TEXT, name TEXT, birthdate TEXT,
            sex TEXT CHECK(sex IN ('M', 'F', 'O')));
        CREATE TABLE exams (uid TEXT PRIMARY KEY, cnp TEXT, id TEXT, created TIMESTAMP, protocol TEXT, region TEXT,
            type TEXT, status TEXT DEFAULT 'none', study TEXT, series TEXT,
            FOREIGN KEY (cnp) REFERENCES patients(cnp));
        CREATE TABLE ai_reports (uid TEXT PRIMARY KEY, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP, text TEXT,
            positive INTEGER DEFAULT -1 CHECK(positive IN (-1, 0, 1)),
            confidence INTEGER DEFAULT -1 CHECK(confidence BETWEEN -1 AND 100),
            severity INTEGER DEFAULT -1 CHECK(severity BETWEEN -1 AND 10), summary TEXT, model TEXT,
            latency INTEGER DEFAULT -1, FOREIGN KEY (uid) REFERENCES exams(uid));
        CREATE TABLE rad_reports (uid TEXT PRIMARY KEY, id TEXT, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP, text TEXT, text_en TEXT,
            positive INTEGER DEFAULT -1 CHECK(positive IN (-1, 0, 1)),
            severity INTEGER DEFAULT -1 CHECK(severity BETWEEN -1 AND 10), summary TEXT, type TEXT, radiologist TEXT,
            justification TEXT, model TEXT, latency INTEGER DEFAULT -1, FOREIGN KEY (uid) REFERENCES exams(uid));
        INSERT INTO patients VALUES ('6150203170012', '77', 'Exemplu^Ana', '2015-02-03', 'F'),
            ('P2', NULL, 'Model^Dan', NULL, 'O');
        INSERT INTO exams VALUES
            ('1.2.1', '6150203170012', NULL, '2025-01-10 09:00:00', 'Torace PA', 'chest', 'CR', 'done', '1.9.1', '1.9.2'),
            ('1.2.2', '6150203170012', NULL, '2025-02-10 09:00:00', 'Torace PA', 'chest', 'CR', 'queued', NULL, NULL),
            ('1.2.3', 'P2', NULL, '2025-02-11 09:00:00', 'Torace', 'chest', 'CR', 'processing', NULL, NULL),
            ('1.2.4', 'P2', NULL, '2025-02-12 09:00:00', 'Torace', 'chest', 'CR', 'check', NULL, NULL),
            ('1.2.5', 'P2', NULL, '2025-02-13 09:00:00', 'Torace', 'chest', 'CR', 'queued', NULL, NULL),
            ('../static/pwn', 'P2', NULL, '2025-02-16 09:00:00', 'Torace', 'chest', 'CR', 'queued', NULL, NULL);
        INSERT INTO ai_reports (uid, text, positive, confidence, severity, summary, model, latency) VALUES
            ('1.2.1', 'Opacity in the right base.', 1, -1, 7, 'pneumonia', 'medgemma', 12),
            ('1.2.4', 'Clear lungs, said the old model.', -1, -1, -1, NULL, 'medgemma', 9);
        INSERT INTO rad_reports (uid, id, text, severity, summary, radiologist, justification) VALUES
            ('1.2.1', '815', 'Opacitate bazal dreapta.', 6, 'pneumonia', 'Dr. Model Vasile', 'tuse'),
            ('1.2.4', '816', 'Fara leziuni.', -1, NULL, 'Dr. Model Vasile', NULL);
        """

    /// - Returns: the workspace as the predecessor left it, the embedded reader named in `local.cfg`.
    private func inherited() throws -> (clinic: Clinic, paths: WorkspacePaths) {
        let clinic = try Clinic()
        try clinic.put(Array(Self.settings.utf8), "xrayvision.cfg")
        let paths = WorkspacePaths(root: clinic.paths.root, database: "xrayvision-multi.db")
        let queue = try DatabaseQueue(path: paths.database)
        try queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = WAL; " + Self.database) }
        try queue.close()
        let picture = try SyntheticPicture.chest()
        for uid in ["1.2.1", "1.2.2", "1.2.3", "1.2.4"] { try clinic.put(picture, "images/\(uid).png") }
        return (clinic, paths)
    }

    private func record(_ uid: String, _ paths: WorkspacePaths) throws -> ExamRecord {
        let archive = try Archive.open(paths: paths, now: Clinic.mondayMorning)
        return try #require(try archive.exams.record(SOPInstanceUID(validated: uid)))
    }

    @Test("It opens after a copy of its database was made; its exams and their texts are on the pages")
    func opens() async throws {
        let (clinic, _) = try inherited()
        try await clinic.open().publish(out: nil, audience: nil, since: nil, dryRun: false)
        #expect(clinic.files("backup").count == 1 && !clinic.exists("xrayvision.db"))
        #expect(clinic.everythingSaid.contains("backup/xrayvision_20260302"))
        let page = try clinic.text("reports/admin/\(PagePaths.film(SOPInstanceUID(validated: "1.2.1")))")
        for words in ["Exemplu Ana", "Opacity in the right base.", "Opacitate bazal dreapta.", "tuse"] {
            #expect(page.contains(words), "\(words)")
        }
        #expect(try clinic.text("reports/admin/index.html").contains("1.2.4"))
        #expect(clinic.strays.isEmpty && !clinic.exists("static"))
    }

    @Test("Exams that waited are read from the pictures that the predecessor drew", arguments: ["1.2.2", "1.2.3"])
    func oldPictures(uid: String) async throws {
        let (clinic, paths) = try inherited()
        _ = try await ending { try await clinic.open().runOnce() }
        let read = try record(uid, paths)
        #expect(read.status == .done && read.aiReport?.text.contains("IMPRESSION") == true, "\(read.reason ?? "")")
        let picture = ContentHash(of: try SyntheticPicture.chest()).rawValue
        #expect(read.provenance?.imageHash == picture)
    }

    @Test("An exam that waited and has neither picture nor original is set aside with a sentence; the others go on")
    func noPicture() async throws {
        let (clinic, paths) = try inherited()
        #expect(try await ending { try await clinic.open().runOnce() } == .someFailed)
        let lost = try record("1.2.5", paths)
        #expect(lost.status == .error && lost.reason?.isEmpty == false)
    }

    @Test("A radiologist's text that waited for its check still waits, and the old answer stays")
    func check() async throws {
        let (clinic, paths) = try inherited()
        _ = try await ending { try await clinic.open().runOnce() }
        let waiting = try record("1.2.4", paths)
        #expect(waiting.aiReport?.text == "Clear lungs, said the old model." && waiting.status != .error)
        #expect(waiting.radiologistReport?.text == "Fara leziuni.")
    }

    @Test("Exams of the predecessor are shown with the pictures that it drew")
    func picturesOnPages() async throws {
        let (clinic, _) = try inherited()
        try await clinic.open().publish(out: nil, audience: nil, since: nil, dryRun: false)
        let uid = SOPInstanceUID(validated: "1.2.1")
        let page = try clinic.text("reports/admin/\(PagePaths.film(uid))")
        #expect(!page.contains(PagePaths.display(uid)) || clinic.exists("reports/\(PagePaths.display(uid))"))
        #expect(clinic.exists("images/1.2.1.png"), "the predecessor's folder is not ours to change")
    }
}

/// A picture as the predecessor left it: grey, long side 896.
enum SyntheticPicture {
    static func chest() throws -> [UInt8] {
        let side = 896
        let pixels = (0..<side * side).map { index -> UInt8 in
            let column = index % side
            return abs(column - side / 2) < side / 8 ? 200 : UInt8(60 + (index / side + column) % 20)
        }
        return try #require(GreyPicture(width: side, height: side, pixels: pixels)).png()
    }
}
