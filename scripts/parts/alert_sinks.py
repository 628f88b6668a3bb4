"""Where alerts arrive in tests: an ntfy topic, a webhook and a mail server that keep what they took, and that can be away, slow,
overloaded, or refuse. The mail server is aiosmtpd, so this runs in the Python of .build/peers."""

import asyncio
import email
import email.policy
import json
import logging
import socket
import ssl
import threading
import time
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from workspace import free_port

# It warns of every test that has a login without TLS, which is what is tested.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)
warnings.simplefilter("ignore")


class Door(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, address):
        # A caller that hangs up is nothing to tell about.
        pass


class WebSink:
    """Takes POSTs. `faults` are used up one a request before anything is taken: a status, "429@2" (with Retry-After),
    "slow@3" (takes it after three seconds), "late@3" (takes it at once, and says so after three), "hang" (never takes nor says
    anything), "hang-up" (reads the request and closes)."""

    def __init__(self):
        self.port, self.taken, self.asked, self.faults, self.server = free_port(), [], 0, [], None
        self.lock, self.gone = threading.Lock(), threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/s3cret-topic"

    def up(self):
        sink = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                sink.answer(self, body)

            def log_message(self, *_):
                pass

        self.gone.clear()
        self.server = Door(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def down(self):
        self.gone.set()
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def answer(self, handler, body):
        with self.lock:
            self.asked += 1
            fault = str(self.faults.pop(0)) if self.faults else ""
        name, _, value = fault.partition("@")
        if name == "hang-up":
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        if name == "hang":
            self.gone.wait(600)
            return
        if name == "slow":
            time.sleep(float(value))
        status = int(name) if name.isdigit() else 200
        if status < 300:
            with self.lock:
                self.taken.append((dict(handler.headers), body.decode(), time.monotonic()))
        if name == "late":
            self.gone.wait(float(value))
        handler.send_response(status)
        if name == "429":
            handler.send_header("Retry-After", value or "1")
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"{}")


class MailSink:
    """Takes mails. `nobody` are addresses it does not know; `faults` are answers to the end of a mail, used up one a
    mail ("late@3": it is taken at once, and that is said after three seconds); `mute` leaves good-byes unanswered; `login` is the user
    and password that it wants; `tls` is (certificate, key), offered by STARTTLS or, with `wrapped`, from the start."""

    def __init__(self, login=None, tls=None, wrapped=False, nobody=()):
        self.port, self.taken, self.faults = free_port(), [], []
        self.login, self.wrapped, self.nobody, self.logins = login, wrapped, set(nobody), []
        self.mute, self.context = False, None
        if tls:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*tls)
        self.controller = None

    def url(self, login=None):
        scheme = "smtps" if self.wrapped else "smtp"
        return f"{scheme}://{login + '@' if login else ''}127.0.0.1:{self.port}"

    def up(self):
        options = {}
        if self.login:
            options = {"auth_required": True, "authenticator": self.authenticate}
            options |= {"auth_require_tls": self.context is not None and not self.wrapped}
        if self.context and self.wrapped:
            options["ssl_context"] = self.context
        elif self.context:
            options |= {"tls_context": self.context, "require_starttls": True}
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)
        self.controller.start()
        return self

    def down(self):
        if self.controller:
            self.controller.stop()
            self.controller = None

    def authenticate(self, server, session, envelope, mechanism, data):
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=self.logins[-1] == self.login)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.nobody:
            return "550 5.1.1 no such reader"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session, envelope):
        fault, _, seconds = self.faults.pop(0).partition("@") if self.faults else ("", "", "")
        if fault and fault != "late":
            return fault
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.taken.append((envelope.mail_from, tuple(envelope.rcpt_tos), message, envelope.content.decode()))
        if fault:
            await asyncio.sleep(float(seconds))
        return "250 taken"

    async def handle_QUIT(self, server, session, envelope):
        if self.mute:
            await asyncio.sleep(600)
        return "221 bye"


def fields(body):
    """What a webhook's body says."""
    return json.loads(body)
