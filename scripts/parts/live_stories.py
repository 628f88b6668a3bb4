"""A day at the dashboard, in a real browser: each role at work, films that arrive, a server that restarts."""

import os
import time

from live_arrivals import aimed, arriving, colleague, drawn, fetching, followed, restarting, scrolled
from live_browser import Browser, answer, is_live, key, pressed, rows, settled
from live_pages import hands, pictures, summary
from live_quick import gone, once, quick
from live_ward import Ward, need, skip
from records_ward import Gate, Peer
from workspace import wait_until

FILMS = range(1, 35)
# How many greys the film's canvas has.
GREYS = """() => { let most = 0; for (const canvas of document.querySelectorAll("canvas")) {
  if (!canvas.width) continue; const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const met = new Set(); for (let at = 0; at < data.length; at += 4) met.add(data[at]); most = Math.max(most, met.size); }
  return most > 20 && most; }"""


def browser(verdicts, options):
    missing = need("playwright")
    if missing or not os.access("/usr/bin/chromium", os.X_OK):
        return skip("browser", "Playwright or chromium is not installed; run scripts/setup --peers")
    peer = Peer("hipocrate_peer.py")
    gate = Gate(peer)
    gate.down()
    ward = Ward(
        "browser",
        processing={"ENABLE_HIS": "yes"},
        fhir={"FHIR_URL": gate.url + "", "FHIR_PASSWORD": "test", "POLL": 3600, "TIME_ZONE": "Europe/Bucharest"},
    )
    before, seen = verdicts.failed, None
    try:
        ward.fill(FILMS)
        ward.start()
        seen = Browser(ward, options.shots)
        for story in (
            doors,
            searching,
            looking,
            saying,
            arriving,
            scrolled,
            followed,
            aimed,
            drawn,
            colleague,
            restarting,
            gone,
            others,
            checking,
            hands,
            quick,
            once,
            pictures,
        ):
            told(story, verdicts, ward, seen)
        told(fetching, verdicts, ward, seen, gate)
        summary(seen, verdicts)
    finally:
        if seen:
            seen.close()
        ward.close(verdicts, before)
        peer.close()
    return 0


def told(story, verdicts, ward, seen, *more):
    """One story; that it breaks off is a failure and does not end the others."""
    began = time.monotonic()
    try:
        story(ward, seen, verdicts, *more)
    except Exception as problem:
        reason = f"{type(problem).__name__}: {str(problem)[:600]}"
        verdicts.see(False, f"the story `{story.__name__}` comes to its end", reason)
    seen.leave()
    if time.monotonic() - began > 20:
        print(f"note the story `{story.__name__}` took {time.monotonic() - began:.0f} s")


def doors(ward, seen, verdicts):
    """Signing in, by role."""
    page, told = seen.open(None, "/worklist.html")
    verdicts.see(
        "/sign-in" in page.url and "worklist" in page.url,
        "a page asked for without a login leads to the sign-in page, and remembers it",
        page.url,
    )
    seen.shot(page, "sign-in-light")
    with told.expecting(r"401", r"403"):
        seen.sign_in(page, "doctor", "wrong")
        shown = page.locator("[role=alert]").inner_text()
        verdicts.see(
            "wrong" in shown.lower()
            and page.input_value("input[name=login]") == "doctor"
            and not page.input_value("input[name=password]"),
            "a wrong password is said to be one, and the name is kept",
            shown,
        )
    seen.sign_in(page, "doctor")
    verdicts.see(page.url.endswith("/worklist.html"), "the right one opens the page that was asked for", page.url)
    held = {}
    for login, role in (("nurse", "user"), ("doctor", "reviewer"), ("chief", "admin")):
        page, _ = seen.open(login)
        held[role] = {
            "role": role in page.locator("form.who").text_content(),
            "may review": page.locator("#list [data-act=normal]").count() > 0,
            "may query": page.locator("form.query").count() == 1,
            "sees names": "POPESCU" in page.locator("#list").inner_text().upper(),
            "live": is_live(page),
        }
    wanted = {
        "user": (True, False, False, False, True),
        "reviewer": (True, True, False, False, True),
        "admin": (True, True, True, True, True),
    }
    got = {role: tuple(seen_by.values()) for role, seen_by in held.items()}
    verdicts.see(got == wanted, "each role has its buttons, and only an admin names", got)
    page, _ = seen.open("nurse")
    page.click("form.who button")
    page.wait_for_url("**/sign-in*")
    page.goto(seen.url("/patients.html"))
    verdicts.see("/sign-in" in page.url, "signed out, nothing opens any more", page.url)


