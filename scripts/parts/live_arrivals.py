"""Films that come while somebody looks: from the modality to the screen, past a reader, over a restart, with a report."""

import contextlib
import os
import sqlite3
import subprocess
import threading
import time

import live_films
from live_browser import ARRIVAL, is_live, key, pressed, rows, settled
from workspace import wait_until

MISSED = 90


def send(ward, *numbers):
    """A modality sends films: DCMTK's storescu to the listener."""
    folder = ward.workspace.home / "modality"
    folder.mkdir(exist_ok=True)
    paths = []
    for number in numbers:
        path = folder / f"{number}.dcm"
        path.write_bytes(live_films.film(number, 128, day="20260310", clock=f"12{number % 60:02}00"))
        paths.append(str(path))
    command = ["/usr/bin/storescu", "-aec", "XRAYVISION", "127.0.0.1", str(ward.sections["dicom"]["AE_PORT"]), *paths]
    told = subprocess.run(command, capture_output=True, text=True, timeout=30, env=os.environ | {"TCP_NODELAY": "1"})
    return told.returncode == 0


def done_at(ward, uid, told):
    """Notes the moment at which the database says that the film is read."""
    while not ward.workspace.query("SELECT 1 FROM exams WHERE uid = ? AND status = 'done'", uid):
        time.sleep(0.005)
    told.append(time.time())


def arriving(ward, seen, verdicts):
    """From the modality to a card on the screen: within a second of `done`."""
    page, _ = seen.open("doctor")
    is_live(page)
    late = []
    for number in (60, 61, 62):
        uid, moment = live_films.uid_of(number), []
        page.evaluate(ARRIVAL, uid)
        watch = threading.Thread(target=done_at, args=(ward, uid, moment), daemon=True)
        watch.start()
        stored = send(ward, number)
        settled(page, lambda: page.evaluate("(uid) => window.__arrived[uid]", uid), 15)
        watch.join(5)
        shown = page.evaluate("(uid) => window.__arrived[uid]", uid)
        late.append((stored, shown and moment and shown - moment[0]))
    times = [seconds for _, seconds in late if seconds]
    verdicts.see(
        # The middle one: beside the other parts one of them may wait for the machine.
        all(stored for stored, _ in late) and len(times) == 3 and sorted(times)[1] < 1 and max(times) < 3,
        f"films from storescu are cards {', '.join(f'{seconds * 1000:.0f}' for seconds in times)} ms after `done`",
        late,
    )
    top = rows(page)[:3]
    verdicts.see(top == [live_films.uid_of(n) for n in (62, 61, 60)], "the newest on top", top)
    title = settled(page, lambda: page.title())
    verdicts.see("XRayVision" in title or "(" in title, f"the window's title counts: {title}")


def scrolled(ward, seen, verdicts):
    """Nothing moves under somebody who reads."""
    page, _ = seen.open("doctor")
    is_live(page)
    page.mouse.wheel(0, 500)
    settled(page, lambda: page.evaluate("scrollY > 300"))
    before = rows(page), page.evaluate("scrollY")
    send(ward, 63, 64)
    offered = settled(
        page,
        lambda: (
            page.locator("#new-films button:visible").count() == 1
            and "2" in page.locator("#new-films button").inner_text()
        ),
        15,
    )
    verdicts.see(
        offered, "two films arrive while somebody reads: a button offers them", page.locator("#new-films").inner_text()
    )
    verdicts.see((rows(page), page.evaluate("scrollY")) == before, "and nothing has moved")
    seen.shot(page, "new-films-light", whole=False)
    meanwhile = rows(page)[4]
    said(ward, "chief", meanwhile, True)
    page.locator("#new-films button").click()
    top = settled(page, lambda: live_films.uid_of(64) in rows(page)[:2] and rows(page))
    verdicts.see(top and page.evaluate("scrollY") == 0, "a click shows them, at the top", rows(page)[:3])
    verdicts.see(
        settled(page, lambda: pressed(page, meanwhile, "normal")), "and the list as it is now, with what was said meanwhile"
    )


def said(ward, login, uid, is_normal):
    """Somebody reviews a film elsewhere."""
    asker = ward.asker(login)
    answer = asker.post("/api/rad_review", {"uid": uid, "normal": is_normal})
    asker.close()
    return answer.json()


