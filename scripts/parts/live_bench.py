"""The live daemon under load: against the predecessor's published figures, and with a million exams."""

import json
import os
import pathlib
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

import live_archive
from live_client import Asker, basic
from live_sockets import listeners
from workspace import BINARY, Workspace, environment, free_port, wait_until

# As its authors measured it, with 226 exams and 16 clients: requests a second, and milliseconds that 99 % stay under.
PREDECESSOR = {"/api/exams": (656, 44), "/api/stats": (369, None)}
ROWS, CLIENTS, LISTENERS = 226, 16, 1000
PASSWORD = "bench-password"
FILTERS = [
    "", "reviewed=yes", "reviewed=no", "positive=yes", "positive=no", "correct=yes", "correct=no", "region=chest", "region=es", "status=any",
    "status=done,error", "search=popescu", "search=ION", "search=an", "search=5359", "search=1.2.840.113619.2.203.4.77", "search=nobody%20at%20all",
    "diagnostic=pneumonia", "diagnostic=finding%2042", "radiologist=dr.%20model%20ba%20co", "severity=3-6", "confidence=80-", "flagged=yes", "sex=F",
    "from=2020-01-01&to=2020-12-31", "order=severity", "order=disagreement&correct=no", "page=1000", "page=90000", "positive=yes&region=chest&reviewed=yes&search=maria",
]  # fmt: skip


class Daemon:
    """`xrayvision run` in a workspace that is kept or thrown away."""

    def __init__(self, home=None):
        self.port = free_port()
        self.workspace = Workspace(
            "bench-live",
            openai={"OPENAI_URL_PRIMARY": "builtin:baseline"},
            processing={"NO_QUERY": "yes", "ENABLE_HIS": "no"},
            dicom={"LISTEN": "no"},
            reports={"PUBLISH_INTERVAL": "1 d"},
            storage={"MIN_FREE": "1 %"},
            users={"chief": f"{PASSWORD},admin", "nurse": f"{PASSWORD},user"},
            dashboard={"DASHBOARD_PORT": self.port, "RATE_LIMIT": 100_000, "MODEL_RATE_LIMIT": 100_000},
        )
        if home:
            # The settings are new each time, the database is the cached one.
            shutil.copy(self.workspace.home / "local.cfg", home / "local.cfg")
            self.workspace.remove()
            self.workspace.home = home
        self.running = None

    def start(self, seconds=120):
        self.running = self.workspace.start()
        if self.running.wait_ready(seconds) is None:
            raise RuntimeError(f"the daemon is not ready: {self.running.lines[-5:]}")
        if not wait_until(self.is_up, seconds, 0.02):
            raise RuntimeError(f"the daemon answers nobody: {self.running.lines[-5:]}")
        return self

    def is_up(self):
        try:
            return Asker(self.port).get("/livez").status == 200
        except OSError:
            return False

    def asker(self, login="chief"):
        return Asker(self.port, login, PASSWORD, timeout=60)

    def write(self, sql, *values):
        database = sqlite3.connect(self.workspace.home / "xrayvision.db", timeout=30)
        with database:
            database.execute(sql, values)
        database.close()

    def memory(self, field="VmRSS"):
        """MiB"""
        with open(f"/proc/{self.running.process.pid}/status") as told:
            return next(int(line.split()[1]) / 1024 for line in told if line.startswith(field))

    def processor(self):
        """Seconds of processor time so far."""
        fields = pathlib.Path(f"/proc/{self.running.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.running.stop()


def run(line, exams=1_000_000):
    small(line)
    large(line, exams)


def small(line):
    """226 exams and 16 clients that keep their connections, as the predecessor was measured."""
    daemon = Daemon()
    make(daemon.workspace, ROWS)
    settle(daemon)
    daemon.start()
    for path, (published, late) in PREDECESSOR.items():
        rate, tail, answers = load(daemon, path)
        line(f"{path}, {ROWS} exams, {CLIENTS} clients", rate, "/s", published, ratio_goal=10, below=False)
        line("  99 % within", tail, "ms", late, goal=late)
        if answers:
            print(f"  FAILED: {answers} answers were not 200")
    if shutil.which("wrk"):
        pages = 'local n = 0\nrequest = function()\n  n = n + 1\n  return wrk.format("GET", "/api/exams?status=any&page=" .. n % 22 + 1 .. "&search=" .. n % 9)\nend\n'
        script = daemon.workspace.home / "pages.lua"
        script.write_text(pages)
        rate, tail, _ = load(daemon, "/api/exams", script=script)
        line("another page and search each time", rate, "/s")
        line("  99 % within", tail, "ms")
    line("memory after it", daemon.memory(), "MiB", goal=200)
    daemon.stop()
    daemon.workspace.remove()


def load(daemon, path, seconds=4, script=None):
    """(requests a second, 99th percentile in ms, answers other than 200) by wrk, or by our own clients without it."""
    if not shutil.which("wrk"):
        return own_load(daemon, path, seconds)
    command = [
        "wrk",
        "-t1",
        f"-c{CLIENTS}",
        f"-d{seconds}s",
        "--latency",
        "-H",
        f"Authorization: {basic('chief', PASSWORD)}",
    ]
    command += ["-s", str(script)] if script else []
    told = subprocess.run(
        command + [f"http://127.0.0.1:{daemon.port}{path}"], capture_output=True, text=True, timeout=seconds + 30
    ).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    tail, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    return rate, float(tail) * {"us": 0.001, "ms": 1, "s": 1000}[unit], int(bad[1]) if bad else 0


def own_load(daemon, path, seconds):
    """Without wrk: as many threads, which Python makes slow; a lower bound."""
    import threading

    times, bad = [], []

    def ask():
        asker, end = daemon.asker(), time.monotonic() + seconds
        while time.monotonic() < end:
            answer = asker.get(path)
            times.append(answer.seconds * 1000)
            if answer.status != 200:
                bad.append(answer.status)

    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return len(times) / seconds, percentile(times, 99), len(bad)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share / 100))]


