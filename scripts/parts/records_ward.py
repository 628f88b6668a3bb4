"""A workspace that asks a made-up hospital for reports: its films, the hospital's server, and a gate in front of it."""

import http.client
import http.server
import json
import pathlib
import socketserver
import struct
import subprocess
import sys
import threading
import time
import urllib.request

import films
from network_peers import PYTHON
from workspace import ModelServer, Workspace, wait_until

PARTS = pathlib.Path(__file__).resolve().parent
REGIONS = ("chest", "abdomen", "knee", "hand")
CNP_SYSTEM = "urn:oid:1.2.40.0.10.1.4.3.1"


class Peer:
    """A record server of this folder; it ends with us."""

    def __init__(self, script, python=sys.executable):
        self.process = subprocess.Popen(
            [str(python), "-W", "ignore", str(PARTS / script), "--until-eof"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self.process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}"

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=20) as answer:
            return json.load(answer)

    def post(self, path):
        header = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data=b"{}", headers=header, method="POST")
        urllib.request.urlopen(request, timeout=20).close()

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)


def hospital():
    """The one of the FHIR library."""
    return Peer("fhir_peer.py", PYTHON)


class Gate:
    """One address whose server has another fault from time to time (the faults of hipocrate_peer.py), or is away."""

    def __init__(self, peer):
        self.peer, self.fault, self.asked, self.server, self.port = peer, "ok", 0, None, 0
        self.up()

    def up(self):
        gate = self

        class Answers(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                gate.asked += 1
                back = http.client.HTTPConnection("127.0.0.1", gate.peer.port, timeout=70)
                try:
                    names = ("Authorization", "If-None-Match")
                    kept = {name: self.headers[name] for name in names if self.headers[name]}
                    back.request("GET", f"/{gate.fault}{self.path}", headers=kept)
                    answer = back.getresponse()
                    body = answer.read()
                    self.send_response(answer.status)
                    for name in ("Content-Type", "ETag", "Retry-After"):
                        if answer.headers[name]:
                            self.send_header(name, answer.headers[name])
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except (OSError, http.client.HTTPException):
                    self.close_connection = True
                finally:
                    back.close()

            def log_message(self, *_):
                pass

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True
            allow_reuse_address = True

        self.server = Server(("127.0.0.1", self.port), Answers)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def down(self):
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"


class Ward:
    """A workspace, its model server, and the programme running in it."""

    def __init__(self, fhir, script="ok", latency_ms=0):
        self.model = ModelServer(script, latency_ms)
        self.workspace = Workspace(
            "records",
            openai={"OPENAI_URL_PRIMARY": self.model.url, "MODEL_NAME": "scripted", "RETRY_BASE": 1},
            processing={"NO_QUERY": "yes", "ENABLE_HIS": "yes"},
            storage={"VIEWER_SIZE": 0, "DISPLAY_SIZE": 256, "MIN_FREE": "1 %"},
            dicom={"LISTEN": "no"},
            supported_regions={region: "yes" for region in REGIONS},
            fhir={"POLL": 0, "TIME_ZONE": "Europe/Bucharest"} | fhir,
        )
        self.running = None

    def start(self):
        self.running = self.workspace.start()
        return self.running.wait_ready(20)

    def drop(self, number, **about):
        self.workspace.drop(f"film-{number}.dcm", film(number, **about), aged=True)

    def drop_message(self, name, text):
        self.workspace.drop(name, text.encode(), aged=True)

    def query(self, sql, *values):
        return self.workspace.query(sql, *values) if self.workspace.has_database() else []

    def texts(self):
        """UID → the radiologist's text, for exams that have one."""
        return dict(self.query("SELECT uid, text FROM rad_reports WHERE coalesce(text, '') <> ''"))

    def searches(self):
        """UID → (state, attempts, problem)"""
        return {uid: rest for uid, *rest in self.query("SELECT uid, state, attempts, problem FROM record_searches")}

    def read(self, count, seconds):
        return wait_until(
            lambda: self.query("SELECT count(*) FROM ai_reports WHERE text <> ''")[:1] == [(count,)], seconds
        )

    def status(self):
        return self.workspace.answer("status")[1][0]

    def close(self, verdicts, before):
        if self.running and self.running.process.poll() is None:
            self.running.stop()
        self.model.close()
        if verdicts.failed > before:
            print(f"     the workspace: {self.workspace.home}; it said {self.running.lines[-5:] if self.running else ''}")
        else:
            self.workspace.remove()


def uid_of(number):
    return films.uid_of(number)


def film(number, patientID, name, birthDate, sex, exposed, region, study=None, accession=None, modality="CR"):
    """A film of one of the hospital's patients: the names are those of its truth."""
    day, _, clock = exposed.partition(" ")
    values = {
        (8, 0x05): ("CS", "ISO_IR 192"),
        (8, 0x21): ("DA", day.replace("-", "")),
        (8, 0x31): ("TM", clock.replace(":", "")),
        (8, 0x50): ("SH", accession or ""),
        (8, 0x60): ("CS", modality),
        (0x10, 0x10): ("PN", name),
        (0x10, 0x20): ("LO", patientID),
        (0x10, 0x30): ("DA", birthDate.replace("-", "")),
        (0x10, 0x40): ("CS", sex),
        (0x18, 0x1030): ("LO", region),
        (0x20, 0xD): ("UI", study or f"{films.ROOT}.{number}.1"),
    }
    return changed(films.film(number, rows=32, columns=32), values)


def changed(part10, values):
    """The film with other elements; explicit little endian, nothing nested."""
    meta_length = struct.unpack_from("<I", part10, 140)[0]
    start = 144 + meta_length
    kept, place = {}, start
    while place < len(part10):
        group, number, vr = struct.unpack_from("<HH2s", part10, place)
        if vr.decode() in films.LONG:
            size, head = struct.unpack_from("<I", part10, place + 8)[0], 12
        else:
            size, head = struct.unpack_from("<H", part10, place + 6)[0], 8
        kept[group, number] = part10[place : place + head + size]
        place += head + size
    for (group, number), (vr, text) in values.items():
        kept[group, number] = films.element(group, number, vr, text.encode())
    return part10[:start] + b"".join(kept[tag] for tag in sorted(kept))


def report_message(
    patient, name, exposed, text, status="F", accession="", study="", service="36643-5^Radiografie torace^LN", section="CR",
    order="", sent="20260302120000",
):
    """ORU^R01, one report."""
    moment = exposed.replace("-", "").replace(":", "").replace(" ", "")
    lines = [
        rf"MSH|^~\&|RIS|SPITAL|XRV|SPITAL|{sent}||ORU^R01|1|P|2.5|||||ROU|UNICODE UTF-8",
        f"PID|1||{patient}^^^CNP||{name}",
        f"OBR|1|{order}||{service}|||{moment}|||||||||||{accession}||||||{section}|{status}|||||||1&Stan&Radu",
        f"OBX|1|TX|18748-4^Raport^LN||{text}||||||{status}",
    ] + ([f"ZDS|{study}^RIS^Application^DICOM"] if study else [])
    return "\r".join(lines) + "\r"


def eventually(condition, seconds):
    return wait_until(condition, seconds, step=0.5)


def monotonic():
    return time.monotonic()
