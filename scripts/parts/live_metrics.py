"""What monitoring is told: /metrics judged by promtool, and health as it changes with the house."""

import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import time

import live_films
from live_ward import Ward
from workspace import wait_until

HEALTH = ("/health", "/ready", "/livez", "/readyz")
WANTED = ['exams{status="waiting"', "endpoint", "association", "disk", "build_info", "seconds_bucket", "http"]


def metrics(verdicts, options):
    ward = Ward("metrics", openai={"HEALTH_INTERVAL": 1})
    before = verdicts.failed
    skipped = 0
    try:
        ward.fill(range(1, 5), side=64)
        ward.start()
        skipped += figures(ward, verdicts)
        states(ward, verdicts)
        full(ward, verdicts)
    finally:
        ward.close(verdicts, before)
    return skipped


def figures(ward, verdicts):
    chief = ward.asker("chief")
    ward.workspace.drop("one.dcm", live_films.film(40, 64), aged=True)
    wait_until(lambda: ward.status(live_films.uid_of(40)) == "done", 20)
    answer = chief.get("/metrics")
    kind = answer.header("content-type")
    verdicts.see(
        answer.status == 200 and kind.startswith("text/plain") and "version=0.0.4" in kind,
        "/metrics is Prometheus text",
        kind,
    )
    rows = {line.split("{")[0].split(" ")[0] for line in answer.text.splitlines() if line and line[0] != "#"}
    missing = [word for word in WANTED if not re.search(f"^[a-z_]*{re.escape(word)}", answer.text, re.MULTILINE)]
    verdicts.see(
        not missing, f"{len(rows)} figures: queue, stages, endpoints, associations, disk, build", missing, sorted(rows)
    )
    problems = histograms(answer.text)
    verdicts.see(not problems, "each histogram is one", *problems[:5])
    names = [word for word in ("POPESCU", "IONESCU", "1800101221144", "2.25.1.", "sesame") if word in answer.text]
    verdicts.see(not names, "no patient, no UID and no password is in a figure or a label", names)
    again = chief.get("/metrics").text
    verdicts.see(figure(again, "http") >= figure(answer.text, "http"), "counters only grow")
    for login, status in (("nurse", 403), ("doctor", 403), (None, 401)):
        told = ward.asker(login).get("/metrics")
        verdicts.see(told.status == status, f"{login or 'nobody'} is refused them", told)
    chief.close()
    if not shutil.which("promtool"):
        print("skip promtool's judgement: prometheus is not installed; run scripts/setup --peers")
        return 1
    told = subprocess.run(
        ["promtool", "check", "metrics"], input=answer.text, capture_output=True, text=True, timeout=30
    )
    verdicts.see(
        told.returncode == 0 and not told.stderr.strip(),
        "promtool has nothing to say against them",
        told.returncode,
        told.stderr[:600],
    )
    return 0


def figure(text, word):
    return sum(
        float(line.rsplit(" ", 1)[1])
        for line in text.splitlines()
        if word in line.split("{")[0] and "total" in line and line[0] != "#"
    )


def histograms(text):
    """Buckets that are not cumulative, lack +Inf, or do not agree with the count."""
    series, counts, problems = {}, {}, []
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        name, number = line.rsplit(" ", 1)
        if "_bucket{" in name:
            bound = re.search(r'le="([^"]+)"', name)[1]
            key = re.sub(r',?le="[^"]+"', "", name).replace("_bucket", "").replace("{}", "")
            series.setdefault(key, []).append((float(bound.replace("+Inf", "inf")), float(number)))
        elif "_count" in name:
            counts[name.replace("_count", "")] = float(number)
    for key, buckets in series.items():
        values = [value for _, value in sorted(buckets)]
        if values != sorted(values) or sorted(buckets)[-1][0] != float("inf") or counts.get(key) != values[-1]:
            problems.append((key, buckets[-3:], counts.get(key)))
    return problems or ([] if series else ["there is no histogram"])


def health(ward):
    asker = ward.asker(None)
    told = {path: asker.get(path) for path in HEALTH}
    asker.close()
    return told


