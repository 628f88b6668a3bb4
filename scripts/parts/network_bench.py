"""The network part of scripts/bench: what arrives and leaves a second, beside the strangers that do the same.

The sender is always DCMTK's storescu without Nagle's wait. Ours makes every film durable before it answers; none of the
others does. All take turns, so that a busy moment strikes all alike; the figures are medians.
"""

import contextlib
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

import films
import network_films
import network_peers
from network_bad_hosts import BadHost, silent_later
from network_peers import ENVIRONMENT, PEER, PYTHON, US, Dcmqrscp, Orthanc, Server, Storescp
from network_station import Station, memory
from workspace import environment, free_port, wait_until

DAY = "2026-01-02"
SETS = (("8.4 MB", 100, 2048), ("0.5 MB", 200, 512))
LOCAL, OURS, RUNNING = "127.0.0.1", "ours", "run"
MEMORY_GOAL, ROUNDS = 64, 3


class PynetdicomStorescp(Server):
    """pynetdicom's own application of that name."""

    def __init__(self):
        home, port = network_peers.folder(), free_port()
        super().__init__([PYTHON, "-m", "pynetdicom", "storescp", port, "-q", "-od", home], port, home, patience=30)


class ShippedStorescp(Storescp):
    """As Debian ships it: with a wait of 44 ms for each film."""

    environment = environment()


class Door:
    """Our listener alone: that of a `query` whose archive never answers. Nothing takes the films in meanwhile."""

    def __init__(self):
        self.archive = BadHost(silent_later)
        self.station = Station("bench", REQUEST_TIMEOUT=600, RETRIEVAL_METHOD="C-MOVE")
        self.station.ask(self.archive)
        self.port = self.station.port
        command = self.station.workspace.command("query", "--hours", 1, "--retrieve", "--quiet")
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
        wait_until(lambda: self.archive.lines, 10, step=0.02)

    def close(self):
        self.process.kill()
        self.process.wait()
        self.archive.close()
        self.station.remove()


class Daemon:
    """`run`, which takes the films in, draws and reads them on the same processors."""

    def __init__(self):
        self.station = Station("bench")
        self.port = self.station.port
        self.station.start()
        self.process = self.station.running.process

    def close(self):
        self.station.remove()


# Who receives → what starts it, what our rate should be beside its rate at least
RECEIVERS = {
    OURS: (Door, None),
    "storescp": (lambda: ShippedStorescp("--fork", as_they_come=False), None),
    "TCP_NODELAY": (lambda: Storescp("--fork", as_they_come=False), 1),
    "and +B": (lambda: Storescp("--fork"), None),
    "pynetdicom": (PynetdicomStorescp, 3),
    "Orthanc": (Orthanc, 3),
    RUNNING: (Daemon, None),
}
COLUMNS = (*list(RECEIVERS)[1:], "storescu", "getscu")


class Row:
    """A line of the table at the end: our MB/s, and how often as fast as others that is."""

    def __init__(self, what, count, size, seconds):
        """`seconds`: who → seconds of each round."""
        self.what = what
        self.rates = {who: size / statistics.median(times) / 1e6 for who, times in seconds.items()}
        self.films = count / statistics.median(seconds[OURS])
        self.memory = ""

    def __str__(self):
        ratios = [f"{self.rates[OURS] / self.rates[who]:12.2f}" if who in self.rates else " " * 12 for who in COLUMNS]
        return f"  {self.what:26} {self.rates[OURS]:6.0f} {self.films:7.0f}{''.join(ratios)}  {self.memory}"


def run(line):
    missing = [who for who in ("DCMTK", "pynetdicom", "Orthanc", "dcmqrscp") if not network_peers.is_here(who)]
    if missing:
        print(f"  skipped: {', '.join(missing)} is not installed; run scripts/setup --peers")
        return
    rows = []
    for name, count, side in SETS:
        with tempfile.TemporaryDirectory(prefix="xrayvision-bench-") as folder:
            paths, what = _films(pathlib.Path(folder), count, side), f"{count} × {name}"
            rows += [_receive(line, what, paths, associations) for associations in (1, 4)]
            rows += [_send(line, what, paths), _get(line, what, paths)]
    columns = "".join(f"{who:>12}" for who in COLUMNS)
    print(f"\n  {'':26} {'MB/s':>6} {'films/s':>7}{columns}  MiB: own, peak", *rows, sep="\n")
    print(f"  medians of {ROUNDS}; each column is our rate divided by that of the other (`run`: with all that it does)")


