"""Every page of the dashboard: by hand, on a small screen, in light and dark, and what no page does."""

import re
from contextlib import nullcontext

import live_films
from live_browser import SMALL, is_live, key, pressed, rows, settled

PAGES = {
    "films": "/", "patients": "/patients.html", "worklist": "/worklist.html", "statistics": "/statistics.html",
    "radiologists": "/stats/radiologists", "diagnostics": "/stats/diagnostics", "insights": "/stats/insights", "nightly": "/nightly/index.html", "days": "/days/index.html",
    "check": "/check.html", "api": "/api.html", "about": "/about.html",
}  # fmt: skip


def patient_path(asker, film):
    """The patient's page that a film's page links to."""
    return "/" + re.search(r'href="(?:\.\./)*(patients/[^"/]+\.html)"', asker.get(film).text)[1]


def every_page(ward, seen):
    """All pages by their names, with a film and a patient."""
    asker = ward.asker("chief")
    film = seen.film_path(live_films.uid_of(1))
    patient = patient_path(asker, film)
    asker.close()
    return PAGES | {
        "film": film,
        "patient": patient,
        "missing": "/films/00/9.9.9.html",
    }


def visit(page, told, address, name):
    with told.expecting(r"404") if name == "missing" else nullcontext():
        page.goto(address)


def hands(ward, seen, verdicts):
    """Keyboard only, and 390 pixels."""
    page, _ = seen.open("doctor")
    is_live(page)
    page.keyboard.press("Tab")
    verdicts.see(page.evaluate("document.activeElement.matches('a.skip')"), "the first Tab is the way to the content")
    unseen, met = [], set()
    for _ in range(60):
        page.keyboard.press("Tab")
        what = page.evaluate("""() => { const at = document.activeElement; const seen = (one) => { const style = getComputedStyle(one);
                return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none"; }; const box = at.getBoundingClientRect();
            return [at.tagName, at.name || at.textContent.trim().slice(0, 20), seen(at) || at.closest("tr") !== null && seen(at.closest("tr")), box.width * box.height]; }""")
        met.add(what[0])
        if what[0] != "BODY" and (not what[2] or what[3] == 0):
            unseen.append(what)
    verdicts.see(
        not unseen and {"A", "INPUT", "SELECT", "BUTTON"} <= met, "60 Tabs: the focus can always be seen", *unseen[:5]
    )
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    key(page, "/")
    verdicts.see(page.evaluate("document.activeElement.id") == "search", "/ searches")
    page.keyboard.press("Escape")
    key(page, "?")
    verdicts.see(
        settled(page, lambda: page.locator("dialog#keys[open]").count() == 1)
        and all(key in page.locator("#keys").inner_text() for key in ("j", "n", "a", "u", "f")),
        "? shows the keys",
    )
    page.keyboard.press("Escape")
    key(page, "j")
    key(page, "p")
    opened = settled(page, lambda: page.locator("dialog#look[open]").count() == 1)
    page.keyboard.press("Escape")
    back = settled(page, lambda: page.evaluate("document.activeElement.closest('tr') !== null"))
    page.keyboard.press("Enter")
    settled(page, lambda: "/films/" in page.url)
    verdicts.see(
        opened and back and "/films/" in page.url,
        "p looks, Esc comes back to the row, Enter opens",
        opened,
        back,
        page.url,
    )
    small, told = seen.person("doctor", viewport=SMALL, has_touch=True, is_mobile=True)
    page = small.new_page()
    told.watch(page)
    wide = []
    for name, path in every_page(ward, seen).items():
        visit(page, told, seen.url(path), name)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide.append((name, over))
        seen.shot(page, f"{name}-390")
    verdicts.see(not wide, "390 pixels: no page is wider than the screen", wide)
    page.goto(seen.url())
    is_live(page)
    folded = page.locator("#filters select:visible").count()
    page.locator(".filter-fold summary").tap()
    unfolded = page.locator("#filters select:visible").count()
    page.select_option("select[name=order]", "severity")
    kept = settled(page, lambda: "order=severity" in page.url and page.locator("#filters select:visible").count() > 3)
    verdicts.see(
        folded == 0 and unfolded > 3 and kept, "the filters are folded, open at a tap, and stay open", folded, unfolded
    )
    page.goto(seen.url())
    is_live(page)
    uid = rows(page)[0]
    page.locator(f"[id='film-{uid}'] [data-act=normal]").tap()
    verdicts.see(settled(page, lambda: pressed(page, uid, "normal")), "and a finger can review there")


# Whether all of the header stands on one line, also with the longest words about the connection.
HEADER = """() => { const words = document.querySelector(".connection-words"); const top = document.querySelector("header.top");
  const lines = () => top.getBoundingClientRect().height < 56 && document.documentElement.scrollWidth <= innerWidth;
  const before = lines(), said = words.textContent; words.textContent = "lost, again in 30 s"; const after = lines();
  words.textContent = said; return before && after; }"""


def pictures(ward, seen, verdicts):
    """Every page in light and dark; dark is dark."""
    wrapped = []
    for login in ("chief", "doctor"):
        page, _ = seen.open(login)
        for width in (1024, 1280, 1440, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            if not page.evaluate(HEADER):
                wrapped.append((login, width))
    verdicts.see(not wrapped, "the header is one line from 1024 pixels on", *wrapped)
    bright = []
    for scheme in ("light", "dark"):
        context, told = seen.person("chief", scheme=scheme)
        page = context.new_page()
        told.watch(page)
        for name, path in every_page(ward, seen).items():
            visit(page, told, seen.url(path), name)
            if name in ("films", "worklist"):
                is_live(page)
            shade = page.evaluate(
                "getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0) / 3"
            )
            if (shade < 80) != (scheme == "dark"):
                bright.append((scheme, name, shade))
            seen.shot(page, f"{name}-{scheme}")
            if broken := seen.broken(page):
                told.violations += broken
        context.close()
    verdicts.see(not bright, f"{len(PAGES) + 3} pages in light and dark", *bright)


def summary(seen, verdicts):
    """What no page did, over all of them."""
    everyone = [told for _, told in seen.everyone]
    asked = sum(told.requests for told in everyone)
    violations = [one for told in everyone for one in told.violations]
    console = [one for told in everyone for one in told.console]
    outside = [one for told in everyone for one in told.outside]
    verdicts.see(not violations, f"violations of the content policy in {asked} requests: 0", *violations[:5])
    verdicts.see(not console, "errors on the console: 0", *console[:8])
    verdicts.see(not outside and asked > 300, "requests that leave the host: 0", *outside[:5])
