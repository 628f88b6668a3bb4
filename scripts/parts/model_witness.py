"""Stands between the workstation and a model server, and keeps what one asked and what the other answered."""

import contextlib
import dataclasses
import http.client
import http.server
import json
import socketserver
import threading
import time


@dataclasses.dataclass
class Call:
    """One question that reached the server, or would have."""

    pictures: int
    schema: dict | None
    usesSchema: bool = False
    status: int = 0
    content: str = ""
    finish: str = ""
    tokens: int = 0
    seconds: float = 0.0

    def fault(self):
        """What is wrong with the answer as JSON of the form that was asked for; None when nothing is."""
        if self.status != 200:
            return f"status {self.status}"
        if self.finish == "length":
            return "cut by its length"
        try:
            value = json.loads(self.content)
        except ValueError:
            return "no JSON"
        return misfit(self.schema, value) if self.schema else None


class Witness:
    """A proxy on loopback. `manner` is one of:

    open          passes everything on
    plain         a server that knows no schemas: 400 to every call with a response_format
    late          the list of models takes four seconds
    broken        every text is cut in two, and the server calls it whole
    unsaid        the list of models does not say what the model can see
    """

    def __init__(self, port):
        self.server_port, self.manner, self.calls, self.lists = port, "open", [], 0
        witness = self

        class Answers(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                witness.lists += self.path.endswith("/models")
                if witness.manner == "late" and self.path.endswith("/models"):
                    time.sleep(4)
                status, body = witness.passed_on("GET", self.path)
                if witness.manner == "unsaid" and self.path.endswith("/models"):
                    names = [{"id": model["id"], "object": "model"} for model in json.loads(body)["data"]]
                    body = json.dumps({"object": "list", "data": names}).encode()
                self.answer(status, body)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.answer(*witness.asked(self.path, body))

            def answer(self, status, body):
                with contextlib.suppress(ConnectionError):  # whoever asked has gone
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1/chat/completions"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def passed_on(self, method, path, body=None):
        back = http.client.HTTPConnection("127.0.0.1", self.server_port, timeout=900)
        try:
            back.request(method, path, body, {"Content-Type": "application/json"} if body else {})
            answer = back.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 502, b'{"error":{"code":502,"message":"nobody is there","type":"server_error"}}'
        finally:
            back.close()

    def asked(self, path, body):
        asked = json.loads(body)
        parts = [part for said in asked["messages"] if isinstance(said["content"], list) for part in said["content"]]
        form = asked.get("response_format", {}).get("json_schema", {}).get("schema")
        call = Call(sum(part["type"] == "image_url" for part in parts), form, form is not None)
        self.calls.append(call)
        if self.manner == "plain" and call.usesSchema:
            call.status = 400
            words = "'response_format' of type json_schema is not supported"
            return 400, json.dumps({"error": {"code": 400, "message": words, "type": "invalid_request_error"}}).encode()
        began = time.monotonic()
        call.status, answer = self.passed_on("POST", path, body)
        call.seconds = time.monotonic() - began
        if call.status == 200:
            choice = json.loads(answer)["choices"][0]
            call.content, call.finish = choice["message"]["content"] or "", choice["finish_reason"]
            call.tokens = json.loads(answer)["usage"]["completion_tokens"]
            if self.manner == "broken":
                answer = broken(answer)
        return call.status, answer

    def taken(self):
        """The calls since the last time. One that was asked without a schema is judged by the one it was refused."""
        calls, self.calls = self.calls, []
        forms = [call.schema for call in calls if call.schema]
        for call in calls:
            call.schema = call.schema or (forms[0] if forms else None)
        return calls

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def broken(answer):
    told = json.loads(answer)
    message = told["choices"][0]["message"]
    message["content"] = message["content"][: len(message["content"]) // 2]
    return json.dumps(told).encode()


KINDS = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}


def misfit(schema, value, place="it"):
    """Why a value does not fit a schema, as far as our own schemas go; None when it does."""
    kind = schema["type"]
    if not isinstance(value, KINDS[kind]) or (kind == "integer" and isinstance(value, bool)):
        return f"{place} is no {kind}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{place} is none of the words or numbers to choose from"
    if kind == "integer" and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return f"{place} is out of its range"
    if kind == "string" and not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        return f"{place} is too short or too long"
    if kind == "array":
        if len(value) > schema.get("maxItems", len(value)):
            return f"{place} has too many items"
        return next(filter(None, (misfit(schema["items"], one, place) for one in value)), None)
    if kind == "object":
        wrong = sorted(set(schema["required"]) ^ set(value))
        if wrong:
            return f"“{wrong[0]}” is {'missing' if wrong[0] in schema['required'] else 'too much'}"
        fields = schema["properties"].items()
        return next(filter(None, (misfit(form, value[key], f"“{key}”") for key, form in fields)), None)
    return None
