#!/usr/bin/env python3
"""A scripted OpenAI-compatible model server for tests: every fault on demand, nothing but the standard library.

    model_server.py [--port 0] [--script NAME] [--latency-ms N] [--until-eof]

The first line of standard output is the port (127.0.0.1 only). With --until-eof it ends when its standard input does, so
a test that dies leaves nothing behind.

Which script answers a call, first that applies:
  1. the query `?script=NAME` of the address,
  2. the request's model: `stub:NAME`,
  3. the script set by `POST /script` (plain text) or --script.

Scripts (`x2` = the first two times, then ok; `@0.5` = seconds). A call with a picture is a *report call*; of those
without, what asks for a translation is a *translate call*, what asks for three passes an *analyse call*, all others are
*check calls*. Faults of the line hit report calls, faults of the answer's form hit check calls; `report-`, `check-`,
`translate-` or `analyse-` in front chooses otherwise, `any-` hits all. `xN` counts for each picture apart (other calls: by
kind).

  ok                     the answer a good model gives
  varied                 ok, with a severity that depends on the picture
  slow@2                 answers after 2 seconds
  http500 http502 http503 http504 http400 http401 http403 http404 http413    that status
  http429  http429@3     429 with Retry-After: 3 (default 1)
  text-only              500 "image input is not supported": permanent
  bad-image              400 "Failed to load image or audio file"
  drip@5                 a byte at a time for 5 seconds
  huge                   a 20 MiB body
  endless                a body without end
  half-head              hangs up in the middle of the response head
  half-body              hangs up in the middle of the body
  hang                   takes the request and never answers
  empty                  an empty content
  length                 finish_reason "length" and half a text
  wrong-type             an HTML page with status 200
  not-json               200 application/json, but the body is cut
  invalid-utf8           bytes that are no UTF-8 inside the content
  no-headings            a report without FINDINGS and IMPRESSION
  markdown               a report with bold headings
  no-schema              400 to every call with a response_format
  fenced prose think list truncated-json wrong-types out-of-range missing-key no-object contradiction    check answers

Beside /v1/chat/completions: GET /v1/models, GET /health, GET /requests (counters as JSON), GET /last (last payload, the
picture replaced by its hash), GET /said (the texts of each call), GET /films (by picture: calls, good answers, script),
POST /reset; any other path answers 404 unless `?script=` says more.

Until the next POST of an empty body: POST /answer gives the content of every answer without a picture, POST /model the
model's own name, POST /models the body of GET /v1/models, POST /medley scripts with commas between, of which each picture gets
the one that its hash chooses (its check, too).

POST /latency sets the milliseconds that each answer takes.
POST /down closes every connection and listens no more for that many seconds.
"""
import argparse
import asyncio
import base64
import hashlib
import json
import re
import sys
import time
from urllib.parse import parse_qs, unquote

FINDINGS = "The lungs are clear and expanded. No pleural effusion. The heart is not enlarged. No fracture is seen."
IMPRESSION = "No acute abnormality."
REPORT = f"FINDINGS:\n{FINDINGS}\n\nIMPRESSION:\n{IMPRESSION}"
CHECK = {"pathologic": "no", "severity": 0, "summary": "normal", "confidence": 90}
LINE_FAULTS = re.compile(r"slow|http\d+|text-only|bad-image|drip|huge|endless|half-|hang|empty|length|wrong-type$|not-json"
                         r"|invalid-utf8|no-headings|markdown")


class Script:
    def __init__(self, text):
        self.text = text
        match = re.fullmatch(r"(?:(report|check|translate|analyse|any)-)?([a-z][a-z0-9-]*?)(?:x(\d+))?(?:@([\d.]+))?", text)
        if not match:
            raise ValueError(text)
        where, self.name, times, number = match.groups()
        default = "any" if self.name in ("ok", "varied", "no-schema") else "report" if LINE_FAULTS.match(self.name) else "check"
        self.where = where or default
        self.times = int(times) if times else None
        self.number = float(number) if number else None


class Record:
    def __init__(self):
        self.reset()

    def reset(self):
        self.requests = self.reports = self.checks = self.models = self.connections = self.others = 0
        self.translations = self.analyses = self.schemas = 0
        self.images, self.bodies, self.authorizations, self.used, self.last = [], [], set(), {}, {}
        self.said, self.films = [], {}

    def json(self):
        return {"requests": self.requests, "report_calls": self.reports, "check_calls": self.checks,
                "models_calls": self.models, "other_calls": self.others, "connections": self.connections,
                "translate_calls": self.translations, "analyse_calls": self.analyses, "schema_calls": self.schemas,
                "images": self.images, "bodies": self.bodies, "authorizations": sorted(self.authorizations)}