def searching(ward, seen, verdicts):
    """Filters, search, pages; the address is the state."""
    page, _ = seen.open("chief")
    page.evaluate("window.__same = true")
    total = int(page.locator("#shown").inner_text().split()[0])
    verdicts.see(
        total == len(FILMS) and len(rows(page)) == 10,
        f"{total} films, ten on a page",
        page.locator("#shown").inner_text(),
    )
    first = rows(page)
    page.click("a[rel=next]")
    settled(page, lambda: rows(page)[:1] != first[:1])
    second = rows(page)
    verdicts.see("page=2" in page.url and not set(first) & set(second), "the next page, in the address", page.url)
    page.go_back()
    verdicts.see(
        settled(page, lambda: rows(page) == first) and "page=" not in page.url, "back is the first page again", page.url
    )
    page.locator("form.jump input[name=page]").first.fill("3")
    page.keyboard.press("Enter")
    verdicts.see(
        settled(page, lambda: "page=3" in page.url and len(rows(page)) == 10), "a page by its number", page.url
    )
    page.goto(seen.url())
    page.evaluate("window.__same = true")
    page.fill("#search", "popescu")
    found = settled(page, lambda: "search=popescu" in page.url and 0 < len(rows(page)) < 10)
    names = page.eval_on_selector_all("#list a.open", "all => all.map((one) => one.textContent)")
    verdicts.see(found and all("POPESCU" in name.upper() for name in names), "a search as it is typed", page.url, names)
    page.select_option("select[name=status]", "any")
    page.select_option("select[name=reviewed]", "yes")
    settled(page, lambda: "reviewed=yes" in page.url and "status=any" in page.url)
    kept = rows(page), page.url
    verdicts.see("search=popescu" in page.url and "reviewed=yes" in page.url, "filters add up in the address", page.url)
    verdicts.see(page.evaluate("window.__same === true"), "and the page was never loaded anew")
    page.reload()
    verdicts.see(
        (rows(page), page.url) == kept and page.input_value("#search") == "popescu",
        "loaded anew it is the same list",
        page.url,
    )
    page.go_back()
    back = settled(page, lambda: "reviewed=yes" not in page.url and page.input_value("select[name=reviewed]") == "any")
    verdicts.see(back, "back takes the last filter away, in the form too", page.url)
    page.goto(seen.url("/?status=any&search=nobody-at-all"))
    verdicts.see(page.locator("#list .empty").count() == 1 and not rows(page), "nothing found says what to do")
    page.goto(seen.url("/?order=disagreement"))
    verdicts.see(len(rows(page)) == 10, "sorted by disagreement")


def looking(ward, seen, verdicts):
    """Quick look, the film's page, its viewer."""
    page, _ = seen.open("doctor")
    page.locator("#list a.look").first.click()
    page.wait_for_selector("dialog#look[open]")
    wide = settled(page, lambda: page.evaluate("document.querySelector('#look img')?.naturalWidth || 0"))
    verdicts.see(
        wide >= 256 and "AI" in page.locator("#look").inner_text(),
        f"a click on the film shows it large ({wide} px), with the AI's text",
    )
    seen.shot(page, "look-light", whole=False)
    page.keyboard.press("Escape")
    verdicts.see(settled(page, lambda: page.locator("dialog[open]").count() == 0), "Esc closes it")
    page.locator("#list a.open").nth(1).click()
    page.wait_for_url("**/films/**")
    page.locator("button", has_text="Invert").click()
    drawn = settled(page, lambda: page.evaluate(GREYS))
    verdicts.see((drawn or 0) > 20, f"its page has the film, and the viewer draws it inverted ({drawn} greys)")
    page.locator("button", has_text="Reset").click()
    verdicts.see(page.locator("#act [data-act=normal]").count() == 1, "and lets one say what one sees")
    key(page, "n")
    said = settled(page, lambda: page.locator("#act [data-act=normal][aria-pressed=true]").count() == 1)
    key(page, "u")
    gone = settled(page, lambda: page.locator("#act [data-act=normal][aria-pressed=false]").count() == 1)
    verdicts.see(said and gone, "n and u work there too")
    seen.shot(page, "film-light")


def stands(ward, uid):
    """The reviews of a film as they are kept: (login, normal)."""
    asker = ward.asker("chief")
    told = asker.get(f"/api/exams/{uid}/history").json() or {}
    asker.close()
    return [(one["reviewer"], one["normal"]) for one in told.get("reviews", []) if not one["withdrawn"]]


