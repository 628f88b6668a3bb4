"""The daemon against its own description: Schemathesis (PyPI) makes up requests and judges the answers."""

import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

from live_people import ids_of
from live_routes import Routes
from live_ward import Ward

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
# What would end or change the test itself, or is not for a made-up request.
LEFT_OUT = ["/sign-in", "/sign-out", "/api/dicomquery", "/api/trigger_query", "/ws"]


def schema(verdicts, options):
    ward = Ward("schema")
    before = verdicts.failed
    try:
        ward.fill(range(1, 13), side=64)
        ward.start()
        described(ward, verdicts)
        for login in ("chief", "nurse"):
            # The values at the edges (coverage) are the larger part, and what they meet is the same for all roles.
            edges = options.long or login == "chief"
            judged(ward, verdicts, login, 60 if options.long else 4, "examples,coverage,fuzzing" if edges else "examples,fuzzing")
        alive = ward.asker("chief").get("/api/exams")
        verdicts.see(alive.status == 200, "the daemon is well afterwards", alive)
    finally:
        ward.close(verdicts, before)
    return 0


def described(ward, verdicts):
    """The document itself: its version, its server, what it must have."""
    chief = ward.asker("chief")
    answer = chief.get("/api/spec")
    document = answer.json() or {}
    verdicts.see(
        answer.status == 200 and document.get("openapi", "").startswith("3.1"), "/api/spec is OpenAPI 3.1", answer
    )
    info = document.get("info", {})
    verdicts.see(info.get("title") == "XRayVision API" and info.get("version"), "it has title and version", info)
    server = (document.get("servers") or [{}])[0].get("url", "")
    verdicts.see(server.rstrip("/") == f"http://127.0.0.1:{ward.port}", "its server is the one that was asked", server)
    paths = set(document.get("paths") or {})
    missing = [path for path in PREDECESSORS if path not in paths]
    verdicts.see(not missing, f"all {len(PREDECESSORS)} paths of older clients are described", *missing)
    routes = Routes(chief, ids_of(ward))
    nameless = [
        f"{method} {path}"
        for method, path, about in routes.rows
        if not about.get("summary") or not about.get("responses")
    ]
    verdicts.see(not nameless, "each route says what it does and what it answers", *nameless)
    open_ones = [f"{method} {path}" for method, path, about in routes.rows if about.get("security", document.get("security")) == []
                 and not re.match(r"/(health|ready|livez|readyz|sign-in)", path)]  # fmt: skip
    verdicts.see(not open_ones, "each asks for a sign-in, but health", *open_ones)
    chief.close()


PREDECESSORS = [
    "/api/exams", "/api/exams/{uid}", "/api/patients", "/api/patients/{cnp}", "/api/regions", "/api/diagnostics",
    "/api/diagnostics/monthly_trends", "/api/radiologists", "/api/severity", "/api/config", "/api/stats",
    "/api/stats/radiologists", "/api/stats/radiologists/monthly_trends", "/api/stats/diagnostics", "/api/stats/insights",
    "/api/spec", "/api/rad_review", "/api/radreview", "/api/validate", "/api/requeue", "/api/lookagain", "/api/dicomquery",
    "/api/trigger_query", "/api/getrad", "/api/check", "/api/analyse", "/api/translate",
]  # fmt: skip


def judged(ward, verdicts, login, examples, phases):
    """One run of Schemathesis as one person; each broken check of a route is a failure of ours."""
    with tempfile.TemporaryDirectory(prefix="xrayvision-schema-") as folder:
        report = f"{folder}/report.xml"
        command = [
            sys.executable, "-m", "schemathesis.cli", "run", f"http://127.0.0.1:{ward.port}/api/spec", "--checks", CHECKS,
            "--auth", f"{login}:{ward.people[login][0]}", "--max-examples", examples, "--seed", 6, "--phases", phases,
            "--generation-database", "none", "--continue-on-failure", "--no-shrink", "--suppress-health-check", "all",
            "--request-timeout", 10, "--report", "junit", "--report-junit-path", report, "--no-color", "--warnings", "off",
        ]  # fmt: skip
        for path in LEFT_OUT:
            command += ["--exclude-path", path]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd=folder, timeout=900)
        cases = failures = 0
        try:
            for case in ElementTree.parse(report).iter("testcase"):
                cases += 1
                broken = [f"{one.get('message')} {one.text}" for one in case if one.tag in ("failure", "error")]
                failures += bool(broken)
                for one in broken[:3]:
                    print(f"     {case.get('name')}: {shortened(one)}", flush=True)
        except (OSError, ElementTree.ParseError) as problem:
            print(f"     no report: {problem}: {done.stdout[-1500:]} {done.stderr[-500:]}", flush=True)
        said = re.search(r"(\d+) generated", done.stdout) or re.search(r"Test cases:\s*\n?\s*([\d,]+)", done.stdout)
        sentence = f"{login}: Schemathesis finds nothing in {cases} routes" + (f", {said[1]} requests" if said else "")
        verdicts.see(
            cases > 20 and failures == 0 and done.returncode == 0,
            sentence,
            f"{failures} routes with failures",
            done.stdout[-300:],
        )


def shortened(text):
    return json.dumps(re.sub(r"\s+", " ", text)[:700])
