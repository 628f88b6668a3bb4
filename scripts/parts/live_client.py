"""Those who ask the live daemon: over HTTP, byte by byte where a client should not, and over its WebSocket."""

import base64
import http.client
import json
import os
import socket
import ssl
import struct
import time
from contextlib import suppress

PAGE = "text/html,application/xhtml+xml"


class Answer:
    def __init__(self, status, headers, body, seconds=0.0):
        self.status, self.headers, self.body, self.seconds = status, headers, body, seconds

    def header(self, name):
        """The values of a field, joined as HTTP joins them; empty when there is none."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def text(self):
        return self.body.decode(errors="replace")

    def json(self):
        """What it says, or None when it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def cookies(self):
        """name → (value, what follows it in small letters)"""
        found = {}
        for key, value in self.headers:
            if key.lower() == "set-cookie":
                pair, _, rest = value.partition(";")
                name, _, content = pair.partition("=")
                found[name.strip()] = (content.strip(), rest.lower())
        return found

    def __repr__(self):
        return f"{self.status} {self.header('content-type')} {self.body[:160]!r}"


def basic(login, password):
    return "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode()


class Asker:
    """One person at the API: keeps a connection and says who it is with every request."""

    def __init__(self, port, login=None, password=None, tls=None, timeout=30, address=None, **always):
        self.port, self.tls, self.timeout, self.address = port, tls, timeout, address
        self.login, self.always, self.link = login, dict(always), None
        if login is not None:
            self.always["Authorization"] = basic(login, password)

    def connect(self):
        source = (self.address, 0) if self.address else None
        if self.tls:
            made = http.client.HTTPSConnection(
                "localhost", self.port, timeout=self.timeout, context=self.tls, source_address=source
            )
        else:
            made = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout, source_address=source)
        made.connect()
        made.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def ask(self, method, target, body=None, headers=None):
        """One answer; a kept connection that the server has closed meanwhile is opened anew."""
        headers = self.always | (headers or {})
        began = time.perf_counter()
        for attempt in (0, 1):
            fresh = self.link is None
            try:
                self.link = self.link or self.connect()
                self.link.request(method, target, body, headers)
                told = self.link.getresponse()
                data = told.read()
                break
            except (ConnectionError, http.client.RemoteDisconnected, BrokenPipeError):
                self.close()
                if fresh or attempt:
                    raise
            except Exception:
                self.close()
                raise
        if told.will_close:
            self.close()
        return Answer(told.status, told.getheaders(), data, time.perf_counter() - began)

    def get(self, target, **headers):
        return self.ask("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def page(self, target):
        """As a browser asks."""
        return self.get(target, Accept=PAGE)

    def post(self, target, value, **headers):
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return self.ask("POST", target, json.dumps(value).encode(), {"Content-Type": "application/json"} | named)

    def form(self, target, **fields):
        from urllib.parse import urlencode

        sent = {"Content-Type": "application/x-www-form-urlencoded", "Accept": PAGE}
        return self.ask("POST", target, urlencode(fields).encode(), sent)

    def close(self):
        if self.link:
            self.link.close()
        self.link = None


def raw(port, data, seconds=5, half_close=False):
    """Sends bytes and reads what comes until the other side closes or time is up."""
    got = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as line, suppress(OSError):
        line.sendall(data)
        if half_close:
            line.shutdown(socket.SHUT_WR)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            line.settimeout(left)
            piece = line.recv(65536)
            if not piece:
                break
            got += piece
    return bytes(got)


def statuses(data):
    """The status of each answer in a stream of bytes."""
    return [int(line.split()[1]) for line in data.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]


def trusting(certificate):
    """TLS as a client that knows this certificate."""
    context = ssl.create_default_context(cafile=str(certificate))
    context.check_hostname = True
    return context


class Socket:
    """A WebSocket client that may also misbehave: the upgrade and the frames are written by hand (RFC 6455)."""

    def __init__(self, port, path="/ws", timeout=10, tls=None, line=None, **headers):
        if line is None:
            line = socket.create_connection(("127.0.0.1", port), timeout=timeout)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if tls:
                line = tls.wrap_socket(line, server_hostname="localhost")
        self.line, self.held = line, bytearray()
        fields = {
            "Host": f"127.0.0.1:{port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Version": "13",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        head = f"GET {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
        self.line.sendall(head.encode() + b"\r\n")
        while b"\r\n\r\n" not in self.held and self._more():
            pass
        head, _, self.held = bytes(self.held).partition(b"\r\n\r\n")
        self.held = bytearray(self.held)
        first, *rest = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1]) if " " in first else 0
        self.headers = [tuple(part.strip() for part in line.split(":", 1)) for line in rest if ":" in line]

    def _more(self):
        try:
            piece = self.line.recv(65536)
        except OSError:
            return False
        self.held += piece
        return bool(piece)

    def frame(self):
        """(opcode, payload) of the next frame; None when time is up or the line is cut."""
        while True:
            if len(self.held) >= 2:
                size, place = self.held[1] & 0x7F, 2
                wide = {126: 2, 127: 8}.get(size, 0)
                if len(self.held) >= place + wide:
                    if wide:
                        size, place = int.from_bytes(self.held[2 : 2 + wide]), 2 + wide
                    if len(self.held) >= place + size:
                        opcode, payload = self.held[0] & 0x0F, bytes(self.held[place : place + size])
                        del self.held[: place + size]
                        return opcode, payload
            if not self._more():
                return None

    def message(self, seconds=5):
        """The next text as JSON; answers pings, and None when there is none in time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.line.settimeout(left)
            got = self.frame()
            if got is None or got[0] == 8:
                return None
            if got[0] == 9:
                self.send(10, got[1])
            if got[0] == 1:
                return json.loads(got[1])
        return None

    def event(self, *names, seconds=10, uid=None):
        """The first frame that tells one of these events (of this exam)."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            told = self.message(left)
            if told is None:
                return None
            happened = told.get("event") or {}
            if happened.get("name") in names and uid in (
                None,
                (happened.get("payload") or {}).get("uid"),
                uid_in(happened),
            ):
                return told
        return None

    def send(self, opcode, payload=b"", final=True, masked=True, size=None):
        """One frame; `size` may lie about the length."""
        size = len(payload) if size is None else size
        head = bytes([(0x80 if final else 0) | opcode])
        bit = 0x80 if masked else 0
        if size < 126:
            head += bytes([bit | size])
        elif size < 65536:
            head += bytes([bit | 126]) + struct.pack(">H", size)
        else:
            head += bytes([bit | 127]) + struct.pack(">Q", size)
        if masked:
            key = os.urandom(4)
            payload = bytes(byte ^ key[index % 4] for index, byte in enumerate(payload))
            head += key
        self.line.sendall(head + payload)

    def closing(self, seconds=5):
        """The code with which the server closes; 0 when it only cuts the line, None when it does nothing."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.line.settimeout(left)
            got = self.frame()
            if got is None:
                return 0 if time.monotonic() < end else None
            if got[0] == 8:
                return int.from_bytes(got[1][:2]) if len(got[1]) >= 2 else 1005
        return None

    def close(self):
        with suppress(OSError):
            self.line.close()


def uid_in(event):
    """The exam that an event is about, wherever its payload has it."""
    payload = event.get("payload") or {}
    return payload.get("uid") or (payload.get("exam") or {}).get("uid")
