"""A workspace full of films, the model servers that read them, and what became of each film."""

import shutil
import sys
import time
from collections import Counter
from contextlib import contextmanager

import films
from workspace import Workspace, wait_until

FILMS = 500
SETTINGS = {
    "processing": {"NO_QUERY": "yes", "ENABLE_HIS": "no"},
    "storage": {"VIEWER_SIZE": 0, "MIN_FREE": "1 %"},
    "dicom": {"LISTEN": "no"},
    "reports": {"PUBLISH_INTERVAL": 3600},
}
MODEL = {
    "OPENAI_URL_SECONDARY": "",
    "MODEL_NAME": "scripted",
    "MAX_RETRIES": 3,
    "RETRY_BASE": 0.1,
    "TIMEOUT": 1,
    "CONNECT_TIMEOUT": 1,
    "HEALTH_INTERVAL": 1,
    "MAX_REPLY": "1 MiB",
}


def fill_shelf():
    """The films, taken in once; each step reads a copy of them."""
    shelf = Workspace("shelf", **SETTINGS)
    for number in range(1, FILMS + 1):
        shelf.drop(f"{number}.dcm", films.film(number), aged=True)
    done = shelf.do("ingest", shelf.incoming, "--move", timeout=300)
    if done.returncode:
        sys.exit(f"error: the films were not taken in\n{done.stderr[-400:]}")
    return shelf


class Ward(Workspace):
    """Films of the shelf, or an empty workspace, and the model servers in the order of the settings."""

    def __init__(self, servers, shelf=None, processing=None, **model):
        urls = [server if isinstance(server, str) else server.url for server in servers]
        asked = {"OPENAI_URL_PRIMARY": urls[0], "OPENAI_URL_SECONDARY": ", ".join(urls[1:])}
        sections = SETTINGS | {"processing": SETTINGS["processing"] | (processing or {})}
        super().__init__("reading", openai=MODEL | asked | model, **sections)
        for name in ("archive", "reports", "xrayvision.db", "xrayvision.db-wal") if shelf else ():
            source = shelf / name
            if source.is_dir():
                shutil.copytree(source, self.home / name)
            elif source.exists():
                shutil.copy(source, self.home / name)

    def take(self, *given):
        """Takes films in at once."""
        for number, film in enumerate(given):
            self.drop(f"{time.time_ns()}-{number}.dcm", film, aged=True)
        done = self.do("ingest", self.incoming, "--move")
        assert done.returncode == 0, done.stderr[-400:]

    @contextmanager
    def running(self):
        programme = self.start()
        programme.wait_ready(20)
        try:
            yield programme
        finally:
            if programme.process.poll() is None:
                programme.stop()

    def close(self, verdicts):
        if verdicts.failed:
            print(f"     the workspace: {self.home}")
        else:
            self.remove()

    def counts(self):
        return Counter(dict(self.query("SELECT status, count(*) FROM exams GROUP BY 1")))

    def done(self):
        return self.counts()["done"]

    def read_on(self, count, seconds=30):
        """Waits until so many films more are read."""
        goal = min(self.done() + count, FILMS)
        return wait_until(lambda: self.done() >= goal, seconds, 0.05)

    def settled(self, seconds):
        """Waits until no film waits any more; a verdict that is asked for much later may."""
        later = "intent = 'check' AND not_before > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+60 seconds')"
        soon = f"SELECT 1 FROM queue WHERE NOT coalesce({later}, 0) LIMIT 1"
        return wait_until(lambda: not self.query(soon), seconds)

    def fates(self):
        """uid → (status, severity, reason, good answers kept, the picture's hash)"""
        sql = """
            SELECT e.uid, e.status, (SELECT severity FROM ai_reports r WHERE r.uid = e.uid),
                   (SELECT sentence FROM reasons r WHERE r.uid = e.uid),
                   (SELECT count(*) FROM analyses a WHERE a.uid = e.uid AND kind = 'report' AND outcome = 'ok'),
                   (SELECT image_hash FROM analyses a WHERE a.uid = e.uid AND image_hash <> '' LIMIT 1) FROM exams e
            """
        return {row[0]: row[1:] for row in self.query(sql)}

    def judge(self, verdicts, what, servers):
        """All films are there, each read once and none without a reason."""
        fates = self.fates()
        verdicts.see(len(fates) == FILMS and self.integrity() == "ok", f"{what}: {len(fates)} films, none lost, database whole")
        twice = [uid for uid, fate in fates.items() if fate[3] != (fate[0] in ("done", "check"))]
        calls, good = Counter(), Counter()
        for server in servers:
            for image, film in server.get("/films").items():
                calls[image] += film["calls"]
                good[image] += film["good"]
        again = sum(count - 1 for count in good.values() if count > 1)
        verdicts.see(
            not twice,
            f"{what}: each film that was read has one stored answer ({sum(calls.values())} calls with a picture, "
            f"{sum(good.values())} good answers, {again} of them repeated because nothing could be stored yet)",
            *twice[:5],
        )
        mute = [uid for uid, fate in fates.items() if fate[0] != "done" and len(fate[2] or "") < 20]
        aside = sum(fate[0] != "done" for fate in fates.values())
        verdicts.see(not mute, f"{what}: each of the {aside} films that are not done has its reason", *mute[:5])
        return fates
