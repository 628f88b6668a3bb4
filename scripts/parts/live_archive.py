"""A database of a million exams that never were, written by SQLite itself: the same ones every time, in a minute."""

import sqlite3
import sys
import time

SURNAMES = [
    "POPESCU",
    "IONESCU",
    "MARIN",
    "DUMITRU",
    "STAN",
    "GHEORGHE",
    "RUSU",
    "MATEI",
    "CONSTANTIN",
    "FLOREA",
    "DOBRE",
    "ENE",
    "LUPU",
    "PETRE",
]
FIRST = ["ANA", "MARIA", "ION", "ANDREI", "ELENA", "MIHAI", "IOANA", "RADU", "DAN", "VASILE", "PAUL", "IRINA"]
SYLLABLES = ["BA", "CO", "DI", "FU", "GA", "HI", "LE", "MO", "NA", "PE", "RI", "SU", "TA", "VA", "ZO"]
REGIONS = ["chest"] * 6 + ["abdomen", "elbow", "hand", "knee", "nose", "sinuses", "spine", ""]
STATUSES = ["done"] * 94 + ["error", "error", "ignore", "queued", "requeue", "check"]
SEVERITIES = [-1, 0, 0, 0, 0, 1, 2, 3, 5, 7, 8, 10]
ANSWERS = [-1, 0, 0, 0, 1, 2, 3, 5, 6, 7, 9]
SUMMARIES = ["pneumonia", "fracture", "normal", "no findings", "bronchitis"]
TEXT = (
    "FINDINGS: The lungs are clear, the heart is of normal size. IMPRESSION: normal film, no change since the last one."
)
# The shape of the predecessor: the programme brings it to today's.
TABLES = """
CREATE TABLE patients (cnp TEXT PRIMARY KEY, id TEXT, name TEXT, birthdate TEXT, sex TEXT CHECK(sex IN ('M', 'F', 'O')));
CREATE TABLE exams (uid TEXT PRIMARY KEY, cnp TEXT, id TEXT, created TIMESTAMP, protocol TEXT, region TEXT, type TEXT,
    status TEXT DEFAULT 'none', study TEXT, series TEXT, FOREIGN KEY (cnp) REFERENCES patients(cnp));
CREATE TABLE ai_reports (uid TEXT PRIMARY KEY, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    text TEXT, positive INTEGER DEFAULT -1 CHECK(positive IN (-1, 0, 1)), confidence INTEGER DEFAULT -1 CHECK(confidence BETWEEN -1 AND 100),
    severity INTEGER DEFAULT -1 CHECK(severity BETWEEN -1 AND 10), summary TEXT, model TEXT, latency INTEGER DEFAULT -1,
    FOREIGN KEY (uid) REFERENCES exams(uid));
CREATE TABLE rad_reports (uid TEXT PRIMARY KEY, id TEXT, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP, text TEXT, text_en TEXT, positive INTEGER DEFAULT -1 CHECK(positive IN (-1, 0, 1)),
    severity INTEGER DEFAULT -1 CHECK(severity BETWEEN -1 AND 10), summary TEXT, type TEXT, radiologist TEXT, justification TEXT,
    model TEXT, latency INTEGER DEFAULT -1, FOREIGN KEY (uid) REFERENCES exams(uid));
"""
COUNTER = "WITH RECURSIVE count(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM count WHERE n + 1 < ?)"
# Odd numbers, one for each thing that is chosen: their multiples modulo 2^32 are as good as dice.
DICE = [
    2654435761,
    2246822519,
    3266489917,
    668265263,
    374761393,
    1540483477,
    2869860233,
    4251993797,
    1181783497,
    3644798167,
]


def die(which, sides, of="n"):
    return f"((({of} + 1) * {DICE[which]} % 4294967296) * {sides} >> 32)"


def pick(which, words, of="n"):
    """One of the words, by its own die."""
    listed = " ".join(f"WHEN {index} THEN '{word}'" for index, word in enumerate(words))
    return f"CASE {die(which, len(words), of)} {listed} END"


def number(which, values, of="n"):
    listed = " ".join(f"WHEN {index} THEN {value}" for index, value in enumerate(values))
    return f"CASE {die(which, len(values), of)} {listed} END"


def steps(exams):
    """(what, SQL, rows)"""
    patients = max(1, exams // 4)
    cnp = f"(5000000000000 + {{0}} * {8999999999999 // max(1, patients)} % 3999999999999)"
    name = f"{pick(0, SURNAMES)} || {pick(1, SYLLABLES)} || '^' || {pick(2, FIRST)} || {pick(3, SYLLABLES)}"
    uid = "'1.2.840.113619.2.203.4.' || (n * 2654435761 % 2147483647) || '.' || (1400000000 + n * 300) || '.' || n"
    made = "datetime(1451635200 + n * {} + {}, 'unixepoch')".format(max(1, 300_000_000 // exams), die(4, 3000))
    ai, rad = number(5, SEVERITIES), number(6, ANSWERS)
    diagnosis = f"CASE WHEN {die(7, 4)} < 3 THEN {pick(8, SUMMARIES)} ELSE 'finding ' || {die(9, 400)} END"
    doctor = f"'Dr. Model ' || {pick(1, SYLLABLES[:10])} || ' ' || {pick(3, SYLLABLES[:12])}"
    return [
        ("patients", f"INSERT INTO patients {COUNTER} SELECT {cnp.format('n')}, 100000 + n, {name}, '20' || (10 + n % 9) || '-02-03', "
                     f"{pick(4, 'MFO')} FROM count", patients),  # fmt: skip
        ("exams", f"INSERT INTO exams {COUNTER} SELECT {uid}, {cnp.format(f'({die(2, patients)})')}, NULL, {made}, 'Torace PA', {pick(0, REGIONS)}, 'CR', "
                  f"{pick(7, STATUSES)}, '1.2.3.' || n, '1.2.3.' || n || '.1' FROM count", exams),  # fmt: skip
        ("answers", f"INSERT INTO ai_reports {COUNTER} SELECT {uid}, {made}, {made}, '{TEXT}', CASE WHEN {ai} < 0 THEN -1 ELSE {ai} >= 5 END, {die(8, 102)} - 1, {ai}, "
                    f"'normal', 'scripted', 1 + {die(9, 20)} FROM count WHERE {die(1, 100)} < 97", exams),  # fmt: skip
        ("reports", f"INSERT INTO rad_reports (uid, id, text, severity, summary, radiologist) {COUNTER} SELECT {uid}, 815, 'Fara leziuni.', {rad}, {diagnosis}, {doctor} "
                    f"FROM count WHERE {die(3, 100)} < 60", exams),  # fmt: skip
    ]  # fmt: skip


def fill(path, exams):
    """Makes the database; says how far it is on standard error."""
    database = sqlite3.connect(path)
    database.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; {TABLES}")
    for what, sql, rows in steps(exams):
        began = time.monotonic()
        print(f"  … {rows:,} {what}", end="", file=sys.stderr, flush=True)
        with database:
            database.execute(sql, (rows,))
        print(f" in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
