"""kill -9 of the workstation while four associations store films: what was answered with success is there."""

import random
import re
import subprocess
import sys
import tempfile
import threading
import time

import films
import network_films
import network_peers
from network_peers import ENVIRONMENT, PEER, US, dcmtk
from network_station import Station
from workspace import wait_until

ASSOCIATIONS, FILMS = 4, 100
SIZES = ((64, 64), (512, 512), (1024, 1536))


class Killing:
    def __init__(self, verdicts, rounds, seed):
        self.verdicts, self.rounds, self.seed, self.random = verdicts, rounds, seed, random.Random(seed)
        self.told, self.problems, self.met, self.ready = {}, [], 0, []
        self.pace = 0.01  # seconds a film, as measured in the round before

    def run(self):
        if not network_peers.is_here("DCMTK"):
            print("skip the kills: DCMTK is not installed; run scripts/setup --peers")
            return 1
        station, shown = Station("kill", processing={"NO_QUERY": "yes"}), time.monotonic()
        templates = [_template(rows, columns) for rows, columns in SIZES]
        try:
            for number in range(1, self.rounds + 1):
                self.round(station, number, templates)
                if time.monotonic() - shown > 10:
                    shown = time.monotonic()
                    told = f"{number} of {self.rounds} kills, {len(self.told)} films answered with success"
                    print(f"  … {told}, {len(self.problems)} problems", file=sys.stderr, flush=True)
            self.judge(station)
        finally:
            station.remove()
        return 0

    def round(self, station, number, templates):
        seconds = station.start()
        if seconds is None:
            self.problems.append(f"round {number}: not ready: {station.lines()}")
            station.running.kill()
            return
        self.ready.append(seconds)
        with tempfile.TemporaryDirectory(prefix="xrayvision-network-") as folder:
            sent = {}
            for index in range(FILMS):
                film = templates[index * 7 % len(templates)].copy(number * FILMS + index + 1)
                sent[str(film.write(folder))] = film
            paths = list(sent)
            senders = [Sender(station, paths[part::ASSOCIATIONS]) for part in range(ASSOCIATIONS)]
            self.wait(senders)
            self.met += any(sender.process.poll() is None for sender in senders)
            station.running.kill()
            successes = [path for sender in senders for path in sender.end()]
            self.told |= {sent[path].uid: sent[path].digest for path in successes}
        self.look(station, f"round {number}, {len(successes)} of {FILMS} answered with success")

    def wait(self, senders):
        """Until some of the films were answered, and then for a part of the time that the next ones take."""
        began, some = time.monotonic(), self.random.randrange(FILMS * 9 // 10)
        answered = lambda: sum(len(sender.successes) for sender in senders)  # noqa: E731
        wait_until(lambda: answered() >= some or all(s.process.poll() is not None for s in senders), 60, step=0.001)
        if some:
            self.pace = (time.monotonic() - began) / some
        time.sleep(self.random.uniform(0, 2 * self.pace))

    def look(self, station, when):
        found = station.digests()
        lost = [uid for uid, digest in self.told.items() if digest not in found]
        if lost:
            self.problems.append(f"{when}: {len(lost)} films are lost, such as {lost[:3]}")
        rejected = [places for places in found.values() if any("rejected" in place for place in places)]
        if rejected:
            self.problems.append(f"{when}: rejected: {rejected[:3]}")

    def judge(self, station):
        see = self.verdicts.see
        see(
            not self.problems,
            f"{self.rounds} kills, {self.met} of them while films were sent (seed {self.seed}): "
            f"all {len(self.told)} films that storescu was told success for are there, byte for byte",
            *self.problems[:10],
        )
        see(
            self.told and self.met >= 0.95 * self.rounds,
            f"and {self.met} kills met films under way",
            f"{len(self.told)} films",
        )
        slowest = max(self.ready, default=99)
        see(slowest < 5, f"ready again in at most {slowest:.2f} s")
        ready = station.start() is not None
        time.sleep(1)
        see(ready and not station.hidden(), "a restart leaves nothing half received", *station.hidden()[:5])
        echo = dcmtk("echoscu", "-aet", PEER, "-aec", US, "127.0.0.1", station.port, timeout=10)
        see(echo.returncode == 0, "and it answers", echo.stderr)
        code, _ = station.stop()
        self.look(station, "at the end")
        see(code == 0 and station.workspace.integrity() == "ok", "the database is whole", f"exit code {code}")


class Sender:
    """storescu with some films; what it was told is read as it comes."""

    def __init__(self, station, paths):
        command = ["/usr/bin/storescu", "-v", "-nh", "-aet", PEER, "-aec", US, "127.0.0.1", str(station.port), *paths]
        self.successes, into = [], {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self.process = subprocess.Popen(command, text=True, env=ENVIRONMENT, **into)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        """Paths of the files whose response said success."""
        path = None
        for line in self.process.stdout:
            if found := re.search(r"Sending file: (\S+)", line):
                path = found.group(1)
            elif "Received Store Response (Success)" in line and path:
                self.successes.append(path)
                path = None

    def end(self):
        self.process.wait(timeout=60)
        self.reader.join()
        return self.successes


def _template(rows, columns):
    """A film whose names have room for a number."""
    head, tail = "2.25.", "0" * 20
    data = films.film(
        1, rows=rows, columns=columns, uid=f"{head}1{tail}", pixels=bytes(range(256)) * (rows * columns // 128)
    )
    return network_films.Film(
        "explicit", _renamed(data, head, tail), f"{head}1{tail}", f"{head}2{tail}", f"{head}3{tail}"
    )


def _renamed(data, head, tail):
    """Gives study and series names of the same length as the film's."""
    cut = data.index(films.element(0x20, 0xD, "UI", f"{films.ROOT}.1.1"))
    rest = data[cut:].removeprefix(films.element(0x20, 0xD, "UI", f"{films.ROOT}.1.1"))
    rest = rest.removeprefix(films.element(0x20, 0xE, "UI", f"{films.ROOT}.1.2"))
    names = films.element(0x20, 0xD, "UI", f"{head}2{tail}") + films.element(0x20, 0xE, "UI", f"{head}3{tail}")
    return data[:cut] + names + rest
