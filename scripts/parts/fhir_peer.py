"""A hospital's record server made of a real FHIR library (fhirstarter, R4B). Runs in the Python of .build/peers.

usage: fhir_peer.py [--port 0] [--seed 5] [--patients 234] [--until-eof]

Prints its port. All data are made up from the seed (fhir_hospital.py). GET /truth says what a right search for each
film ends with, and POST /late makes the late reports appear.
"""

import argparse
import hashlib
import json
import os
import socket
import sys
import threading
import types

os.environ["FHIR_SEQUENCE"] = "R4B"
sys.dont_write_bytecode = True

import fhirstarter.utils  # noqa: E402
import orjson  # noqa: E402
import uvicorn  # noqa: E402
from fhir.resources.R4B.binary import Binary  # noqa: E402
from fhir.resources.R4B.bundle import Bundle  # noqa: E402
from fhir.resources.R4B.diagnosticreport import DiagnosticReport  # noqa: E402
from fhir.resources.R4B.imagingstudy import ImagingStudy  # noqa: E402
from fhir.resources.R4B.patient import Patient  # noqa: E402
from fhir.resources.R4B.practitioner import Practitioner  # noqa: E402
from fhir.resources.R4B.servicerequest import ServiceRequest  # noqa: E402
from fhirstarter import FHIRProvider, FHIRStarter, InteractionContext, Request, Response  # noqa: E402
from fhirstarter.exceptions import FHIRResourceNotFoundError  # noqa: E402

from fhir_hospital import PATIENTS, Hospital  # noqa: E402

PAGE = 10

# The library (4.2.0) cannot write attachments: its JSON writer does not know bytes, which are the base64 text.
fhirstarter.utils.orjson = types.SimpleNamespace(
    dumps=lambda data, option=0: orjson.dumps(data, default=lambda value: value.decode(), option=option),
    OPT_INDENT_2=orjson.OPT_INDENT_2,
)


class Searches:
    """Which resources a search means; a parameter that is not given fits everything."""

    def __init__(self, hospital):
        self.hospital = hospital

    def found(self, kind, context, **wanted):
        wanted = {name: value for name, value in wanted.items() if value}
        kept = self.hospital.kept[kind].values()
        fits = [one for one in kept if all(self.fits(one, name, value) for name, value in wanted.items())]
        query = context.request.query_params
        size, start = min(int(query.get("_count", PAGE)), PAGE), int(query.get("_start", 0))
        bundle = {"type": "searchset", "total": len(fits)}
        if start + size < len(fits):
            url = context.request.url.include_query_params(_start=start + size)
            bundle["link"] = [{"relation": "next", "url": str(url)}]
        if part := fits[start : start + size]:
            bundle["entry"] = [{"resource": one, "search": {"mode": "match"}} for one in part]
        return Bundle(**bundle)

    def fits(self, one, name, value):
        if name == "identifier":
            system, _, bare = value.rpartition("|")
            numbers = [number for number in one.get("identifier", []) if system in ("", number.get("system"))]
            return any(bare == number.get("value") for number in numbers)
        if name in ("family", "given"):
            texts = [text for each in one["name"] for text in ([each["family"]] if name == "family" else each["given"])]
            return any(text.lower().startswith(value.lower()) for text in texts)
        if name == "birthdate":
            return one.get("birthDate") == value
        if name == "subject":
            return one["subject"].get("reference") == value
        if name == "based_on":
            return any(link["reference"] == value for link in one.get("basedOn", []))
        field = {"occurrence": "occurrenceDateTime", "authored": "authoredOn", "date": "effectiveDateTime"}[name]
        return field in one and all(self.near(one[field][:10], bound) for bound in value)

    @staticmethod
    def near(day, bound):
        return day >= bound[2:] if bound[:2] == "ge" else day <= bound[2:] if bound[:2] == "le" else day == bound


def make_app(hospital):
    app, provider, searches = FHIRStarter(title="Hospital"), FHIRProvider(), Searches(hospital)

    @provider.search_type(Patient)
    async def patients(
        context: InteractionContext, identifier: str | None, family: str | None, given: str | None,
        birthdate: str | None,
    ) -> Bundle:  # fmt: skip
        wanted = {"identifier": identifier, "family": family, "given": given, "birthdate": birthdate}
        return searches.found("Patient", context, **wanted)

    @provider.search_type(ServiceRequest)
    async def orders(
        context: InteractionContext, subject: str | None, identifier: str | None, occurrence: list[str] | None,
        authored: list[str] | None,
    ) -> Bundle:  # fmt: skip
        wanted = {"subject": subject, "identifier": identifier, "occurrence": occurrence, "authored": authored}
        return searches.found("ServiceRequest", context, **wanted)

    @provider.search_type(DiagnosticReport)
    async def reports(
        context: InteractionContext, subject: str | None, based_on: str | None, date: list[str] | None
    ) -> Bundle:
        return searches.found("DiagnosticReport", context, subject=subject, based_on=based_on, date=date)

    @provider.search_type(ImagingStudy)
    async def studies(context: InteractionContext, subject: str | None, identifier: str | None) -> Bundle:
        return searches.found("ImagingStudy", context, subject=subject, identifier=identifier)

    def reading(kind):
        @provider.read(kind)
        async def read(context: InteractionContext, id_: str) -> kind:
            if id_ not in hospital.kept[kind.__name__]:
                raise FHIRResourceNotFoundError
            return kind.model_validate(hospital.kept[kind.__name__][id_])

    for kind in (Patient, ServiceRequest, DiagnosticReport, Practitioner, Binary):
        reading(kind)
    app.add_providers(provider)

    @app.get("/truth")
    async def truth() -> Response:
        return Response(json.dumps(hospital.films), media_type="application/json")

    @app.post("/late")
    async def late() -> Response:
        hospital.kept["DiagnosticReport"] |= hospital.late_reports
        return Response("{}", media_type="application/json")

    @app.middleware("http")
    async def entity_tags(request: Request, call_next):
        answer = await call_next(request)
        if request.method != "GET" or answer.status_code != 200:
            return answer
        body = b"".join([part async for part in answer.body_iterator])
        tag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        return Response(body, media_type=answer.headers.get("content-type"), headers={"ETag": tag})

    return app


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--patients", type=int, default=PATIENTS)
    parser.add_argument("--until-eof", action="store_true")
    options = parser.parse_args()
    app = make_app(Hospital(options.seed, options.patients))
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", options.port))
    listening.listen(64)
    print(listening.getsockname()[1], flush=True)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    if options.until_eof:
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    server.run([listening])


if __name__ == "__main__":
    main()
