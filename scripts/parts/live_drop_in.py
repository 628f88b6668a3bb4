"""An old client at an old workspace: written only from what the predecessor's API promised, knowing nothing of ours."""

import re
import sqlite3

from live_old_answers import SHAPE, endpoints, lists, misfits, objects
from live_old_workspace import OldClient, inherit, uid_of
from live_ward import Ward
from workspace import wait_until


def drop_in(verdicts, options):
    people = {"admin": ("admin", "admin"), "user": ("user", "user")}
    ward = Ward("drop-in", people=people)
    before = verdicts.failed
    try:
        inherit(ward)
        ward.start(40)
        admin, user = OldClient(ward.port, "admin"), OldClient(ward.port, "user")
        lists(verdicts, admin)
        objects(verdicts, admin, user)
        endpoints(verdicts, admin, user)
        frames(ward, verdicts)
        actions(ward, verdicts, admin)
        pages(verdicts, admin)
    finally:
        ward.close(verdicts, before)
    return 0


FRAME = {"dashboard": ("queue_size", "check_queue_size", "processing", "error_count", "ignore_count", "success_count"),
         "openai": ("url", "health"), "timings": ("avg_latency", "min_latency", "max_latency")}  # fmt: skip


def frame_misfits(told):
    wrong = [f"{part}.{key}" for part, keys in FRAME.items() for key in keys if key not in told.get(part, {})]
    numbers = [
        key
        for key in ("queue_size", "check_queue_size", "error_count", "ignore_count", "success_count")
        if type(told["dashboard"].get(key)) is not int
    ]
    if not {"pri", "sec"} <= set(told.get("openai", {}).get("health", {})):
        wrong.append("openai.health")
    if told.get("next_query") != "Disabled":
        wrong.append(f"next_query {told.get('next_query')}")
    return wrong + numbers


def frames(ward, verdicts):
    line = ward.socket("admin")
    told = line.message(5)
    event = (told or {}).get("event") or {}
    verdicts.see(
        told and not frame_misfits(told) and event.get("name") == "connected" and "address" in event.get("payload", {}),
        "the first frame is `connected`, with all fields",
        told,
    )
    line.close()


def actions(ward, verdicts, admin):
    line = ward.socket("admin")
    line.message(5)
    normal = admin.post("/api/validate", uid=uid_of(2), normal=True)
    event = line.event("radreview", seconds=5)
    verdicts.see(normal[0] == 200 and normal[1]["status"] == "success" and event and not misfits(SHAPE, event["event"]["payload"], "payload"),
                 "/api/validate is a review, and its event has the whole exam", normal, event and event["event"])  # fmt: skip
    _, exam = admin.get(f"/api/exams/{uid_of(2)}")
    rad = exam["report"]["rad"]
    verdicts.see((rad["severity"], rad["positive"], rad["radiologist"], exam["report"]["correct"]) == (0, 0, "Dr. Model Vasile", 0),
                 "normal is severity 0, and the radiologist keeps his name", rad, exam["report"]["correct"])  # fmt: skip
    for path in ("/api/rad_review", "/api/radreview"):
        status, told = admin.post(path, uid=uid_of(1), normal=False)
        verdicts.see(status == 200 and told.get("status") == "success", path, told)
    verdicts.see(
        admin.get(f"/api/exams/{uid_of(1)}")[1]["report"]["rad"]["severity"] == 5,
        "abnormal, of two that say normal, is the threshold",
    )
    status, told = admin.post("/api/lookagain", uid=uid_of(0), prompt="Look at the apex.")
    again = line.event("requeue", seconds=5)
    verdicts.see(status == 200 and told["status"] == "success" and "message" in told and again and again["event"]["payload"] == {"uid": uid_of(0), "status": "requeue"},
                 "/api/lookagain is a requeue", told, again and again["event"])  # fmt: skip
    read = line.event("new_exam", seconds=20)
    payload = read["event"]["payload"] if read else {}
    verdicts.see(read and not frame_misfits(read) and payload.get("uid") == uid_of(0) and type(payload.get("positive")) is bool and type(payload.get("reviewed")) is bool
                 and type(payload.get("severity")) is int, "it is read from the old picture: `new_exam`", payload)  # fmt: skip
    verdicts.see(wait_until(lambda: ward_status(ward, uid_of(0)) == "done", 10), "and done")
    told = {
        path: admin.ask("POST", path, body)[0]
        for path, body in {
            "/api/validate": {},
            "/api/requeue": {},
            "/api/getrad": {},
            "/api/check": {"report": ""},
        }.items()
    }
    verdicts.see(set(told.values()) == {400}, "a missing field is 400", told)
    told = {
        path: admin.post(path, uid="9.9.9", normal=True)[0]
        for path in ("/api/validate", "/api/requeue", "/api/lookagain", "/api/getrad")
    }
    verdicts.see(set(told.values()) == {404}, "an unknown exam is 404", told)
    verdicts.see(
        admin.post("/api/check", report="") == (400, {"error": "No report text provided"}), "No report text provided"
    )
    status, told = admin.post("/api/check", report="Opacity.")
    verdicts.see(status == 200 and set(told) >= {"pathologic", "severity", "summary"}, "/api/check", told)
    status, told = admin.post("/api/analyse", report="Opacity.")
    verdicts.see(
        status == 200 and {"first_pass", "second_pass", "third_pass", "overall_assessment"} <= told.keys(),
        "/api/analyse",
        told,
    )
    status, told = admin.post("/api/translate", report="Fără leziuni pleuro-pulmonare.")
    verdicts.see(status == 200 and isinstance(told.get("translation"), str), "/api/translate", told)
    for path in ("/api/dicomquery", "/api/trigger_query"):
        status, told = admin.post(path, hours=3)
        verdicts.see(
            status in (200, 202, 409, 502, 503) and ("message" in told or "error" in told), f"{path}: {status}", told
        )
    line.close()


def ward_status(ward, uid):
    database = sqlite3.connect(f"file:{ward.workspace.home}/xrayvision-multi.db?mode=ro", uri=True, timeout=10)
    found = database.execute("SELECT status FROM exams WHERE uid = ?", (uid,)).fetchone()
    database.close()
    return found and found[0]


def pages(verdicts, admin):
    fields = {"Accept": "text/html"}
    told = {
        path: admin.ask("GET", path, None, fields)
        for path in (
            "/",
            "/stats",
            "/stats/radiologists",
            "/stats/diagnostics",
            "/stats/insights",
            "/about",
            "/check",
            "/favicon.ico",
        )
    }
    bad = {path: answer[0] for path, answer in told.items() if answer[0] not in (200, 204, 301, 302, 308)}
    verdicts.see(not bad, "the old pages are there", bad)
    status, picture = admin.get(f"/images/{uid_of(3)}.png")
    verdicts.see(status == 200 and picture[:4] == b"\x89PNG", "and the pictures of the old folder", status)
    verdicts.see(admin.get("/static/")[0] in (403, 404), "no folder is listed", admin.get("/static/")[0])
    links = re.findall(
        r'(?:href|src)="([^"]*//[^"]*)"',
        told["/"][1].decode(errors="replace") if isinstance(told["/"][1], bytes) else "",
    )
    verdicts.see(not links, "no page needs another host", links[:3])
