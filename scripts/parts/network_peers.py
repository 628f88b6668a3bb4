"""Strangers that the network test talks to: started on free ports of this machine, ended by their own process ids."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from workspace import environment, free_port

ROOT = pathlib.Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".build/peers/bin/python"
ORTHANC = pathlib.Path("/usr/sbin/Orthanc")
PYNETDICOM = ROOT / "scripts/parts/pynetdicom_peer.py"
# DCMTK waits 44 ms for an acknowledgement after every object otherwise.
ENVIRONMENT = environment(TCP_NODELAY="1")
US, PEER = "XRV_TEST", "STRANGER"


def is_here(stranger):
    """Whether one of DCMTK, dcmqrscp, Orthanc, pynetdicom and openssl is installed."""
    if stranger == "openssl":
        return shutil.which("openssl") is not None
    if stranger == "Orthanc":
        return os.access(ORTHANC, os.X_OK)
    if stranger == "pynetdicom":
        probe = [PYTHON, "-c", "import pynetdicom"]
        return PYTHON.exists() and subprocess.run(probe, capture_output=True).returncode == 0
    return os.access("/usr/bin/dcmqrscp" if stranger == "dcmqrscp" else "/usr/bin/storescu", os.X_OK)


class Certificates:
    """An authority of our own, a certificate for the workstation, one for its peers, and one that nobody signed."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.authority = self._authority("authority")
        self.ours = self._signed("workstation")
        self.theirs = self._signed("peer")
        self.foreign = self._authority("foreign"), self.folder / "foreign.key"

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, cwd=self.folder)

    def _authority(self, name):
        paths = "-keyout", f"{name}.key", "-out", f"{name}.pem"
        self._openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 2, "-subj", f"/CN={name}", *paths)
        return self.folder / f"{name}.pem"

    def _signed(self, name):
        paths = "-keyout", f"{name}.key", "-out", f"{name}.csr"
        self._openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", *paths)
        extensions = self.folder / f"{name}.ext"
        extensions.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        by = "-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial", "-extfile", extensions
        self._openssl("x509", "-req", "-in", f"{name}.csr", "-days", 2, *by, "-out", f"{name}.pem")
        return self.folder / f"{name}.pem", self.folder / f"{name}.key"

    def dcmtk(self):
        """What a tool of DCMTK needs to speak TLS as the peer."""
        certificate, key = self.theirs
        return ["+tls", str(key), str(certificate), "+cf", str(self.authority)]

    def settings(self):
        """What the workstation needs in [dicom]."""
        certificate, key = self.ours
        return {"TLS_CERT": certificate, "TLS_KEY": key, "TLS_CA": self.authority, "QUERY_TLS": "yes"}

    def pynetdicom(self):
        certificate, key = self.theirs
        return ["--tls", str(certificate), str(key), str(self.authority)]


def dcmtk(tool, *arguments, tls=None, timeout=120):
    """Runs a tool of Debian's DCMTK to its end: pynetdicom installs others of the same names."""
    command = [f"/usr/bin/{tool}", *map(str, arguments)]
    if tls:
        command[1:1] = tls.dcmtk()
    return _run(command, timeout)


def pynetdicom(*arguments, tls=None, timeout=120):
    return _run([PYTHON, PYNETDICOM, *arguments, *(tls.pynetdicom() if tls else [])], timeout)


def _run(command, timeout):
    try:
        return subprocess.run(
            list(map(str, command)), capture_output=True, text=True, timeout=timeout, env=ENVIRONMENT, errors="replace"
        )
    except subprocess.TimeoutExpired as late:
        return subprocess.CompletedProcess(command, 124, "", f"no end after {timeout} s: {late}")


class Server:
    """A stranger that listens on a port."""

    environment = ENVIRONMENT

    def __init__(self, command, port, folder, patience=15):
        self.port, self.folder = port, pathlib.Path(folder)
        self.log = self.folder / "server.log"
        self.command, self.patience = list(map(str, command)), patience
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=self.log.open("ab"),
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            env=self.environment,
        )
        end = time.monotonic() + self.patience
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise RuntimeError(f"{self.command[0]} does not start: {self.log.read_text(errors='replace')[-600:]}")
            time.sleep(0.05)

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def kill(self):
        """By KILL: Orthanc needs seconds to end on TERM, and nothing of it is kept."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def folder():
    return pathlib.Path(tempfile.mkdtemp(prefix="xrayvision-peer-"))


class Orthanc(Server):
    """`modality` is (AE title, port) of the workstation, for C-MOVE and to be sent to."""

    def __init__(self, modality=(US, 1), tls=None, **more):
        home, self.http, port = folder(), free_port(), free_port()
        title, to = modality
        settings = {
            "Name": "network test",
            "DicomAet": PEER,
            "DicomPort": port,
            "HttpPort": self.http,
            "HttpBindAddresses": ["127.0.0.1"],
            "RemoteAccessAllowed": False,
            "AuthenticationEnabled": False,
            "DicomCheckCalledAet": False,
            "Plugins": [],
            "StorageDirectory": str(home),
            "IndexDirectory": str(home),
            "OverwriteInstances": True,
            "TranscodeDicomProtocol": False,
            "DicomTlsEnabled": bool(tls),
            "DicomModalities": {"us": {"AET": title, "Host": "127.0.0.1", "Port": to, "UseDicomTls": bool(tls)}},
        }
        settings |= {f"DicomAlwaysAllow{what}": True for what in ("Echo", "Store", "Find", "Get", "Move")}
        if tls:
            certificate, key = map(str, tls.theirs)
            settings |= {"DicomTlsCertificate": certificate, "DicomTlsPrivateKey": key}
            settings |= {"DicomTlsTrustedCertificates": str(tls.authority)}
        (home / "orthanc.json").write_text(json.dumps(settings | more))
        super().__init__([ORTHANC, home / "orthanc.json"], port, home)

    def answers(self):
        try:
            return bool(self.ask("system")) and super().answers()
        except (OSError, ValueError):
            return False

    def ask(self, path, body=None, timeout=60):
        """The answer to GET, or to POST when there is a body; JSON is read."""
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/{path}", body, timeout=timeout) as answer:
            data = answer.read()
            return json.loads(data) if "json" in answer.headers.get("Content-Type", "") else data

    def keep(self, film):
        """Its own name of the film."""
        return self.ask("instances", film.data)["ID"]

    def do(self, path, body):
        """(done, what it said) of an action."""
        try:
            return True, self.ask(path, body)
        except urllib.error.HTTPError as refusal:
            return False, refusal.read().decode(errors="replace")[-300:]
        except OSError as trouble:
            return False, str(trouble)

    def film(self, uid):
        """The Part 10 file that it has of this instance; None when it has none."""
        found = self.ask("tools/find", {"Level": "Instance", "Query": {"SOPInstanceUID": uid}})
        return self.ask(f"instances/{found[0]}/file") if found else None


class Storescp(Server):
    """DCMTK's storescp; keeps the bytes of the data set as they come, unless it may read and write them anew."""

    def __init__(self, *options, tls=None, as_they_come=True, port=None):
        home, port = folder(), port or free_port()
        kept = home / "kept"
        kept.mkdir()
        secure = tls.dcmtk() if tls else []
        options = [*(["+B"] if as_they_come else []), "-od", kept, *options]
        super().__init__(["/usr/bin/storescp", *secure, "-aet", PEER, *options, port], port, home)

    def film(self, uid):
        return next((path.read_bytes() for path in (self.folder / "kept").glob(f"*{uid}*")), None)


