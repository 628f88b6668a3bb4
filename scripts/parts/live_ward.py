"""A workspace with the live daemon in it: films that were read, people who may sign in, a model server that is scripted."""

import json
import sqlite3

import live_films
from live_client import Asker, Socket, basic
from workspace import ModelServer, Workspace, free_port, wait_until

PEOPLE = {
    "chief": ("sesame-chief-1", "admin"),
    "doctor": ("sesame-doctor-2", "reviewer"),
    "nurse": ("sesame-nurse-3", "user"),
}
ROLE_OF = {login: role for login, (_, role) in PEOPLE.items()}
# So that a test which asks a thousand things in a minute is not told to wait; the limits have a test of their own.
UNLIMITED = {"RATE_LIMIT": 100_000, "MODEL_RATE_LIMIT": 100_000}


class Ward:
    """Nothing runs before `start`."""

    def __init__(self, name, script="varied", people=PEOPLE, dashboard=None, limited=False, **sections):
        self.port, self.model, self.people = free_port(), ModelServer(script), people
        settings = {
            "openai": {"OPENAI_URL_PRIMARY": self.model.url, "OPENAI_URL_SECONDARY": "", "MODEL_NAME": "scripted"}
            | {"RETRY_BASE": 1},
            "processing": {"NO_QUERY": "yes", "ENABLE_HIS": "no"},
            "storage": {"DISPLAY_SIZE": 512, "VIEWER_SIZE": 512, "MIN_FREE": "1 %"},
            "reports": {"PUBLISH_INTERVAL": 1},
            "dicom": {"BIND": "127.0.0.1", "AE_PORT": free_port()},
            "supported_regions": dict.fromkeys(("chest", "hand", "knee", "abdomen"), "yes"),
            "users": {login: f"{password},{role}" for login, (password, role) in people.items()},
            "dashboard": {"DASHBOARD_PORT": self.port} | ({} if limited else UNLIMITED) | (dashboard or {}),
        }
        for section, keys in sections.items():
            settings[section] = settings.get(section, {}) | keys
        self.sections = settings
        self.workspace = Workspace(f"live-{name}", **settings)
        self.running = self.tls = None

    # What is in it

    def fill(self, numbers, side=256, data=None):
        """Has the films read by the model, as `run --once` would, and half of them reported; nothing runs afterwards."""
        numbers = list(numbers)
        shelf = self.workspace.home / "shelf"
        shelf.mkdir(exist_ok=True)
        for number in numbers:
            (shelf / f"{number}.dcm").write_bytes(data(number) if data else live_films.film(number, side))
        for command in (("ingest", shelf, "--quiet"), ("analyse", "--quiet")):
            done = self.workspace.do(*command)
            if done.returncode:
                raise NotReady(command, done.returncode, done.stdout[-500:], done.stderr[-500:])
        known = dict(self.workspace.query("SELECT uid, severity FROM ai_reports"))
        with sqlite3.connect(self.workspace.home / "xrayvision.db", timeout=20) as database:
            live_films.reports(database, numbers, lambda uid: known.get(uid, 0))
        database.close()
        done = self.workspace.do("publish", "--quiet")
        if done.returncode:
            raise NotReady("publish", done.returncode, done.stderr[-500:])
        return [live_films.uid_of(number) for number in numbers]

    def write(self, sql, *values):
        """As another programme does that has the database open."""
        database = sqlite3.connect(self.workspace.home / "xrayvision.db", timeout=20)
        with database:
            changed = database.execute(sql, values).rowcount
        database.close()
        return changed

    def status(self, uid):
        return (self.workspace.query("SELECT status FROM exams WHERE uid = ?", uid) or [(None,)])[0][0]

    # The daemon

    def start(self, seconds=30):
        self.running = self.workspace.start()
        if self.running.wait_ready(seconds) is None or not wait_until(self.is_up_or_gone, 10, 0.05) or not self.is_up():
            code = self.running.process.poll()
            self.running.kill()
            raise NotReady("run", "answers nobody" if code is None else f"ended with {code}", self.running.lines[-6:])
        return self

    def is_up_or_gone(self):
        return self.running.process.poll() is not None or self.is_up()

    def is_up(self):
        try:
            return self.asker(None).get("/livez").status > 0
        except OSError:
            return False

    def stop(self):
        told = self.running.stop()
        return told

    def asker(self, login, **more):
        """Someone who signs each request; None = nobody in particular."""
        if login is None:
            return Asker(self.port, tls=self.tls, **more)
        return Asker(self.port, login, self.people[login][0], tls=self.tls, **more)

    def socket(self, login="chief", since=None, timeout=10, **headers):
        if login:
            headers = {"Authorization": basic(login, self.people[login][0])} | headers
        path = "/ws" if since is None else f"/ws?since={since}"
        return Socket(self.port, path, timeout, self.tls, **headers)

    def cookie(self, login, password=None):
        """Signs in by the page's form: what a browser would send along afterwards."""
        asker = self.asker(None)
        answer = asker.form("/sign-in", login=login, password=password or self.people[login][0])
        asker.close()
        kept = [f"{name}={value}" for name, (value, _) in answer.cookies().items() if value]
        return "; ".join(kept), answer

    def audit(self):
        """Every line of the audit log, oldest first."""
        lines = []
        for path in sorted((self.workspace.home / "audit").glob("*.jsonl")):
            lines += [json.loads(line) for line in path.read_text().splitlines() if line]
        return lines

    def close(self, verdicts, before=0):
        if self.running and self.running.process.poll() is None:
            self.running.stop()
        self.model.close()
        if verdicts.failed > before:
            print(
                f"     the workspace: {self.workspace.home}; it said {self.running.lines[-5:] if self.running else ''}"
            )
        else:
            self.workspace.remove()


class NotReady(Exception):
    """The daemon or a command before it did not do what every part needs."""


def need(*modules):
    """What of Python is missing; the part is then skipped, with its reason."""
    missing = []
    for module in modules:
        try:
            __import__(module)
        except ImportError:
            missing.append(module)
    return missing


def skip(what, reason):
    print(f"skip {what}: {reason}", flush=True)
    return 1