def followed(ward, seen, verdicts):
    """What another programme writes into the database is on the open page, though nobody tells of it."""
    page, _ = seen.open("doctor")
    is_live(page)
    uid = rows(page)[2]
    card = page.locator(f"[id='film-{uid}'] .c-ai")
    before = card.inner_text()
    with contextlib.closing(sqlite3.connect(ward.workspace.home / "xrayvision.db", timeout=10)) as database, database:
        severity = database.execute("SELECT severity FROM ai_reports WHERE uid = ?", (uid,)).fetchone()[0]
        other = 2 if severity == 10 else 10
        database.execute("UPDATE ai_reports SET severity = ? WHERE uid = ?", (other, uid))
    began = time.monotonic()
    words = f"severity {other} of"
    shown = settled(page, lambda: words in card.inner_text(), 15)
    verdicts.see(
        shown and words not in before,
        f"another programme's change of a verdict is on the card after {time.monotonic() - began:.1f} s",
        before,
        card.inner_text(),
    )


# A click of a hand on the first film, in the moment in which the list is another one.
HASTY = """() => { const main = document.querySelector("main"); new MutationObserver((_, watch) => {
  const first = document.querySelector("#list tr.film [data-act=abnormal]"); if (!first || window.__hasty) return; watch.disconnect();
  window.__hasty = first.closest("tr").dataset.uid;
  first.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, detail: 1})); }).observe(main, {childList: true}); }"""


def aimed(ward, seen, verdicts):
    """Films that come while a hand is at the mouse: a click says what it says of the film that was aimed at."""
    page, _ = seen.open("doctor")
    is_live(page)
    before = rows(page)
    aim = before[1]
    page.locator(f"[id='film-{aim}'] [data-act=normal]").hover()
    send(ward, 65)
    offered = settled(page, lambda: page.locator("#new-films button:visible").count() == 1, 15)
    verdicts.see(
        offered and rows(page) == before, "a film arrives while the pointer is over the list: it is offered", rows(page)[:3]
    )
    page.mouse.down()
    page.mouse.up()
    done = settled(page, lambda: pressed(page, aim, "normal"))
    # The frame about the review may come before the answer to it.
    settled(page, lambda: page.locator("#toasts .toast").count() > 0)
    toast = page.locator("#toasts").inner_text()
    verdicts.see(done and rows(page) == before, "and the click is for the film that was aimed at", rows(page)[:3])
    region = page.locator(f"[id='film-{aim}'] .c-exam > span").inner_text()
    clock = page.locator(f"[id='film-{aim}'] .c-exam time").inner_text()
    verdicts.see(region.split()[0] in toast and clock in toast, f"the message names the film: {toast.strip()[:80]}")
    page.evaluate(HASTY)
    page.locator("#new-films button").click()
    hasty = settled(page, lambda: page.evaluate("window.__hasty"))
    warned = settled(page, lambda: "just moved" in page.locator("#toasts").inner_text())
    # What would be said in error is said by now.
    page.wait_for_timeout(300)
    verdicts.see(
        hasty == live_films.uid_of(65) and not pressed(page, hasty, "abnormal") and warned,
        "a click in the moment of the change does nothing, and says so",
        hasty,
    )


def drawn(ward, seen, verdicts):
    """What happens between the drawing of a page and its first connection is on it."""
    film = live_films.uid_of(9)
    for path in ("/", "/worklist.html", seen.film_path(film)):
        context, told = seen.person("doctor")
        page = context.new_page()
        told.watch(page)
        page.goto(seen.url(path))
        uid, lines = (film if "/films/" in path else rows(page)[-1]), []
        button = "#act" if "/films/" in path else f"[id='film-{uid}']"

        def late(route, _, uid=uid):
            said(ward, "chief", uid, False)
            route.continue_()

        page.route("**/live.js", late)
        page.on("websocket", lambda line, lines=lines: lines.append(line.url))
        page.goto(seen.url(path))
        said_so = page.locator(f"{button} [data-act=abnormal][aria-pressed=true]")
        shown = settled(page, lambda said_so=said_so: said_so.count() == 1)
        number = page.evaluate("document.documentElement.dataset.seq")
        verdicts.see(
            shown and lines and f"since={number}" in lines[-1],
            f"{path}: said after the page was drawn and before it listens: it is there",
            uid,
            lines,
        )
        context.close()


def colleague(ward, seen, verdicts):
    """The message's Undo takes back what was said, and never what a colleague said since."""
    page, told = seen.open("doctor")
    is_live(page)
    uid = rows(page)[3]
    page.locator(f"[id='film-{uid}'] a.open").focus()
    key(page, "n")
    settled(page, lambda: pressed(page, uid, "normal"))
    said(ward, "chief", uid, False)
    settled(page, lambda: pressed(page, uid, "abnormal"))
    with told.expecting(r"409", r"Failed to load"):
        page.locator("#toasts button", has_text="Undo").last.click()
        words = settled(page, lambda: "nothing was taken back" in (text := page.locator("#toasts").inner_text()) and text) or ""
    asker = ward.asker("chief")
    history = asker.get(f"/api/exams/{uid}/history").json() or {}
    asker.close()
    stand = [(one["reviewer"], one["normal"]) for one in history.get("reviews", []) if not one["withdrawn"]]
    verdicts.see(("chief", False) in stand and bool(words.strip()), f"a colleague's word stays: {words.strip()[:90]}", stand)


