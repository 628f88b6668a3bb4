"""TLS: the daemon's own, and nginx in front of it with the configuration that docs/ gives as an example."""

import pathlib
import re
import shutil
import socket
import subprocess
import tempfile

import live_films
from live_client import Asker, Socket, basic, raw, statuses, trusting
from live_ward import PEOPLE, Ward, skip
from network_peers import Certificates
from workspace import free_port, wait_until

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "docs/examples/nginx.conf"
NGINX = "/usr/sbin/nginx"


def proxy(verdicts, options):
    if not shutil.which("openssl"):
        return skip("proxy", "openssl is not installed; run scripts/setup --peers")
    with tempfile.TemporaryDirectory(prefix="xrayvision-tls-") as folder:
        papers = Certificates(folder)
        own_tls(verdicts, papers)
        if not pathlib.Path(NGINX).exists():
            return skip("nginx", "nginx-light is not installed; run scripts/setup --peers")
        if not EXAMPLE.exists():
            verdicts.see(False, "docs/examples/nginx.conf is there")
            return 0
        behind_nginx(verdicts, papers, pathlib.Path(folder))
    return 0


def own_tls(verdicts, papers):
    """Certificate and key in the settings."""
    certificate, key = papers.ours
    ward = Ward("tls", dashboard={"TLS_CERT": certificate, "TLS_KEY": key})
    ward.tls = trusting(papers.authority)
    before = verdicts.failed
    try:
        ward.fill(range(1, 4), side=64)
        ward.start()
        answer = ward.asker("nurse").get("/api/exams")
        verdicts.see(answer.status == 200, "TLS with the daemon's own certificate: signed in", answer)
        life = re.search(r"max-age=(\d+)", answer.header("strict-transport-security"))
        verdicts.see(
            life and int(life[1]) >= 86400, "HSTS for a day at least", answer.header("strict-transport-security")
        )
        _, signed = ward.cookie("nurse")
        flags = [rest for value, rest in signed.cookies().values() if value]
        verdicts.see(
            flags and all("secure" in rest and "httponly" in rest for rest in flags),
            "its cookie is Secure",
            signed.headers,
        )
        line = ward.socket("nurse")
        told = line.message(5) if line.status == 101 else None
        verdicts.see(
            told and told["event"]["name"] == "connected", "a WebSocket over TLS is connected", line.status, told
        )
        line.close()
        plain = raw(ward.port, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 3)
        verdicts.see(statuses(plain) in ([], [400], [301]), "plain text at its port gets no page", plain[:80])
        old = [version for version in ("-tls1", "-tls1_1") if handshake(ward.port, papers.authority, version)]
        new = [version for version in ("-tls1_2", "-tls1_3") if handshake(ward.port, papers.authority, version)]
        verdicts.see(not old and len(new) == 2, "TLS 1.2 and 1.3, none before", old, new)
        idle = [socket.create_connection(("127.0.0.1", ward.port)) for _ in range(50)]
        verdicts.see(ward.asker("nurse").get("/livez").seconds < 1, "50 lines that begin no TLS hold up nobody")
        for one in idle:
            one.close()
    finally:
        ward.close(verdicts, before)


def handshake(port, authority, version):
    command = [
        "openssl",
        "s_client",
        "-connect",
        f"127.0.0.1:{port}",
        "-CAfile",
        authority,
        version,
        "-cipher",
        "ALL:@SECLEVEL=0",
    ]
    told = subprocess.run(list(map(str, command)), input="", capture_output=True, text=True, timeout=20)
    return told.returncode == 0 and "Verify return code: 0" in told.stdout


def configuration(papers, folder, outside, inside):
    """The example with our ports, names and files in the places of its own; nothing else is changed."""
    certificate, key = papers.ours
    text = EXAMPLE.read_text()
    text = re.sub(r"listen\s+(\[::\]:)443[^;]*;", "", text)
    text = re.sub(r"listen\s+443([^;]*);", rf"listen 127.0.0.1:{outside}\1;", text)
    text = re.sub(r"listen\s+(\[::\]:)?80\b[^;]*;", f"listen 127.0.0.1:{free_port()};", text, count=1)
    text = re.sub(r"listen\s+(\[::\]:)?80\b[^;]*;", "", text)
    text = re.sub(r"ssl_certificate\s+[^;]+;", f"ssl_certificate {certificate};", text)
    text = re.sub(r"ssl_certificate_key\s+[^;]+;", f"ssl_certificate_key {key};", text)
    text = re.sub(r"127\.0\.0\.1:8000|localhost:8000", f"127.0.0.1:{inside}", text)
    text = re.sub(r"server_name\s+[^;]+;", "server_name localhost;", text)
    text = re.sub(r"error_log\s+[^;]+;", "", text)
    if not re.search(r"^\s*http\s*\{", text, re.MULTILINE):
        text = f"events {{}}\nhttp {{\n{text}\n}}\n"
    elif not re.search(r"^\s*events\s*\{", text, re.MULTILINE):
        text = "events {}\n" + text
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = re.sub(r"(http\s*\{)", rf"\1\n{places}", text, count=1)
    # The example's own lines about these are for a system that starts it.
    text = re.sub(r"^\s*(user|pid|daemon|worker_processes)\s+[^;]+;", "", text, flags=re.MULTILINE)
    path = folder / "nginx.conf"
    path.write_text(f"daemon off;\nworker_processes 1;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n{text}")
    return path