def states(ward, verdicts):
    """Well, without its model, with a locked database, and well again."""
    told = health(ward)
    wrong = [answer for answer in told.values() if answer.status != 200]
    verdicts.see(not wrong, "all is well: four times 200, and nobody has to sign in", *wrong)
    leaks = [
        answer
        for answer in told.values()
        if any(word in answer.text for word in (str(ward.workspace.home), "127.0.0.1:", "sesame"))
    ]
    verdicts.see(not leaks, "health tells strangers no path and no address", *leaks)
    port = ward.model.port
    ward.model.post("/down", "5")
    gone = wait_until(lambda: (chief_lights(ward) or {}).get("pri") is False, 20)
    told = health(ward)
    verdicts.see(gone and told["/livez"].status == told["/readyz"].status == 200 and told["/health"].status in (200, 503),
                 f"without its model it lives, takes films and says so ({port})", *told.values())  # fmt: skip
    print(f"note without a model: {', '.join(f'{path} {answer.status}' for path, answer in told.items())}")
    back = wait_until(lambda: (chief_lights(ward) or {}).get("pri") is True, 40)
    verdicts.see(back and health(ward)["/health"].status == 200, "and when the model is back, so is its light")
    locked(ward, verdicts)


def locked(ward, verdicts):
    """Another programme holds the database for writing: what reads goes on, what writes says when to come again."""
    database = sqlite3.connect(ward.workspace.home / "xrayvision.db", timeout=5, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    # What was seen just before may be told again for a moment.
    time.sleep(0.5)
    told = health(ward)
    slow, ready = (max(told[path].seconds for path in paths) for paths in (("/livez", "/health"), ("/ready", "/readyz")))
    known = ward.asker("nurse", timeout=20).get("/readyz", Accept="application/json")
    reasons = (known.json() or {}).get("checks", {})
    reading = ward.asker("nurse", timeout=20).get("/api/regions")
    body = {"uid": live_films.uid_of(1), "normal": True}
    doctor = ward.asker("doctor", timeout=60)
    writing = doctor.post("/api/rad_review", body)
    written = len(audited(ward))
    pictures = [doctor.get(f"/images/{live_films.uid_of(2)}.png") for _ in range(5)]
    noted = [line for line in audited(ward)[written:] if line["action"] == "image"]
    database.execute("ROLLBACK")
    database.close()
    print(f"note with the database held for writing: {', '.join(f'{path} {one.status}' for path, one in told.items())}")
    alive = told["/livez"].status == told["/health"].status == 200 and slow < 4 and ready < 10
    words = f"with a held database it lives, and says so in {slow:.1f} s; that it is not ready, in {ready:.1f} s"
    verdicts.see(alive, words, *told.values())
    verdicts.see(
        told["/ready"].status == told["/readyz"].status == 503 and "process" in reasons.get("database", ""),
        "it is not ready, and tells those who are signed in that it is the database",
        told["/ready"],
        told["/readyz"],
        reasons,
    )
    verdicts.see(reading.status == 200, "lists are read all the same", reading)
    verdicts.see(
        writing.status == 503 and "error" in (writing.json() or {}) and writing.seconds < 30,
        f"a review says that it was not kept: {writing.status}, after {writing.seconds:.0f} s",
        writing,
        writing.headers,
    )
    verdicts.see(
        all(one.status == 200 and one.seconds < 2 for one in pictures) and len(noted) == 5,
        f"five pictures come at once, and the audit log has each look once ({len(noted)})",
        *pictures,
        *noted,
    )
    again = ward.asker("doctor").post("/api/rad_review", body)
    ready = wait_until(lambda: health(ward)["/readyz"].status == 200, 5)
    verdicts.see(again.status == 200 and ready, "and is kept when the database is free", again)


def audited(ward):
    files = sorted((ward.workspace.home / "audit").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


def chief_lights(ward):
    """The lights of the model servers in the frame that everybody gets first."""
    line = ward.socket("chief")
    told = line.message(5)
    line.close()
    return ((told or {}).get("openai") or {}).get("health")


def full(ward, verdicts):
    """The reserve of the disk is touched: no film is taken, and health says so."""
    ward.stop()
    config = pathlib.Path(ward.workspace.home / "local.cfg")
    good = config.read_text()
    config.write_text(good.replace("MIN_FREE = 1 %", "MIN_FREE = 1000 TiB"))
    try:
        ward.start()
        told = health(ward)
        verdicts.see(told["/livez"].status == 200 and told["/readyz"].status == 503 and told["/ready"].status == 503,
                     "with the disk's reserve touched it lives and is not ready", *told.values())  # fmt: skip
        known = ward.asker("nurse").get("/readyz", Accept="application/json")
        checks = (known.json() or {}).get("checks", {})
        told_why = known.status == 503 and "reserve" in checks.get("disk", "")
        verdicts.see(told_why, "and tells those who are signed in why", known)
        ward.stop()
    finally:
        config.write_text(good)