def _films(folder, count, side):
    """One study; each film has its own names and the same pixels."""
    pixels, uid = bytes(range(256)) * (side * side // 128), "2.25.1" + "0" * 20
    data = films.film(1, rows=side, columns=side, uid=uid, day=DAY.replace("-", ""), pixels=pixels)
    paths = []
    for number in range(count):
        paths.append(folder / f"2.25.1{number:020}.dcm")
        paths[-1].write_bytes(data.replace(uid.encode(), paths[-1].stem.encode()))
    return paths


def _size(paths):
    return sum(path.stat().st_size for path in paths)


def _in_turn(contestants):
    """who → what each of its rounds gave."""
    found = {who: [] for who in contestants}
    for _ in range(ROUNDS):
        for who, act in contestants.items():
            found[who].append(act())
    return found


def _receive(line, what, paths, associations):
    what += f" in, {associations} assoc."
    acts = {who: lambda make=make: _received(make, paths, associations) for who, (make, _) in RECEIVERS.items()}
    rounds = _in_turn(acts)
    row = Row(what, len(paths), _size(paths), {who: [told[0] for told in all_] for who, all_ in rounds.items()})
    own, peak = (max(told[place] for told in rounds[OURS]) for place in (1, 2))
    row.memory = f"{own:.0f}, {peak:.0f}"
    for who, (_, goal) in RECEIVERS.items():
        if who != OURS:
            line(f"{what} / {who}", row.rates[OURS], "MB/s", row.rates[who], ratio_goal=goal, below=False)
    line("  memory that the listener made", own, "MiB")
    line("  most that it occupied", peak, "MiB", goal=MEMORY_GOAL)
    line("  the same of the whole workstation", max(told[2] for told in rounds[RUNNING]), "MiB")
    return row


def _received(make, paths, associations):
    """(seconds until every sender has ended, MiB that the receiver made, MiB that it occupied at most)"""
    peer = make()
    title = US if make in (Door, Daemon) else PEER
    call = ["/usr/bin/storescu", "-aet", PEER, "-aec", title, LOCAL, str(peer.port)]
    try:
        began, own = time.monotonic(), 0.0
        parts = [[*call, *map(str, paths[part::associations])] for part in range(associations)]
        senders = [subprocess.Popen(part, env=ENVIRONMENT) for part in parts]
        while any(sender.poll() is None for sender in senders):
            own = max(own, memory(peer.process.pid, "RssAnon"))
            with contextlib.suppress(subprocess.TimeoutExpired):
                next(sender for sender in reversed(senders) if sender.returncode is None).wait(0.02)
        seconds = time.monotonic() - began
        if any(sender.returncode for sender in senders):
            raise SystemExit(f"error: storescu to {make} ended with {[sender.returncode for sender in senders]}")
        return seconds, own, memory(peer.process.pid, "VmHWM")
    finally:
        peer.close()


def _send(line, what, paths):
    """C-STORE by us and by storescu, to a storescp that forgets what it gets."""
    station, peer, folder = Station("bench"), Storescp("--ignore"), str(paths[0].parent)
    try:
        ours = station.workspace.command("send", folder, "--to", f"{PEER}@{LOCAL}:{peer.port}", "--quiet")
        theirs = ["/usr/bin/storescu", "+sd", "-aet", US, "-aec", PEER, LOCAL, str(peer.port), folder]
        rounds = _in_turn({OURS: lambda: _seconds(ours), "storescu": lambda: _seconds(theirs)})
    finally:
        peer.close()
        station.remove()
    return _beside("storescu", Row(f"{what} sent", len(paths), _size(paths), rounds), line)


def _get(line, what, paths):
    """C-GET by us and by getscu, from a dcmqrscp that has one study."""
    peer = Dcmqrscp([network_films.ENCODINGS["explicit"].syntax])
    try:
        kept = [shutil.copy(path, peer.folder / "store") for path in paths]
        subprocess.run(["/usr/bin/dcmqridx", peer.folder / "store", *kept], check=True, capture_output=True)
        rounds = _in_turn({OURS: lambda: _fetched(peer, len(paths)), "getscu": lambda: _got(peer)})
    finally:
        peer.close()
    return _beside("getscu", Row(f"{what} by C-GET", len(paths), _size(paths), rounds), line)


def _beside(who, row, line):
    line(f"{row.what} / {who}", row.rates[OURS], "MB/s", row.rates[who], ratio_goal=1, below=False)
    return row


def _fetched(peer, count):
    station = Station("bench", RETRIEVAL_METHOD="C-GET")
    try:
        station.ask(peer)
        seconds = _seconds(station.workspace.command("query", "--from", DAY, "--retrieve", "--quiet"))
        if (found := len(list(station.files()))) != count:
            print(f"  FAILED: {found} of {count} films came by C-GET")
        return seconds
    finally:
        station.remove()


def _got(peer):
    with tempfile.TemporaryDirectory(prefix="xrayvision-bench-") as out:
        keys = ["-k", "QueryRetrieveLevel=STUDY", "-k", f"StudyInstanceUID={films.ROOT}.1.1"]
        call = ["/usr/bin/getscu", "-S", "+B", "-aet", US, "-aec", PEER, "-od", out, *keys, LOCAL, peer.port]
        return _seconds(call)


def _seconds(command):
    began = time.monotonic()
    done = subprocess.run(list(map(str, command)), env=ENVIRONMENT, capture_output=True)
    if done.returncode:
        told = (done.stderr + done.stdout).decode(errors="replace")
        print(f"  FAILED: {pathlib.Path(str(command[0])).name} ended with {done.returncode}: {told[-300:]}")
    return time.monotonic() - began