def behind_nginx(verdicts, papers, folder):
    outside = free_port()
    ward = Ward("nginx", dashboard={"TRUSTED_PROXIES": "127.0.0.1", "HOSTS": "localhost"})
    before = verdicts.failed
    nginx = None
    try:
        ward.fill(range(1, 4), side=64)
        ward.start()
        path = configuration(papers, folder, outside, ward.port)
        tested = subprocess.run([NGINX, "-t", "-c", path, "-p", folder], capture_output=True, text=True)
        if not verdicts.see(
            tested.returncode == 0, "nginx takes the example as it stands in docs/", tested.stderr[-400:]
        ):
            return
        nginx = subprocess.Popen([NGINX, "-c", path, "-p", folder], stderr=subprocess.DEVNULL)
        wait_until(lambda: connects(outside), 5, 0.05)
        asked(ward, verdicts, outside, trusting(papers.authority), folder)
    finally:
        if nginx:
            nginx.terminate()
            nginx.wait(timeout=10)
        ward.close(verdicts, before)


def connects(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def asked(ward, verdicts, outside, tls, folder):
    password = PEOPLE["nurse"][0]
    nurse = Asker(outside, "nurse", password, tls=tls, address="127.0.0.5")
    answer = nurse.get("/api/exams")
    verdicts.see(answer.status == 200 and answer.json()["total"] == 3, "through nginx: the list", answer)
    verdicts.see("max-age" in answer.header("strict-transport-security"), "HSTS", answer.headers)
    nobody = Asker(outside, tls=tls, address="127.0.0.5")
    signed = nobody.form("/sign-in", login="nurse", password=password)
    flags = [rest for value, rest in signed.cookies().values() if value]
    verdicts.see(
        flags and "secure" in flags[0] and signed.header("location").startswith("/"),
        "the sign-in page: a Secure cookie",
        signed.headers,
    )
    cookie = "; ".join(f"{name}={value}" for name, (value, _) in signed.cookies().items() if value)
    page = nobody.ask("GET", "/", headers={"Cookie": cookie, "Accept": "text/html"})
    verdicts.see(page.status == 200 and b"<main" in page.body, "the films", page)
    body = {"uid": live_films.uid_of(1), "normal": True}
    doctor = Asker(outside, "doctor", PEOPLE["doctor"][0], tls=tls, address="127.0.0.5")
    ours = doctor.post("/api/rad_review", body, Origin="https://localhost", Host="localhost")
    foreign = doctor.post("/api/rad_review", body, Origin="https://evil.example")
    verdicts.see(ours.status == 200 and foreign.status == 403, "its own origin is ours, another is not", ours, foreign)
    line = Socket(outside, tls=tls, Cookie=cookie, Origin="https://localhost", Host="localhost")
    first = line.message(5) if line.status == 101 else None
    verdicts.see(first and first["event"]["name"] == "connected", "the WebSocket, with the cookie", line.status, first)
    line.send(9, b"there?")
    verdicts.see(line.frame() is not None, "and it goes both ways")
    line.close()
    stranger = Asker(outside, "nurse", "wrong", tls=tls, address="127.0.0.6")
    refused = stranger.get("/api/regions", X_Forwarded_For="10.9.9.9")
    nurse.get("/api/exams", X_Forwarded_For="10.9.9.9, 10.8.8.8")
    direct = ward.asker(None, address="127.0.0.7")
    direct.get("/api/regions", Authorization=basic("nurse", "wrong"), X_Forwarded_For="10.7.7.7")
    lines = ward.audit()
    places = {line.get("address") for line in lines}
    verdicts.see(
        {"127.0.0.5", "127.0.0.6"} <= places, "the audit log has the client's address, not nginx's", places, refused
    )
    verdicts.see(
        "127.0.0.7" in places and not any(str(place).startswith("10.") for place in places),
        "and no address that a client made up",
        places,
    )
    original = Asker(outside, "chief", PEOPLE["chief"][0], tls=tls)
    whole = original.get(f"/images/{live_films.uid_of(1)}.dcm")
    verdicts.see(whole.status == 200 and whole.body[128:132] == b"DICM", "an original comes through", whole)
    for one in (nurse, nobody, doctor, stranger, direct, original):
        one.close()
