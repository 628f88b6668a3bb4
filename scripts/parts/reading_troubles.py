"""500 films and each trouble that a model server can have: of one film, of the server, of all servers."""

import re
import time
from collections import Counter

from reading_ward import FILMS, Ward
from workspace import ModelServer, wait_until

# What happens to one film while all others are read, and how it must end: DONE with a severity, UNJUDGED without one,
# LATER with a report whose verdict is asked for again, ASIDE with a reason.
DONE, UNJUDGED, ASIDE, LATER, EITHER = "done", "unjudged", "aside", "check", "either"
OF_ONE_FILM = {
    "slow@0.5": DONE, "http500x2": DONE, "http503x1": DONE, "http502x1": DONE, "http504x1": DONE, "http429x1@1": DONE,
    "half-headx1": DONE, "half-bodyx1": DONE, "emptyx1": DONE, "hangx1": DONE, "no-headings": DONE, "markdown": DONE,
    "no-schema": DONE, "fenced": DONE, "prose": DONE, "think": DONE, "list": DONE,
    "truncated-json": UNJUDGED, "wrong-types": UNJUDGED, "out-of-range": UNJUDGED, "missing-key": UNJUDGED,
    "no-object": UNJUDGED, "contradiction": EITHER, "check-http500": LATER, "check-hang": LATER,
    "check-http400": UNJUDGED, "check-length": UNJUDGED,
    "http500": ASIDE, "http502": ASIDE, "http504": ASIDE, "http400": ASIDE, "http413": ASIDE, "bad-image": ASIDE,
    "drip@3": ASIDE, "huge": ASIDE, "endless": ASIDE, "half-head": ASIDE, "half-body": ASIDE, "hang": ASIDE,
    "empty": ASIDE, "length": ASIDE, "wrong-type": ASIDE, "not-json": ASIDE, "invalid-utf8": EITHER,
}  # fmt: skip
# What the server does to every film for a while: no film may pay for it.
OF_ALL_FILMS = (
    "http500", "http502", "http503", "http504", "http429@1", "http401", "http403", "http404", "http400", "http413",
    "text-only", "bad-image", "drip@3", "huge", "endless", "half-head", "half-body", "hang", "empty", "length",
    "wrong-type", "not-json",
)  # fmt: skip
TEXT_ONLY = '{"object": "list", "data": [{"id": "scripted", "architecture": {"input_modalities": ["text"]}}]}'


def of_one_film(verdicts, shelf, _):
    """Two thirds of the films are answered well, each of the others has a trouble of its own."""
    server = ModelServer("varied")
    scripts = [*OF_ONE_FILM, *["varied"] * 2 * len(OF_ONE_FILM)]
    server.post("/medley", ",".join(["varied", *scripts]))
    ward = Ward([server], shelf, CONCURRENCY=12, MAX_RETRIES=2)
    began = time.monotonic()
    with ward.running():
        ended = ward.settled(300)
    seconds = time.monotonic() - began
    verdicts.see(ended, f"one film each: {FILMS} films with {len(OF_ONE_FILM)} troubles are through in {seconds:.0f} s", ward.counts())
    fates = ward.judge(verdicts, "one film each", [server])
    told = {image: film["script"] for image, film in server.get("/films").items()}
    wrong, ends = [], Counter()
    for uid, (status, severity, reason, _, image) in fates.items():
        script = told.get(image, "never asked")
        wanted = OF_ONE_FILM.get(script, DONE)
        end = ASIDE if status == "error" else UNJUDGED if status == "done" and (severity is None or severity < 0) else status
        ends[end] += 1
        if end not in ((DONE, UNJUDGED, ASIDE) if wanted == EITHER else (wanted,)):
            wrong.append(f"{uid} had {script}, ended {end}, wanted {wanted}: {reason}")
    verdicts.see(not wrong, f"one film each: every film ends right ({dict(ends)})", f"{len(wrong)} wrong", *wrong[:12])
    server.close()
    ward.close(verdicts)


def of_the_server(verdicts, shelf, _):
    """The model cannot see at first; then one trouble after the other, each for a while and for every film."""
    server = ModelServer("varied", latency_ms=5)
    server.post("/models", TEXT_ONLY)
    ward = Ward([server], shelf, CONCURRENCY=2)
    began = time.monotonic()
    with ward.running() as programme:
        wait_until(lambda: "vision model" in told(ward), 15)
        time.sleep(1)
        # One that was just looked at goes back into the queue.
        wait_until(lambda: ward.counts()["queued"] == FILMS, 5)
        verdicts.see(
            server.requests()["report_calls"] == 0 and ward.counts()["queued"] == FILMS and "vision model" in told(ward),
            f"a model that reads text only: {server.requests()['report_calls']} pictures sent, {ward.counts()['queued']} "
            "films wait, and the reason is told",
            told(ward),
            *programme.lines[-3:],
        )
        server.post("/models")
        verdicts.see(ward.read_on(10), "and films are read as soon as it has eyes", ward.counts(), told(ward))
        slow, met = {}, []
        for trouble in OF_ALL_FILMS:
            server.post("/script", trouble)
            before = server.requests()["report_calls"]
            met.append(wait_until(lambda: server.requests()["report_calls"] >= before + 4, 6, 0.05))
            server.post("/script", "varied")
            healed = time.monotonic()
            if not ward.read_on(12, 30):
                slow[trouble] = ward.counts()
            elif time.monotonic() - healed > 10:
                slow[trouble] = f"{time.monotonic() - healed:.0f} s"
        verdicts.see(not slow, f"{len(OF_ALL_FILMS)} troubles of the server, {sum(map(bool, met))} of them met: films are read again "
             "in less than 10 s", slow)  # fmt: skip
        ended = ward.settled(60)
    verdicts.see(ended, f"troubles of the server: through in {time.monotonic() - began:.0f} s", ward.counts())
    fates = ward.judge(verdicts, "troubles of the server", [server])
    aside = [f"{uid}: {fate[2]}" for uid, fate in fates.items() if fate[0] != "done"]
    verdicts.see(not aside, f"troubles of the server: no film pays for them ({ward.done()} done)", f"{len(aside)} set aside", *aside[:8])
    server.close()
    ward.close(verdicts)