class Dcmqrscp(Server):
    """An archive of DCMTK. Its profile names every encoding: else it takes and offers uncompressed films only."""

    CLASS = "1.2.840.10008.5.1.4.1.1.1"
    SERVICES = ["1.2.840.10008.1.1"] + [f"1.2.840.10008.5.1.4.1.2.{root}.{n}" for root in (1, 2) for n in (1, 2, 3)]

    def __init__(self, syntaxes, modality=(US, 1)):
        home, port = folder(), free_port()
        store, title, to = home / "store", *modality
        store.mkdir()
        (home / "profile.cfg").write_text(self._profile(syntaxes))
        (home / "dcmqrscp.cfg").write_text(
            f"NetworkTCPPort = {port}\nMaxPDUSize = 131072\nMaxAssociations = 16\n"
            f"HostTable BEGIN\nus = ({title}, 127.0.0.1, {to})\nHostTable END\n"
            f"AETable BEGIN\n{PEER} {store} RW (500, 1024mb) ANY\nAETable END\n"
        )
        profile = ["-xf", home / "profile.cfg", "Incoming", "Outgoing"]
        super().__init__(["/usr/bin/dcmqrscp", "-c", home / "dcmqrscp.cfg", *profile], port, home)

    def _profile(self, syntaxes):
        def number(name, values, word):
            return f"[{name}]\n" + "".join(f"{word}{i} = {value}\n" for i, value in enumerate(values, 1))

        plain = ["1.2.840.10008.1.2.1", "1.2.840.10008.1.2"]
        text = "[[TransferSyntaxes]]\n" + number("Plain", plain, "TransferSyntax")
        text += number("Films", syntaxes, "TransferSyntax")
        text += "".join(number(f"Film{i}", [syntax], "TransferSyntax") for i, syntax in enumerate(syntaxes, 1))
        text += "[[PresentationContexts]]\n"
        contexts = [rf"{uid}\Plain" for uid in self.SERVICES] + [rf"{self.CLASS}\Films"]
        text += number("In", contexts, "PresentationContext")
        singles = [rf"{self.CLASS}\Film{i}" for i in range(1, len(syntaxes) + 1)]
        text += number("Out", singles, "PresentationContext")
        # A caller may ask to receive films on its own association (C-GET).
        text += f"[[SCPSCURoleSelection]]\n[Both]\nRole1 = {self.CLASS}\\BOTH\n[[Profiles]]\n"
        incoming = "[Incoming]\nPresentationContexts = In\nSCPSCURoleSelection = Both\n"
        return text + incoming + "[Outgoing]\nPresentationContexts = Out\n"

    def film(self, uid):
        for path in sorted((self.folder / "store").glob("*")):
            if path.name != "index.dat" and uid.encode() in (data := path.read_bytes())[:2000]:
                return data
        return None

    def keep(self, film):
        path = film.write(self.folder / "store")
        subprocess.run(["/usr/bin/dcmqridx", self.folder / "store", path], check=True, capture_output=True)


class Pynetdicom(Server):
    """pynetdicom with handlers for every service over a folder of films."""

    def __init__(self, *options, modality=(US, 1), tls=None):
        home, port = folder(), free_port()
        self.store, self.kept = home / "store", home / "kept"
        self.store.mkdir(), self.kept.mkdir()
        title, to = modality
        secure = tls.pynetdicom() if tls else []
        options = ["--title", PEER, "--move", f"{title}:{to}", *options, *secure]
        super().__init__([PYTHON, PYNETDICOM, "serve", port, home, *options], port, home, patience=30)

    def keep(self, film):
        film.write(self.store)

    def film(self, uid):
        path = self.kept / f"{uid}.dcm"
        return path.read_bytes() if path.exists() else None
