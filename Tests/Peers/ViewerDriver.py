"""Uses the film viewer like a radiologist, in Chromium, on pages opened from a folder.

usage: ViewerDriver.py FOLDER CHROMIUM     prints `ok SENTENCE` or `not ok SENTENCE: what was seen`

The films are the ramps of ViewerTests.swift: stored sample 100 x + 2 y (16 bits) or (x + y) / 5 (8 bits).
"""

import base64
import math
import pathlib
import re
import sys

from playwright.sync_api import sync_playwright

PIXEL = """([x, y]) => {
  const canvas = document.querySelector(".viewer-surface canvas");
  const box = canvas.getBoundingClientRect();
  const at = (place, from, size, pixels) => Math.floor((place - from) * pixels / size);
  return [...canvas.getContext("2d").getImageData(
    at(x, box.left, box.width, canvas.width), at(y, box.top, box.height, canvas.height), 1, 1).data];
}"""
LISTEN = 'addEventListener("securitypolicyviolation", (e) => console.error("CSP: " + e.violatedDirective));'
broken = []


def check(sentence, holds, seen=""):
    print(f"ok {sentence}" if holds else f"not ok {sentence}: {seen}", flush=True)


class Film:
    """One page and the hands on it."""

    def __init__(self, browser, folder, name, waits=True, **options):
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        self.context.add_init_script(LISTEN)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: broken.append(f"{name}: {error}"))
        self.page.on("console", lambda said: said.type == "error" and broken.append(f"{name}: {said.text}"))
        self.page.goto((folder / (folder / f"{name}.page").read_text()).as_uri())
        self.surface = self.page.locator(".viewer-surface")
        self.box = self.surface.bounding_box()
        if waits:
            self.hover()
            self.page.locator(".viewer-readout .window", has_text=re.compile("C |table")).wait_for()

    def middle(self, right=0, down=0):
        self.box = self.surface.bounding_box()
        return self.box["x"] + self.box["width"] / 2 + right, self.box["y"] + self.box["height"] / 2 + down

    def hover(self, right=0, down=0):
        self.page.mouse.move(*self.middle(right, down))
        self.page.wait_for_timeout(30)

    def drag(self, start, end, button="left"):
        self.page.mouse.move(*self.middle(*start))
        self.page.mouse.down(button=button)
        self.page.mouse.move(*self.middle(*end), steps=4)
        self.page.mouse.up(button=button)
        self.page.wait_for_timeout(60)

    def key(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        self.page.wait_for_timeout(40)

    def text(self, place):
        return self.page.locator(place).first.text_content()

    def window(self):
        words = self.text(".viewer-readout .window")
        numbers = re.search(r"C (-?[\d.]+) W ([\d.]+)", words)
        return tuple(map(float, numbers.groups())) if numbers else words

    def place(self):
        """Film place and modality value under the pointer."""
        words = self.text(".viewer-readout .value")
        numbers = re.search(r"x (-?\d+)\s+y (-?\d+)\s+value (?:≈ )?(-?[\d.]+|padding)", words)
        return (int(numbers[1]), int(numbers[2]), numbers[3]) if numbers else words

    def zoom(self):
        return float(re.search(r"zoom ([\d.]+)", self.text(".viewer-readout .zoom"))[1])

    def pixel(self, right=0, down=0):
        return self.page.evaluate(PIXEL, list(self.middle(right, down)))[0]

    def colour(self, right=0, down=0):
        return self.page.evaluate(PIXEL, list(self.middle(right, down)))[:3]

    def marks(self):
        return self.text(".viewer-marks")

    def pressed(self, name):
        return self.page.get_by_role("button", name=name).get_attribute("aria-pressed") == "true"


def grey(kind, center, width, value):
    """PS3.3 C.11.2.1.2 and C.11.2.1.3, and the table of the test: 12 000 … 19 999, two values a level of 12 bits."""
    if kind == "TABLE":
        return min(max(math.floor(value + 0.5) - 12000, 0), 7999) // 2 / 4095 * 255
    if kind == "CURVE":
        return 255 / (1 + math.exp(-4 * (value - center) / width))
    if kind == "EXACT":
        return min(max((value - center) / width + 0.5, 0), 1) * 255
    return min(max((value - (center - 0.5)) / (width - 1) + 0.5, 0), 1) * 255


def windows(film):
    film.key("1", "+", "+", "+", "+", "+", "+", "+")
    names = []
    for kind, center, width in [("SOFT", 16000, 12001), ("NARROW", 16140, 41), ("EXACT", 16140.5, 40),
                                ("CURVE", 15000, 8000), ("TABLE", 0, 0), ("auto", None, None), ("all values", None, None)]:
        names.append(kind in film.text(".viewer-readout .window"))
        if center is None:
            center, width = film.window()
        worst = 0
        for right, down in [(-230, -90), (-120, 60), (2, 0), (2, -30), (2, 40), (200, 130)]:
            film.hover(right, down)
            x, y, value = film.place()
            if float(value) != 0.5 * (100 * x + 2 * y) - 100:
                worst = 999
            worst = max(worst, abs(film.pixel(right, down) - grey(kind, center, width, float(value))))
        check(f"each grey of window {kind} is what the standard's formula says", worst <= 0.51, worst)
        film.key("w")
    check("the key w goes through the header's windows, auto and all values, and begins again",
          all(names) and "SOFT" in film.text(".viewer-readout .window"), names)
    check("values have their unit", "HU" in film.text(".viewer-readout .value"))
    film.key("Backspace")


def hand_window(film):
    film.key("1", "+", "+", "+", "+", "+", "+")
    (center, width) = film.window()
    film.drag((0, 0), (60, 30))
    now = film.window()
    step = width / 300
    check("a drag to the right widens the window, a drag down raises its level, by the pixel",
          now == (round(center + 30 * step), round(width + 60 * step)), now)
    film.hover(-40, 10)
    value = float(film.place()[2])
    check("the film is drawn through the window that the read-out names",
          abs(film.pixel(-40, 10) - grey("LINEAR", *now, value)) <= 0.51, film.pixel(-40, 10))
    before = film.pixel(-40, 10)
    film.key("i")
    check("inverted, each grey is 255 less the grey before, and a mark says so",
          film.pixel(-40, 10) == 255 - before and "inverted" in film.marks(), film.marks())
    film.drag((0, 0), (4000, 4000))
    check("a hand cannot lose the film: the window stays near its values",
          film.window() == (32668, 65536), film.window())
    film.key("Backspace")
    film.drag((0, 0), (-4000, 0))
    check("a window never becomes narrower than its formula allows", film.window()[1] == 1, film.window())
    film.page.mouse.click(*film.middle(5, 5))
    check("a click changes nothing", film.window()[1] == 1)
    film.key("Backspace")
    check("reset brings back window, light and view",
          film.window() == (center, width) and film.marks() == "" and "fit" in film.text(".viewer-readout .zoom"))


def padding(film):
    film.hover(-360, -320)
    film.key("0")
    box = film.surface.bounding_box()
    corner = (-box["width"] / 2 + 4, -box["height"] / 2 + 4)
    corner = next((right, down) for right in range(int(corner[0]), 0, 2) for down in [0]
                  if film.page.mouse.move(*film.middle(right, down)) or film.page.wait_for_timeout(20)
                  or "padding" in film.text(".viewer-readout .value"))
    plain = film.pixel(*corner)
    film.key("i")
    check("padding is black, also inverted", (plain, film.pixel(*corner)) == (0, 0), (plain, film.pixel(*corner)))
    film.key("Backspace")


def zoom_and_pan(film):
    film.hover(130, -70)
    before = film.place()
    film.page.mouse.wheel(0, -400)
    film.page.wait_for_timeout(80)
    after = film.place()
    check("the wheel zooms at the pointer: the place under it stays",
          film.zoom() > 150 and max(abs(before[i] - after[i]) for i in (0, 1)) <= 1, (before, after, film.zoom()))
    film.drag((0, 0), (50, 20), button="right")
    moved = film.page.mouse.move(*film.middle(130 + 50, -70 + 20)) or film.page.wait_for_timeout(60) or film.place()
    check("the right button moves the film with the hand",
          max(abs(moved[i] - after[i]) for i in (0, 1)) <= 1, (after, moved))
    film.page.keyboard.down("Shift")
    film.drag((0, 0), (-50, -20))
    film.page.keyboard.up("Shift")
    film.page.keyboard.down(" ")
    film.drag((0, 0), (30, 0))
    film.page.keyboard.up(" ")
    film.hover(130 + 30, -70)
    moved = film.place()
    check("so do Shift and Space with a drag, and the window stays",
          max(abs(moved[i] - after[i]) for i in (0, 1)) <= 1 and film.window() == (16000, 12001), (after, moved))
    film.page.mouse.click(*film.middle())
    film.key("ArrowRight")
    film.hover(130 + 30 - 64, -70)
    check("arrow keys move the film that was clicked", abs(film.place()[0] - after[0]) <= 1, film.place())
    film.key("1")
    film.hover(-60, 0)
    left = film.place()
    film.hover(60, 0)
    check("1:1 is one film pixel on one screen pixel", film.place()[0] - left[0] == 120 and film.zoom() == 100)
    film.key("0")
    check("0 shows the whole film", "fit" in film.text(".viewer-readout .zoom"))
    film.page.mouse.dblclick(*film.middle(40, 40))
    film.page.wait_for_timeout(80)
    actual = film.zoom()
    film.page.mouse.dblclick(*film.middle(40, 40))
    film.page.wait_for_timeout(80)
    check("a double click goes to 1:1 and back to the whole film",
          actual == 100 and "fit" in film.text(".viewer-readout .zoom") and film.window() == (16000, 12001), actual)


def steps(film):
    """How film x and y change to the right and downwards on the screen."""
    film.hover(0, 0)
    here = film.place()
    film.hover(40, 0)
    right = film.place()
    film.hover(0, 40)
    down = film.place()
    sign = lambda value: (value > 0) - (value < 0)
    return [sign(round((right[i] - here[i]) / 5)) for i in (0, 1)] + [sign(round((down[i] - here[i]) / 5)) for i in (0, 1)]


def orientation(film):
    cases = [
        ("", [1, 0, 0, 1], ""), ("r", [0, -1, 1, 0], "rotated 90°"), ("R", [0, 1, -1, 0], "rotated 270°"),
        ("rr", [-1, 0, 0, -1], "rotated 180°"), ("h", [-1, 0, 0, 1], "flipped left–right: sides are mirrored"),
        ("v", [1, 0, 0, -1], "flipped top–bottom: sides are mirrored"), ("hv", [-1, 0, 0, -1], "rotated 180°"),
        ("hr", [0, -1, -1, 0], "flipped and rotated 90°: sides are mirrored"), ("rrrrhh", [1, 0, 0, 1], ""),
    ]
    for keys, wanted, words in cases:
        film.key("Backspace", *keys)
        seen = (steps(film), film.marks())
        check(f"“{keys}” turns the film on the screen and says “{words}”", seen == (wanted, words), seen)
    film.key("h")
    shown = film.page.locator(".viewer-marks .warns").is_visible()
    label = film.page.locator(".viewer-surface canvas").get_attribute("aria-label")
    check("a mirrored film is marked where it is seen and where it is read aloud", shown and "flipped" in label, label)
    film.key("Backspace")


def ruler(film, row, column, words, turns, sharpness=1):
    film.key("Backspace", *turns)
    film.hover(0, 0)
    film.key("+", "+", "+", "l")
    for start, end in [((-110, 0), (110, 0)), ((0, -110), (0, 110)), ((-70, -90), (80, 60))]:
        places = []
        for place in (start, end):
            film.hover(*place)
            places.append(film.place())
        film.drag(start, end)
        said = film.text(".viewer-readout ~ .ear")
        wanted = math.hypot((places[1][0] - places[0][0]) * column, (places[1][1] - places[0][1]) * row)
        number = re.match(r"([\d.]+) (mm.*)", said)
        on_screen = math.hypot(end[0] - start[0], end[1] - start[1]) / film.zoom() * 100 * sharpness * column
        right = number and max(abs(float(number[1]) - wanted), abs(float(number[1]) - on_screen)) <= 0.01 * wanted + 0.1
        check(f"after “{turns}”, the length from {start} to {end} is {words}", right and number[2] == words,
              (said, wanted, on_screen))
    film.key("Delete", "Escape")
    check("Esc puts the ruler away and stays on the page", not film.pressed("Measure") and "films/" in film.page.url)
    film.key("Backspace")


def tools(film):
    film.key("1", "+", "+", "+")
    film.hover(0, 0)
    film.key("m")
    inside, middle = film.pixel(50, 0), film.pixel(0, 0)
    film.key("m")
    check("the magnifier enlarges 2.5 times what is under the pointer",
          abs(film.pixel(20, 0) - inside) <= 1 and abs(film.pixel(0, 0) - middle) <= 1, (film.pixel(20, 0), inside))
    film.key("Backspace", "o")
    film.page.locator(".viewer-note", has_text="overlays: arrow <b>").wait_for()
    film.key("0")
    drawn = film.colour()
    film.key("o")
    hidden = film.colour()
    check("o draws the overlays and takes them away again", drawn == [110, 231, 255] and hidden[0] == hidden[2], drawn)
    film.key("z")
    full = film.surface.bounding_box()
    film.key("Escape")
    check("z fills the window, Esc leaves and stays on the page",
          full["width"] == 1280 and film.surface.bounding_box()["width"] < 900 and "films/" in film.page.url, full)
    film.page.locator(".viewer-bar button", has_text="Full").click()
    film.key("Escape")
    focused = film.page.evaluate("() => document.activeElement.textContent")
    check("left by Esc, the full view gives the focus back to its button", focused == "Full", focused)
    film.key("?")
    film.key("i", "h")
    help_text = film.text("dialog")
    film.key("Escape")
    check("the help names the keys and keeps them from the film",
          "magnifier" in help_text and film.marks() == "" and "films/" in film.page.url, film.marks())
    film.page.get_by_role("button", name="Invert", exact=False).or_(
        film.page.get_by_role("button", name="Black for white")).first.click()
    film.page.keyboard.press("ArrowRight")
    focused = film.page.evaluate("() => document.activeElement.textContent")
    check("buttons say whether they are on, and arrows go from one to the next",
          film.pressed("Black for white") and focused == "−", focused)
    film.page.keyboard.press("Backspace")
    film.page.set_viewport_size({"width": 390, "height": 844})
    film.page.wait_for_timeout(150)
    box = film.surface.bounding_box()
    fits = film.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    check("on a telephone the film fits and nothing sticks out",
          fits and box["width"] < 390 and "fit" in film.text(".viewer-readout .zoom"), (fits, box))
    film.page.emulate_media(media="print")
    check("on paper stands the display picture without the viewer",
          film.page.locator(".stage > .still").is_visible() and not film.surface.is_visible()
          and not film.page.locator(".viewer-bar").is_visible())


def on_paper(film):
    film.key("z")
    film.page.emulate_media(media="print")
    still = film.page.locator(".stage > .still")
    box = still.bounding_box()
    check("printed from the full view, the film stands on the paper among the words",
          still.is_visible() and box["height"] > 100 and box["width"] < 640
          and film.page.locator(".words").is_visible() and not film.surface.is_visible(), box)
    film.page.emulate_media(media="screen")
    film.key("Escape")


def shape(film):
    still = film.page.locator(".stage > .still")
    image = film.page.locator(".still image")
    before, seen = image.bounding_box(), still.is_visible()
    film.hover()
    film.page.locator(".viewer-readout .window", has_text="C ").wait_for()
    box, zoom = film.surface.bounding_box(), film.zoom() / 100
    check("pixels twice as high as wide are drawn so before and after the viewer starts",
          seen and abs(before["height"] / before["width"] - 1.5) < 0.01 and abs(480 * 2 * zoom / box["height"] - 1) < 0.01
          and abs(before["height"] - box["height"]) < 2, (before, box, zoom))
    film.page.emulate_media(media="print")
    paper = image.bounding_box()
    check("and on paper", abs(paper["height"] / paper["width"] - 1.5) < 0.01, paper)
    film.page.emulate_media(media="screen")


def touch(film):
    film.page.touchscreen.tap(*film.middle())
    film.page.locator(".viewer-readout .window", has_text="C ").wait_for()
    send = film.context.new_cdp_session(film.page).send

    def touches(kind, *points):
        send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [
            {"x": x, "y": y, "id": number} for number, (x, y) in enumerate(film.middle(*point) for point in points)]})
        film.page.wait_for_timeout(30)

    before = film.zoom()
    touches("touchStart", (-40, 0), (40, 0))
    for spread in (50, 60, 70, 80):
        touches("touchMove", (-spread, 0), (spread, 0))
    touches("touchEnd")
    film.page.wait_for_timeout(80)
    check("two fingers zoom", abs(film.zoom() / before - 2) < 0.1, (before, film.zoom()))
    window = film.window()
    touches("touchStart", (0, 0))
    for way in (10, 20, 30):
        touches("touchMove", (way, way))
    touches("touchEnd")
    now = film.window()
    check("one finger sets the window of a film that was tapped", now[1] > window[1], (window, now))
    check("on a film stored with low values white, a drag down still darkens", now[0] < window[0], (window, now))


