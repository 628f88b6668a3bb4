"""Known answers, odd answers, earlier reports, translations, kept answers, many at a time, coming back, stopping."""

import json
import shutil
import sqlite3
import subprocess
import time

import films
from reading_ward import Ward
from workspace import ModelServer, environment, free_port, wait_until

FINDING = '{"pathologic": "yes", "severity": 7, "summary": "opacity", "confidence": 80}'


def canaries(verdicts):
    """Read again at night: as expected, and otherwise."""
    for right, changed in (("0-2", 0), ("5-9", 1)):
        server = ModelServer()
        known = f"{films.uid_of(1)} = {right}, known/film.dcm = {right}"
        ward = Ward([server], processing={"CANARIES": known, "CANARY_HOUR": 0})
        (ward.home / "known").mkdir()
        (ward.home / "known/film.dcm").write_bytes(films.film(2))
        ward.take(films.film(1))
        ward.do("analyse")
        with ward.running():
            read = "SELECT uid, changed, got FROM canaries ORDER BY uid"
            wait_until(lambda: ward.has_database() and ward.query(read), 20)
            time.sleep(0.5)
        found, alarms = ward.query(read), ward.query("SELECT count(*) FROM alarms WHERE kind = 'canary'")[0][0]
        rows = ward.query("SELECT kind, count(*) FROM analyses WHERE uid = ? GROUP BY 1 ORDER BY 1", films.uid_of(1))
        verdicts.see(
            found[:1] == [(films.uid_of(1), changed, 0)] and alarms == changed * len(found),
            f"a film whose severity must be {right} and is 0: {alarms} alarms for {len(found)} readings",
            found,
            alarms,
        )
        verdicts.see(rows == [("canary", 1), ("report", 1)], "and its own report stays as it was", rows)
        server.close()
        ward.close(verdicts)


def alarms(verdicts):
    """Collapsed answers are flagged; normal ones are not."""
    server = ModelServer()
    ward = Ward([server])
    ward.take(*[films.film(n) for n in range(1, 13)])
    ward.do("analyse")
    count = "SELECT kind, count(DISTINCT uid) FROM alarms GROUP BY 1"
    verdicts.see(ward.query(count) == [], "12 films with the same normal text: no alarm", ward.query(count))
    server.post("/answer", FINDING)
    ward.take(*[films.film(n) for n in range(13, 25)])
    ward.do("analyse")
    flagged = dict(ward.query(count))
    verdicts.see(flagged.get("near-identical", 0) >= 6, f"12 films with the same finding word for word: {flagged}", flagged)
    uid = ward.query("SELECT uid FROM alarms WHERE uid IS NOT NULL LIMIT 1")[0][0]
    explained, status = ward.do("explain", uid).stdout, ward.do("status").stdout
    verdicts.see("near-identical" in explained and f"{flagged['near-identical']} exams with an odd answer" in status,
                 "explain names the alarm, status counts it", status)  # fmt: skip
    server.close()
    ward.close(verdicts)


def texts(verdicts):
    """Earlier reports are told once and dated; the same Romanian text is translated once."""
    server = ModelServer()
    ward = Ward([server])
    days = ["20260101", "20260110", "20260120", "20260130", "20260210"]
    ward.take(*[films.film(n, day=day, patient="P7") for n, day in enumerate(days, 1)])
    ward.take(films.film(6, day="20250101", patient="P7"), films.film(7, day="20260205", patient="P8"))
    ward.do("analyse")
    told = ward.do("prompt", "render", films.uid_of(5)).stdout
    dates = [day for day in ("2026-01-30, AI", "2026-01-20, AI", "2026-01-10, AI", "2026-01-01", "2025") if day in told]
    verdicts.see(len(dates) == 3 and told.index("2026-01-30") < told.index("2026-01-10"),
                 "three earlier reports are told, newest first, none older than 90 days, none of other patients", told)  # fmt: skip
    romanian = "Opacitate bazală dreaptă de 3 cm. Fără lichid pleural."
    radiologists(ward, {1: romanian, 2: romanian, 3: "The lungs are clear. There is no pleural effusion on either side."})
    ward.do("analyse")
    rows = ward.query("SELECT text_en, severity FROM rad_reports ORDER BY uid")
    asked = server.requests()["translate_calls"]
    verdicts.see(asked == 1 and rows[0][0] == rows[1][0] and rows[0][0] and rows[2][0] is None,
                 f"two equal Romanian texts, one English: {asked} translation", rows)  # fmt: skip
    verdicts.see([row[1] for row in rows] == [0, 0, 0], "and each text has its verdict", rows)
    server.close()
    ward.close(verdicts)


