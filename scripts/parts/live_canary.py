"""People planted wherever the daemon could learn of them; then everything it says is read as those who may not know."""

import json
import urllib.parse

import films
import live_films
from live_people import ids_of
from live_routes import PAGES, Routes, crawl, own_paths
from live_ward import Ward
from records_ward import changed
from workspace import wait_until

NAME, NUMBER, BORN = "KANARIENVOGEL^ZEBULON", "1610413170017", "1961-04-13"
DOCTOR, HOSPITAL = "Dr. Xaverius Nachtigall", "HIS8842671"
# A second radiologist with the same initials, and a reviewer's login is no secret.
OTHER = "Dr. Xenia Neuntoeter"
TRACES = [
    "kanarienvogel", "zebulon", "1610413", "170017", "1961-04-13", "19610413", "13.04.1961", "xaverius", "nachtigall",
    "xenia", "neuntoeter", "his8842671",
]  # fmt: skip
SAID = f"Patient Kanarienvogel Zebulon, CNP {NUMBER}, nascut 13.04.1961, trimis de {DOCTOR} ({HOSPITAL})."
NUMBERS = range(1, 8)


def canary(verdicts, options):
    ward = Ward("canary", script="ok")
    before = verdicts.failed
    try:
        plant(ward)
        ward.start()
        look(ward, verdicts)
    finally:
        ward.close(verdicts, before)
    return 0


def planted_film(number):
    """Everything in its header that is text names the patient, and so do its pictures' overlays by their description."""
    texts = {
        (8, 0x50): ("SH", HOSPITAL), (8, 0x80): ("LO", NAME), (8, 0x90): ("PN", DOCTOR.replace(" ", "^")),
        (8, 0x1010): ("SH", "ZEBULON"), (8, 0x1030): ("LO", f"Torace {NAME}"), (8, 0x103E): ("LO", f"PA {NAME}"),
        (8, 0x1048): ("PN", DOCTOR), (8, 0x1050): ("PN", DOCTOR), (8, 0x1060): ("PN", OTHER), (8, 0x1070): ("PN", DOCTOR),
        (0x10, 0x1000): ("LO", NUMBER), (0x10, 0x1001): ("PN", NAME), (0x10, 0x1040): ("LO", "Strada Zebulon 1"),
        (0x10, 0x2154): ("SH", NUMBER), (0x10, 0x21B0): ("LT", SAID), (0x10, 0x4000): ("LT", SAID),
        (0x18, 0x15): ("CS", "CHEST"), (0x18, 0x1030): ("LO", f"CHEST PA {NAME}"), (0x20, 0x10): ("SH", NUMBER),
        (0x20, 0x4000): ("LT", SAID), (0x32, 0x1060): ("LO", f"Torace {NAME}"), (0x40, 0x254): ("LO", NAME),
    }  # fmt: skip
    person = (NUMBER, NAME, BORN.replace("-", ""), "M")
    return changed(live_films.film(number, 96, person, protocol="CHEST PA"), texts)


def plant(ward):
    """Seven films of one patient, and his name in each column that holds text."""
    ward.fill(NUMBERS, data=planted_film)
    ward.write("UPDATE patients SET id = ?, birthdate = ?", HOSPITAL, BORN)
    ward.write(
        "UPDATE ai_reports SET text = text || ?, summary = ?, severity = 7, positive = 1", f" {SAID}", "opacity zebulon"
    )
    ward.write("DELETE FROM rad_reports")
    for number in NUMBERS:
        ward.write(
            "INSERT INTO rad_reports (uid, id, text, text_en, positive, severity, summary, type, radiologist, justification, model)"
            " VALUES (?, ?, ?, ?, 0, ?, ?, 'radio', ?, ?, 'scripted')",
            films.uid_of(number), HOSPITAL, SAID, SAID, number % 4, "zebulon: normal", OTHER if number % 3 == 0 else DOCTOR, SAID,
        )  # fmt: skip
    ward.write(
        "UPDATE exams SET id = ?, protocol = ? WHERE uid = ?", HOSPITAL, f"Torace {NAME} {NUMBER}", films.uid_of(3)
    )
    ward.write("UPDATE exams SET status = 'error' WHERE uid = ?", films.uid_of(7))
    ward.write("INSERT OR REPLACE INTO reasons (uid, code, sentence, at, attempts) VALUES (?, 'model', ?, '2026-03-03T00:00:00Z', 3)",
               films.uid_of(7), f"The model said: {SAID}")  # fmt: skip


