"""Hands that are quicker than the browser or the server, and slower than the keyboard: one key, one deed, on one film."""

import re

from live_browser import answer, is_live, key, rows, settled

# Closes a dialog by a button of its own, goes to a film where one is named, and presses a key, before the browser has
# come to say that the dialog was closed.
AT_ONCE = """([button, place, name]) => { document.querySelector(button).click(); if (place) document.querySelector(place).focus();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: name, bubbles: true})); }"""


def quick(ward, seen, verdicts):
    """A hand that is quicker than the browser: no key and no answer is lost between two dialogs."""
    page, _ = seen.open("doctor")
    is_live(page)
    first, second = rows(page)[:2]
    key(page, "j")
    key(page, "f")
    for uid, other, note in ((first, second, "The first."), (second, None, "The second.")):
        page.wait_for_selector("dialog#flag-film[open]")
        page.keyboard.type(note)
        if other:
            page.evaluate(AT_ONCE, ["dialog#flag-film [value=do]", f"[id='film-{other}'] a.open", "f"])
        else:
            answer(page, "dialog#flag-film [value=do]")
    notes = settled(page, lambda: flags(page, first, second) == ["The first.", "The second."]) and flags(page, first, second)
    verdicts.see(notes, "two flags in one breath: each film has its own note", flags(page, first, second))
    film = seen.film_path(first)
    page.goto(seen.url(film))
    is_live(page)
    lost = 0
    for _ in range(20):
        page.keyboard.press("?")
        lost += not settled(page, lambda: page.locator("dialog#keys[open]").count() == 1, 2)
        page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("dialog#keys[open]")
    page.evaluate(AT_ONCE, ["dialog#keys button", None, "?"])
    again = settled(page, lambda: page.locator("dialog#keys[open]").count() == 1)
    page.wait_for_timeout(200)
    page.keyboard.press("Escape")
    gone = settled(page, lambda: page.locator("dialog[open]").count() == 0)
    page.wait_for_timeout(200)
    verdicts.see(
        lost == 0 and again and gone and film in page.url,
        "the help opens each time, and Esc leaves it and not the page",
        lost,
        again,
        page.url,
    )


def once(ward, seen, verdicts):
    """What is meant for the film that is looked at, or for a question, is said of no other film."""
    page, _ = seen.open("doctor")
    is_live(page)
    first, second, third = rows(page)[:3]
    said = deeds(page)
    slow(page, "**/fragments/look/**")
    go_to(page, first)
    page.keyboard.press("p")
    page.keyboard.press("/")
    page.keyboard.type("ana nunez")
    page.wait_for_timeout(900)
    typed = page.locator("#search").input_value()
    verdicts.see(
        said == [] and typed == "ana nunez" and page.locator("dialog[open]").count() == 0,
        "a quick look that comes late takes no letters from the search",
        typed,
        said,
    )
    page.goto(seen.url())
    is_live(page)
    go_to(page, first)
    page.keyboard.press("p")
    page.wait_for_selector("dialog#look[open]")
    page.keyboard.press("n")
    told(page)
    focused = page.evaluate("document.activeElement.closest('tr')?.dataset.uid")
    verdicts.see(
        said == [("radreview", first)] and focused == first,
        "n in the quick look: one review, and the focus is on its row",
        said,
        focused,
    )
    said.clear()
    slow(page, "**/api/radreview")
    go_to(page, second)
    page.keyboard.press("a")
    page.keyboard.press("f")
    page.keyboard.type("nodule, n")
    note = page.locator("dialog#flag-film[open] textarea").input_value()
    answer(page, "dialog#flag-film [value=do]")
    told(page, 2)
    verdicts.see(
        note == "nodule, n" and said == [("radreview", second), ("flag", second)],
        "a question is asked at once, while a review is on its way: letters of its note are no deeds",
        note,
        said,
    )
    said.clear()
    go_to(page, third)
    page.keyboard.press("p")
    page.wait_for_selector("dialog#look[open]")
    for _ in range(8):
        page.keyboard.down("n")
        page.wait_for_timeout(40)
    page.keyboard.up("n")
    told(page)
    verdicts.see(said == [("radreview", third)], "a key that is held down does its deed once", said)
    said.clear()
    page.goto(seen.url("/worklist.html"))
    is_live(page)
    here = rows(page)[0]
    go_to(page, here)
    for _ in range(30):
        page.keyboard.down("n")
        page.wait_for_timeout(40)
    page.keyboard.up("n")
    told(page)
    verdicts.see(said == [("radreview", here)], "in the worklist, too, where the next film gets the focus", said)


def gone(ward, seen, verdicts):
    """Whoever goes on in the worklist, while an answer is on its way, keeps the film gone to."""
    page, _ = seen.open("doctor", "/worklist.html")
    is_live(page)
    said = deeds(page)
    slow(page, "**/api/radreview")
    first, _, third = rows(page)[:3]
    go_to(page, first)
    for name in ("n", "j", "j"):
        page.keyboard.press(name)
    told(page)
    page.keyboard.press("a")
    told(page)
    verdicts.see(
        said == [("radreview", first), ("radreview", third)], "a film that the reader went to keeps the focus", said
    )
    for uid in (first, third):
        go_to(page, uid)
        page.keyboard.press("u")
        told(page)


def flags(page, *uids):
    """The notes of their flags."""
    return [title for uid in uids for title in page.eval_on_selector_all(f"[id='film-{uid}'] .flag", "all => all.map((one) => one.title)")]


def deeds(page):
    """What the page asks the server to do: (name, film)."""
    said = []

    def note(request):
        if request.method == "POST":
            said.append((request.url.rsplit("/", 1)[1], re.search(r'"uid":"([^"]+)"', request.post_data or "")[1]))

    page.on("request", note)
    return said


def slow(page, addresses):
    """Every answer to them takes a while longer."""

    def wait(route):
        page.wait_for_timeout(400)
        route.continue_()

    page.route(addresses, wait)


def go_to(page, uid):
    page.focus(f"[id='film-{uid}'] a.open")


def told(page, count=1):
    """Waits for what the page says about its deeds, and long enough for one too many."""
    settled(page, lambda: page.locator("#toasts .toast").count() >= count and page.locator("[aria-busy=true]").count() == 0)
    page.wait_for_timeout(700)
    page.evaluate("document.getElementById('toasts').replaceChildren()")
