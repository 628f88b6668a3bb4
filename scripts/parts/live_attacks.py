"""Hostile words: markup, quotes, paths and line ends wherever a client may put text. They stay text, or are refused."""

import os
import urllib.parse

import live_films
from live_client import raw, statuses
from live_pages import patient_path
from live_routes import Routes

QUOTES = [
    "'", '"', "' OR '1'='1", "'; DROP TABLE exams; --", "x' UNION SELECT cnp, name FROM patients --", "%' OR 1=1 --",
    "1) OR (1=1", "\\", "%", "_", "\0", "*", "NEAR(", '"a" OR "b"', "﹪", "𝕊" * 50, "ă" * 300,
]  # fmt: skip
TRAVERSALS = [
    "../xrayvision.db", "..%2fxrayvision.db", "%2e%2e/xrayvision.db", "%2e%2e%2fxrayvision.db", "..%252fxrayvision.db",
    "%252e%252e%252fxrayvision.db", "..%5cxrayvision.db", "....//xrayvision.db", "..%c0%afxrayvision.db",
    "%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd", "..;/xrayvision.db", "%00/../xrayvision.db", "/etc/passwd",
    "//etc/passwd", "file:///etc/passwd", "local.cfg%00.png", "..%u2215xrayvision.db", ".%2e/.%2e/local.cfg",
]  # fmt: skip
SECRETS = (b"SQLite format 3", b"root:x:", b"[users]", b"[dashboard]", b"sesame-")


def words(ward, verdicts):
    quotes(ward, verdicts)
    paths(ward, verdicts)
    line_ends(ward, verdicts)


def quotes(ward, verdicts):
    """Each parameter of each list: what no name holds finds nothing, and says nothing of SQL."""
    chief = ward.asker("chief")
    whole = chief.get("/api/exams").json()["total"]
    wrong, asked = [], 0
    for name in ("search", "region", "status", "radiologist", "diagnostic", "severity", "confidence", "reviewed", "page",
                 "positive", "correct", "flagged", "sex", "from", "to", "after", "order", "sort"):  # fmt: skip
        for text in QUOTES:
            answer = chief.get(f"/api/exams?{urllib.parse.urlencode({name: text})}")
            asked += 1
            told = answer.json()
            fine = (
                answer.status == 400
                and "error" in (told or {})
                or (
                    answer.status == 200
                    and 0 <= told["total"] <= whole
                    and (
                        name not in ("search", "region", "radiologist", "diagnostic")
                        or told["total"] == 0
                        or text in "%_*'\\\0"
                    )
                )
            )
            if not fine or any(word in answer.text.lower() for word in ("sqlite", "syntax error", 'near "')):
                wrong.append((name, text[:40], answer))
    for path in ("/api/exams/{}", "/api/patients/{}", "/api/patients?search={}", "/patients.html?search={}"):
        for text in QUOTES:
            answer = chief.get(path.format(urllib.parse.quote(text, safe="")))
            asked += 1
            if answer.status not in (200, 400, 404) or "sqlite" in answer.text.lower():
                wrong.append((path, text[:40], answer))
            if "{}" == path[-2:] and "?" not in path and answer.status == 200:
                wrong.append((path, text[:40], answer))
    verdicts.see(not wrong, f"{asked} quotes, unions and wild cards: nothing found by them, no word of SQL", *wrong[:6])
    still = chief.get("/api/exams").json()["total"]
    verdicts.see(still == whole and ward.workspace.integrity() == "ok", "and every exam is still there")
    chief.close()


def paths(ward, verdicts):
    """No way of writing a path leads out of the folders that are served."""
    uid = live_films.uid_of(1)
    (ward.workspace.home / "reports/images/9.9.9.png").unlink(missing_ok=True)
    os.symlink("../../local.cfg", ward.workspace.home / "reports/images/9.9.9.png")
    os.symlink("../../xrayvision.db", ward.workspace.home / "reports/images/9.9.8.display.png")
    chief, wrong, asked = ward.asker("chief"), [], 0
    targets = [prefix + way for way in TRAVERSALS for prefix in (
        "/images/", "/static/", "/films/a7/", "/days/", "/charts/", "/", "/fragments/film/", "/dicomweb/studies/",
        f"/images/{uid}.png/", "/patients/")]  # fmt: skip
    for target in targets + ["/images/9.9.9.png", "/images/9.9.8.display.png", "/images/", "/static/", "/films/"]:
        head = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {chief.always['Authorization']}\r\n"
        got = raw(ward.port, (head + "Connection: close\r\n\r\n").encode(), 5)
        asked += 1
        codes = statuses(got)
        if any(secret in got for secret in SECRETS) or not codes or codes[0] not in (400, 403, 404, 301, 308):
            wrong.append((target, codes, got[-100:]))
    verdicts.see(not wrong, f"{asked} ways of writing a path out of the house lead nowhere", *wrong[:6])
    os.unlink(ward.workspace.home / "reports/images/9.9.9.png")
    os.unlink(ward.workspace.home / "reports/images/9.9.8.display.png")
    chief.close()