def traces_in(data):
    """What of the patient or the radiologists can be read in it: as text, in base64, in percent signs."""
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else str(data)
    forms = [text, urllib.parse.unquote(text)]
    try:
        forms.append(json.dumps(json.loads(text), ensure_ascii=False))
    except ValueError:
        pass
    return sorted({trace for form in forms for trace in TRACES if trace in form.lower()})


def said_by(ward, login):
    """Everything that can be fetched: {where: bytes and the names and values of the head}."""
    asker, told = ward.asker(login), {}
    chief = ward.asker("chief")
    ids = ids_of(ward)
    routes = Routes(chief, ids)
    chief.close()
    targets = [path for method, path, _ in routes.all() if method == "GET"]
    targets += [f"/api/exams/{films.uid_of(number)}" for number in NUMBERS]
    targets += [f"/api/exams?{query}" for query in (
        "status=any", "search=zebulon", f"search={NUMBER}", "search=kanari", "radiologist=any", "status=error", "format=csv", "reviewed=yes",
        f"radiologist={urllib.parse.quote(DOCTOR)}", "order=severity", "page=2")]  # fmt: skip
    targets += [f"/api/patients?search={text}" for text in ("zebulon", NUMBER, "k", HOSPITAL)] + [
        f"/api/patients/{NUMBER}"
    ]
    for number in NUMBERS:
        uid = films.uid_of(number)
        targets += own_paths(uid) + [f"/fragments/film/{uid}"]
    targets += [
        f"/patients/{ids['token']}.html",
        "/?status=any",
        "/?search=zebulon",
        f"/?radiologist={urllib.parse.quote(DOCTOR)}",
    ]
    for target in dict.fromkeys(targets):
        answer = asker.get(target)
        told[target] = (answer.status, answer.body, f"{answer.headers}")
    for path, answer in crawl(asker, PAGES + ["/?status=any"]):
        told[f"page {path}"] = (answer.status, answer.body, f"{answer.headers} {path}")
    for path, body in (
        ("/api/check", {"report": "No findings."}),
        ("/api/requeue", {}),
        ("/api/rad_review", {"uid": films.uid_of(1)}),
    ):
        answer = asker.post(path, body)
        told[f"POST {path}"] = (answer.status, answer.body, "")
    asker.close()
    return told


def look(ward, verdicts):
    frames = {login: ward.socket(login) for login in ("chief", "doctor", "nurse")}
    heard = happenings(ward, verdicts, frames)
    for login in ("nurse", "doctor"):
        # What a person typed into the address is his own: an echo of it is not a leak.
        told = said_by(ward, login)
        leaks = [(where, status, found) for where, (status, body, head) in told.items()
                 if (found := [t for t in traces_in(body) + traces_in(head) if t not in urllib.parse.unquote(where).lower()])]  # fmt: skip
        pages = sum(1 for where in told if where.startswith("page "))
        good = sum(1 for status, _, _ in told.values() if status == 200)
        verdicts.see(not leaks, f"{ward.people[login][1]}: {len(told)} answers, {pages} of them pages ({good} with content): no name, no number",
                     f"{len(leaks)} leaks", *leaks[:12])  # fmt: skip
        pictures = [
            where
            for where, (status, body, _) in told.items()
            if where.startswith("/images/") and status == 200 and where.endswith(".png")
        ]
        verdicts.see(len(pictures) > 5 and not any(told[f"/images/{films.uid_of(1)}{end}"][0] == 200 for end in (".dcm", ".overlays.js")),
                     f"it is given {len(pictures)} pictures, and no original and no overlay")  # fmt: skip
        named = [frame for frame in heard[login] if traces_in(frame)]
        verdicts.see(
            len(heard[login]) > 5 and not named,
            f"and {len(heard[login])} frames of its WebSocket name nobody",
            *named[:3],
        )
        kept_apart(told, verdicts)
    guess(ward, verdicts)
    told = said_by(ward, "chief")
    seen = {trace for _, body, _ in told.values() for trace in traces_in(body)}
    missing = {"kanarienvogel", "zebulon", "1610413", "nachtigall", "neuntoeter", "his8842671", "1961-04-13"} - seen
    verdicts.see(not missing, "an admin finds all of them, so the search can find", missing)
    verdicts.see(any(traces_in(frame) for frame in heard["chief"]), "in frames too")