def restarting(ward, seen, verdicts):
    """The daemon goes away and comes back; what happened meanwhile is there."""
    page, told = seen.open("doctor")
    is_live(page)
    page.evaluate("window.__same = true")
    line = ward.socket("doctor")
    seq = line.message(5)["seq"]
    old = rows(page)[5]
    with told.expecting(r"WebSocket connection", r"ERR_CONNECTION_REFUSED", r"Failed to (load|fetch)"):
        code, seconds = ward.stop()
        verdicts.see(
            code == 0 and seconds < 10 and line.closing(2) == 1001,
            f"asked to stop it says 1001 and ends within {seconds:.1f} s",
            code,
        )
        lost = settled(page, lambda: "lost" in page.locator("#connection").inner_text())
        verdicts.see(lost, "the page says that the connection is lost", page.locator("#connection").inner_text())
        shelf = ward.workspace.home / "away"
        shelf.mkdir()
        (shelf / "missed.dcm").write_bytes(live_films.film(MISSED, 128, day="20260311"))
        for command in ("ingest", shelf, "--quiet"), ("analyse", "--quiet"):
            ward.workspace.do(*command)
        ward.write(
            "INSERT INTO reviews (uid, reviewer, normal, severity, at) VALUES (?, 'chief', 1, 0, '2026-03-11T10:00:00.000Z')", old
        )
        ward.start()
        began = time.monotonic()
        live = is_live(page, 40)
        verdicts.see(live, f"it connects again by itself, {time.monotonic() - began:.1f} s after the start")
    there = settled(page, lambda: live_films.uid_of(MISSED) in rows(page), 5)
    verdicts.see(
        there and page.evaluate("window.__same === true"),
        "what was read meanwhile is on the page, which was never loaded anew",
        rows(page)[:3],
    )
    verdicts.see(
        settled(page, lambda: pressed(page, old, "normal")), "and what was said meanwhile of a film shown before is on its card"
    )
    older = ward.socket("doctor", since=seq)
    first = older.message(5)
    verdicts.see(
        first["event"]["payload"].get("replay") == "partial" and first["seq"] > seq,
        "a programme is told that its gap is too wide to be filled, and numbers go on",
        first["event"],
        seq,
    )
    older.close()
    replay(ward, verdicts)


def replay(ward, verdicts):
    """A short gap is filled: everything once, in order."""
    first = ward.socket("doctor")
    seq = first.message(5)["seq"]
    first.close()
    doctor = ward.asker("doctor")
    uids = [live_films.uid_of(number) for number in (5, 6, 7, 8)]
    for uid in uids:
        doctor.post("/api/rad_review", {"uid": uid, "normal": True})
    again = ward.socket("doctor", since=seq)
    got = []
    while len(got) < 8 and (told := again.message(2)):
        if (told.get("event") or {}).get("name") == "radreview":
            got.append((told["seq"], told["event"]["payload"]["uid"]))
    verdicts.see(
        [uid for _, uid in got] == uids and sorted(got) == got and got[0][0] > seq,
        "four events of a gap are sent after, once each and in order",
        got,
        seq,
    )
    again.close()
    doctor.close()


def fetching(ward, seen, verdicts, gate):
    """The hospital's report, fetched by hand: first from a server that is away."""
    send(ward, 30)  # one of POPESCU ION's
    with_report = live_films.film(70, 128, live_films.PEOPLE[0], "chest PA", "20260302", "100000")
    ward.workspace.drop("with-report.dcm", with_report, aged=True)
    uid = live_films.uid_of(70)
    wait_until(lambda: ward.status(uid) == "done", 20)
    page, told = seen.open("doctor", "/?search=" + uid)
    is_live(page)
    key(page, "j")
    with told.expecting(r"50[0-9]", r"Failed to load"):
        key(page, "g")
        said = settled(page, lambda: page.locator("#toasts").inner_text(), 10)
        verdicts.see(bool(said), f"with the hospital's server away it says so: {str(said).strip()[:90]}")
    gate.up()
    key(page, "j")
    key(page, "g")
    found = wait_until(
        lambda: ward.workspace.query("SELECT text FROM rad_reports WHERE uid = ? AND coalesce(text, '') <> ''", uid), 20
    )
    shown = settled(page, lambda: page.locator(f"[id='film-{uid}'] .c-rad .mark.rad").count() == 1, 15)
    verdicts.see(bool(found) and shown, "and fetches the report when it is there, onto the card", found)
    gate.down()