def line_ends(ward, verdicts):
    """What a client sends never begins a line of the answer's head."""
    chief, wrong = ward.asker("chief"), []
    way = "%0d%0aSet-Cookie:%20evil=1%0d%0a%0d%0a<script>"
    targets = [f"/api/exams?search={way}", f"/films/{way}", f"/sign-in?next={way}", f"/sign-in?to=https://evil.example/{way}",
               f"/{way}", f"/api/exams/{way}", f"/stats?{way}", f"/images/{way}.png"]  # fmt: skip
    for target in targets:
        answer = chief.page(target)
        if "evil" in answer.header("set-cookie") or "evil" in answer.header("location"):
            wrong.append((target, answer.headers))
        if answer.status >= 500:
            wrong.append((target, answer))
    for field in ("X-Forwarded-For", "Origin", "If-None-Match", "Accept", "Cookie", "User-Agent", "Referer"):
        for value in (b"a\x00b", b"a\x0bb", b"\xff\xfe", b"x" * 3000):
            head = (
                b"GET /api/regions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: "
                + chief.always["Authorization"].encode()
            )
            got = raw(ward.port, head + b"\r\n" + field.encode() + b": " + value + b"\r\nConnection: close\r\n\r\n", 3)
            codes = statuses(got)
            if not codes or codes[0] >= 500 or value in got and len(value) > 8:
                wrong.append((field, value[:20], codes))
    verdicts.see(not wrong, "line ends and raw bytes in targets and fields stay out of the answers' heads", *wrong[:6])
    next_page = ward.asker(None).form("/sign-in?next=//evil.example/", login="chief", password=ward.people["chief"][0])
    place = next_page.header("location")
    verdicts.see(next_page.status in (302, 303) and (place.startswith("/") and not place.startswith("//")),
                 "signing in leads to a page of ours only", place)  # fmt: skip
    chief.close()


MARKUP = [
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '"><svg onload=window.pwned=1>',
    "{{{7*7}}}{{constructor}}",
    "javascript:window.pwned=1",
    "</textarea></title><script>window.pwned=1</script>",
]
EVERY = "".join(MARKUP)


def plant_markup(ward, uid):
    """Markup in each text that people or machines may have written."""
    cnp = ward.workspace.query("SELECT cnp FROM exams WHERE uid = ?", uid)[0][0]
    ward.write("UPDATE patients SET name = ? WHERE cnp = ?", f"EVIL^{EVERY}", cnp)
    ward.write("UPDATE exams SET protocol = ?, region = ? WHERE uid = ?", f"P {EVERY}", f"r {MARKUP[1]}", uid)
    ward.write("UPDATE ai_reports SET text = ?, summary = ?, model = ? WHERE uid = ?", f"A {EVERY}", f"s {EVERY}",
               f"m {EVERY}", uid)  # fmt: skip
    ward.write("DELETE FROM rad_reports WHERE uid = ?", uid)
    ward.write(
        "INSERT INTO rad_reports (uid, id, text, text_en, positive, severity, summary, type, radiologist, justification,"
        " model) VALUES (?, ?, ?, ?, 1, 8, ?, 'radio', ?, ?, ?)",
        uid, "44", f"R {EVERY}", f"E {EVERY}", f"d {EVERY}", f"Dr. {EVERY}", f"J {EVERY}", f"m {EVERY}",
    )  # fmt: skip
    return cnp


def markup(ward, verdicts, browser):
    """All of it shown as text in a real browser, on every page that can show it."""
    uid = live_films.uid_of(2)
    plant_markup(ward, uid)
    chief = ward.asker("chief")
    flagged = chief.post("/api/flag", {"uid": uid, "note": f"N {EVERY}"})
    verdicts.see(flagged.status == 200, "a note with markup in it is kept", flagged)
    found, shown = [], 0
    for login in ("chief", "nurse"):
        context, told = browser.person(login)
        page = context.new_page()
        told.watch(page)
        search = urllib.parse.quote(EVERY)
        patient = patient_path(chief, browser.film_path(uid))
        for path in ["/", f"/?search={search}", f"/?radiologist={search}&region={search}", browser.film_path(uid), "/patients.html",
                     f"/patients.html?search={search}", patient, "/worklist.html", "/statistics.html",
                     "/stats/radiologists", "/stats/diagnostics", "/stats/insights", "/about.html", f"/films/{search}",
                     "/check.html", f"/{search}", f"/sign-in?next={search}"]:  # fmt: skip
            page.goto(browser.url(path), wait_until="load")
            if page.evaluate("window.pwned"):
                found.append((login, path, "ran"))
            if page.locator("img[src='x'], svg[onload], [onerror], main script:not([src])").count():
                found.append((login, path, "markup became elements"))
            shown += page.locator("body").inner_text().count("<script>") > 0
        found += [(login, *one) for one in told.problems() if "404" not in str(one)]
        context.close()
    verdicts.see(
        not found, "markup in names, protocols, reports, notes, searches and paths is shown as text", *found[:6]
    )
    verdicts.see(shown >= 3, f"and can be read there ({shown} pages show it)")
    chief.close()


def listing(ward, verdicts):
    """Markup in answers that are no pages: never with a content type that a browser would run."""
    chief, wrong = ward.asker("chief"), []
    for method, path, _ in Routes(chief, {"uid": live_films.uid_of(2)}).all():
        if method == "GET":
            answer = chief.get(path)
            kind = answer.header("content-type").partition(";")[0]
            if b"<script>window" in answer.body and kind not in (
                "application/json",
                "text/csv",
                "text/plain",
                "application/dicom+json",
            ):
                wrong.append((path, kind))
            if answer.header("x-content-type-options") != "nosniff":
                wrong.append((path, "may be sniffed"))
    verdicts.see(not wrong, "no answer with markup in it may be taken for a page", *wrong[:6])
    chief.close()