def make(workspace, exams):
    """The database in the predecessor's shape; the programme brings it to today's."""
    live_archive.fill(workspace.home / "xrayvision.db", exams)
    done = subprocess.run(
        workspace.command("db", "migrate", "--quiet"), capture_output=True, text=True, env=environment()
    )
    if done.returncode:
        raise RuntimeError(f"db migrate ended with {done.returncode}: {done.stderr[-300:]}")
    shutil.rmtree(workspace.home / "backup", ignore_errors=True)


def settle(daemon):
    """What waits for a reading would be read while we measure: it waits no more."""
    daemon.write("UPDATE exams SET status = 'done' WHERE status IN ('queued', 'requeue', 'check', 'processing')")
    daemon.write("DELETE FROM queue")


def cached(exams):
    """A workspace with that many exams, made once and kept beside the build."""
    home = BINARY.parent.parent / f"bench-live-{exams}"
    if (home / "complete").exists():
        return home
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    began = time.monotonic()
    print(f"  … making a workspace with {exams:,} exams in {home.name}; it is kept", file=sys.stderr, flush=True)
    daemon = Daemon(home)
    make(daemon.workspace, exams)
    settle(daemon)
    (home / "complete").touch()
    print(f"  … {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return home


def without_pages(daemon):
    """Says that the static pages are drawn already: a million of them are measured by `publish`, not here."""
    home = daemon.workspace.home
    with tempfile.TemporaryDirectory(prefix="xrayvision-bench-") as folder:
        # Of the same name and settings, for what pages look like depends on both; but empty.
        twin = pathlib.Path(folder) / home.name
        twin.mkdir()
        shutil.copy(home / "local.cfg", twin)
        subprocess.run(
            [str(BINARY), "--workspace", str(twin), "publish", "--quiet"],
            check=True,
            stdout=subprocess.DEVNULL,
            env=environment(),
        )
        last = daemon.workspace.query("SELECT max(seq) FROM exam_changes")[0][0]
        for state in twin.glob("reports/*/.published.json"):
            target = home / state.relative_to(twin)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(json.loads(state.read_text()) | {"sequence": last}))


def large(line, exams):
    daemon = Daemon(cached(exams))
    without_pages(daemon)
    began = time.monotonic()
    daemon.start()
    asker = daemon.asker()
    ready = wait_until(lambda: asker.get("/readyz").status == 200, 120, 0.05)
    first = asker.get("/api/exams")
    line(f"{exams:,} exams: from the start to the first list", time.monotonic() - began, "s")
    if not ready or first.status != 200:
        print(f"  FAILED: {first}")
    uid = first.json()["exams"][5]["uid"]
    lists(line, daemon, asker, uid)
    figures(line, daemon, asker, uid)
    sockets(line, daemon, asker, uid)
    line("memory after it", daemon.memory(), "MiB", goal=200)
    line("  at its highest", daemon.memory("VmHWM"), "MiB")
    daemon.stop()


