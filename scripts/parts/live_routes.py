"""Every way into the live daemon: the routes it describes itself, and the pages and files that a description leaves out."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

RANK = {None: 0, "user": 1, "reviewer": 2, "admin": 3}

# Who may, by our own account and not by the daemon's: first that fits.
ROLES = [
    (r"(GET|HEAD) /(livez|readyz|health|ready|sign-in|favicon\.ico)$", None),
    (r"POST /sign-(in|out)$", None),
    (r"(GET|HEAD) /(static/|favicon\.svg|style\.css|pages\.js|viewer[\w-]*\.(js|css)|live[\w-]*\.(js|css))", None),
    (r"\w+ /metrics$", "admin"),
    (r"\w+ /dicomweb/", "admin"),
    (r"\w+ /images/.*(\.dcm|\.overlays\.js)$", "admin"),
    (r"POST /api/(dicomquery|trigger_query)$", "admin"),
    (r"POST /api/(check|analyse|translate)$", "user"),
    (r"(POST|PUT|DELETE) /api/", "reviewer"),
    (r"\w+ /", "user"),
]
PAGES = [
    "/", "/index.html", "/statistics.html", "/about.html", "/days/index.html", "/patients.html", "/worklist.html",
    "/check.html", "/api.html", "/stats", "/stats/radiologists", "/stats/diagnostics", "/stats/insights", "/check",
    "/about", "/fragments/state", "/fragments/films", "/nightly", "/nightly/index.html",
]  # fmt: skip
# A body that is right for each action, by the last part of its path.
BODIES = {
    "rad_review": {"uid": "{uid}", "normal": True}, "radreview": {"uid": "{uid}", "normal": True},
    "validate": {"uid": "{uid}", "normal": True}, "undo": {"uid": "{uid}"}, "unflag": {"uid": "{uid}"}, "flag": {"uid": "{uid}", "note": "look"},
    "requeue": {"uid": "{uid}"}, "lookagain": {"uid": "{uid}"}, "getrad": {"uid": "{uid}"},
    "dicomquery": {"hours": 1}, "trigger_query": {"hours": 1}, "check": {"report": "No findings."},
    "analyse": {"report": "No findings."}, "translate": {"report": "Fără leziuni."},
}  # fmt: skip


def wanted_role(method, path):
    """The least role that may, or None for anyone."""
    asked = f"{method} {path}"
    return next(role for pattern, role in ROLES if re.match(pattern, asked))


class Routes:
    """The daemon's description, filled in with what exists in its workspace."""

    def __init__(self, asker, ids):
        self.document, self.ids = asker.get("/api/spec").json() or {}, ids
        self.rows = []
        for path, methods in (self.document.get("paths") or {}).items():
            for method, about in methods.items():
                if method in ("get", "post", "put", "delete", "patch", "head"):
                    self.rows.append((method.upper(), path, about))

    def filled(self, path):
        return re.sub(r"\{(\w+)\}", lambda name: str(self.ids.get(name[1].lower(), "1")), path)

    def all(self):
        """(method, path with real ids, JSON body or None), actions last."""
        rows = [
            (method, self.filled(path), body_for(path, self.ids) if method != "GET" else None)
            for method, path, _ in self.rows
        ]
        return sorted(rows, key=lambda row: row[0] != "GET")


def body_for(path, ids):
    fits = BODIES.get(path.rstrip("/").rsplit("/", 1)[-1])
    if fits is None:
        fits = {"uid": "{uid}"}
    return {key: ids["uid"] if value == "{uid}" else value for key, value in fits.items()}


def own_paths(uid):
    """Files of one exam."""
    return [
        f"/images/{uid}{ending}"
        for ending in (".png", ".display.png", ".thumb.png", ".viewer.js", ".overlays.js", ".dcm")
    ]


class Links(HTMLParser):
    """What a page points to: whatever a browser would fetch or offer to open."""

    def __init__(self, text):
        super().__init__()
        self.found = set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            # The addresses of frames and fragments are made by scripts; those are asked for by their own names.
            if value and name in ("href", "src", "action", "poster", "data"):
                self.found.add(value)
            if value and name == "srcset":
                self.found.update(part.split()[0] for part in value.split(",") if part.split())


def crawl(asker, start=PAGES, limit=3000, seen=None):
    """Follows every link from the pages on; yields (path, answer) once each."""
    waiting, known = list(start), set(start)
    while waiting and len(known) <= limit:
        path = waiting.pop(0)
        answer = asker.page(path)
        yield path, answer
        if answer.status in (301, 302, 303, 307, 308):
            links = [answer.header("location")]
        elif "html" in answer.header("content-type"):
            links = Links(answer.text).found
        else:
            continue
        for link in sorted(links):
            place = urlsplit(urljoin(f"http://here{path}", link))
            target = place.path + (f"?{place.query}" if place.query else "")
            if place.netloc == "here" and target not in known and not target.startswith("/sign-out"):
                known.add(target)
                waiting.append(target)
