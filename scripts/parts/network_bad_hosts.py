"""Peers that we call and that misbehave: each command ends in time with the right exit code, and nothing else waits."""

import contextlib
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import films
import network_wire as wire
from network_mistakes import GOOD
from network_peers import PEER, US
from network_station import Station
from network_wire import Line
from workspace import wait_until

PATIENCE = 3  # REQUEST_TIMEOUT
UNREACHABLE = 69


class BadHost:
    """A port whose connections are each played by a function."""

    def __init__(self, play):
        self.play, self.heard, self.lines = play, [], []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                line = Line(connection=self.server.accept()[0])
                self.lines.append(line)
                threading.Thread(target=self._play, args=(line,), daemon=True).start()

    def _play(self, line):
        with contextlib.suppress(OSError, ssl.SSLError, IndexError, TypeError):
            self.play(line, self.heard)

    def close(self):
        self.server.close()
        for line in self.lines:
            line.close()


def accept(line):
    """Reads the request and accepts every context in its first transfer syntax; the request's body."""
    kind, body = line.read(PATIENCE + 5)
    answers, at = b"", 68
    while at + 4 <= len(body):
        sort, length = body[at], int.from_bytes(body[at + 2 : at + 4], "big")
        if sort == 0x20:
            number, inside = body[at + 4], body[at + 8 : at + 4 + length]
            name = inside[4 : 4 + int.from_bytes(inside[2:4], "big")]
            syntax = inside[4 + len(name) + 4 :][: int.from_bytes(inside[4 + len(name) + 2 :][:2], "big")]
            answers += wire.item(0x21, bytes([number, 0, 0, 0]) + wire.item(0x40, syntax.decode()))
        at += 4 + length
    line.send(wire.pdu(2, body[:68] + wire.item(0x10, wire.APPLICATION) + answers + wire.user()))
    return body


def respond(line, status=0, message=None, field=0x8030):
    """Reads a request without data set and answers it."""
    kind, body = line.read(PATIENCE + 5)
    number = body[4]
    at = body.index(b"\0\0\x10\x01\x02\0\0\0") + 8
    message = int.from_bytes(body[at : at + 2], "little") if message is None else message
    elements = [(2, wire.VERIFICATION), (0x100, field), (0x120, message), (0x800, 0x101), (0x900, status)]
    line.send(wire.data(wire.value(number, 3, wire.command(elements))))


# What the peers do; `heard` takes what we say.


def silent(line, heard):
    time.sleep(60)


def hang_up(line, heard):
    line.close()


def noise(line, heard):
    line.send(b"SSH-2.0-OpenSSH_9.2p1 Debian\r\n" * 100)
    heard.append(line.answers(2))


def reject(line, heard):
    line.read()
    line.send(wire.pdu(3, b"\0\x01\x01\x07"))
    heard.append(line.answers(2))


def nothing_accepted(line, heard):
    kind, body = line.read()
    answer = wire.item(0x21, bytes([1, 0, 3, 0]) + wire.item(0x40, wire.IMPLICIT))
    line.send(wire.pdu(2, body[:68] + wire.item(0x10, wire.APPLICATION) + answer + wire.user()))
    heard.append(line.answers(2))


def silent_later(line, heard):
    accept(line)
    time.sleep(60)


def abort_later(line, heard):
    accept(line)
    line.read()
    line.send(wire.ABORT)


def cut_later(line, heard):
    accept(line)
    line.read()
    line.cut()


def endless_pdu(line, heard):
    accept(line)
    line.read()
    line.send(wire.pdu(4, b"\0" * 1000, length=0xFFFFFFF0))
    heard.append(line.answers(2))


def another_message(line, heard):
    accept(line)
    respond(line, message=4711)
    heard.append(line.answers(2))


def collision(line, heard):
    """Both sides ask for the release at once. Standard: PS3.8 §7.2.2.7, table 9-10 (AR-8, AR-9, AR-10)."""
    accept(line)
    respond(line)
    heard.append(line.answer())
    line.send(wire.RELEASE_REQUEST)
    heard.append(line.answer())
    line.send(wire.RELEASE_REPLY)
    heard.append(line.answer())


def never_released(line, heard):
    accept(line)
    respond(line)
    heard.append(line.answer())
    time.sleep(60)


def failing(line, heard):
    accept(line)
    respond(line, status=0x0110)
    heard.append(line.answer())