def of_all_servers(verdicts, shelf, seconds):
    """Another model in the middle, both servers down, a primary that comes and goes, the secondary alone, the return."""
    first, second = (ModelServer("varied", latency_ms=12) for _ in range(2))
    ward = Ward([first, second], shelf, CONCURRENCY=3 if seconds else 2)
    first.post("/model", "model-a")
    with ward.running():
        ward.read_on(40)
        swap(verdicts, ward, first)
        outage(verdicts, ward, first, second, seconds or 8)
        if not seconds:
            flapping(verdicts, ward, first)
            secondary_only(verdicts, ward, first, second)
        ended = ward.settled(120)
    verdicts.see(ended and ward.done() == FILMS, f"troubles of all servers: {ward.done()} films are done", ward.counts())
    ward.judge(verdicts, "troubles of all servers", [first, second])
    again = ward.query("SELECT count(*) FROM ai_reports WHERE severity IS NULL OR severity < 0")[0][0]
    verdicts.see(again == 0, "troubles of all servers: each has its severity", again)
    first.close()
    second.close()
    ward.close(verdicts)


def swap(verdicts, ward, server):
    server.post("/model", "model-b")
    ward.read_on(20)
    events = ward.query("SELECT detail FROM events WHERE kind = 'model_changed'")
    alarms = ward.query("SELECT detail FROM alarms WHERE kind = 'model-changed'")
    verdicts.see(
        # Answers of the old model that were on their way may come home after the first of the new one.
        1 <= len(events) <= 3 and alarms and '"before":"model-a","model":"model-b"' in alarms[0][0],
        f"another model in the middle: {len(events)} events, {len(alarms)} alarms, {alarms[0][0] if alarms else 'none'}",
        events,
        alarms,
    )
    models = ward.query("SELECT model_answered, count(*) FROM analyses WHERE kind = 'report' GROUP BY 1")
    verdicts.see({"model-a", "model-b"} <= dict(models).keys(), f"and each answer names its model: {dict(models)}")


def outage(verdicts, ward, first, second, seconds):
    began = time.monotonic()
    for server in (first, second):
        server.post("/down", f"{seconds}")
    wait_until(lambda: standings(ward) == {"away"}, 20)
    time.sleep(1)
    before = ward.counts()
    verdicts.see(
        standings(ward) == {"away"} and before["done"] < FILMS and not before["error"],
        f"both servers down: {before['done']} done, {FILMS - before['done']} wait",
        before,
        standings(ward),
    )
    status = ward.do("status").stdout
    verdicts.see("No model server answers" in status, "both servers down: status says so", status)
    time.sleep(max(0, seconds - (time.monotonic() - began) - 0.5))
    held = ward.counts()
    verdicts.see(
        held["done"] == before["done"] and not held["error"] and held.total() == FILMS,
        f"both servers down: after {time.monotonic() - began:.0f} s nothing is lost and nothing set aside",
        before,
        held,
    )
    back = time.monotonic()
    came = ward.read_on(5, 90)
    verdicts.see(came, f"both servers down: films are read {time.monotonic() - back:.1f} s after their return", ward.counts())


def flapping(verdicts, ward, first):
    for _ in range(4):
        first.post("/down", "0.7")
        ward.read_on(15, 20)
        wait_until(lambda: is_listening(first), 5)
    verdicts.see(ward.counts()["error"] == 0, f"a primary that comes and goes: {ward.done()} done, none set aside", ward.counts())


def secondary_only(verdicts, ward, first, second):
    # Slow enough that films are left when the primary returns.
    second.post("/latency", "150")
    first.post("/down", "4")
    mark = ward.query("SELECT max(id) FROM analyses")[0][0]
    ward.read_on(30, 20)
    rows = "SELECT endpoint, count(*) FROM analyses WHERE kind = 'report' AND id > ? GROUP BY 1"
    answered = dict(ward.query(rows, mark))
    verdicts.see(answered.get(second.url, 0) >= 25, f"the secondary alone: {answered.get(second.url, 0)} films are read there", answered)
    wait_until(lambda: is_listening(first), 10)
    mark = ward.query("SELECT max(id) FROM analyses")[0][0]
    returned = wait_until(lambda: first.url in dict(ward.query(rows, mark)), 20, 0.05)
    second.post("/latency", "0")
    states = ward.query("SELECT detail FROM events WHERE kind = 'endpoint_changed' ORDER BY id")
    words = [re.search(r'"state":\s*"(\w+)"', row[0])[1] for row in states if first.url in row[0]]
    verdicts.see(returned, f"the primary is back: films go there again; events: {' → '.join(words[-3:])}", ward.counts())
    wait_until(lambda: ward.query("SELECT state FROM endpoints WHERE address = ?", first.url) == [("available",)], 10)
    verdicts.see(
        "away" in words and f"{first.url} is available" in ward.do("status").stdout,
        "the primary is back: status shows it, events have its absence",
        words,
    )


def told(ward):
    return " ".join(row[0] or "" for row in ward.query("SELECT problem FROM endpoints"))


def standings(ward):
    return {row[0] for row in ward.query("SELECT state FROM endpoints")}


def is_listening(server):
    try:
        return bool(server.requests())
    except OSError:
        return False
