"""The workstation under test: a throw-away workspace with DICOM settings, and what of a film is found in it."""

import configparser
import json
import os
import pathlib
import time

import network_films
from network_peers import PEER, US
from workspace import Workspace, free_port

COMPUTED_RADIOGRAPHY = "1.2.840.10008.5.1.4.1.1.1"


class Station:
    """`xrayvision` with a port of its own. Nothing runs before `start`."""

    def __init__(self, name, tls=None, processing=None, openai=None, reports=None, storage=None, relay=None, **dicom):
        self.tls, self.port, self.running = tls, free_port(), None
        dicom = {"AE_TITLE": US, "BIND": "127.0.0.1"} | (tls.settings() if tls else {}) | dicom
        self.workspace = Workspace(
            f"network-{name}",
            dicom=dicom | {"AE_PORT": self.port},
            openai=openai or {"OPENAI_URL_PRIMARY": "builtin:baseline"},
            processing={"NO_QUERY": "yes", "ENABLE_HIS": "no"} | (processing or {}),
            storage={"VIEWER_SIZE": 0, "DISPLAY_SIZE": 512, "MIN_FREE": "1 %"} | (storage or {}),
            reports={"PUBLISH_INTERVAL": 5} | (reports or {}),
            relay=relay or {},
        )
        self.seen = {}  # (path, inode, size) → digest of the data set

    @property
    def home(self):
        return self.workspace.home

    def set(self, section, **keys):
        """Changes settings; a running workstation sees them at its next start."""
        path, settings = self.home / "local.cfg", configparser.RawConfigParser()
        settings.optionxform = str
        settings.read(path)
        settings[section].update({key: str(value) for key, value in keys.items()})
        with path.open("w") as file:
            settings.write(file)

    def ask(self, peer):
        """Makes a stranger its archive."""
        self.set("dicom", REMOTE_AE_TITLE=PEER, REMOTE_AE_IP="127.0.0.1", REMOTE_AE_PORT=peer.port)

    def start(self, seconds=15):
        """Seconds until it was ready; None when it did not say so in time."""
        self.running = self.workspace.start()
        return self.running.wait_ready(seconds)

    def stop(self):
        code, seconds = self.running.stop()
        self.running = None
        return code, seconds

    def alive(self):
        return self.running is not None and self.running.process.poll() is None

    def memory(self, kind="RssAnon"):
        return memory(self.running.process.pid, kind)

    def open_files(self):
        return len(list(pathlib.Path(f"/proc/{self.running.process.pid}/fd").iterdir()))

    def do(self, *arguments, timeout=120):
        return self.workspace.do(*arguments, timeout=timeout)

    def answer(self, *arguments, timeout=120):
        return self.workspace.answer(*arguments, timeout=timeout)

    def files(self):
        """The films that lie in it, hidden ones left out."""
        for folder in ("spool/incoming", "spool/work", "spool/rejected", "archive"):
            # os.walk passes over folders that vanish while it looks; the intake removes its own at once.
            for place, _, names in os.walk(self.home / folder):
                for name in names:
                    if not name.startswith(".") and not name.endswith(".reason.json"):
                        yield pathlib.Path(place, name)

    def hidden(self):
        """Films that are half received."""
        return [path for path in (self.home / "spool/incoming").rglob(".*") if path.is_file()]

    def digests(self):
        """digest of a data set → paths. Files that move meanwhile are seen at the next look."""
        found = {}
        for path in self.files():
            try:
                status = path.stat()
                key = status.st_ino, status.st_size, status.st_mtime_ns
                if key not in self.seen:
                    self.seen[key] = _digests(path.read_bytes())
            except FileNotFoundError:
                continue
            for digest in self.seen[key]:
                found.setdefault(digest, []).append(str(path.relative_to(self.home)))
        return found

    def how(self, film, folder=None):
        """`exact` or `equal` for a film that is here, None for one that is not; it may be on its way between folders.
        With a folder for it, the sender may have sent the film uncompressed in an encoding of its own choice."""
        recoded = network_films.recoded(film, folder) if folder else set()
        for attempt in range(5):
            digests = self.digests()
            if film.digest in digests:
                return "exact"
            if film.content in digests or recoded & set(digests):
                return "equal"
            time.sleep(0.2 * attempt)
        return None

    def lines(self):
        """The last things it said."""
        return self.running.lines[-3:] if self.running else []

    def remove(self):
        if self.running:
            self.running.kill()
        self.workspace.remove()


def memory(process, kind):
    """MiB: RssAnon is what a process has made, VmHWM the most it ever occupied, its program text with it."""
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(kind):
            return int(line.split()[1]) / 1024
    return 0.0


def _digests(data):
    """Of the data set as it lies there, and without its deflation."""
    if data[128:132] != b"DICM":
        return [network_films.digest(data)]
    body = network_films.split(data)[1]
    found = [network_films.digest(body)]
    if network_films.meta_uid(data, 0x10) == network_films.DEFLATED:
        found.append(network_films.digest(network_films.inflated(body)))
    return found


def objects(text):
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]