def saying(ward, seen, verdicts):
    """Reviews by key and undo, flags, a second reading; a colleague sees each without doing anything."""
    page, _ = seen.open("doctor")
    other, _ = seen.open("chief")
    is_live(page), is_live(other)
    uid = rows(page)[0]
    key(page, "j")
    focused = page.evaluate("document.activeElement.closest('tr')?.dataset.uid")
    verdicts.see(focused == uid, "j goes to the first film", focused)
    began = time.monotonic()
    key(page, "n")
    done = settled(page, lambda: pressed(page, uid, "normal"))
    verdicts.see(
        done and stands(ward, uid) == [("doctor", True)],
        f"n: normal, kept after {(time.monotonic() - began) * 1000:.0f} ms",
        stands(ward, uid),
    )
    verdicts.see(settled(other, lambda: pressed(other, uid, "normal"), 3), "the colleague sees it at once")
    verdicts.see(
        page.evaluate("document.activeElement.closest('tr')?.dataset.uid") == uid, "and the focus stays where it was"
    )
    key(page, "a")
    verdicts.see(
        settled(page, lambda: pressed(page, uid, "abnormal")) and stands(ward, uid)[-1] == ("doctor", False),
        "a: abnormal instead",
        stands(ward, uid),
    )
    key(page, "u")
    settled(page, lambda: not pressed(page, uid, "abnormal"))
    key(page, "u")
    verdicts.see(
        settled(page, lambda: not pressed(page, uid, "normal")) and wait_until(lambda: stands(ward, uid) == [], 3),
        "u, twice: nothing is said any more",
        stands(ward, uid),
    )
    key(page, "f")
    page.wait_for_selector("dialog#flag-film[open]")
    page.keyboard.type("Look at the <b>apex</b>, please")
    answer(page, "dialog#flag-film [value=do]")
    flagged = settled(page, lambda: page.locator(f"[id='film-{uid}'] .flag").count() == 1)
    note = page.locator(f"[id='film-{uid}'] .flag").get_attribute("title") if flagged else ""
    verdicts.see(
        note == "Look at the <b>apex</b>, please"
        and settled(other, lambda: other.locator(f"[id='film-{uid}'] .flag").count() == 1, 3),
        "f: a flag with its note, at the colleague's too",
        note,
    )
    key(page, "f")
    page.wait_for_selector("dialog#flag-film[open]")
    answer(page, "dialog#flag-film [value=clear]")
    verdicts.see(settled(page, lambda: page.locator(f"[id='film-{uid}'] .flag").count() == 0), "and it can be cleared")
    ward.model.post("/latency", "700")
    key(page, "r")
    page.wait_for_selector("dialog#read-again[open]")
    page.keyboard.type("Look at the left apex.")
    answer(page, "dialog#read-again [value=do]")
    queued = wait_until(lambda: ward.status(uid) in ("requeue", "processing"), 5, 0.02)
    again = wait_until(lambda: ward.status(uid) == "done", 15)
    ward.model.post("/latency", "0")
    asked = ward.model.get("/said")
    verdicts.see(
        queued and again and any("left apex" in one["user"] for one in asked),
        "r: read again, with the extra instruction",
    )
    verdicts.see(
        settled(page, lambda: page.locator(f"[id='film-{uid}'].is-done").count() == 1), "and its card is done again"
    )
    toasts = page.locator("#toasts").get_attribute("aria-live")
    verdicts.see(toasts == "polite", "what happens is also said to a screen reader", toasts)


def others(ward, seen, verdicts):
    """Worklist, patients, one patient's time line."""
    page, _ = seen.open("doctor", "/worklist.html")
    is_live(page)
    differences = [
        int(text.replace("Δ", "").replace("−", "-"))
        for text in page.eval_on_selector_all("#list .difference", "all => all.map((one) => one.textContent)")
    ]
    verdicts.see(
        len(differences) > 2 and [abs(d) for d in differences] == sorted((abs(d) for d in differences), reverse=True),
        "the worklist: the largest difference first",
        differences,
    )
    first, second = rows(page)[:2]
    key(page, "j")
    key(page, "n")
    moved = settled(page, lambda: page.evaluate("document.activeElement.closest('tr')?.dataset.uid") == second)
    verdicts.see(
        moved and stands(ward, first) == [("doctor", True)],
        "one key settles a film, and the next is at hand",
        stands(ward, first),
    )
    seen.shot(page, "worklist-light")
    page, _ = seen.open("chief", "/patients.html")
    page.fill("#search", "ionescu")
    page.keyboard.press("Enter")
    page.wait_for_url("**search=ionescu*", wait_until="load")
    names = page.eval_on_selector_all("table.people a.open", "all => all.map((one) => one.textContent)")
    verdicts.see(len(names) == 1 and "IONESCU" in names[0].upper(), "a patient by a part of the name", names)
    page.click("table.people a.open")
    page.wait_for_url("**/patients/**")
    films = page.locator("li.film").count()
    verdicts.see(
        films >= 4 and "2900202221149" not in page.url and page.locator("li.study").count() >= 4,
        f"the time line has {films} films, and no number in its address",
        page.url,
    )
    for text in ("2900202", "1800101221144"):
        page.goto(seen.url(f"/patients.html?search={text}"))
        verdicts.see(page.locator("table.people a.open").count() == 1, f"by number: {text[:7]}…")


def checking(ward, seen, verdicts):
    """The Check page: three questions to the model."""
    page, _ = seen.open("nurse", "/check.html")
    page.fill("textarea[name=report]", "Fără leziuni pleuro-pulmonare evolutive. <b>Cord</b> normal.")
    page.click("button[value=check]")
    quick = settled(page, lambda: page.locator("#quick:visible").count() and page.locator("#quick").inner_text(), 10)
    verdicts.see(bool(quick) and "normal" in quick.lower(), "quick check: pathologic, severity, summary", quick)
    page.click("button[value=analyse]")
    passes = settled(page, lambda: page.locator("#passes section:visible").count(), 10)
    verdicts.see(passes == 4, "detailed analysis: three passes and the whole", passes)
    page.click("button[value=translate]")
    english = settled(
        page, lambda: page.locator("#translation:visible").count() and page.locator("#translation p").inner_text(), 10
    )
    verdicts.see(bool(english) and "finding" in english, "a translation", english)
    seen.shot(page, "check-light")
