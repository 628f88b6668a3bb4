"""Callers that are slow, too many or strangers to our TLS, and the healthy one that is served within a second."""

import ssl
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import network_peers
import network_wire as wire
from network_peers import US, Certificates, dcmtk
from network_station import Station
from network_wire import RELEASE_REQUEST, Line, data, value

HALF_OPEN = 1000
OVER = ("CLOSED", "ABORT 0/0", "ABORT 2/0", "ABORT 2/2", "ABORT 2/6")


class Crowd:
    """`settings`: ARTIM_TIMEOUT and its like that the workstation has."""

    def __init__(self, verdicts, station, caller, settings):
        self.verdicts, self.station, self.caller, self.settings = verdicts, station, caller, settings

    def run(self):
        self.slow()
        self.too_many()
        self.half_open()

    def line(self):
        return Line(self.station.port)

    def opened(self, line):
        return line.open(US, self.caller).startswith("AC")

    def slow(self):
        """Those who say nothing, or one byte at a time, lose their place."""
        artim, idle, total = (self.settings[key] for key in ("ARTIM_TIMEOUT", "IDLE_TIMEOUT", "ASSOCIATION_TIMEOUT"))
        request = wire.associate(US, self.caller)
        trickled = ([request[at : at + 1], 0.25] for at in range(len(request)))
        film = ([data(value(3, 0, b"\0\0")), 0.5] for _ in range(60))
        cases = (
            ("a caller that says nothing", artim, False, b"", ()),
            ("half a request and silence", artim, False, request[:100], ()),
            ("a request of one byte every 250 ms", artim, False, b"", trickled),
            ("silence in an association", idle, True, b"", ()),
            ("a caller that does not hang up when it is aborted", artim, True, wire.pdu(0x99, b""), ()),
            ("two bytes of a film every 500 ms", total, True, data(value(3, 3, wire.store("2.25.77"))), film),
        )
        with ThreadPoolExecutor(len(cases)) as pool:
            for verdict in pool.map(lambda case: self._end(*case), cases):
                self.verdicts.see(*verdict)

    def _end(self, what, patience, is_opened, first, trickle):
        """Whether the line ends when patience does, while the trickle goes on."""
        with self.line() as line:
            if is_opened:
                self.opened(line)
            line.send(first)
            if what.endswith("aborted"):
                line.answers()
            began, told = time.monotonic(), "SILENT"
            for piece, pause in trickle:
                line.send(piece)
                if (told := line.answers(pause)) != "SILENT":
                    break
            if told == "SILENT" and not trickle:
                told = line.answers(patience + 5)
            took = time.monotonic() - began
        fine = told in OVER and 0.5 * patience <= took < patience + 3
        return fine, f"{what}: {told} after {took:.1f} s", f"expected its end after {patience} s"

    def too_many(self):
        places = self.settings["MAX_ASSOCIATIONS"]
        lines = [self.line() for _ in range(places + 2)]
        told = [line.open(US, self.caller) for line in lines]
        fine = [answer[:2] for answer in told[:places]] == ["AC"] * places and told[places:] == ["RJ 2/3/2"] * 2
        self.verdicts.see(fine, f"more than MAX_ASSOCIATIONS = {places}: the rest gets {told[-1]}", told)
        lines[0].send(RELEASE_REQUEST)
        lines[0].answers(1)
        lines[0].close()
        time.sleep(0.2)
        with self.line() as line:
            self.verdicts.see(self.opened(line), "and as soon as one is released there is room")
        for line in lines:
            line.close()
        time.sleep(0.5)

    def half_open(self):
        """Connections that never ask for anything, while somebody in need calls."""
        lines = []
        for number in range(HALF_OPEN):
            try:
                lines.append(self.line())
                lines[-1].send(wire.associate(US, self.caller)[: number % 3 * 50])
            except OSError as trouble:
                self.verdicts.see(False, f"connection {number} of {HALF_OPEN} is taken", trouble)
                break
        times = [self.healthy_seconds() for _ in range(3)]
        told = f"an echo takes {max(times) * 1000:.0f} ms at most"
        self.verdicts.see(max(times) < 1, f"beside {len(lines)} half-open connections {told}")
        for line in lines:
            line.close()

    def healthy_seconds(self):
        """How long a healthy peer takes for an association, an echo and its release."""
        began = time.monotonic()
        if network_peers.is_here("DCMTK"):
            done = dcmtk("echoscu", "-aet", self.caller, "-aec", US, "127.0.0.1", self.station.port, timeout=10)
            return time.monotonic() - began if done.returncode == 0 else 99
        with self.line() as line:
            self.opened(line)
            line.send(data(value(1, 3, wire.echo())))
            return time.monotonic() - began if line.answer() == "STATUS 0000" else 99


class WrongPapers:
    """Callers without the certificate that our TLS asks for."""

    def __init__(self, verdicts):
        self.verdicts = verdicts

    def run(self):
        if not network_peers.is_here("openssl"):
            print("skip certificates: openssl is not installed; run scripts/setup --peers")
            return 1
        with tempfile.TemporaryDirectory(prefix="xrayvision-network-") as folder:
            tls = Certificates(folder)
            station = Station("tls", tls=tls)
            try:
                ready = station.start() is not None
                if self.verdicts.see(ready, "TLS: the workstation listens", *station.lines()):
                    self.call(station, tls)
            finally:
                station.remove()
        return 0

    def call(self, station, tls):
        for what, welcome, papers, version in (
            ("TLS with the right certificate", True, tls.theirs, ssl.TLSVersion.TLSv1_2),
            ("TLS without a certificate", False, None, ssl.TLSVersion.TLSv1_2),
            ("TLS with a certificate of another authority", False, tls.foreign, ssl.TLSVersion.TLSv1_3),
            ("TLS 1.1", False, tls.theirs, ssl.TLSVersion.TLSv1_1),
            ("TLS 1.3 with the right certificate", True, tls.theirs, ssl.TLSVersion.TLSv1_3),
        ):
            told = self.secured(station, tls, papers, version)
            self.verdicts.see(told.startswith("AC") == welcome, f"{what}: {told}", *station.lines())
        with Line(station.port) as line:
            told = line.open(US, "PLAIN")
        self.verdicts.see(not told.startswith("AC"), f"no TLS where TLS is asked for: {told}")
        told = self.secured(station, tls, tls.theirs, ssl.TLSVersion.TLSv1_3)
        self.verdicts.see(told.startswith("AC") and station.alive(), f"and the next caller: {told}")

    @staticmethod
    def secured(station, tls, papers, version):
        """What a caller with these papers is answered; the name of its error when TLS itself fails."""
        secure = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        secure.load_verify_locations(tls.authority)
        if papers:
            secure.load_cert_chain(*papers)
        try:
            if version == ssl.TLSVersion.TLSv1_1:
                secure.set_ciphers("ALL:@SECLEVEL=0")
            secure.minimum_version = secure.maximum_version = version
            with Line(station.port, secure=secure) as line:
                return line.open(US, "SECURE")
        except (ssl.SSLError, OSError) as refusal:
            return type(refusal).__name__