record = Record()
options = argparse.Namespace(script="ok", latency=0.0, answer=None, model=None, models=None, medley=None, port=0)
listening, open_lines = [], set()


async def be_away(seconds):
    listening.pop().close()
    for line in list(open_lines):
        line.abort()
    await asyncio.sleep(seconds)
    listening.append(await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", options.port))


def response(status, body, kind="application/json", extra=""):
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    return (f"HTTP/1.1 {status} Scripted\r\nContent-Type: {kind}\r\n{extra}"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def fault(status, message, kind="server_error", extra=""):
    return response(status, {"error": {"code": status, "message": message, "type": kind}}, extra=extra)


def completion(text, model, finish="stop"):
    name = options.model or model.removeprefix("stub:") or "scripted"
    return {"id": "chatcmpl-scripted", "object": "chat.completion", "model": name,
            "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}],
            "usage": {"prompt_tokens": 700, "completion_tokens": len(text.split()), "total_tokens": 700}}


def severity_of(image):
    return int(image[:8], 16) % 11


def varied_report(image):
    severity = severity_of(image)
    if severity == 0:
        return REPORT
    side = "left" if int(image[8], 16) % 2 else "right"
    return (f"FINDINGS:\nThere is an opacity in the {side} lower zone, grade {severity} of 10. The heart is not enlarged.\n\n"
            f"IMPRESSION:\nOpacity in the {side} lower zone.")


def choice_of(image):
    """Which script of the medley a picture gets."""
    return int(image[8:16], 16) % len(options.medley.split(","))


def varied_check(text):
    found = re.search(r"grade (\d+) of 10", text)
    if not found:
        return CHECK
    return {"pathologic": "yes", "severity": int(found[1]), "summary": "lung opacity", "confidence": 70}


def check_text(script, wanted):
    """What a model answers when it is asked for JSON."""
    good = json.dumps(CHECK)
    shapes = {
        "fenced": f"```json\n{json.dumps(CHECK, indent=2)}\n```",
        "prose": f"Here is my assessment of the report:\n\n{good}\n\nLet me know if {{you}} need anything else.",
        "think": '<think>Maybe {"pathologic": "yes", "severity": 9, "summary": "x"}? No.</think>\n' + good,
        "list": f"[{good}]",
        "truncated-json": good[: len(good) // 2],
        "wrong-types": json.dumps(CHECK | {"severity": "none at all"}),
        "out-of-range": json.dumps(CHECK | {"severity": 11}),
        "missing-key": json.dumps({"pathologic": "no", "summary": "normal"}),
        "no-object": "The report is normal.",
        "contradiction": json.dumps(CHECK | {"severity": 8}),
        "varied": json.dumps(varied_check(wanted)),
    }
    return shapes.get(script, good)


def translation_of(asked):
    """English with the source's numbers, sides and negations, sentence by sentence; nothing else of it."""
    source = re.search(r"<<<(.*)>>>", asked, re.DOTALL)
    told = []
    for sentence in re.split(r"(?<=[.!?;])\s+|\n+", source[1].strip() if source else asked):
        if not re.search(r"\w", sentence):
            continue
        words = re.findall(r"\w+", sentence.lower())
        sides = ["left" if word.startswith(("stg", "st\u00e2ng", "stang")) else "right" for word in words
                 if re.fullmatch(r"st\u00e2ng\w*|stang\w*|stg|drept|dreapt\w*|drepte", word)]
        denies = not {"f\u0103r\u0103", "fara", "nu", "nici"}.isdisjoint(words)
        numbers = re.findall(r"\d+(?:[.,]\d+)*", sentence)
        told.append(" ".join([("There is no finding" if denies else "There is a finding"), *sides,
                              *(["of", *numbers] if numbers else []), "in this sentence of the report."]))
    return " ".join(told)


ANALYSIS = {
    "first_pass": {"topic": "A radiograph.", "purpose": "To answer the question.", "primary_findings": "None."},
    "second_pass": {"main_points": ["Normal."], "supporting_evidence": ["Clear lungs."], "conclusions_valid": True},
    "third_pass": {"assumptions": [], "missing_info": ["Projection."], "critique": "Short."},
    "overall_assessment": "Usable. Name the projection.",
}


def kind_of(pictures, system):
    if pictures:
        return "report"
    if system.startswith("Translate"):
        return "translate"
    return "analyse" if "first_pass" in system else "check"


class Connection(asyncio.Protocol):
    def __init__(self):
        self.buffer, self.transport, self.job = bytearray(), None, None

    def connection_made(self, transport):
        self.transport = transport
        open_lines.add(transport)
        record.connections += 1

    def connection_lost(self, _):
        open_lines.discard(self.transport)
        if self.job:
            self.job.cancel()

    def data_received(self, data):
        self.buffer += data
        while self.job is None:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.buffer[:end].decode("latin-1")
            match = re.search(r"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
            size = int(match[1]) if match else 0
            if len(self.buffer) < end + 4 + size:
                return
            body = bytes(self.buffer[end + 4:end + 4 + size])
            del self.buffer[:end + 4 + size]
            self.answer(head, body)

    def send(self, data, image=""):
        """With the hash of a picture it is a good answer about that one."""
        if options.latency > 0:
            self.later(self.delayed(data, options.latency, image))
        else:
            self.write(data, image)

    def write(self, data, image):
        if image and not self.transport.is_closing():
            record.films[image]["good"] += 1
        self.transport.write(data)

    def later(self, work):
        self.job = asyncio.get_running_loop().create_task(work)
        self.job.add_done_callback(self.finished)

    def finished(self, _):
        self.job = None
        if not self.transport.is_closing():
            self.data_received(b"")

    async def delayed(self, data, seconds, image=""):
        await asyncio.sleep(seconds)
        self.write(data, image)

    def answer(self, head, body):
        method, target, _ = head.split("\r\n", 1)[0].split(" ", 2)
        path, _, query = target.partition("?")
        asked = parse_qs(query).get("script", [None])[0]
        if path == "/script" and method == "POST":
            options.script = Script(body.decode().strip()).text
            record.used = {}
            return self.transport.write(response(200, {"script": options.script}))
        if path in ("/answer", "/model", "/models", "/medley") and method == "POST":
            setattr(options, path[1:], body.decode() or None)
            return self.transport.write(response(200, {}))
        if path == "/latency" and method == "POST":
            options.latency = float(body or b"0") / 1000
            return self.transport.write(response(200, {}))
        if path == "/down" and method == "POST":
            away = asyncio.get_running_loop().create_task(be_away(float(body)))
            record.away = away
            return self.transport.write(response(200, {}))
        if path == "/reset" and method == "POST":
            record.reset()
            return self.transport.write(response(200, {}))
        if path == "/requests":
            return self.transport.write(response(200, record.json()))
        if path in ("/said", "/films"):
            return self.transport.write(response(200, getattr(record, path[1:])))
        if path == "/last":
            return self.transport.write(response(200, record.last))
        record.requests += 1
        key = re.search(r"\r\nauthorization: *([^\r]*)", head, re.IGNORECASE)
        if key:
            record.authorizations.add(key[1])
        if path.endswith("/chat/completions") and method == "POST":
            return self.chat(body, asked)
        if path.endswith("/models"):
            record.models += 1
            name = Script(asked or options.script).name
            if name.startswith("http") and (asked or name == "http503"):
                return self.send(fault(int(name[4:]), "Loading model", "unavailable_error"))
            if options.models:
                return self.send(response(200, options.models.encode()))
            return self.send(response(200, {"object": "list", "data": [
                {"id": "scripted", "object": "model", "architecture": {"input_modalities": ["text", "image"]}}]}))
        record.others += 1
        if path == "/health":
            return self.send(response(200, {"status": "ok"}))
        if asked:
            return self.play(Script(asked), "report", "", {"model": "scripted"}, "")
        self.send(fault(404, "File Not Found", "not_found_error"))

    def chat(self, body, asked):
        try:
            call = json.loads(body)
            parts = [part for message in call["messages"] if isinstance(message["content"], list)
                     for part in message["content"]]
            pictures = [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
            said = {role: "\n".join(part["text"] for message in call["messages"] if message["role"] == role
                                    and isinstance(message["content"], list) for part in message["content"]
                                    if part["type"] == "text") for role in ("system", "user")}
            image = ""
            if pictures:
                image = hashlib.sha256(base64.b64decode(pictures[-1].partition(",")[2], validate=True)).hexdigest()
                record.images.append(image)
        except (ValueError, KeyError, TypeError):
            return self.send(fault(400, "Failed to parse the request", "invalid_request_error"))
        model = call.get("model", "")
        kind = kind_of(pictures, said["system"])
        record.reports += kind == "report"
        record.checks += kind == "check"
        record.translations += kind == "translate"
        record.analyses += kind == "analyse"
        record.schemas += "response_format" in call
        record.bodies.append(hashlib.sha256(body).hexdigest())
        record.said.append({"kind": kind, "image": image} | said)
        if pictures:
            for part in parts:
                if part["type"] == "image_url":
                    part["image_url"]["url"] = "sha256:" + image
        record.last[kind] = call
        name = asked or (unquote(model[5:]) if model.startswith("stub:") else options.script)
        if options.medley and not asked:
            which = re.search(r"Plate (\d+)\.", said["user"])
            name = options.medley.split(",")[choice_of(image) if image else int(which[1]) if which else 0]
        if image:
            film = record.films.setdefault(image, {"calls": 0, "good": 0, "script": name})
            film["calls"] += 1
        try:
            script = Script(name)
        except ValueError:
            return self.send(fault(400, f"unknown script {name}", "invalid_request_error"))
        self.play(script, kind, image, call, said["user"])

    def play(self, script, kind, image, call, text):
        name = script.name
        if name == "no-schema":
            if "response_format" in call:
                return self.send(fault(400, "'response_format' of type json_schema is not supported",
                                       "invalid_request_error"))
            name = "ok"
        if script.where not in ("any", kind):
            name = "ok"
        elif script.times is not None:
            key = f"{script.text} {kind} {image}"
            record.used[key] = record.used.get(key, 0) + 1
            if record.used[key] > script.times:
                name = "ok"
        model = call.get("model", "")
        if kind == "report":
            content = varied_report(image) if (name == "varied" or options.medley) and image else REPORT
            if options.medley:
                content += f" Plate {choice_of(image)}."
        elif options.answer:
            content = options.answer
        elif kind == "translate":
            content = translation_of(text)
        elif kind == "analyse":
            content = json.dumps(ANALYSIS)
        else:
            content = check_text(name, text)
        good = completion(content, model)
        if name.startswith("http"):
            status = int(name[4:])
            extra = f"Retry-After: {int(script.number or 1)}\r\n" if status == 429 else ""
            messages = {401: "Invalid API Key", 404: "File Not Found", 429: "Too many requests", 503: "Loading model"}
            return self.send(fault(status, messages.get(status, "scripted failure"), extra=extra))
        plain = {
            "text-only": lambda: fault(500, "image input is not supported - hint: if this is unexpected, you may need "
                                            "to provide the mmproj"),
            "bad-image": lambda: fault(400, "Failed to load image or audio file", "invalid_request_error"),
            "empty": lambda: response(200, completion("", model)),
            "length": lambda: response(200, completion(content[: len(content) // 2], model, "length")),
            "wrong-type": lambda: response(200, b"<html><body>It works!</body></html>", "text/html"),
            "not-json": lambda: response(200, json.dumps(good).encode()[:-40]),
            "invalid-utf8": lambda: response(200, json.dumps(good).encode().replace(b"lungs", b"lun\xff\xfe").replace(
                b"normal", b"nor\xffal")),
            "no-headings": lambda: response(200, completion("The lungs are clear. No acute abnormality.", model)),
            "markdown": lambda: response(200, completion(
                f"Here is the report.\n\n**Findings:**\n{FINDINGS}\n\n**Impression:**\n- {IMPRESSION}", model)),
        }
        if name in plain:
            return self.send(plain[name](), image if name in ("no-headings", "markdown") else "")
        work = {"slow": lambda: self.delayed(response(200, good), script.number or 1, image),
                "drip": lambda: self.drip(response(200, good), script.number or 5),
                "huge": lambda: self.pour(20 << 20), "endless": lambda: self.pour(None),
                "hang": lambda: asyncio.sleep(3600)}
        if name in work:
            return self.later(work[name]())
        if name in ("half-head", "half-body"):
            data = response(200, good)
            self.transport.write(data[:30] if name == "half-head" else data[:-40])
            return self.transport.close()
        self.send(response(200, good), image)

    async def drip(self, data, seconds):
        head, _, body = data.partition(b"\r\n\r\n")
        self.transport.write(head + b"\r\n\r\n")
        end, sent = time.monotonic() + seconds, 0
        while sent < len(body) and time.monotonic() < end and not self.transport.is_closing():
            self.transport.write(body[sent:sent + 1])
            sent += 1
            await asyncio.sleep(0.02)
        self.transport.write(body[sent:])

    async def pour(self, size):
        head = "HTTP/1.1 200 Scripted\r\nContent-Type: application/json\r\n"
        head += f"Content-Length: {size}\r\n\r\n" if size else "Transfer-Encoding: chunked\r\n\r\n"
        self.transport.write(head.encode())
        block, sent = b" " * 65536, 0
        while not self.transport.is_closing() and (size is None or sent < size):
            self.transport.write(block if size else b"10000\r\n" + block + b"\r\n")
            sent += len(block)
            while self.transport.get_write_buffer_size() > 1 << 20 and not self.transport.is_closing():
                await asyncio.sleep(0.001)
            await asyncio.sleep(0)


async def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--script", default="ok")
    parser.add_argument("--latency-ms", type=float, default=0)
    parser.add_argument("--until-eof", action="store_true")
    given = parser.parse_args()
    options.script, options.latency = Script(given.script).text, given.latency_ms / 1000
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", given.port)
    listening.append(server)
    options.port = server.sockets[0].getsockname()[1]
    print(options.port, flush=True)
    if given.until_eof:
        await loop.run_in_executor(None, sys.stdin.buffer.read)
        return
    await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
