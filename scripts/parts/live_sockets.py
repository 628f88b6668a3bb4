"""A crowd that listens to the live daemon: plain sockets and one `epoll` a process, so that listening costs little."""

import base64
import contextlib
import multiprocessing
import os
import select
import socket
import time

PROCESSES = 2
EVENT = b'"radreview"'


class Crowd:
    def __init__(self, port, authorization, count):
        self.lines, self.workers = [], []
        began = time.monotonic()
        for part in range(PROCESSES):
            ours, theirs = multiprocessing.Pipe()
            share = count // PROCESSES + (part < count % PROCESSES)
            worker = multiprocessing.get_context("fork").Process(
                target=listen, args=(port, authorization, share, part, theirs), daemon=True
            )
            worker.start()
            self.lines.append(ours)
            self.workers.append(worker)
        self.connected = sum(line.recv() for line in self.lines)
        self.seconds = time.monotonic() - began

    def heard(self):
        """The moments (monotonic clock of this machine) at which somebody heard of a review."""
        for line in self.lines:
            line.send("enough")
        return sorted(moment for line in self.lines for moment in line.recv())

    def close(self):
        for worker in self.workers:
            worker.terminate()
            worker.join()


@contextlib.contextmanager
def listeners(port, authorization, count):
    crowd = Crowd(port, authorization, count)
    try:
        yield crowd
    finally:
        crowd.close()


def connect(port, authorization, address):
    line = socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(address, 0))
    key = base64.b64encode(os.urandom(16)).decode()
    line.sendall(
        f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
        f"Sec-WebSocket-Version: 13\r\nAuthorization: {authorization}\r\n\r\n".encode()
    )
    got = line.recv(65536)
    if not got.startswith(b"HTTP/1.1 101"):
        line.close()
        return None
    line.setblocking(False)
    return line


def listen(port, authorization, count, part, boss):
    """Connects, then notes when each client reads of a review."""
    poll, lines, moments = select.epoll(), {}, []
    for number in range(count):
        with contextlib.suppress(OSError):
            line = connect(port, authorization, f"127.0.0.{20 + part * 50 + number % 40}")
            if line:
                lines[line.fileno()] = line
                poll.register(line.fileno(), select.EPOLLIN)
    boss.send(len(lines))
    poll.register(boss.fileno(), select.EPOLLIN)
    while True:
        for descriptor, _ in poll.poll():
            if descriptor == boss.fileno():
                boss.send(moments)
                return
            data = b""
            with contextlib.suppress(OSError):
                data = lines[descriptor].recv(1 << 20)
            now = time.monotonic()
            if not data:
                poll.unregister(descriptor)
                continue
            moments += [now] * data.count(EVENT)
            # A ping must be answered, or the server takes the client for gone.
            if data[0] == 0x89 and len(data) < 128:
                lines[descriptor].send(bytes([0x8A, 0x80 | (len(data) - 2)]) + bytes(4) + data[2:])
