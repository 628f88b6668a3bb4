"""Associations of real peers, recorded on their way and sent again with mistakes, to the running workstation."""

import contextlib
import random
import socket
import statistics
import struct
import sys
import tempfile
import threading
import time

import films
import network_films
import network_peers
import network_wire as wire
from network_peers import PEER, US, dcmtk, pynetdicom
from network_station import Station

WORKERS = 6
INTERESTING = (0, 1, 2, 4, 5, 6, 7, 0x7F, 0x80, 0xFF, 0x50, 0x51, 0x54, 0x10, 0x20, 0x30, 0x40)


class Recorder:
    """A pass-through port: what the caller says on each connection is kept."""

    def __init__(self, to):
        self.to, self.recordings = to, []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self.server.accept()
                called = socket.create_connection(("127.0.0.1", self.to))
                heard = bytearray()
                self.recordings.append(heard)
                threading.Thread(target=self._pass, args=(caller, called, heard), daemon=True).start()
                threading.Thread(target=self._pass, args=(called, caller, bytearray()), daemon=True).start()

    @staticmethod
    def _pass(source, sink, heard):
        with contextlib.suppress(OSError):
            while more := source.recv(1 << 16):
                heard += more
                sink.sendall(more)
            sink.shutdown(socket.SHUT_WR)

    def close(self):
        self.server.close()


def units(stream):
    """The PDUs of one direction."""
    at, found = 0, []
    while at + 6 <= len(stream):
        length = struct.unpack_from(">I", stream, at + 2)[0]
        found.append(bytes(stream[at : at + 6 + length]))
        at += 6 + length
    return found