def timed(daemon, asker, path, uid, cold, times=20):
    """Milliseconds of each answer; cold = another programme has changed an exam since the last."""
    told = []
    for turn in range(times):
        if cold:
            daemon.write("UPDATE ai_reports SET confidence = ? WHERE uid = ?", turn % 100, uid)
        answer = asker.get(path)
        if answer.status != 200:
            print(f"  FAILED: {path} {answer}")
        told.append(answer.seconds * 1000)
    return told


def lists(line, daemon, asker, uid):
    """Every filter: the 95th percentile of 20, after a write and without one."""
    worst = {"cold": ("", 0), "warm": ("", 0), "new": ("", 0)}
    for query in FILTERS:
        path = f"/api/exams?{query}" if query else "/api/exams"
        cold, warm = timed(daemon, asker, path, uid, True), timed(daemon, asker, path, uid, False)
        name = urllib.parse.unquote(query) or "no filter"
        value = percentile(cold, 95)
        line(f"list after a write, {name[:40]}", value, "ms", goal=50)
        for kind, took in (("cold", value), ("warm", percentile(warm[1:], 95))):
            worst[kind] = max(worst[kind], (name, took), key=lambda one: one[1])
    line(f"list after a write, slowest: {worst['cold'][0][:24]}", worst["cold"][1], "ms", goal=50)
    line(f"list again, slowest: {worst['warm'][0][:24]}", worst["warm"][1], "ms", goal=50)
    fresh = [
        asker.get(f"/api/exams?search={word}").seconds * 1000
        for word in ("mar", "dobre", "lupu^", "statava", "zo^", "ene", "petre", "7777", "constantin", "rusuba")
    ]
    line("list of ten searches nobody asked before, 95 %", percentile(fresh, 95), "ms", goal=50)
    cursor, pages = "", []
    for _ in range(20):
        answer = asker.get(f"/api/exams?after={cursor}" if cursor else "/api/exams")
        pages.append(answer.seconds * 1000)
        told = answer.json()
        cursor = urllib.parse.quote(str(told.get("next") or ""))
    line("20 pages by cursor, 95 %", percentile(pages, 95), "ms", goal=50)


def figures(line, daemon, asker, uid):
    for path, goal in (
        ("/api/stats", 100),
        ("/api/stats/radiologists", None),
        ("/api/stats/diagnostics", None),
        ("/api/stats/insights", None),
    ):
        cold, warm = timed(daemon, asker, path, uid, True), timed(daemon, asker, path, uid, False)
        line(f"{path} after a write, 95 %", percentile(cold, 95), "ms", goal=goal)
        line("  again, 95 %", percentile(warm[1:], 95), "ms", goal=goal)
    pages = {"/": "the films' page", "/worklist.html": "the worklist", "/patients.html": "the patients' page"}
    for path, name in pages.items():
        line(f"{name} after a write, 95 %", percentile(timed(daemon, asker, path, uid, True, 10), 95), "ms")
    rate, tail, _ = load(daemon, "/api/exams")
    line(f"/api/exams, {CLIENTS} clients", rate, "/s")
    line("  99 % within", tail, "ms")


def sockets(line, daemon, asker, uid):
    """1000 who listen: from the moment a review is sent to the moment its event is read, each of them, 20 times."""
    with listeners(daemon.port, basic("nurse", PASSWORD), LISTENERS) as crowd:
        line("WebSocket clients connected", crowd.connected, "", goal=LISTENERS, below=False)
        line("  in", crowd.seconds, "s")
        line("  memory meanwhile", daemon.memory(), "MiB", goal=200)
        waits, answered = [], []
        for turn in range(20):
            began = time.monotonic()
            answer = asker.post("/api/rad_review", {"uid": uid, "normal": turn % 2 == 0})
            answered.append(answer.seconds * 1000)
            if answer.status != 200:
                print(f"  FAILED: {answer}")
            waits.append((began, time.monotonic()))
            time.sleep(0.4)
        heard = crowd.heard()
    delays = delays_of(waits, heard)
    line(f"an event at {LISTENERS} clients, median", statistics.median(delays or [9999]), "ms")
    line("  99 % within", percentile(delays or [9999], 99), "ms", goal=100)
    line("  the last of them", max(delays or [9999]), "ms")
    line("  the review itself, median", statistics.median(answered), "ms")
    wanted = LISTENERS * len(waits)
    line("  events that came, of each hundred", 100 * len(delays) / wanted, "", goal=100, below=False)


def delays_of(waits, heard):
    """Milliseconds from each sending to each hearing; what is heard belongs to the last review before it."""
    delays, starts = [], [began for began, _ in waits]
    for moment in heard:
        before = [start for start in starts if start <= moment]
        if before:
            delays.append((moment - before[-1]) * 1000)
    return delays
