"""A throw-away workspace and the programme running in it, as an operator would: files, commands, signals, SQLite."""

import hashlib
import json
import os
import pathlib
import queue
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import suppress

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("XRV_SCRATCH") or ROOT / ".build") / "release/xrayvision"


def need_binary():
    if not os.access(BINARY, os.X_OK):
        sys.exit(f"error: {BINARY} is not built\n  next: run scripts/setup")


def environment(**more):
    """The caller's environment without what would change the settings of a test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XRV_", "OPENAI_"))}
    return kept | {"SWIFT_BACKTRACE": "enable=no", "NO_COLOR": "1"} | more


# Ports of servers that do not listen yet, or not at the moment: other test processes must not choose them meanwhile.
CLAIMS = []


def free_port():
    """Below those that the system gives to callers, who would take it before its server listens. It is ours until this
    process ends: a name that only one process can have says so (an abstract socket, which leaves nothing behind)."""
    while True:
        port = random.randrange(10_000, 32_000)
        claim = socket.socket(socket.AF_UNIX)
        with socket.socket() as probe, suppress(OSError):
            claim.bind(f"\0xrayvision-test-port-{port}")
            probe.bind(("127.0.0.1", port))
            CLAIMS.append(claim)
            return port
        claim.close()


class ModelServer:
    """The scripted OpenAI-compatible server in a process of its own; it ends with us."""

    def __init__(self, script="ok", latency_ms=0, port=0):
        self.process = subprocess.Popen(
            [
                sys.executable,
                str(pathlib.Path(__file__).with_name("model_server.py")),
                "--until-eof",
                "--port",
                str(port),
                "--script",
                script,
                "--latency-ms",
                str(latency_ms),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self.process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}/v1/chat/completions"

    def requests(self):
        return self.get("/requests")

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return json.load(answer)

    def post(self, path, text=""):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=text.encode(), method="POST")
        urllib.request.urlopen(request, timeout=10).close()

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)


class Workspace:
    def __init__(self, name, **sections):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix=f"xrayvision-{name}-"))
        self.incoming = self.home / "spool/incoming"
        self.incoming.mkdir(parents=True)
        sections = {"dashboard": {"DASHBOARD_PORT": free_port()}, "dicom": {"AE_PORT": free_port()}} | sections
        (self.home / "local.cfg").write_text(
            "".join(
                f"[{section}]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items()) + "\n"
                for section, keys in sections.items()
            )
        )

    def remove(self):
        shutil.rmtree(self.home, ignore_errors=True)

    def command(self, *arguments):
        return [str(BINARY), "--workspace", str(self.home), *map(str, arguments)]

    def do(self, *arguments, timeout=300):
        """Runs one command to its end; standard output and errors are texts."""
        return subprocess.run(
            self.command(*arguments), capture_output=True, text=True, timeout=timeout, env=environment()
        )

    def answer(self, *arguments, timeout=300):
        """(exit code, the objects of `--json`)"""
        done = self.do(*arguments, "--json", timeout=timeout)
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def start(self):
        return Running(self)

    # What is on the disk

    def drop(self, name, data, aged=False):
        """Puts a file into the spool as a careful sender does: a temporary name, then a rename."""
        final = self.incoming / name
        final.parent.mkdir(parents=True, exist_ok=True)
        temporary = final.with_name(final.name + ".part")
        temporary.write_bytes(data)
        if aged:
            os.utime(temporary, (time.time() - 60,) * 2)
        temporary.rename(final)
        return final

    def places(self):
        """sha256 of each file → where it lies, over the spool and the archive."""
        found = {}
        for folder in ("spool/incoming", "spool/work", "spool/rejected", "archive"):
            for path in sorted((self.home / folder).rglob("*")):
                if path.is_symlink() or not path.is_file() or path.name.endswith(".reason.json"):
                    continue
                try:
                    digest = hashlib.file_digest(path.open("rb"), "sha256").hexdigest()
                except FileNotFoundError:
                    continue
                found.setdefault(digest, []).append(str(path.relative_to(self.home)))
        return found

    def rejected(self):
        """name → reason file, for everything that was set aside."""
        return {
            path.name.removesuffix(".reason.json"): json.loads(path.read_text())
            for path in (self.home / "spool/rejected").rglob("*.reason.json")
        }

    def query(self, sql, *values):
        database = sqlite3.connect(f"file:{self.home}/xrayvision.db?mode=ro", uri=True, timeout=20)
        try:
            return database.execute(sql, values).fetchall()
        finally:
            database.close()

    def has_database(self):
        return (self.home / "xrayvision.db").exists() and bool(
            self.query("SELECT 1 FROM sqlite_master WHERE name = 'analyses'")
        )

    def integrity(self):
        return self.query("PRAGMA integrity_check")[0][0]

    def statuses(self):
        return dict(self.query("SELECT uid, status FROM exams"))


class Running:
    """`xrayvision run` in the background."""

    def __init__(self, workspace):
        self.started = time.monotonic()
        self.lines, self.heard = [], queue.Queue()
        self.process = subprocess.Popen(
            workspace.command("run", "--json"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            stdin=subprocess.DEVNULL,
            env=environment(),
            start_new_session=True,
        )
        for stream in (self.process.stdout, self.process.stderr):
            threading.Thread(target=self._listen, args=(stream,), daemon=True).start()

    def _listen(self, stream):
        for line in stream:
            self.lines.append(line.rstrip("\n"))
            if '"event"' in line and '"ready"' in line or line.strip() == "ready":
                self.heard.put(time.monotonic() - self.started)

    def wait_ready(self, seconds=10):
        """Seconds until it said that it is ready; None when it did not in time."""
        try:
            return self.heard.get(timeout=seconds)
        except queue.Empty:
            return None

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds=12):
        """Asks it to end. (exit code, seconds it took); the code is None when it had to be killed."""
        asked = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=seconds), time.monotonic() - asked
        except subprocess.TimeoutExpired:
            self.kill()
            return None, time.monotonic() - asked


def wait_until(condition, seconds, step=0.2):
    """The condition's answer as soon as it is true, or the last one when time is up."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer or time.monotonic() > end:
            return answer
        time.sleep(step)


class Verdicts:
    """Counts what was seen to hold and says it, one line each."""

    def __init__(self, title, quiet=False):
        self.title, self.quiet, self.passed, self.failed = title, quiet, 0, 0

    def see(self, holds, sentence, *details):
        if holds:
            self.passed += 1
            if not self.quiet:
                print(f"ok   {sentence}", flush=True)
        else:
            self.failed += 1
            print(f"FAIL {sentence}", *[f"     {detail}" for detail in details], sep="\n", flush=True)
        return bool(holds)

    def close(self, skipped=0):
        print(f"{self.title}: {self.passed} passed, {self.failed} failed, {skipped} skipped")
        return 1 if self.failed or not self.passed else 0