def display_only(film):
    still = film.page.locator(".stage > .still")
    check("the display picture is there before anything is touched",
          still.is_visible() and film.page.locator(".viewing").count() == 0)
    film.hover()
    film.page.locator(".viewer-readout .window", has_text="Full-depth data is missing").wait_for()
    film.drag((0, 0), (40, 40))
    check("without its values a film says why it has no window", "No window and level" in film.text(".viewer-note"))
    film.key("l")
    refused = film.text(".viewer-note")
    film.key("r", "+", "h", "i")
    seen = film.marks()
    check("the display picture is still turned, zoomed and inverted, but not measured",
          "flipped" in seen and "inverted" in seen and "missing" in refused and not film.pressed("Measure"), seen)
    film.key("Backspace")
    dark = base64.b64encode(film.surface.screenshot())
    film.key("i")
    check("inverting changes what is seen", base64.b64encode(film.surface.screenshot()) != dark)


def main(folder, chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        film = Film(browser, folder, "deep")
        for story in (windows, hand_window, padding, zoom_and_pan, orientation, tools):
            story(film)
        sharp = Film(browser, folder, "deep", device_scale_factor=2)
        for turns in ("", "r", "h", "vR"):
            ruler(sharp, 0.4, 0.2, "mm", turns, sharpness=2)
        half = Film(browser, folder, "half")
        ruler(half, 0.143, 0.143, "mm (detector plane)", "r")
        check("a value of a smaller picture is called about", "≈" in half.text(".viewer-readout .value"))
        bare = Film(browser, folder, "bare")
        bare.key("l")
        refusal = bare.text(".viewer-note")
        bare.drag((0, 0), (60, 0))
        check("without spacing in the header nothing is measured, and the ruler says why",
              refusal == "no pixel spacing in the header: no measurements" and not bare.pressed("Measure")
              and "mm" not in bare.text(".viewer-readout ~ .ear"), refusal)
        on_paper(bare)
        shape(Film(browser, folder, "tall", waits=False))
        touch(Film(browser, folder, "half", waits=False, has_touch=True))
        check("nothing went wrong unseen: no error, no breach of the page's policy", not broken, broken)
        display_only(Film(browser, folder, "gone", waits=False))
        browser.close()


main(pathlib.Path(sys.argv[1]), sys.argv[2])