def radiologists(ward, given):
    database = sqlite3.connect(ward.home / "xrayvision.db", timeout=20)
    with database:
        for number, text in given.items():
            database.execute("INSERT INTO rad_reports (uid, text) VALUES (?, ?)", (films.uid_of(number), text))
            database.execute("UPDATE exams SET status = 'check' WHERE uid = ?", (films.uid_of(number),))
    database.close()


def kept(verdicts):
    """The very same question is asked once; --fresh asks again; a lost picture is drawn again for `reproduce`."""
    server = ModelServer()
    ward = Ward([server])
    ward.take(films.film(1))
    ward.do("analyse")
    ward.take(films.film(1, uid="2.25.99.3"))
    ward.do("analyse")
    calls = server.requests()["report_calls"]
    source = ward.query("SELECT answered_from FROM analyses WHERE uid = '2.25.99.3'")
    verdicts.see(calls == 1 and source != [(None,)], "the same bytes again: answered from the store, and it says so", calls, source)
    ward.take(films.film(1, uid="2.25.98.3"))
    ward.do("analyse", "--fresh")
    verdicts.see(server.requests()["report_calls"] == 2, "analyse --fresh asks all the same", server.requests()["report_calls"])
    shutil.rmtree(ward.home / "reports/images")
    bodies = server.requests()["bodies"]
    redrawn = ward.do("reproduce", films.uid_of(1))
    again = server.requests()["bodies"][len(bodies):]
    verdicts.see(redrawn.returncode == 0 and again == bodies[:2] and "drawn again" in redrawn.stdout,
                 "reproduce without the kept picture: drawn again, the same bytes", redrawn.stdout, redrawn.stderr)  # fmt: skip
    shutil.rmtree(ward.home / "archive")
    shutil.rmtree(ward.home / "reports/images", ignore_errors=True)
    refused = ward.do("reproduce", films.uid_of(1))
    verdicts.see(refused.returncode == 1 and "byte for byte" in refused.stderr, "reproduce without any picture: refused, in words",
                 refused.stderr)  # fmt: skip
    server.close()
    ward.close(verdicts)


def stopping(verdicts):
    """Three at a time; a stop gives all films back at once; a right key after a 401 wakes the films."""
    server = ModelServer("hang")
    ward = Ward([server], CONCURRENCY=3, TIMEOUT=60)
    ward.take(*[films.film(n) for n in range(1, 13)])
    programme = ward.start()
    programme.wait_ready(20)
    three = wait_until(lambda: ward.counts()["processing"] == 3, 20)
    time.sleep(0.5)
    verdicts.see(three and server.requests()["report_calls"] == 3, "CONCURRENCY = 3: three films are in hand", ward.counts())
    code, seconds = programme.stop()
    attempts = ward.query("SELECT sum(attempts) FROM queue")[0][0]
    verdicts.see(code == 0 and seconds < 5 and ward.counts() == {"queued": 12} and attempts == 0,
                 f"a stop while the server hangs: after {seconds:.1f} s all 12 wait again, no attempt counted",
                 code, ward.counts(), attempts)  # fmt: skip
    server.post("/script", "http401")
    settings = ward.home / "local.cfg"
    settings.write_text(settings.read_text().replace("RETRY_BASE = 0.1", "RETRY_BASE = 5"))
    with ward.running():
        wait_until(lambda: ward.query("SELECT 1 FROM reasons"), 20)
        before = server.requests()["report_calls"]
        server.post("/script", "slow@0.3")
        mended = time.monotonic()
        came = wait_until(lambda: ward.done() == 12, 40)
        seconds = time.monotonic() - mended
        verdicts.see(came and before <= 6, f"the key is refused (401, {before} calls), then accepted: 12 films read {seconds:.1f} s later",
                     ward.counts(), ward.query("SELECT kind, detail FROM events WHERE kind LIKE 'endpoint%'"))  # fmt: skip
    most = server.requests()["report_calls"] - before
    verdicts.see(12 <= most <= 14, f"and each was asked about once ({most} calls)", most)
    server.close()
    ward.close(verdicts)


def third(verdicts):
    """Two servers away, the third answers; texts can be asked about by hand."""
    server = ModelServer()
    away = [f"http://127.0.0.1:{free_port()}/v1/chat/completions" for _ in range(2)]
    ward = Ward([*away, server])
    ward.take(films.film(1))
    ward.do("analyse")
    verdicts.see(ward.query("SELECT DISTINCT endpoint FROM analyses") == [(server.url,)], "two servers away: the third reads")
    asked = ward.command("text", "check", "--json")
    done = subprocess.run(asked, input="Lungs are clear.", capture_output=True, text=True, env=environment())
    told = json.loads(done.stdout or "{}")
    verdicts.see(told.get("severity") == 0, "a text is checked by hand", told)
    server.close()
    ward.close(verdicts)


def habits(verdicts):
    for part in (canaries, alarms, texts, kept, stopping, third):
        part(verdicts)
