"""axe-core (Deque, as axe-playwright-python brings it) on every page, for each role, in light and dark."""

import os

import live_films
from live_browser import SMALL, WIDE, Browser, is_live, key, settled
from live_pages import every_page
from live_ward import Ward, need, skip

GRAVE = ("serious", "critical")


def axe(verdicts, options):
    missing = need("playwright", "axe_playwright_python")
    if missing or not os.access("/usr/bin/chromium", os.X_OK):
        return skip("axe", f"{', '.join(missing) or 'chromium'} is not installed; run scripts/setup --peers")
    ward = Ward("axe")
    before, seen = verdicts.failed, None
    try:
        ward.fill(range(1, 19), side=128)
        ward.start()
        doctor = ward.asker("doctor")
        doctor.post("/api/rad_review", {"uid": live_films.uid_of(2), "normal": True})
        doctor.post("/api/flag", {"uid": live_films.uid_of(3), "note": "Please look."})
        seen = Browser(ward, options.shots)
        look(ward, seen, verdicts, options.long)
    finally:
        if seen:
            seen.close()
        ward.close(verdicts, before)
    return 0


# What a colour scheme can change.
ALL = {"resultTypes": ["violations"]}
# Pages with other buttons for other roles; the rest has names where these have initials.
DIFFERING = ("films", "film", "worklist")
COLOURS = ALL | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def cases(ward, seen, is_long):
    """(who, colour scheme, size, axe's options, pages): unless there is time, each page once, what a smaller role sees
    otherwise also as that role, and in the dark only what colours change."""
    everything = every_page(ward, seen)
    if is_long:
        for scheme in ("light", "dark"):
            yield None, scheme, WIDE, ALL, {"sign-in": "/sign-in"}
            for login in ("nurse", "doctor", "chief"):
                yield login, scheme, WIDE, ALL, everything
        yield "doctor", "light", SMALL, ALL, everything
        return
    differing = {name: everything[name] for name in DIFFERING}
    yield None, "light", WIDE, ALL, {"sign-in": "/sign-in"}
    yield "chief", "light", WIDE, ALL, everything
    for login in ("nurse", "doctor"):
        yield login, "light", WIDE, ALL, differing
    yield "chief", "dark", WIDE, COLOURS, everything
    yield None, "dark", WIDE, COLOURS, {"sign-in": "/sign-in"}
    yield "doctor", "light", SMALL, ALL, {name: everything[name] for name in ("films", "film", "patient")}


def look(ward, seen, verdicts, is_long):
    from axe_playwright_python.sync_playwright import Axe

    judge, total, grave, lesser = Axe(), 0, [], {}
    for login, scheme, size, rules, wanted in cases(ward, seen, is_long):
        context, told = seen.person(login, viewport=size, scheme=scheme)
        page = context.new_page()
        for name, path in wanted.items():
            page.goto(seen.url(path))
            if name in ("films", "worklist"):
                is_live(page)
            states = [name]
            if name == "films" and login and rules == ALL:
                states += ["look", "keys"] + (["flag", "again"] if login == "doctor" else [])
            for state in states:
                opened(page, state)
                total += 1
                for found in judge.run(page, options=rules).response["violations"]:
                    where = [node["target"] for node in found["nodes"]][:2]
                    if found["impact"] in GRAVE:
                        grave.append(
                            (
                                login,
                                scheme,
                                size["width"],
                                state,
                                found["id"],
                                found["impact"],
                                where,
                                found["nodes"][0].get("failureSummary", "")[:200],
                            )
                        )
                    else:
                        lesser[found["id"]] = lesser.get(found["id"], 0) + 1
        context.close()
    kinds = sorted({(one[4], one[3]) for one in grave})
    verdicts.see(
        not grave and total > 35,
        f"axe-core: {total} pages and dialogs, findings that are serious or critical: 0",
        f"{len(grave)} findings: {kinds}",
        *grave[:12],
    )
    if lesser:
        print(f"note moderate or minor: {', '.join(f'{name} {count}×' for name, count in sorted(lesser.items()))}")


def opened(page, state):
    """The films page with one of its dialogs."""
    if state not in ("look", "keys", "flag", "again"):
        return
    page.keyboard.press("Escape")
    # The keys of the list mean nothing while a dialog is open, and most of them only with a film at hand.
    settled(page, lambda: page.locator("dialog[open]").count() == 0)
    page.evaluate("document.activeElement.blur()")
    if state != "keys":
        key(page, "j")
        settled(page, lambda: page.evaluate("document.activeElement.closest('tr.film') !== null"))
    key(page, {"look": "p", "keys": "?", "flag": "f", "again": "r"}[state])
    page.wait_for_selector("dialog[open]", timeout=15000)
