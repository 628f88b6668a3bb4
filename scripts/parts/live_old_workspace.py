"""A workspace as the predecessor left it, and a client that knows only what its API promised."""

import base64
import http.client
import json
import sqlite3
import urllib.parse

from films import png

SETTINGS = """
; XRayVision
[general]
XRAYVISION_DB_PATH = xrayvision-multi.db
[users]
admin = admin,admin
user = user,user
[dicom]
AE_TITLE = XRAYVISION
REMOTE_AE_TITLE = DICOM_SERVER
REMOTE_AE_IP = 127.0.0.1
REMOTE_AE_PORT = 1
RETRIEVAL_METHOD = C-MOVE
[openai]
OPENAI_API_KEY = sk-your-api-key
[notifications]
NTFY_URL = https://ntfy.sh/xrayvision-alerts
[processing]
PAGE_SIZE = 10
NO_QUERY = True
ENABLE_HIS = False
SEVERITY_THRESHOLD = 5
[supported_regions]
chest = true
abdominal = true
"""

TABLES = """
CREATE TABLE patients (cnp TEXT PRIMARY KEY, id TEXT, name TEXT, birthdate TEXT, sex TEXT CHECK(sex IN ('M', 'F', 'O')));
CREATE TABLE exams (uid TEXT PRIMARY KEY, cnp TEXT, id TEXT, created TIMESTAMP, protocol TEXT, region TEXT, type TEXT,
    status TEXT DEFAULT 'none', study TEXT, series TEXT, FOREIGN KEY (cnp) REFERENCES patients(cnp));
CREATE TABLE ai_reports (uid TEXT PRIMARY KEY, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    text TEXT, positive INTEGER DEFAULT -1, confidence INTEGER DEFAULT -1, severity INTEGER DEFAULT -1, summary TEXT, model TEXT,
    latency INTEGER DEFAULT -1, FOREIGN KEY (uid) REFERENCES exams(uid));
CREATE TABLE rad_reports (uid TEXT PRIMARY KEY, id TEXT, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP, text TEXT, text_en TEXT, positive INTEGER DEFAULT -1, severity INTEGER DEFAULT -1,
    summary TEXT, type TEXT, radiologist TEXT, justification TEXT, model TEXT, latency INTEGER DEFAULT -1,
    FOREIGN KEY (uid) REFERENCES exams(uid));
"""

COUNT, CNP = 25, "1800101221144"
# What each exam has: (AI severity, radiologist's severity); None = no row.
MIX = [(7, 6), (0, 0), (7, 0), (0, 8), (-1, 3), (6, -1), (3, None), (None, None), (2, 2)]


class OldClient:
    """Basic, JSON and the old paths; what it does not know of an answer it does not look at."""

    def __init__(self, port, login):
        self.port = port
        self.fields = {"Authorization": "Basic " + base64.b64encode(f"{login}:{login}".encode()).decode()}

    def ask(self, method, path, value=None, fields=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        body = None if value is None else json.dumps(value)
        sent = self.fields | ({"Content-Type": "application/json"} if body else {}) | (fields or {})
        line.request(method, path, body, sent)
        answer = line.getresponse()
        data = answer.read()
        line.close()
        try:
            return answer.status, json.loads(data)
        except ValueError:
            return answer.status, data

    def get(self, path, **query):
        return self.ask("GET", path + ("?" + urllib.parse.urlencode(query) if query else ""))

    def post(self, path, **value):
        return self.ask("POST", path, value)


def uid_of(number):
    return f"1.2.826.0.1.{number}"


def inherit(ward):
    """The workspace as the predecessor left it, and one line of ours: where the model and the port are."""
    home = ward.workspace.home
    (home / "xrayvision.cfg").write_text(SETTINGS)
    keys = {"openai": ("OPENAI_URL_PRIMARY", "OPENAI_URL_SECONDARY", "MODEL_NAME"), "dashboard": ("DASHBOARD_PORT", "RATE_LIMIT", "MODEL_RATE_LIMIT"),
            "dicom": ("BIND", "AE_PORT"), "storage": ("MIN_FREE",)}  # fmt: skip
    (home / "local.cfg").write_text(
        "".join(
            f"[{section}]\n" + "".join(f"{key} = {ward.sections[section][key]}\n" for key in names)
            for section, names in keys.items()
        )
    )
    (home / "images").mkdir()
    database = sqlite3.connect(home / "xrayvision-multi.db")
    database.executescript(TABLES)
    database.execute("INSERT INTO patients VALUES (?, '77', 'POPESCU^ION', '1980-01-01', 'M')", (CNP,))
    database.execute("INSERT INTO patients VALUES ('P2', NULL, 'Model^Dan', NULL, 'O')")
    for number in range(COUNT):
        uid, (ai, rad) = uid_of(number), MIX[number % len(MIX)]
        status = "done" if ai is not None else "error"
        database.execute("INSERT INTO exams VALUES (?, ?, NULL, ?, 'Torace PA', ?, 'CR', ?, ?, ?)",
                         (uid, CNP if number % 3 else "P2", f"2025-03-{1 + number:02} 09:30:00", "chest" if number % 4 else "hand", status,
                          f"1.9.{number}", f"1.9.{number}.1"))  # fmt: skip
        if ai is not None:
            database.execute("INSERT INTO ai_reports (uid, text, positive, confidence, severity, summary, model, latency) VALUES (?, ?, ?, ?, ?, ?, 'medgemma', 12)",
                             (uid, "Opacity.", -1 if ai < 0 else int(ai >= 5), 80, ai, "pneumonia"))  # fmt: skip
        if rad is not None:
            database.execute("INSERT INTO rad_reports (uid, id, text, text_en, positive, severity, summary, radiologist, justification, type) VALUES (?, ?, 'Opacitate.', 'Opacity.', ?, ?, ?, ?, 'tuse', 'radio')",
                             (uid, "815", -1 if rad < 0 else int(rad >= 5), rad, "pneumonia" if rad >= 5 else "normal", "Dr. Model Vasile"))  # fmt: skip
        (home / f"images/{uid}.png").write_bytes(png(896, 896, 40 + number))
    database.commit()
    database.close()


def pairs():
    return [(number, *MIX[number % len(MIX)]) for number in range(COUNT)]


def assessed(value):
    return value is not None and value >= 0
