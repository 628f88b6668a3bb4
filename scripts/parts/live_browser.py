"""Debian's Chromium under Playwright, one context a person; whatever a page should not do is written down."""

import pathlib
import re
import time
from contextlib import contextmanager

CHROMIUM = "/usr/bin/chromium"
WIDE, SMALL = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Written down by the page itself, beside what the console says.
WATCH = """
window.__broken = [];
addEventListener("securitypolicyviolation", (event) => window.__broken.push(event.violatedDirective + " " + event.blockedURI));
"""
# When a card of this film is on the screen: wall clock, in seconds.
ARRIVAL = """
(uid) => { window.__arrived = window.__arrived || {}; const look = () => { const row = document.getElementById("film-" + uid);
  if (row && row.classList.contains("is-done") && !window.__arrived[uid] && row.getClientRects().length) {
    window.__arrived[uid] = Date.now() / 1000; } };
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true, attributes: true}); look(); }
"""


class Told:
    """What a person's pages did that they should not have."""

    def __init__(self, port):
        self.home, self.console, self.outside, self.violations, self.requests = f"127.0.0.1:{port}", [], [], [], 0
        # Chromium says so when a page is left while it connects.
        self.expected = [r"WebSocket is closed before the connection is established"]
        self.pages, self.heard = [], 0

    def watch(self, page):
        self.pages.append(page)
        page.on("console", lambda message: self.hear(message.type, message.text, message.location.get("url", "")))
        page.on("pageerror", lambda error: self.console.append(("error", str(error)[:300], page.url)))
        page.on("request", lambda request: self.see(request.url))
        page.on("websocket", lambda line: self.see(line.url))

    def see(self, url):
        self.requests += 1
        if not re.match(rf"(https?|wss?)://{re.escape(self.home)}/|data:|blob:|about:", url):
            self.outside.append(url)

    def hear(self, kind, text, url):
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.violations.append(text[:300])
        elif kind in ("error", "warning"):
            if any(re.search(pattern, f"{text} {url}") for pattern in self.expected):
                self.heard += 1
            else:
                self.console.append((kind, text[:300], url))

    def problems(self):
        return self.console + [("csp", one) for one in self.violations] + [("outside", one) for one in self.outside]

    @contextmanager
    def expecting(self, *patterns):
        """The browser itself writes failed requests to the console: those that a test makes fail are expected."""
        before = self.heard
        self.expected += patterns
        yield
        # Messages come only while a page is waited for, and on a busy machine later than the answer they are about.
        settled(self.pages[-1], lambda: self.heard > before, 2)
        self.pages[-1].wait_for_timeout(100)
        for pattern in patterns:
            self.expected.remove(pattern)


class Browser:
    """Chromium for one daemon."""

    def __init__(self, ward, shots=None):
        from playwright.sync_api import sync_playwright

        self.ward, self.shots = ward, pathlib.Path(shots) if shots else None
        self.playing = sync_playwright().start()
        self.chromium = self.playing.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--autoplay-policy=no-user-gesture-required",
            ],
        )
        self.everyone = []

    def url(self, path="/"):
        return f"http://127.0.0.1:{self.ward.port}{path}"

    def person(self, login=None, viewport=WIDE, scheme="light", **more):
        """A context, signed in by the page's own form, and what is written down about it."""
        context = self.chromium.new_context(viewport=viewport, color_scheme=scheme, service_workers="block", **more)
        context.set_default_timeout(8000)
        context.add_init_script(WATCH)
        told = Told(self.ward.port)
        self.everyone.append((login, told))
        if login:
            page = context.new_page()
            told.watch(page)
            page.goto(self.url("/sign-in"))
            self.sign_in(page, login)
            page.close()
        return context, told

    def sign_in(self, page, login, password=None):
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", password or self.ward.people[login][0])
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state()

    def open(self, login, path="/", **more):
        """A page of its own, live when it is one."""
        context, told = self.person(login, **more)
        page = context.new_page()
        told.watch(page)
        page.goto(self.url(path))
        return page, told

    def film_path(self, uid):
        asker = self.ward.asker("chief")
        text = asker.page(f"/fragments/film/{uid}").text
        asker.close()
        found = re.search(r'href="([^"]*films/[0-9a-f]{2}/[^"]+\.html)', text)
        return "/" + found[1].lstrip("./") if found else f"/films/00/{uid}.html"

    def shot(self, page, name, whole=True):
        if self.shots:
            self.shots.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=self.shots / f"{name}.png", full_page=whole, animations="disabled")

    def broken(self, page):
        return page.evaluate("window.__broken || []")

    def leave(self):
        """Closes every page; keeps what they themselves wrote down."""
        for context in list(self.chromium.contexts):
            for page in context.pages:
                self.everyone[0][1].violations += self.broken(page)
            context.close()

    def close(self):
        self.chromium.close()
        self.playing.stop()


def is_live(page, seconds=8):
    """Waits until the page's dot says that it hears the server."""
    try:
        page.wait_for_selector('#connection[data-state="live"]', timeout=seconds * 1000)
    except Exception:
        return False
    return True


def key(page, name):
    """Presses a key as a person does: not before the last thing has come to its end."""
    settled(page, lambda: page.locator("[aria-busy=true]").count() == 0)
    page.wait_for_timeout(60)
    page.keyboard.press(name)


def answer(page, button):
    """Clicks a button of a dialog as a person does: not in the moment in which it appears."""
    page.wait_for_timeout(350)
    page.click(button)


def rows(page):
    return page.eval_on_selector_all("#list tr.film", "all => all.map((row) => row.dataset.uid)")


def settled(page, condition, seconds=6, step=0.05):
    """The condition's answer as soon as it is true; lets the page work meanwhile."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer or time.monotonic() > end:
            return answer
        page.wait_for_timeout(step * 1000)


def pressed(page, uid, what):
    return page.locator(f"[id='film-{uid}'] [data-act={what}][aria-pressed=true]").count() == 1
