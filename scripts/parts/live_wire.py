"""Clients that misbehave on the wire: heads and bodies that are no HTTP, lines held open, frames that no browser sends."""

import contextlib
import socket
import threading
import time

from live_client import raw, statuses

HOLD = 200


def wire(ward, verdicts):
    smuggling(ward, verdicts)
    on_one_line(ward, verdicts)
    oversized(ward, verdicts)
    names(ward, verdicts)
    slow(ward, verdicts)


def head(ward, first="GET /api/regions HTTP/1.1", login="nurse", host="127.0.0.1", *fields):
    who = ward.asker(login)
    lines = [first, f"Host: {host}", f"Authorization: {who.always['Authorization']}", *fields]
    return ("\r\n".join(lines) + "\r\n").encode()


def smuggling(ward, verdicts):
    """Two readings of where a request ends: never two answers, never the smuggled one."""
    inner = b"GET /api/config HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    post = "POST /api/check HTTP/1.1"
    json_type = "Content-Type: application/json"
    cases = {
        "Content-Length and Transfer-Encoding": head(ward, post, "nurse", "127.0.0.1", json_type, "Content-Length: 4", "Transfer-Encoding: chunked")
        + b"\r\n0\r\n\r\n" + inner,
        "two Content-Lengths": head(ward, post, "nurse", "127.0.0.1", json_type, "Content-Length: 2", f"Content-Length: {2 + len(inner)}") + b"\r\n{}" + inner,
        "a Content-Length with a sign": head(ward, post, "nurse", "127.0.0.1", json_type, "Content-Length: +2") + b"\r\n{}" + inner,
        "a Content-Length of letters": head(ward, post, "nurse", "127.0.0.1", json_type, "Content-Length: 0x2") + b"\r\n{}",
        "a Transfer-Encoding nobody knows": head(ward, post, "nurse", "127.0.0.1", json_type, "Transfer-Encoding: xchunked") + b"\r\n0\r\n\r\n" + inner,
        "a chunk of a negative size": head(ward, post, "nurse", "127.0.0.1", json_type, "Transfer-Encoding: chunked") + b"\r\n-1\r\n\r\n" + inner,
        "a chunk larger than memory": head(ward, post, "nurse", "127.0.0.1", json_type, "Transfer-Encoding: chunked") + b"\r\nffffffffffffffffff\r\nx",
        "a blank before the colon": head(ward) + b"Content-Length : 5\r\n\r\nhello",
        "a folded line": head(ward) + b"X-A: b\r\n c\r\n\r\n",
        "no version": b"GET /api/regions\r\n\r\n",
        "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
        "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    }  # fmt: skip
    wrong = []
    for what, data in cases.items():
        got = raw(ward.port, data, 3, half_close=True)
        codes = statuses(got)
        if (
            b"AE_TITLE" in got
            or len(codes) > 1
            and codes[0] < 400
            and "fold" not in what
            or any(code >= 500 and code != 505 for code in codes)
        ):
            wrong.append((what, codes, got[:100]))
    verdicts.see(not wrong, f"{len(cases)} requests with two readings: none is read twice", *wrong)
    two = head(ward) + b"\r\n" + head(ward) + b"Connection: close\r\n\r\n"
    got = raw(ward.port, two, 3)
    verdicts.see(
        statuses(got) == [200, 200] or statuses(got) == [200],
        "two honest requests in one piece are answered one by one",
        statuses(got),
    )
    h2 = raw(ward.port, head(ward, "GET /api/regions HTTP/1.1", "nurse", "127.0.0.1", "Upgrade: h2c", "Connection: close, Upgrade, HTTP2-Settings",
                             "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA") + b"\r\n", 3)  # fmt: skip
    verdicts.see(statuses(h2)[:1] == [200], "an upgrade we do not know is overheard, and answered", h2[:80])
    refused = raw(ward.port, b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", 3)  # fmt: skip
    verdicts.see(statuses(refused)[:1] == [401], "a WebSocket without a password is told 401, not cut", refused[:120])


def on_one_line(ward, verdicts):
    """A proxy keeps its lines: what one visitor asks for must not spoil them for the next."""
    honest = head(ward) + b"\r\n"
    upgrade = (
        b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        b"Sec-WebSocket-Version: 13\r\n\r\n"
    )
    stranger = b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\n" + upgrade
    elsewhere = head(ward) + upgrade
    cases = {
        "a WebSocket refused, then a list": ([stranger, honest], [401, 200]),
        "a list, a WebSocket refused, a list": ([honest, stranger, honest], [200, 401, 200]),
        "an upgrade where there is none, then a list": ([elsewhere, honest], [200, 200]),
    }
    wrong = []
    for what, (requests, wanted) in cases.items():
        got = []
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", ward.port), timeout=3) as line:
            for request in requests:
                line.sendall(request)
                got.append((statuses(line.recv(65536)) or [0])[0])
        # 0 = it hung up, which says clearly that nothing more is to be asked here.
        if len(got) != len(wanted) or any(status not in (0, right) for status, right in zip(got, wanted)):
            wrong.append((what, got, "instead of", wanted))
    verdicts.see(
        not wrong, f"{len(cases)} rows of requests on one line, refused upgrades among them, are answered", *wrong
    )


def oversized(ward, verdicts):
    """What is too long is refused before it fills the memory."""
    chief, wrong = ward.asker("chief"), []
    before = memory(ward)
    for size in (1_100_000, 8_000_000):
        answer = None
        with contextlib.suppress(OSError):
            answer = chief.post("/api/check", {"report": "x" * size})
        if answer and answer.status != 413:
            wrong.append(("body", size, answer))
    lying = raw(
        ward.port,
        head(
            ward,
            "POST /api/check HTTP/1.1",
            "chief",
            "127.0.0.1",
            "Content-Type: application/json",
            "Content-Length: 99999999999",
        )
        + b"\r\n{",
        3,
    )
    if statuses(lying)[:1] not in ([413], [400], []):
        wrong.append(("a length that is a lie", lying[:80]))
    chunks = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    endless = raw(ward.port, head(ward, "POST /api/check HTTP/1.1", "chief", "127.0.0.1", "Content-Type: application/json", "Transfer-Encoding: chunked")
                  + b"\r\n" + chunks * 4 + b"0\r\n\r\n", 5)  # fmt: skip
    if statuses(endless)[:1] not in ([413], []):
        wrong.append(("chunks without end", endless[:80]))
    for what, data in {
        "a URL of 100 kB": head(ward, "GET /api/exams?search=" + "x" * 100_000 + " HTTP/1.1") + b"\r\n",
        "a head of 1 MB": head(ward) + b"X-Long: " + b"x" * 1_000_000 + b"\r\n\r\n",
        "5000 fields": head(ward) + b"".join(b"X-%d: y\r\n" % number for number in range(5000)) + b"\r\n",
    }.items():
        got = b""
        with contextlib.suppress(OSError):
            got = raw(ward.port, data, 4)
        if statuses(got)[:1] not in ([414], [431], [400], [413], []):
            wrong.append((what, statuses(got)[:1]))
    deep = chief.ask("POST", "/api/flag", b'{"uid":' + b"[" * 100_000, {"Content-Type": "application/json"})
    if deep.status not in (400, 413):
        wrong.append(("brackets, 100 000 deep", deep))
    for body in (b"", b"null", b"[]", b'"x"', b"{", b"\xff\xfe", b'{"uid":5}', b'{"uid":{}}', b'{"uid":"../x"}', b'{"uid":"1.2","normal":"yes"}',
                 b'{"uid":"' + b"1" * 70 + b'"}'):  # fmt: skip
        for path in ("/api/rad_review", "/api/requeue", "/api/getrad", "/api/flag"):
            told = chief.ask("POST", path, body, {"Content-Type": "application/json"})
            if told.status not in (400, 404) or "error" not in (told.json() or {}):
                wrong.append((path, body[:20], told))
    verdicts.see(not wrong, "what is too long, too deep or no JSON is refused", *wrong[:8])
    time.sleep(0.5)
    verdicts.see(memory(ward) < before + 120, f"and takes no memory with it ({before:.0f} → {memory(ward):.0f} MiB)")
    chief.close()


def memory(ward):
    """MiB that the daemon has in memory."""
    with open(f"/proc/{ward.running.process.pid}/status") as told:
        return next(int(line.split()[1]) / 1024 for line in told if line.startswith("VmRSS"))


def names(ward, verdicts):
    """DNS rebinding: a foreign name that points here is not ours."""
    wrong = []
    for host in (
        "evil.example",
        "evil.example:80",
        f"127.0.0.1.evil.example:{ward.port}",
        "localhost.evil.example",
        "0x7f000001",
        "",
        "a b",
    ):
        for path in ("/", "/api/regions", "/livez"):
            codes = statuses(
                raw(ward.port, head(ward, f"GET {path} HTTP/1.1", "nurse", host, "Connection: close") + b"\r\n", 3)
            )
            if (codes[:1] or [400])[0] not in (400, 403, 421) and path != "/livez":
                wrong.append((host, path, codes))
    got = raw(ward.port, b"GET /api/regions HTTP/1.1\r\nConnection: close\r\n\r\n", 3)
    if statuses(got)[:1] not in ([400], [401], [421]):
        wrong.append(("no host", got[:60]))
    verdicts.see(not wrong, "a request for a foreign host name is refused", *wrong[:5])
    for host in (f"127.0.0.1:{ward.port}", f"localhost:{ward.port}"):
        codes = statuses(
            raw(ward.port, head(ward, "GET /api/regions HTTP/1.1", "nurse", host, "Connection: close") + b"\r\n", 3)
        )
        verdicts.see(codes == [200], f"{host.partition(':')[0]} is answered", codes)


def slow(ward, verdicts, count=HOLD):
    """Lines that are opened and hardly used, as many as 200, and one reader who wants his list."""
    lines, stop = [], threading.Event()
    for number in range(count):
        line = socket.create_connection(("127.0.0.1", ward.port), timeout=5)
        line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" if number % 2 else b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                     b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nlogin=")  # fmt: skip
        lines.append(line)

    def drip():
        while not stop.wait(1):
            for line in lines:
                with contextlib.suppress(OSError):
                    line.send(b"X")

    dripping = threading.Thread(target=drip)
    dripping.start()
    times, began = [], time.monotonic()
    while time.monotonic() - began < 6:
        reader = ward.asker("nurse", timeout=10)
        times.append(reader.get("/api/exams").seconds)
        reader.close()
        time.sleep(0.05)
    verdicts.see(
        max(times) < 1,
        f"beside {count} lines that drip, {len(times)} readers are answered, slowest in {max(times) * 1000:.0f} ms",
    )
    cut = 0
    end = time.monotonic() + 40
    while time.monotonic() < end and cut < count:
        cut = sum(closed(line) for line in lines)
        time.sleep(1)
    stop.set()
    dripping.join()
    for line in lines:
        line.close()
    verdicts.see(cut == count, f"{cut} of {count} were hung up on, after {time.monotonic() - began:.0f} s at most")


def closed(line):
    """Whether the other side has ended the line (what it said before is thrown away)."""
    line.setblocking(False)
    try:
        while True:
            if not line.recv(65536):
                return True
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        with contextlib.suppress(OSError):
            line.settimeout(5)


def frames(ward, verdicts):
    """The WebSocket: who may open it, and frames that no browser sends."""
    from live_client import basic

    ours = f"http://127.0.0.1:{ward.port}"
    chief = basic("chief", ward.people["chief"][0])
    cookie, _ = ward.cookie("nurse")
    wanted = {
        "a password": ({"Authorization": chief}, 101),
        "a password and our own origin": ({"Authorization": chief, "Origin": ours}, 101),
        "a cookie and our own origin": ({"Cookie": cookie, "Origin": ours}, 101),
        "a cookie and a foreign origin": ({"Cookie": cookie, "Origin": "https://evil.example"}, 403),
        "a password and a foreign origin": ({"Authorization": chief, "Origin": "https://evil.example"}, 403),
        # A programme; browsers always say where they come from.
        "a cookie and no origin": ({"Cookie": cookie}, 101),
        "a cookie and the origin null": ({"Cookie": cookie, "Origin": "null"}, 403),
        "a wrong password": ({"Authorization": basic("nobody", "wrong")}, 401),
        "nothing": ({}, 401),
        "an old cookie": ({"Cookie": f"{cookie.partition('=')[0]}=bnVyc2U.0.AAAA", "Origin": ours}, 401),
    }
    wrong = []
    for what, (headers, status) in wanted.items():
        line = ward.socket(None, **headers)
        if line.status != status:
            wrong.append((what, line.status, "instead of", status))
        line.close()
    verdicts.see(
        not wrong, f"{len(wanted)} ways of opening the WebSocket: only a signed-in page of ours, or a programme", *wrong
    )
    hostile(ward, verdicts)


def hostile(ward, verdicts):
    def told(data, seconds=8):
        line = ward.socket("nurse")
        line.message(5)
        with contextlib.suppress(OSError):
            data(line)
        code = line.closing(seconds)
        line.close()
        return code

    def flood(line):
        for _ in range(20_000):
            line.send(9, b"x" * 100)

    def endless_parts(line):
        line.send(1, b"a", final=False)
        for _ in range(5000):
            line.send(0, b"b" * 1000, final=False)

    cases = {
        "a frame that claims 2^62 bytes": lambda line: line.send(1, b"x", size=1 << 62),
        "a frame of 20 MB": lambda line: line.send(2, bytes(1), size=20_000_000),
        "an unmasked frame": lambda line: line.send(1, b"hello", masked=False),
        "a reserved opcode": lambda line: line.send(3, b"x"),
        "a ping of 200 bytes": lambda line: line.send(9, b"x" * 200),
    }
    # What clients say is thrown away as it comes: a message that makes no sense need not end the line.
    unheard = {
        "a message in parts without end": endless_parts,
        "a part of nothing": lambda line: line.send(0, b"x"),
        "text that is no UTF-8": lambda line: line.send(1, b"\xff\xfe"),
    }
    began = memory(ward)
    kept = [(what, code) for what, data in cases.items() if (code := told(data)) is None]
    verdicts.see(not kept, f"{len(cases)} frames that no browser sends end their own line", *kept)
    for data in unheard.values():
        told(data, 1)
    verdicts.see(memory(ward) < began + 30, "and parts of messages without end are not gathered", memory(ward) - began)
    before = memory(ward)
    told(flood, 2)
    chief = ward.asker("chief")
    answer = chief.get("/api/regions")
    verdicts.see(answer.status == 200 and answer.seconds < 1 and memory(ward) < before + 60,
                 f"20 000 pings that nobody fetches the answers of: the others are served ({answer.seconds * 1000:.0f} ms)", memory(ward) - before)  # fmt: skip
    good = ward.socket("nurse")
    first = good.message(5)
    good.send(1, b"what clients say is not listened to")
    good.send(9, b"are you there")
    got = good.frame()
    while got and got[0] == 1:
        got = good.frame()
    verdicts.see(
        first is not None and got == (10, b"are you there"), "a ping is answered, a message is not listened to", got
    )
    good.close()
    chief.close()
