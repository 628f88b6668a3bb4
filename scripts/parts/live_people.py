"""People who are not who they say, or may not what they ask: foreign pages, guessed passwords, changed cookies, roles."""

import base64
import json
import threading
import time

import live_films
from live_client import PAGE, basic
from live_routes import PAGES, RANK, Routes, own_paths, wanted_role

LOGINS = {None: None, "user": "nurse", "reviewer": "doctor", "admin": "chief"}


def ids_of(ward, number=1):
    """What stands for the names in paths."""
    uid = live_films.uid_of(number)
    chief = ward.asker("chief")
    exam = chief.get(f"/api/exams/{uid}").json() or {}
    chief.close()
    told = exam.get("exam", {})
    patient = exam.get("patient", {})
    return {
        "uid": uid, "instance": uid, "study": told.get("study"), "series": told.get("series"), "cnp": patient.get("cnp"),
        "token": patient.get("token"), "patient": patient.get("cnp"), "frame": "1", "frames": "1", "file": "style.css",
        "shard": "00", "name": "style.css",
    }  # fmt: skip


def roles(ward, verdicts):
    """Every route of the description, every page and every file, as nobody and as each role."""
    chief = ward.asker("chief")
    ids = ids_of(ward)
    routes = Routes(chief, ids)
    rows = routes.all() + [("GET", path, None) for path in PAGES + own_paths(ids["uid"])] + [("GET", "/metrics", None)]
    verdicts.see(len(routes.rows) >= 30, f"the description has {len(routes.rows)} routes")
    wrong, asked, refused = [], 0, 0
    for role, login in LOGINS.items():
        asker = ward.asker(login)
        for method, path, body in rows:
            least = wanted_role(method, path)
            if method != "GET" and role is not None and RANK[role] >= RANK[least]:
                continue  # what one may do is done elsewhere
            answer = (
                asker.get(path)
                if method == "GET"
                else asker.ask(method, path, json.dumps(body).encode(), {"Content-Type": "application/json"})
            )
            asked += 1
            if RANK[role] >= RANK[least]:
                fine = answer.status not in (401, 403) and answer.status < 500
            else:
                fine = answer.status == (401 if role is None else 403)
                refused += 1
                if role is None and path.startswith("/api") and "Basic" not in answer.header("www-authenticate"):
                    fine = False
                if path.startswith(("/api", "/dicomweb")) and "error" not in (answer.json() or {}):
                    fine = False
            if not fine:
                wrong.append((role, method, path, answer))
        asker.close()
    verdicts.see(
        not wrong,
        f"{asked} requests by four roles: each gets what it may, {refused} are refused by 401 or 403",
        *wrong[:12],
    )
    anonymous = ward.asker(None)
    page = anonymous.page("/")
    verdicts.see(page.status in (302, 303, 401) and b"TEST" not in page.body and (
        page.status == 401 or page.header("location").startswith("/sign-in")), "a browser without a cookie is sent to sign in", page)  # fmt: skip
    unknown = [(path, chief.get(path)) for path in ("/api/nothing", "/dicomweb/nothing", "/nothing.html")]
    bad = [(path, answer) for path, answer in unknown if answer.status != 404]
    verdicts.see(not bad, "what does not exist is 404", *bad)
    methods = [
        (method, chief.ask(method, "/api/exams", b"{}", {"Content-Type": "application/json"}))
        for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO")
    ]
    bad = [(method, answer) for method, answer in methods if answer.status not in (405, 400, 501)
           or answer.status == 405 and "GET" not in answer.header("allow")]  # fmt: skip
    verdicts.see(not bad, "a wrong method is 405 and says which are right", *bad)
    chief.close()