class Fuzzing:
    def __init__(self, verdicts, seconds, seed):
        self.verdicts, self.seconds, self.seed = verdicts, seconds, seed
        self.count, self.sizes, self.echoes, self.problems = [0] * WORKERS, [], [], []

    def run(self):
        station = Station(
            "fuzz",
            reports={"PUBLISH_INTERVAL": 600},
            ARTIM_TIMEOUT=2,
            IDLE_TIMEOUT=2,
            ASSOCIATION_TIMEOUT=10,
            MAX_ASSOCIATIONS=256,
            ACCEPT_ANY_CALLED_AE="yes",
        )
        try:
            if not self.verdicts.see(station.start() is not None, "fuzz: the workstation listens", *station.lines()):
                return 0
            captured = self.record(station)
            self.verdicts.see(
                len(captured) > 1 or not network_peers.is_here("DCMTK"),
                f"fuzz: {len(captured) - 1} associations of real peers are recorded",
            )
            self.send(station, captured)
            self.judge(station)
        finally:
            station.remove()
        return 0

    def record(self, station):
        """PDUs of each association."""
        recorder = Recorder(station.port)
        with tempfile.TemporaryDirectory(prefix="xrayvision-network-") as folder:
            paths = []
            for number in (1, 2):
                data = films.film(number, rows=48, columns=48)
                film = network_films.Film("explicit", data, films.uid_of(number), "", "")
                paths.append(film.write(folder))
            here = "127.0.0.1", recorder.port
            if network_peers.is_here("DCMTK"):
                dcmtk("echoscu", "-aet", PEER, "-aec", US, *here)
                dcmtk("storescu", "-aet", PEER, "-aec", US, *here, *paths)
                dcmtk("storescu", "-xi", "-aet", PEER, "-aec", US, "-pdu", 4096, *here, paths[0])
            if network_peers.is_here("pynetdicom"):
                pynetdicom("echo", *here, US, PEER)
                pynetdicom("store", *here, US, PEER, *paths)
        recorder.close()
        own = [wire.associate(US, PEER), wire.data(wire.value(1, 3, wire.echo())), wire.RELEASE_REQUEST]
        return [own, *(units(stream) for stream in recorder.recordings if stream)]

    def send(self, station, captured):
        end = time.monotonic() + self.seconds
        workers = [threading.Thread(target=self._work, args=(n, station, captured, end)) for n in range(WORKERS)]
        for worker in workers:
            worker.start()
        shown = time.monotonic()
        while time.monotonic() < end and station.alive():
            self.sizes.append(station.memory())
            with contextlib.suppress(OSError, IndexError):
                self.echoes.append(self._echo(station))
            if time.monotonic() - shown > 10:
                shown = time.monotonic()
                told = f"{sum(self.count)} associations, {self.sizes[-1]:.0f} MiB"
                print(f"  … {told}, {end - shown:.0f} s left", file=sys.stderr, flush=True)
            time.sleep(min(1, self.seconds / 20))
        for worker in workers:
            worker.join()

    @staticmethod
    def _echo(station):
        """Seconds a healthy caller takes, or what it was answered instead."""
        began = time.monotonic()
        with wire.Line(station.port) as line:
            told = line.open(US, PEER)
            if not told.startswith("AC"):
                return told
            line.send(wire.data(wire.value(1, 3, wire.echo())))
            told = line.answer()
            line.send(wire.RELEASE_REQUEST)
            line.answer()
            return time.monotonic() - began if told == "STATUS 0000" else told

    def _work(self, number, station, captured, end):
        chance = random.Random(self.seed * 1000 + number)
        while time.monotonic() < end and station.alive():
            stream = mutated(chance, captured)
            self.count[number] += 1
            with contextlib.suppress(OSError):
                self._deliver(chance, station.port, stream)

    @staticmethod
    def _deliver(chance, port, stream):
        """In random segments; then waits a little, closes, or cuts."""
        with wire.Line(port) as line:
            ways = chance.random()
            step = len(stream) if ways < 0.5 else chance.choice((1, 2, 5, 7, 100, 1460, 4096))
            pieces = [stream[at : at + step] for at in range(0, len(stream), max(1, step))][:400]
            for piece in pieces:
                line.send(piece)
            ending = chance.random()
            if ending < 0.6:
                line.answers(chance.choice((0.005, 0.02, 0.1)))
            if ending > 0.9:
                line.cut()

    def _third(self, number):
        size = max(1, len(self.sizes) // 3)
        return self.sizes[number * size :][:size] or self.sizes[-1:]

    def judge(self, station):
        see = self.verdicts.see
        see(
            station.alive(),
            f"fuzz: {sum(self.count)} distorted associations in {self.seconds:.0f} s (seed {self.seed}): no crash",
            *station.lines(),
        )
        if not station.alive():
            return
        refused = [told for told in self.echoes if not isinstance(told, float)]
        times = [told for told in self.echoes if isinstance(told, float)]
        see(
            times and not refused and max(times) < 1,
            f"fuzz: all {len(times)} echoes meanwhile are answered, within {max(times, default=99) * 1000:.0f} ms",
            *refused[:5],
        )
        thirds = [statistics.median(self._third(number)) for number in range(3)]
        see(
            thirds[2] < thirds[1] * 1.2 + 32,
            "fuzz: memory of its own, median of each third: "
            + ", ".join(f"{size:.0f}" for size in thirds)
            + f" MiB; {station.memory('VmHWM'):.0f} MiB at most with its program text",
        )
        time.sleep(3)
        see(isinstance(self._echo(station), float), "fuzz: and it still answers")
        see(not station.hidden(), "fuzz: nothing half received is left", *station.hidden()[:3])
        code, _ = station.stop()
        see(code == 0, "fuzz: it ends with exit code 0 when asked", f"exit code {code}")


def mutated(chance, captured):
    """A recording with one mistake or several."""
    parts = list(chance.choice(captured))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        at = chance.randrange(len(parts)) if parts else 0
        parts = chance.choice((_bytes, _bytes, _length, _order, _splice, _random, _cut, _values))(
            chance, parts, at, captured
        )
        parts = parts or [b""]
    return b"".join(parts)[: 1 << 20]


def _bytes(chance, parts, at, captured):
    unit = bytearray(parts[at])
    for _ in range(chance.choice((1, 2, 8, 40))):
        if unit:
            # Most of what decides stands at the beginning.
            where = chance.randrange(min(len(unit), chance.choice((6, 80, 400, 1 << 20))))
            unit[where] = chance.choice((chance.randrange(256), unit[where] ^ 1 << chance.randrange(8), *INTERESTING))
    return [*parts[:at], bytes(unit), *parts[at + 1 :]]


def _length(chance, parts, at, captured):
    """Of a PDU, or of anything inside."""
    unit = bytearray(parts[at])
    where = 2 if chance.random() < 0.4 else chance.randrange(len(unit) or 1)
    form = chance.choice((">I", ">H", "<I", "<H"))
    number = chance.choice((0, 1, 2, 3, 0xFFFF, 0xFFFE, 0x7FFF, chance.randrange(65536), 1 << 20, 0xFFFFFFFF))
    packed = struct.pack(form, number & (0xFFFFFFFF if form[1] == "I" else 0xFFFF))
    unit[where : where + len(packed)] = packed
    return [*parts[:at], bytes(unit), *parts[at + 1 :]]


def _order(chance, parts, at, captured):
    parts = list(parts)
    if chance.random() < 0.5:
        parts.insert(chance.randrange(len(parts) + 1), parts[at])
    else:
        parts.insert(chance.randrange(len(parts)), parts.pop(at))
    return parts


def _splice(chance, parts, at, captured):
    return [*parts[:at], *chance.choice(captured)[chance.randrange(3) :]]


def _random(chance, parts, at, captured):
    size = chance.choice((0, 1, 4, 10, 100, 1000))
    unit = wire.pdu(chance.choice((*range(9), chance.randrange(256))), chance.randbytes(size))
    return [*parts[:at], unit, *parts[at:]]


def _cut(chance, parts, at, captured):
    return [*parts[:at], parts[at][: chance.randrange(len(parts[at]) + 1)], *parts[at + chance.randrange(2) :][1:]]


def _values(chance, parts, at, captured):
    """P-DATA whose values are cut anew, with other contexts and control bits now and then."""
    unit = parts[at]
    if not unit or unit[0] != 4 or len(unit) < 12:
        return parts
    body, values = unit[12:], []
    while body and len(values) < 200:
        size = chance.choice((0, 1, 2, 16, 200, len(body)))
        control = unit[11] & ~2 | (2 if size >= len(body) else 0)
        number = unit[10]
        if chance.random() < 0.03:
            number, control = chance.randrange(256), chance.randrange(256)
        values.append(wire.value(number, control, body[:size]))
        body = body[size:]
    return [*parts[:at], wire.data(*values), *parts[at + 1 :]]