def kept_apart(told, verdicts):
    """Two radiologists with the same initials stay two."""
    names = json.loads(told["/api/radiologists"][1])
    verdicts.see(
        len(names) == 2 and all(name.startswith("Dr. X.N.") for name in names),
        "two radiologists with the same initials stay two",
        names,
    )


# A whole word of the planted name, as it is stored.
NAMED = "zebulon"


def guess(ward, verdicts):
    """A search by a name that one may not see must not tell whose film it is."""
    nurse, chief = ward.asker("nurse"), ward.asker("chief")
    parts = [NAMED[:cut] for cut in range(1, len(NAMED))] + [NAMED[cut:] for cut in range(1, len(NAMED))]
    parts += [NUMBER[:cut] for cut in range(1, 13)] + [NUMBER[cut:] for cut in range(1, 13)]
    told = []
    for part in parts:
        query = urllib.parse.quote(part)
        lists = [nurse.get(f"/api/exams?search={query}&status=any").json(), nurse.get(f"/api/patients?search={query}").json()]
        shown = nurse.get(f"/fragments/films?search={query}&status=any").text
        if any(one["total"] for one in lists) or 'data-uid="' in shown:
            told.append(part)
    verdicts.see(not told, f"{len(parts)} parts of a name and a number find nobody", *told)
    whole = nurse.get(f"/api/exams?search={NAMED}&status=any").json()["total"]
    verdicts.see(whole > 0, "a whole word finds its films, as a person at a desk needs it", whole)
    lines = [line for line in ward.audit() if line.get("action") == "search" and line.get("user") == "nurse"]
    verdicts.see(len(lines) >= 3 * len(parts) and not any(traces_in(json.dumps(line)) for line in lines),
                 "each search is in the audit log, without its words", len(lines), *lines[:1])  # fmt: skip
    answer = nurse.get(f"/api/patients/{NUMBER}")
    print(f"note a patient's number asked for by a user answers {answer.status}")
    full = chief.get(f"/api/exams/{films.uid_of(1)}").json()
    redacted = nurse.get(f"/api/exams/{films.uid_of(1)}").json()
    same = {key: redacted[part][key] for part, keys in (("exam", full["exam"]), ("patient", full["patient"])) for key in keys
            if key in ("region", "status", "created", "sex", "age", "date", "time") and redacted[part].get(key) != full[part][key]}  # fmt: skip
    shown = redacted["patient"]
    verdicts.see(not same and shown["name"] == "K.Z." and redacted["report"]["rad"]["radiologist"].startswith("Dr. X.N."),
                 "what is no secret is the same for all, a name is its initials", same, shown, redacted["report"]["rad"]["radiologist"])  # fmt: skip
    nurse.close()
    chief.close()


def happenings(ward, verdicts, sockets):
    """Makes each event happen, and keeps every frame that each person got."""
    chief = ward.asker("chief")
    uid = films.uid_of(2)
    for path, body in (
        ("/api/rad_review", {"uid": uid, "normal": False}),
        ("/api/flag", {"uid": uid, "note": SAID}),
        ("/api/requeue", {"uid": uid}),
    ):
        answer = chief.post(path, body)
        if answer.status != 200:
            verdicts.see(False, f"{path} is done", answer)
    ward.workspace.drop("new.dcm", planted_film(50), aged=True)
    ward.model.post("/script", "http400")
    ward.workspace.drop("bad.dcm", planted_film(51), aged=True)
    wait_until(
        lambda: ward.status(films.uid_of(50)) in ("done", "error") and ward.status(films.uid_of(51)) == "error", 20
    )
    heard, names = {}, set()
    for login, line in sockets.items():
        heard[login] = []
        while (frame := line.message(1)) is not None:
            heard[login].append(json.dumps(frame, ensure_ascii=False))
            names.add((frame.get("event") or {}).get("name"))
        line.close()
    wanted = {"connected", "radreview", "requeue", "processing_start", "error"}
    verdicts.see(wanted <= names, f"frames were told of {', '.join(sorted(map(str, names)))}", wanted - names)
    chief.close()
    return heard