def foreign_pages(ward, verdicts):
    """CSRF: what a page of somebody else's can make a signed-in browser send."""
    uid = live_films.uid_of(4)
    cookie, answer = ward.cookie("chief")
    (value, flags), *_ = [kept for name, kept in answer.cookies().items() if kept[0]] or [("", "")]
    verdicts.see(bool(cookie) and "httponly" in flags and "samesite=" in flags and "samesite=none" not in flags,
                 "the sign-in page gives an HttpOnly, SameSite cookie", answer.status, answer.headers)  # fmt: skip
    ours = f"http://127.0.0.1:{ward.port}"
    body = {"uid": uid, "normal": True}
    nobody = ward.asker(None)
    before = len(ward.workspace.query("SELECT 1 FROM reviews"))
    foreign = [
        {"Cookie": cookie, "Origin": "https://evil.example"},
        {"Cookie": cookie, "Origin": "null"},
        {"Cookie": cookie, "Origin": f"http://127.0.0.1:{ward.port + 1}"},
        {"Cookie": cookie, "Origin": ours.replace("http:", "https:") + ".evil.example"},
        {"Cookie": cookie, "Sec-Fetch-Site": "cross-site"},
        {"Cookie": cookie, "Sec-Fetch-Site": "same-site"},
        {"Cookie": cookie},
        {"Authorization": basic("chief", ward.people["chief"][0]), "Origin": "https://evil.example"},
        {"Authorization": basic("chief", ward.people["chief"][0]), "Sec-Fetch-Site": "cross-site"},
    ]
    wrong = []
    for path in (
        "/api/rad_review",
        "/api/radreview",
        "/api/validate",
        "/api/requeue",
        "/api/flag",
        "/api/dicomquery",
        "/sign-out",
    ):
        for headers in foreign:
            told = nobody.ask("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json"} | headers)
            if told.status != 403 and not (path == "/sign-out" and told.status == 415):
                wrong.append((path, headers, told))
    verdicts.see(not wrong, "what a foreign page sends, or nobody knows which, changes nothing: 403", *wrong[:6])
    wrong = []
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", "", "application/jsonp",
                 "text/plain; application/json"):  # fmt: skip
        for headers in ({"Cookie": cookie, "Origin": ours}, {"Authorization": basic("chief", ward.people["chief"][0])}):
            sent = headers | ({"Content-Type": kind} if kind else {})
            told = nobody.ask("POST", "/api/rad_review", json.dumps(body).encode(), sent)
            if told.status != 415:
                wrong.append((kind, told))
    verdicts.see(not wrong, "a form's content types are 415", *wrong[:6])
    verdicts.see(len(ward.workspace.query("SELECT 1 FROM reviews")) == before, "and no review was written")
    told = nobody.ask("POST", "/api/rad_review", json.dumps(body).encode(),
                      {"Content-Type": "application/json; charset=utf-8", "Cookie": cookie, "Origin": ours})  # fmt: skip
    verdicts.see(told.status == 200, "our own page may", told)
    got = nobody.get("/api/regions", Cookie=cookie, Origin="https://evil.example")
    verdicts.see(
        not got.header("access-control-allow-origin"), "no answer invites a foreign page to read it", got.headers
    )
    signed = nobody.ask("POST", "/sign-in", f"login=chief&password={ward.people['chief'][0]}".encode(),
                        {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://evil.example", "Accept": PAGE})  # fmt: skip
    verdicts.see(
        signed.status == 403 and not any(v for v, _ in signed.cookies().values()),
        "a foreign page signs nobody in",
        signed,
    )
    nobody.close()


def cookies(ward, verdicts):
    """A cookie that was changed, made up, taken from another or withdrawn is nobody's."""
    cookie, _ = ward.cookie("nurse")
    name, _, value = cookie.partition("=")
    other = ward.cookie("chief")[0].partition("=")[2]
    nobody = ward.asker(None)
    verdicts.see(nobody.get("/api/regions", Cookie=cookie).status == 200, "the cookie opens what the password opens")
    verdicts.see(nobody.get("/metrics", Cookie=cookie).status == 403, "and no more")
    forged, marks = set(), "".join(dict.fromkeys(value))
    for place in range(len(value)):
        swap = next(mark for mark in "AaBb01" if mark != value[place] and mark.lower() != value[place].lower())
        # The last sign of a base64 text holds unused bits: another sign may stand for the same bytes.
        if place < len(value) - 1 and marks:
            forged.add(value[:place] + swap + value[place + 1 :])
    forged |= {
        value[:-1],
        value + "A",
        value[::-1],
        "",
        ".",
        "..",
        "null",
        value * 40,
        other[: len(other) // 2] + value[len(value) // 2 :],
    }
    for mark in (".", "~", "|", "-", ":"):
        mine, theirs = value.split(mark), other.split(mark)
        if len(mine) > 1 and len(mine) == len(theirs):
            forged |= {mark.join(theirs[:n] + mine[n:]) for n in range(1, len(mine))}
            forged |= {mark.join(mine[:n] + theirs[n:]) for n in range(1, len(mine))}
    for text in ("admin", "chief", '{"login":"chief","role":"admin"}'):
        forged.add(base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))
    forged -= {value, other}
    accepted = [text for text in forged if nobody.get("/api/regions", Cookie=f"{name}={text}").status != 401]
    verdicts.see(not accepted, f"{len(forged)} changed cookies are nobody's", *accepted[:3])
    wrong = [text for text in sorted(forged)[:40] if ward_socket(ward, f"{name}={text}") == 101]
    verdicts.see(not wrong, "nor do they open a WebSocket", *wrong[:3])
    out = nobody.ask("POST", "/sign-out", b"", {"Cookie": cookie, "Origin": f"http://127.0.0.1:{ward.port}", "Accept": PAGE,
                                                 "Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
    after = nobody.get("/api/regions", Cookie=cookie)
    verdicts.see(
        out.status in (200, 204, 302, 303) and after.status == 401,
        "after signing out the cookie is nobody's",
        out,
        after,
    )
    nobody.close()


def ward_socket(ward, cookie):
    line = ward.socket(None, Cookie=cookie, Origin=f"http://127.0.0.1:{ward.port}")
    line.close()
    return line.status


def passwords(ward, verdicts, count=1000):
    """Wrong passwords from many at once: nobody comes in, nobody else is kept out, and it ends."""
    came_in, answers, lock = [], [], threading.Lock()

    def guess(part):
        asker = ward.asker(None, timeout=60, address="127.0.0.2")
        for number in range(part, count, 8):
            if number % 2:
                told = asker.get("/api/regions", Authorization=basic("chief", f"wrong-{number}"))
            else:
                told = asker.form("/sign-in", login="chief", password=f"wrong-{number}")
            with lock:
                answers.append(told.status)
                if told.status == 200 and number % 2 or any(value for value, _ in told.cookies().values()):
                    came_in.append(told)
        asker.close()

    began = time.monotonic()
    guessers = [threading.Thread(target=guess, args=(part,)) for part in range(8)]
    for one in guessers:
        one.start()
    slowest, nurse = 0.0, ward.asker("nurse")
    while any(one.is_alive() for one in guessers):
        told = nurse.get("/api/regions")
        slowest = max(slowest, told.seconds)
        if told.status != 200:
            came_in.append(("the nurse is kept out", told))
        time.sleep(0.2)
    seconds = time.monotonic() - began
    held = answers.count(429) + answers.count(423)
    verdicts.see(not came_in and len(answers) == count, f"{count} wrong passwords: nobody comes in", *came_in[:3])
    verdicts.see(
        held > count * 0.8, f"{held} of them were not even looked at", sorted({(s, answers.count(s)) for s in answers})
    )
    verdicts.see(seconds < 60, f"it took {seconds:.0f} s", seconds)
    verdicts.see(slowest < 1.5, f"others are served meanwhile, slowest in {slowest * 1000:.0f} ms", slowest)
    elsewhere = ward.asker("chief")
    here = elsewhere.get("/api/regions")
    verdicts.see(here.status == 200, "the chief, at another address, is not locked out by it", here)
    lines = [line for line in ward.audit() if "sign" in line.get("action", "") and line.get("address") == "127.0.0.2"]
    verdicts.see(len(lines) > 0 and not any("wrong-" in json.dumps(line) for line in lines),
                 f"the audit log has {len(lines)} lines of it, and no password", lines[:2])  # fmt: skip
    nurse.close()
    elsewhere.close()


def budgets(ward, verdicts):
    """A workspace with the usual limits: too many questions are told when to come again."""
    nurse = ward.asker("nurse")
    told = [nurse.get("/api/regions") for _ in range(75)]
    first = next((index for index, answer in enumerate(told) if answer.status == 429), None)
    verdicts.see(
        first is not None and 55 <= first <= 75,
        f"question {(first or 0) + 1} of a minute is 429",
        [a.status for a in told][-3:],
    )
    late = told[-1]
    verdicts.see(late.header("retry-after").isdigit() and 1 <= int(late.header("retry-after")) <= 60 and "error" in (late.json() or {}),
                 "it says when to come again", late, late.headers)  # fmt: skip
    other = ward.asker("nurse", address="127.0.0.3")
    verdicts.see(other.get("/api/regions").status == 200, "another address has a budget of its own")
    told = [other.post("/api/check", {"report": ""}).status for _ in range(12)]
    verdicts.see(told[:9] == [400] * 9 and told[-1] == 429, "what asks the model has ten a minute", told)
    pages = [other.page("/").status for _ in range(5)] + [other.get("/livez").status]
    verdicts.see(set(pages) == {200}, "pages and health are not counted", pages)
    nurse.close()
    other.close()


def written_down(ward, verdicts):
    """The audit log has what was refused and what was done, its chain holds, and a change is noticed."""
    lines = ward.audit()
    actions = {line.get("action") for line in lines}
    verdicts.see({"sign-in", "review", "flag"} <= actions, "sign-ins, reviews and flags are in the audit log", actions)
    refused = [line for line in lines if line.get("outcome") not in ("ok", "success", "done")]
    verdicts.see(len(refused) > 50, f"and {len(refused)} refusals", len(lines))
    secrets = [line for line in lines if any(password in json.dumps(line) for password, _ in ward.people.values())]
    names = [
        line
        for line in lines
        if any(name in json.dumps(line) for name in ("POPESCU", "IONESCU", "1800101221144", "Vasilescu"))
    ]
    verdicts.see(not secrets and not names, "no password and no patient's name is", *(secrets + names)[:3])
    code, told = doctor(ward)
    verdicts.see(code, "doctor finds its chain whole", told)
    path = sorted((ward.workspace.home / "audit").glob("*.jsonl"))[-1]
    good = path.read_text()
    rows = good.splitlines(keepends=True)
    middle = len(rows) // 2
    changes = {
        "a changed line": rows[:middle]
        + [rows[middle].replace("nurse", "chief").replace("2026", "2025")]
        + rows[middle + 1 :],
        "a line that is gone": rows[:middle] + rows[middle + 1 :],
        "two lines that changed places": rows[:middle] + [rows[middle + 1], rows[middle]] + rows[middle + 2 :],
        "an end that is cut off": rows[:-3],
    }
    missed = []
    for what, text in changes.items():
        path.write_text("".join(text))
        if doctor(ward)[0]:
            missed.append(what)
    path.write_text(good)
    verdicts.see(not missed, f"doctor notices {', '.join(changes)}", *missed)
    verdicts.see(doctor(ward)[0], "and is content with the log as it was")


def doctor(ward):
    """Whether `doctor` says that the audit log is whole, and what it says about it."""
    code, told = ward.workspace.answer("doctor")
    about = [line for line in flattened(told) if "audit" in json.dumps(line).lower()]
    good = bool(about) and all(line.get("ok", line.get("state") in ("ok", "good")) in (True, "ok") for line in about)
    return good, about or told


def flattened(told):
    """Every object of the answer, however deep."""
    for one in told if isinstance(told, list) else [told]:
        if isinstance(one, dict):
            inner = [value for value in one.values() if isinstance(value, list)]
            if any(inner):
                for value in inner:
                    yield from flattened([item for item in value if isinstance(item, dict)])
            else:
                yield one
