"""Fills a workspace's database with plausible exams that never existed, for timing what is drawn from it."""

import datetime
import json
import random
import sqlite3

REGIONS = [
    ("chest", "Torace PA", 55),
    ("abdomen", "Abdomen AP", 12),
    ("knee", "Genunchi F+P", 12),
    ("hand", "Mana F", 8),
    ("spine", "Coloana lombara", 8),
    ("nose", "OPN profil", 5),
]
WORDS = [
    (0, "normal"),
    (2, "old granuloma"),
    (4, "small effusion"),
    (6, "pneumonia"),
    (8, "large effusion"),
    (9, "pneumothorax"),
]
FINDINGS = (
    "FINDINGS:\n{0} is seen in the {1} zone. The heart is not enlarged. The bones are intact.\n\nIMPRESSION:\n{2}."
)
HASH = "0" * 64


def fill(database, exams, seed=896):
    """Inserts `exams` exams of a quarter as many patients over two years, in one transaction."""
    chance = random.Random(seed)
    patients = max(1, exams // 4)
    weights = [weight for _, _, weight in REGIONS]
    start = datetime.datetime(2024, 10, 1, 7)
    link = sqlite3.connect(database)
    with link:
        link.executemany(
            "INSERT INTO patients (cnp, name, birthdate, sex) VALUES (?, ?, ?, ?)",
            (
                (f"SYN-{n}", f"SYNTHETIC^PERSON {n}", f"{1930 + n % 90}-{1 + n % 12:02}-{1 + n % 28:02}", "FM"[n % 2])
                for n in range(patients)
            ),
        )
        rows = [_exam(n, exams, patients, start, chance, weights) for n in range(exams)]
        for table, columns, index in (
            ("exams", "uid, cnp, created, protocol, region, type, status, study, series", 0),
            ("films", "uid, content_hash, bytes, source, received, facts, projection", 1),
            ("ai_reports", "uid, created, updated, text, positive, confidence, severity, summary, model, latency", 2),
            ("rad_reports", "uid, id, created, updated, text, positive, severity, summary, radiologist, model", 3),
            (
                "analyses",
                "uid, kind, outcome, answered, severity, confidence, summary, image_hash, recipe, recipe_hash, "
                "prompt_hashes, endpoint, model_configured, model_answered, sampling, attempt, report_ms, check_ms, raw_report, "
                "program_version",
                4,
            ),
        ):
            marks = ", ".join("?" * len(columns.split(",")))
            link.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})", (row[index] for row in rows if row[index])
            )
        link.execute("INSERT INTO events (at, kind) VALUES ('2026-10-01T00:00:00Z', 'filled')")
    link.close()


def _exam(n, exams, patients, start, chance, weights):
    region, protocol, _ = chance.choices(REGIONS, weights)[0]
    severity, summary = chance.choices(WORDS, (60, 12, 10, 9, 6, 3))[0]
    uid, made = f"2.25.77.{n}", start + datetime.timedelta(seconds=n * 63_072_000 // exams)
    local, utc = made.strftime("%Y-%m-%d %H:%M:%S"), made.strftime("%Y-%m-%dT%H:%M:%SZ")
    text = FINDINGS.format(
        summary.capitalize(), chance.choice(("left lower", "right upper", "middle")), summary.capitalize()
    )
    status = chance.choices(("done", "error", "ignore"), (97, 1, 2))[0]
    exam = (
        uid,
        f"SYN-{chance.randrange(patients)}",
        local,
        protocol,
        region,
        "CR",
        status,
        f"2.25.78.{n}",
        f"2.25.79.{n}",
    )
    film = (uid, f"{n:064x}", 12_000_000, "spool", utc, "{}", "frontal")
    if status != "done":
        return exam, film, None, None, None
    positive = int(severity >= 5)
    report = (uid, local, local, text, positive, 80, severity, summary, "synthetic", 2)
    doctor = (
        (
            uid,
            str(n),
            local,
            local,
            "Fara leziuni evolutive.",
            positive,
            severity if n % 7 else 0,
            summary,
            f"Dr. Synthetic {n % 12}",
            "synthetic",
        )
        if n % 3 == 0
        else None
    )
    analysis = (
        uid,
        "report",
        "ok",
        utc,
        severity,
        80,
        summary,
        HASH,
        "model-896/1",
        HASH,
        json.dumps({"rep": HASH}),
        "http://127.0.0.1/v1/chat/completions",
        "synthetic",
        "synthetic",
        "{}",
        1,
        1900,
        400,
        text,
        "0",
    )
    return exam, film, report, doctor, analysis


def change(database, count):
    """Gives `count` films spread over the archive another answer, as a second reading would."""
    link = sqlite3.connect(database)
    with link:
        total = link.execute("SELECT count(*) FROM ai_reports").fetchone()[0]
        for step in range(count):
            link.execute(
                "UPDATE ai_reports SET severity = (severity + 3) % 11, summary = 'read again', updated = ? WHERE uid = "
                "(SELECT uid FROM ai_reports ORDER BY uid LIMIT 1 OFFSET ?)",
                ("2026-10-02 00:00:00", step * total // count),
            )
        link.execute("INSERT INTO events (at, kind) VALUES ('2026-10-02T00:00:00Z', 'changed')")
    link.close()