# name, what plays it, exit codes that are right, what the peer hears from us (None: whatever it is)
HOSTS = (
    ("says nothing", silent, {UNREACHABLE}, None),
    ("hangs up", hang_up, {UNREACHABLE}, None),
    ("speaks another protocol", noise, {UNREACHABLE}, None),
    ("rejects us", reject, {UNREACHABLE}, None),
    ("accepts nothing", nothing_accepted, {UNREACHABLE}, None),
    ("accepts and says nothing", silent_later, {UNREACHABLE}, None),
    ("aborts", abort_later, {UNREACHABLE}, None),
    ("is cut off", cut_later, {UNREACHABLE}, None),
    ("announces a PDU of 4 GB", endless_pdu, {UNREACHABLE}, ["ABORT 2/6"]),
    ("answers another message", another_message, {UNREACHABLE}, None),
    ("answers with a failure", failing, {UNREACHABLE, 1}, None),
    ("asks for the release when we do", collision, {0}, ["RELEASE-RQ", "RELEASE-RP", "CLOSED"]),
    ("does not answer our release", never_released, {0, UNREACHABLE}, ["RELEASE-RQ"]),
)


class BadHosts:
    def __init__(self, verdicts):
        self.verdicts = verdicts

    def run(self):
        station = Station("hosts", REQUEST_TIMEOUT=PATIENCE, ARTIM_TIMEOUT=2)
        try:
            film = station.home / "film.dcm"
            film.write_bytes(films.film(1))
            calls = [(f"echo of a peer that {name}", ["echo"], *rest) for name, *rest in HOSTS]
            calls += [
                (f"a film sent to a peer that {name}", ["send", film], play, {UNREACHABLE, 1}, None)
                for name, play in (
                    ("says nothing", silent),
                    ("accepts and says nothing", silent_later),
                    ("aborts", abort_later),
                )
            ]
            with ThreadPoolExecutor(8) as pool:
                for verdict in pool.map(lambda call: self.call(station, *call), calls):
                    self.verdicts.see(*verdict)
        finally:
            station.remove()
        self.nothing_waits()
        return 0

    @staticmethod
    def call(station, what, command, play, codes, wanted):
        """(well answered, sentence, details)"""
        host, began = BadHost(play), time.monotonic()
        done = station.do(*command, "--to", f"{PEER}@127.0.0.1:{host.port}", timeout=60)
        took = time.monotonic() - began
        wait_until(lambda: wanted is None or len(host.heard) >= len(wanted), 2, step=0.05)
        host.close()
        told = [line for line in done.stderr.splitlines() if line.strip()]
        return (
            done.returncode in codes
            and took < 3 * PATIENCE + 2
            and "Fatal" not in done.stderr
            and (wanted is None or host.heard == wanted)
            and (done.returncode == 0 or told),
            f"{what}: exit code {done.returncode} after {took:.1f} s",
            f"expected {sorted(codes)} and that it hears {wanted}; it heard {host.heard}",
            *told[-3:],
        )

    def nothing_waits(self):
        """An archive that accepts and says nothing more, asked every second, while a healthy peer calls."""
        host = BadHost(silent_later)
        station = Station(
            "silent",
            processing={"NO_QUERY": "no", "QUERY_INTERVAL": 1},
            REQUEST_TIMEOUT=30,
            REMOTE_AE_TITLE=PEER,
            REMOTE_AE_IP="127.0.0.1",
            REMOTE_AE_PORT=host.port,
        )
        try:
            station.start()
            asked = wait_until(lambda: host.lines, 10)
            times = []
            for _ in range(5):
                began = time.monotonic()
                with Line(station.port) as line:
                    fine = line.open(US, GOOD).startswith("AC")
                    line.send(wire.data(wire.value(1, 3, wire.echo())))
                    times.append(time.monotonic() - began if fine and line.answer() == "STATUS 0000" else 99)
            self.verdicts.see(
                asked and max(times) < 1,
                f"while a silent archive is asked, a caller is answered within {max(times) * 1000:.0f} ms",
                f"asked: {bool(asked)}",
                *station.lines(),
            )
            code, seconds = station.stop()
            self.verdicts.see(
                code == 0 and seconds < 10,
                f"and the workstation ends in {seconds:.1f} s when asked",
                f"exit code {code}",
            )
        finally:
            host.close()
            station.remove()
