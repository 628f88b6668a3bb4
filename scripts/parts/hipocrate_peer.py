"""The predecessor's record server as a scripted stub, with faults. Only Python's own library; test data, no people.

usage: hipocrate_peer.py [--port 0] [--until-eof]

Prints its port. The address chooses the behaviour: http://127.0.0.1:PORT/FAULT is a base address whose answers have
that fault (ok, 500, 503, 401, 404, slow, hang, garbage, html, deep, huge, drip, outcome, information, cut, elsewhere).
"""

import argparse
import http.server
import json
import socketserver
import sys
import threading
import time
import urllib.parse

USER = "Basic aGlwb2NyYXRlOnRlc3Q="  # hipocrate:test

# Numbers (CNP), patients as the server answers them, and the reports of their requests.
PATIENTS = {
    "1800101221144": {"id": 7, "family": "POPESCU", "given": ["ION"], "birthDate": "1980-01-01", "gender": "male"},
    "2900202221149": [
        {"id": "9", "family": "IONESCU", "given": ["ANA"], "birthDate": "1990-02-02", "gender": "female"},
        {"id": "10", "family": "IONESCU", "given": ["ANA"], "birthDate": "1990-02-02", "gender": "female"},
    ],
    "X-77": [{"id": "20", "family": "VASILE", "given": []}, {"id": "21", "family": "VASILE", "given": []}],
    "POPA MARIA": {"id": 30, "family": "POPA", "given": ["MARIA"], "birthDate": "1970-05-05", "gender": "female"},
    # A loose search: who only resembles what was asked for, and who says too little.
    "5550": {"id": 40, "family": "DOBRE", "given": ["VASILE"]},
    "5551": {"id": 41, "family": "DOBRE", "given": ["VASILE"], "identifier": [{"value": "55510"}]},
    "DINU ELENA": {"id": 42, "family": "DINU", "given": ["ELENA"], "gender": "female"},
    "ENE RADU": {"id": 43, "family": "ENE", "given": ["RADU"], "birthDate": "1951-01-01", "gender": "male"},
    # Twins: the number of one finds both.
    "5010203221148": [
        {"id": "44", "family": "LUPU", "given": ["DAN"], "birthDate": "2001-02-03", "gender": "male"},
        {"id": "45", "family": "LUPU", "given": ["LUCA"], "birthDate": "2001-02-03", "gender": "male"},
    ],
}
# patient id → requests; what the server gives for any time of 2026-03-*.
REQUESTS = {
    "7": [{"id": 501, "supportingInfo": [{"display": "tuse, febră"}]}],
    "10": [{"id": 502, "reason": [{"display": "durere toracică"}]}],
    "30": [{"id": 503}, {"id": 504}],
    # Of people who must not be taken for others, and one that tells whose it is.
    "40": [{"id": 505}], "41": [{"id": 505}], "42": [{"id": 505}], "43": [{"id": 505}], "45": [{"id": 505}],
    "44": [{"id": 506}, {"id": 507, "subject": {"reference": "Patient/45"}}],
}  # fmt: skip
FORMS = {
    "505": [{"data": "Al altcuiva."}],
    "506": [{"data": "Al lui Dan."}],
    "507": [{"data": "Al altcuiva."}],
    "501": [{"data": "  Fără leziuni pleuro-pulmonare evolutive.\n"}],
    "502": [
        {"type": "radio", "region": "abdomen", "data": "Abdomen fără nivele."},
        {"type": "RADIO", "region": "Chest", "data": "Opacitate bazală dreaptă."},
    ],
}


def patient(entry):
    names = [{"family": entry["family"], "given": entry["given"]}]
    kept = {key: entry[key] for key in ("id", "birthDate", "gender", "identifier") if key in entry}
    return {"resourceType": "Patient", "name": names} | kept


def bundle(resources):
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources]}


def outcome(severity, code="not-found"):
    issue = {"severity": severity, "code": code, "diagnostics": "POPESCU"}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        parts = urllib.parse.urlsplit(self.path)
        fault, _, path = parts.path.strip("/").partition("/")
        if fault == "slow":
            time.sleep(1.5)
        if self.misbehave(fault):
            return
        values = {name: texts[0] for name, texts in urllib.parse.parse_qs(parts.query).items()}
        if path != "fhir/Metadata" and self.headers.get("Authorization") != USER:
            return self.answer(401, outcome("error", "login"))
        self.answer(200, self.resource(path, values))

    def resource(self, path, values):
        kind, _, id_ = path.removeprefix("fhir/").partition("/")
        if kind == "Metadata":
            return {"resourceType": "Metadata"}
        if kind == "Patient":
            found = PATIENTS.get(values.get("q", ""))
            if found is None:
                return outcome("information")
            return bundle([patient(one) for one in found]) if isinstance(found, list) else patient(found)
        if kind == "ServiceRequest" and id_:
            wanted = [one for all_ in REQUESTS.values() for one in all_ if str(one["id"]) == id_]
            return {"resourceType": "ServiceRequest"} | wanted[0] if wanted else outcome("information")
        if kind == "ServiceRequest":
            fits = values.get("dt", "").startswith("2026-03") and values.get("type") == "radio"
            found = REQUESTS.get(values.get("patient"), []) if fits else []
            return bundle([{"resourceType": "ServiceRequest"} | one for one in found])
        if kind == "DiagnosticReport" and id_ in FORMS:
            signed = [{"display": "Dr. Radu Stan"}]
            return {"resourceType": "DiagnosticReport", "presentedForm": FORMS[id_], "resultsInterpreter": signed}
        return outcome("information")

    def misbehave(self, fault):
        """True when the answer is given."""
        if fault in ("500", "503", "404", "401", "429"):
            self.answer(int(fault), outcome("fatal", "exception"), {"Retry-After": "7"})
        elif fault == "outcome":
            self.answer(200, outcome("error", "processing"))
        elif fault == "information":
            self.answer(200, outcome("information", "informational"))
        elif fault == "garbage":
            self.raw(b"\xff\xfe\x00{]]\x07POPESCU")
        elif fault == "html":
            self.raw(b"<html><body>Service unavailable</body></html>")
        elif fault == "deep":
            self.raw(b'{"resourceType":"Patient","a":' + b"[" * 200000 + b"]" * 200000 + b"}")
        elif fault == "huge":
            self.raw(b'{"resourceType":"Patient","id":"1","x":"' + b"A" * (6 << 20) + b'"}')
        elif fault == "hang":
            time.sleep(60)
        elif fault == "drip":
            self.drip()
        elif fault == "cut":
            self.raw(b'{"resourceType":"Patient","id":"7"', length=4000)
        elif fault == "elsewhere":
            away = bundle([patient(PATIENTS["1800101221144"])])
            away["link"] = [{"relation": "next", "url": "http://127.0.0.2:1/fhir/Patient?page=2"}]
            self.answer(200, away)
        else:
            return False
        return True

    def drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        try:
            for _ in range(600):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    def answer(self, status, resource, more=None):
        body = json.dumps(resource).encode()
        etag = f'W/"{hash(body) & 0xFFFFFFFF:x}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.raw(body, status, {"ETag": etag} | (more or {}))

    def raw(self, body, status=200, more=None, length=None):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length or len(body)))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        if length:
            self.close_connection = True

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 64


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--until-eof", action="store_true")
    options = parser.parse_args()
    server = Server(("127.0.0.1", options.port), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    if options.until_eof:
        sys.stdin.read()
    else:
        threading.Event().wait()


if __name__ == "__main__":
    main()
