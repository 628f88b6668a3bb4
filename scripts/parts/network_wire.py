"""DICOM's wire by hand, so that it can be wrong: PDUs and command sets as bytes, and a line that says what came back.

Standard: PS3.8 §9.3 (PDUs), PS3.7 §6.3 and annex E (commands).
"""

import socket
import struct
import time

APPLICATION = "1.2.840.10008.3.1.1.1"
VERIFICATION = "1.2.840.10008.1.1"
CR = "1.2.840.10008.5.1.4.1.1.1"
CT = "1.2.840.10008.5.1.4.1.1.2"
IMPLICIT, EXPLICIT = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"
RELEASE_REQUEST, RELEASE_REPLY = b"\x05\0\0\0\0\x04\0\0\0\0", b"\x06\0\0\0\0\x04\0\0\0\0"
ABORT = b"\x07\0\0\0\0\x04\0\0\0\0"
PDU_NAMES = {1: "RQ", 2: "AC", 3: "RJ", 4: "DATA", 5: "RELEASE-RQ", 6: "RELEASE-RP", 7: "ABORT"}


def item(kind, payload):
    payload = payload.encode() if isinstance(payload, str) else payload
    return struct.pack(">BxH", kind, len(payload)) + payload


def pdu(kind, body, length=None):
    return struct.pack(">BxI", kind, len(body) if length is None else length) + body


def context(number, abstract, *syntaxes):
    return item(0x20, bytes([number, 0, 0, 0]) + item(0x30, abstract) + b"".join(item(0x40, s) for s in syntaxes))


def user(max_length=16384, more=b""):
    return item(0x50, item(0x51, struct.pack(">I", max_length)) + item(0x52, "2.25.1") + more)


def associate(called, calling, *contexts, version=1, application=APPLICATION, information=None, kind=1):
    """A-ASSOCIATE-RQ."""
    head = struct.pack(">HH16s16s32x", version, 0, called.ljust(16).encode(), calling.ljust(16).encode())
    contexts = contexts or (context(1, VERIFICATION, IMPLICIT), context(3, CR, EXPLICIT, IMPLICIT))
    parts = item(0x10, application) + b"".join(contexts) + (user() if information is None else information)
    return pdu(kind, head + parts)


def value(number, control, data, length=None):
    """A presentation data value; `control`: 1 command, 2 last."""
    return struct.pack(">IBB", len(data) + 2 if length is None else length, number, control) + data


def data(*values):
    return pdu(4, b"".join(values))


def element(number, content):
    if isinstance(content, str):
        content = content.encode() + b"\0" * (len(content) % 2)
    elif isinstance(content, int):
        content = struct.pack("<H", content)
    return struct.pack("<HHI", 0, number, len(content)) + content


def command(elements, group_length=True):
    """`elements`: (number, value) ascending."""
    body = b"".join(element(number, content) for number, content in elements)
    return (element(0, struct.pack("<I", len(body))) if group_length else b"") + body


def echo(message=1, data_set=0x0101, **options):
    return command([(2, VERIFICATION), (0x100, 0x30), (0x110, message), (0x800, data_set)], **options)


def store(uid, message=1, kind=CR, data_set=1, **options):
    head = [(2, kind), (0x100, 1), (0x110, message), (0x700, 0), (0x800, data_set), (0x1000, uid)]
    return command(head, **options)


def film_values(number, data_set, size=16000):
    """A data set in fragments, each as a PDU."""
    starts = range(0, max(1, len(data_set)), size)
    return [data(value(number, 2 if at + size >= len(data_set) else 0, data_set[at : at + size])) for at in starts]


class Line:
    """One connection, as a caller or as the called."""

    def __init__(self, port=None, connection=None, secure=None):
        self.socket = connection or socket.create_connection(("127.0.0.1", port), 5)
        if secure:
            self.socket = secure.wrap_socket(self.socket, server_hostname="localhost")
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def cut(self):
        """Ends the connection by a reset, as a crashed machine's next packet would."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def send(self, *parts):
        """What the other side does not take any more is not an error here."""
        try:
            for part in parts:
                self.socket.sendall(part)
        except OSError:
            pass

    def read(self, seconds=5):
        """(kind, body) of a PDU; "CLOSED" or "SILENT"."""
        end = time.monotonic() + seconds
        while True:
            if len(self.buffer) >= 6:
                kind, length = struct.unpack_from(">BxI", self.buffer)
                if len(self.buffer) >= 6 + length:
                    body, self.buffer = self.buffer[6 : 6 + length], self.buffer[6 + length :]
                    return kind, body
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                more = self.socket.recv(1 << 16)
            except TimeoutError:
                return "SILENT"
            except OSError:
                return "CLOSED"
            if not more:
                return "CLOSED"
            self.buffer += more
            if time.monotonic() > end:
                return "SILENT"

    def answer(self, seconds=5):
        return describe(self.read(seconds))

    def answers(self, seconds=5):
        """Everything until the line is closed or silent, or it is our turn to hang up, in one text."""
        told = []
        while True:
            told.append(self.answer(seconds))
            if told[-1].split()[0] in ("CLOSED", "SILENT", "ABORT", "RELEASE-RP") or len(told) > 50:
                return ", ".join(told)

    def open(self, called, calling, *contexts, **options):
        """Asks for an association; its answer."""
        self.send(associate(called, calling, *contexts, **options))
        return self.answer()


def describe(read):
    """`AC 1:0 3:0` (contexts and results), `RJ 1/1/7`, `ABORT 2/1`, `STATUS 0000`, `RELEASE-RP`, `CLOSED`, `SILENT`."""
    if isinstance(read, str):
        return read
    kind, body = read
    if kind == 2:
        return "AC " + " ".join(f"{number}:{result}" for number, result in results(body))
    if kind == 3:
        return f"RJ {body[1]}/{body[2]}/{body[3]}"
    if kind == 7:
        return f"ABORT {body[2]}/{body[3]}"
    if kind == 4:
        return f"STATUS {status(body):04X}"
    return PDU_NAMES.get(kind, f"PDU {kind}")


def results(body):
    """(context, result) of an A-ASSOCIATE-AC."""
    at = 68
    while at + 4 <= len(body):
        kind, length = struct.unpack_from(">BxH", body, at)
        if kind == 0x21:
            yield body[at + 4], body[at + 6]
        at += 4 + length


def status(body):
    """(0000,0900) of a response that fits into one value."""
    at = 6
    while at + 8 <= len(body):
        _, number, length = struct.unpack_from("<HHI", body, at)
        if number == 0x900:
            return struct.unpack_from("<H", body, at + 8)[0]
        at += 8 + length
    return 0xDEAD
