"""Callers that break the standard, and what they are answered. A healthy peer is served all the while."""

import time

import films
import network_films
import network_mistakes
import network_wire as wire
from network_crowd import Crowd
from network_mistakes import DIMSE_FAULT, GOOD
from network_peers import US
from network_station import Station
from network_wire import ABORT, RELEASE_REQUEST, Line, data, value
from workspace import wait_until

PLACES = 6
SETTINGS = {"ARTIM_TIMEOUT": 2, "IDLE_TIMEOUT": 3, "ASSOCIATION_TIMEOUT": 10, "MAX_ASSOCIATIONS": PLACES}


class Misbehaviour:
    def __init__(self, verdicts):
        self.verdicts, self.numbers = verdicts, iter(range(1, 100_000))
        self.failed = set()  # what was said to fail already
        self.told_success = {}  # uid → digest of the data set, for films that we were told are kept
        self.station = Station("misbehaviour", ALLOWED_AE=f"{GOOD}, NEAR@127.0.0.1, FAR@192.0.2.1", **SETTINGS)

    def run(self):
        try:
            ready = self.station.start() is not None
            if not self.verdicts.see(ready, "misbehaviour: the workstation listens", *self.station.lines()):
                return 0
            self.all_answers()  # once to warm up: what is looked at is growth
            wait_until(self.is_quiet, 20)
            before = self.station.memory(), self.station.open_files()
            self.all_answers(quietly=True)
            self.all_answers(quietly=True)
            Crowd(self.verdicts, self.station, GOOD, SETTINGS).run()
            self.judge(*before)
        finally:
            self.station.remove()
        for what, storage, expected in (
            ("a film when the disk is below MIN_FREE", {"MIN_FREE": "1000 TiB"}, "STATUS A700"),
            ("a film above MAX_FILE", {"MAX_FILE": "4 KiB"}, "STATUS C000"),
        ):
            self.refused(what, storage, expected)
        return 0

    def refused(self, what, storage, expected):
        """A film that cannot be kept: told so, and nothing of it stays."""
        self.station = Station("no-room", storage=storage, **SETTINGS)
        try:
            self.station.start()
            told = self.answer_to(self.opened, self.stored())
            self.verdicts.see(told == expected, f"{what}: {told}", f"expected {expected}", *self.station.lines())
            left = [*self.station.hidden(), *self.station.files()]
            self.verdicts.see(not left, "and nothing of it is left", *left[:3])
        finally:
            self.station.remove()

    def is_quiet(self):
        """Nothing waits to be taken in or read."""
        waiting = [path for path in self.station.files() if "spool/rejected" not in str(path) and "spool" in str(path)]
        return not waiting and not {"queued", "processing", "none"} & set(self.station.workspace.statuses().values())

    def line(self):
        return Line(self.station.port)

    def opened(self):
        """A line with an association."""
        line = self.line()
        answer = line.open(US, GOOD)
        if not answer.startswith("AC"):
            line.close()
            raise OSError(f"no association: {answer}")
        return line

    def all_answers(self, quietly=False):
        for opening, cases in (
            (self.line, network_mistakes.requests),
            (self.line, network_mistakes.first_units),
            (self.opened, network_mistakes.later_units),
            (self.opened, network_mistakes.messages),
            (self.opened, self.stores),
        ):
            for what, act, *expected in cases():
                told = self.answer_to(opening, act)
                if told in expected and quietly:
                    continue
                if what not in self.failed:
                    fine = self.verdicts.see(told in expected, f"{what}: {told}", f"expected {' or '.join(expected)}")
                    self.failed |= set() if fine else {what}

    @staticmethod
    def answer_to(opening, act):
        """What the caller is told. A place that was left a moment ago may still count as taken."""
        for attempt in range(10):
            time.sleep(0.05 * attempt)
            try:
                with opening() as line:
                    told = act(line)
            except OSError as trouble:
                told = str(trouble)
            if "RJ 2/3/2" not in told:
                break
        return told

    # Films

    def film(self):
        """(uid, data set) of a small film that nobody has."""
        number = next(self.numbers)
        return films.uid_of(number), network_films.split(films.film(number, pixels=_pixels(number)))[1]

    def stored(self, *, named=None, content=None, parts=None):
        """Sends a film, or what it is distorted to, and says what came back."""

        def act(line):
            uid, body = self.film()
            body = body if content is None else content(body)
            line.send(data(value(3, 3, wire.store(named(uid) if named else uid))))
            line.send(*(wire.film_values(3, body) if parts is None else parts(body)))
            told = line.answer()
            if told == "STATUS 0000":
                self.told_success[uid] = network_films.digest(body)
            elif network_films.digest(body) in self.station.digests():
                told += ", but kept"
            return told

        return act

    def halved(self, ending):
        """Sends half a film and ends so; whether anything of it is kept."""

        def act(line):
            uid, body = self.film()
            line.send(data(value(3, 3, wire.store(uid))), *_half(body))
            ending(line)
            gone = wait_until(lambda: not self.station.hidden(), 3, step=0.05)
            kept = {network_films.digest(body), network_films.digest(_half_bytes(body))} & set(self.station.digests())
            return "nothing is left" if gone and not kept else f"left: {self.station.hidden()} {kept}"

        return act

    def stores(self):
        nothing = "nothing is left"
        yield "a film", self.stored(), "STATUS 0000"
        yield "a film in values of 100 bytes", self.stored(
            parts=lambda body: wire.film_values(3, body, 100)
        ), "STATUS 0000"
        yield "abort in mid-film", self.halved(lambda line: line.send(ABORT)), nothing
        yield "connection cut in mid-film", self.halved(Line.cut), nothing
        yield "connection closed in mid-film", self.halved(Line.close), nothing
        yield "release in mid-film", self.halved(lambda line: line.send(RELEASE_REQUEST)), nothing
        command = self.stored(parts=lambda body: [*_half(body), data(value(1, 3, wire.echo()))])
        yield "another command in mid-film", command, *DIMSE_FAULT
        mixed = self.stored(parts=lambda body: [*_half(body), data(value(1, 2, body[len(body) // 2 :]))])
        yield "a film in two contexts", mixed, *DIMSE_FAULT
        yield "a path for a UID", self.stored(named=lambda _: "../../evil"), "STATUS 0117"
        yield "a UID of 65 characters", self.stored(named=lambda _: "1." + "2" * 63), "STATUS 0117"
        yield "no UID", self.stored(named=lambda _: ""), "STATUS 0117"
        yield "another film than the command says", self.stored(named=lambda uid: uid + "1"), "STATUS A900"
        yield "a data set without bytes", self.stored(content=lambda _: b""), "STATUS C000"
        # What a peer calls a film and what names itself rightly is kept; the intake says what it is.
        yield "a data set that ends in the middle", self.stored(content=_half_bytes), "STATUS 0000", "STATUS C000"

    # Afterwards

    def judge(self, memory, files):
        see, station = self.verdicts.see, self.station
        see(station.alive(), "nobody brought the workstation down", *station.lines())
        wait_until(lambda: station.open_files() <= files, 5)
        now = station.open_files()
        see(now <= files + 8, f"no connection is held for ever: {files} open files before, {now} after")
        wait_until(self.is_quiet, 20)
        after = station.memory()
        see(after < memory + 32, f"memory: {memory:.0f} MiB before, {after:.0f} MiB after")
        found = set(station.digests())
        lost = [uid for uid, digest in self.told_success.items() if digest not in found]
        kept = len(self.told_success)
        see(kept and not lost, f"all {kept} films that were answered with success are there", lost[:5])
        see(not station.hidden(), "and nothing half received is left", *station.hidden()[:5])
        outside = list(station.home.parent.glob("evil*")) + list(station.home.glob("evil*"))
        see(not outside, "a UID names no file outside the spool")
        code, seconds = station.stop()
        see(code == 0, f"it ends in {seconds:.1f} s with exit code 0", f"exit code {code}")


def _half_bytes(body):
    return body[: len(body) // 2]


def _half(body):
    return [data(value(3, 0, _half_bytes(body)))]


def _pixels(number):
    """64 × 64 samples of 12 bits that no other film has."""
    return b"".join((sample * number & 0xFFF).to_bytes(2, "little") for sample in range(64 * 64))
