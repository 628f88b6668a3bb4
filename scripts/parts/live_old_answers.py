"""What an old client reads in each answer: lists and their filters, exam objects, figures, all by the old account."""

import http.client

from live_old_workspace import CNP, COUNT, assessed, pairs, uid_of

TEXT, NUMBER, MAYBE = str, int, type(None)

SHAPE = {
    "uid": (TEXT,),
    "patient": {"name": (TEXT,), "cnp": (TEXT,), "id": (TEXT, MAYBE), "age": (NUMBER,), "birthdate": (TEXT, MAYBE), "sex": (TEXT,), "county": (NUMBER, MAYBE)},
    "exam": {"created": (TEXT,), "date": (TEXT,), "time": (TEXT,), "protocol": (TEXT,), "region": (TEXT,), "status": (TEXT,), "type": (TEXT,),
             "study": (TEXT, MAYBE), "series": (TEXT, MAYBE), "id": (TEXT, MAYBE)},
    "report": {
        "ai": {"text": (TEXT, MAYBE), "summary": (TEXT, MAYBE), "created": (TEXT, MAYBE), "updated": (TEXT, MAYBE), "positive": (NUMBER, MAYBE),
               "severity": (NUMBER, MAYBE), "confidence": (NUMBER, MAYBE), "model": (TEXT, MAYBE), "latency": (NUMBER, MAYBE)},
        "rad": {"text": (TEXT, MAYBE), "text_en": (TEXT, MAYBE), "positive": (NUMBER, MAYBE), "severity": (NUMBER, MAYBE), "summary": (TEXT, MAYBE),
                "created": (TEXT, MAYBE), "updated": (TEXT, MAYBE), "id": (TEXT, MAYBE), "type": (TEXT, MAYBE), "radiologist": (TEXT, MAYBE),
                "justification": (TEXT, MAYBE), "model": (TEXT, MAYBE), "latency": (NUMBER, MAYBE)},
        "correct": (NUMBER,), "reviewed": (NUMBER,),
    },
}  # fmt: skip


def misfits(shape, value, where=""):
    """Where a value lacks what an old client reads, or has another type there (a boolean is no integer to it)."""
    if isinstance(shape, tuple):
        fine = type(value) in shape
        return [] if fine else [f"{where} is {value!r}"]
    if not isinstance(value, dict):
        return [f"{where} is {value!r}"]
    return [
        one
        for key, inner in shape.items()
        for one in (misfits(inner, value[key], f"{where}.{key}") if key in value else [f"{where}.{key} is missing"])
    ]


def lists(verdicts, admin):
    status, told = admin.get("/api/exams")
    verdicts.see(
        status == 200 and set(told) >= {"exams", "total", "pages", "filters"},
        "/api/exams has exams, total, pages and filters",
        told,
    )
    verdicts.see(
        told["total"] == COUNT and told["pages"] == 3 and len(told["exams"]) == 10,
        "25 exams are three pages of ten",
        told["total"],
        told["pages"],
    )
    second, third = (admin.get("/api/exams", page=n)[1]["exams"] for n in (2, 3))
    order = [exam["uid"] for exam in told["exams"] + second + third]
    verdicts.see(order == [uid_of(n) for n in reversed(range(COUNT))], "newest first, each once", order)
    verdicts.see(admin.get("/api/exams", page=0)[1]["exams"] == told["exams"] and admin.get("/api/exams", page="x")[0] == 400
                 and admin.get("/api/exams", page=99)[0] == 200, "page 0 is the first, page x is 400")  # fmt: skip
    both = lambda a, r: assessed(a) and assessed(r)  # noqa: E731
    wanted = {
        "reviewed=yes": lambda a, r: assessed(r),
        "reviewed=no": lambda a, r: not assessed(r),
        "reviewed=any": lambda a, r: True,
        "positive=yes": lambda a, r: assessed(a) and a >= 5,
        "positive=no": lambda a, r: assessed(a) and a < 5,
        "correct=yes": lambda a, r: both(a, r) and (a >= 5) == (r >= 5),
        "correct=no": lambda a, r: both(a, r) and (a >= 5) != (r >= 5),
        "status=done": lambda a, r: a is not None,
        "status=DONE,error": lambda a, r: True,
        "status=error": lambda a, r: a is None,
        "severity=3-6": lambda a, r: assessed(r) and 3 <= r <= 6,
        "severity=-2": lambda a, r: assessed(r) and r <= 2,
        "severity=6-": lambda a, r: assessed(r) and r >= 6,
        "severity=8": lambda a, r: r == 8,
        "severity=nonsense": lambda a, r: True,
        "confidence=80": lambda a, r: a is not None,
        "confidence=-79": lambda a, r: False,
        "diagnostic=PNEUMONIA": lambda a, r: assessed(r) and r >= 5,
        "radiologist=dr.%20model%20vasile": lambda a, r: r is not None,
    }
    wrong = []
    for query, rule in wanted.items():
        total = sum(bool(rule(ai, rad)) for _, ai, rad in pairs())
        got = admin.get(f"/api/exams?{query}")[1]["total"]
        if got != total:
            wrong.append((query, got, "instead of", total))
    people = {"search=popescu": 16, "search=ION": 16, f"search={CNP[3:9]}": 16, "search=77": None, "search=1.2.826.0.1.7": 1,
              "region=CHES": 18, "region=any": 25}  # fmt: skip
    for query, total in people.items():
        got = admin.get(f"/api/exams?{query}")[1]["total"]
        if total is not None and got != total or total is None and got < 16:
            wrong.append((query, got, "instead of", total))
    verdicts.see(not wrong, f"{len(wanted) + len(people)} filters find what they found", *wrong)
    applied = admin.get("/api/exams", region="chest", reviewed="yes")[1]["filters"]
    verdicts.see(
        applied.get("region") == "chest" and applied.get("reviewed") in ("yes", True, 1),
        "filters says which were applied",
        applied,
    )


def objects(verdicts, admin, user):
    wrong = []
    for number, ai, rad in pairs():
        status, exam = admin.get(f"/api/exams/{uid_of(number)}")
        wrong += misfits(SHAPE, exam, f"{number}")
        correct = -1 if not (assessed(ai) and assessed(rad)) else int((ai >= 5) == (rad >= 5))
        report = exam["report"]
        if (report["correct"], report["reviewed"]) != (correct, int(assessed(rad))):
            wrong.append((number, ai, rad, report["correct"], report["reviewed"]))
        if (
            exam["exam"]["created"] != f"2025-03-{1 + number:02} 09:30:00"
            or exam["exam"]["date"] != f"202503{1 + number:02}"
            or exam["exam"]["time"] != "093000"
        ):
            wrong.append((number, exam["exam"]))
    verdicts.see(not wrong, "each exam object has each field in the type it had", *wrong[:8])
    _, exam = admin.get(f"/api/exams/{uid_of(1)}")
    patient = exam["patient"]
    verdicts.see(
        (patient["name"], patient["cnp"], patient["county"], patient["sex"]) == ("POPESCU^ION", CNP, 22, "M"),
        "a patient in full, with the county of the number",
        patient,
    )
    _, exam = user.get(f"/api/exams/{uid_of(1)}")
    verdicts.see(exam["patient"]["name"] == "P.I." and exam["patient"]["cnp"] != CNP and exam["report"]["rad"]["radiologist"] == "Dr. M.V.",
                 "a user sees initials", exam["patient"], exam["report"]["rad"]["radiologist"])  # fmt: skip
    verdicts.see(
        admin.get("/api/exams/9.9.9") == (404, {"error": "Exam not found"}),
        "404 Exam not found",
        admin.get("/api/exams/9.9.9"),
    )


def endpoints(verdicts, admin, user):
    status, told = admin.get("/api/patients")
    first = (told.get("patients") or [{}])[0]
    verdicts.see(
        status == 200 and told["total"] == 2 and set(first) >= {"cnp", "id", "name", "age", "birthdate", "sex"},
        "/api/patients",
        told,
    )
    status, one = admin.get(f"/api/patients/{CNP}")
    verdicts.see(
        status == 200 and one["exams"][0] == uid_of(23) and len(one["exams"]) == 16,
        "a patient's exams, newest first",
        one,
    )
    verdicts.see(admin.get("/api/patients/nobody") == (404, {"error": "Patient not found"}), "404 Patient not found")
    answers = {path: admin.get(path) for path in (
        "/api/regions", "/api/diagnostics", "/api/diagnostics/monthly_trends", "/api/radiologists", "/api/severity", "/api/config", "/api/stats",
        "/api/stats/radiologists", "/api/stats/radiologists/monthly_trends", "/api/stats/diagnostics", "/api/stats/insights", "/api/spec")}  # fmt: skip
    bad = [(path, told[0]) for path, told in answers.items() if told[0] != 200]
    verdicts.see(not bad, f"{len(answers)} more endpoints answer", *bad)
    rad = [r for _, _, r in pairs()]
    verdicts.see({"chest", "hand", "abdomen"} <= set(answers["/api/regions"][1]) and answers["/api/regions"][1] == sorted(answers["/api/regions"][1]),
                 "regions: those that are supported and those seen, sorted", answers["/api/regions"][1])  # fmt: skip
    verdicts.see(answers["/api/diagnostics"][1] == {"normal": sum(r is not None and r < 5 for r in rad), "pneumonia": sum(r is not None and r >= 5 for r in rad)},
                 "diagnostics: summary and count", answers["/api/diagnostics"][1])  # fmt: skip
    verdicts.see(
        answers["/api/radiologists"][1] == ["Dr. Model Vasile"] and user.get("/api/radiologists")[1] == ["Dr. M.V."],
        "radiologists: an array, initials for a user",
    )
    counts = {str(n): rad.count(n) for n in range(11) if rad.count(n)}
    verdicts.see(answers["/api/severity"][1] == counts, "severity: those that are there", answers["/api/severity"][1])
    config = answers["/api/config"][1]
    wanted = {
        "OPENAI_URL_PRIMARY",
        "OPENAI_URL_SECONDARY",
        "NTFY_URL",
        "AE_TITLE",
        "AE_PORT",
        "REMOTE_AE_TITLE",
        "REMOTE_AE_IP",
        "REMOTE_AE_PORT",
        "USER_ROLE",
        "MODEL_NAME",
        "DASHBOARD_PORT",
    }
    verdicts.see(
        wanted <= config.keys()
        and config["USER_ROLE"] == "admin"
        and user.get("/api/config")[1]["USER_ROLE"] == "user",
        "config",
        wanted - config.keys(),
        config,
    )
    figures(verdicts, answers["/api/stats"][1])
    insights = answers["/api/stats/insights"][1]
    verdicts.see({"age_distribution", "processing_times", "radiologist_metrics", "rad_severity_distribution", "ai_severity_distribution", "severity_differences",
                  "hourly_patterns", "requeue_analysis"} <= insights.keys(), "insights", insights.keys())  # fmt: skip
    one = answers["/api/stats/radiologists"][1].get("Dr. Model Vasile", {})
    verdicts.see(
        {"report_count", "avg_severity", "ai_accuracy", "ai_compared", "top_diagnostics"} <= one.keys(),
        "statistics of a radiologist",
        one,
    )
    one = answers["/api/stats/diagnostics"][1].get("pneumonia", {})
    verdicts.see(
        {"report_count", "avg_severity", "ai_accuracy", "ai_compared", "top_regions", "first_seen", "last_seen"}
        <= one.keys(),
        "statistics of a diagnosis",
        one,
    )
    line = http.client.HTTPConnection("127.0.0.1", admin.port)
    line.request("GET", "/api/regions")
    answer = line.getresponse()
    verdicts.see(
        answer.status == 401 and answer.headers["WWW-Authenticate"].startswith('Basic realm="XRayVision"'),
        "without a password: 401 and the realm",
        answer.headers,
    )
    line.close()


def figures(verdicts, told):
    done = [(a, r) for _, a, r in pairs() if a is not None]
    both = [(a, r) for a, r in done if assessed(a) and assessed(r)]
    tp, tn = sum(a >= 5 and r >= 5 for a, r in both), sum(a < 5 and r < 5 for a, r in both)
    fp, fn = sum(a >= 5 > r for a, r in both), sum(a < 5 <= r for a, r in both)
    below = ((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)) ** 0.5
    wanted = {"total": len(done), "reviewed": sum(assessed(r) for _, r in done), "positive": sum(a >= 5 for a, _ in done), "correct": tp + tn,
              "wrong": fp + fn, "mcc": (tp * tn - fp * fn) / below}  # fmt: skip
    got = {key: told.get(key) for key in wanted}
    # Two decimals; which way a half goes is nobody's business.
    close = abs(got.pop("mcc") - wanted.pop("mcc")) < 0.0051
    verdicts.see(got == wanted and close, "stats: total, reviewed, positive, correct, wrong, mcc", told, wanted)
    verdicts.see(
        {"avg_processing_time", "throughput", "error_stats", "region", "trends", "monthly_trends"} <= told.keys(),
        "and the rest of it",
        told.keys(),
    )
    verdicts.see(
        told.get("error_stats") == {"error": COUNT - len(done)},
        "error_stats: only what there is",
        told.get("error_stats"),
    )
    chest = told["region"].get("chest", {})
    rows = [(a, r) for n, a, r in pairs() if n % 4 and a is not None and assessed(a) and assessed(r)]
    meant = {
        "tpos": sum(a >= 5 and r >= 5 for a, r in rows),
        "tneg": sum(a < 5 and r < 5 for a, r in rows),
        "fpos": sum(a >= 5 > r for a, r in rows),
        "fneg": sum(a < 5 <= r for a, r in rows),
    }
    meant["snsi"] = int(100 * meant["tpos"] / (meant["tpos"] + meant["fneg"]))
    verdicts.see({key: chest.get(key) for key in meant} == meant, "a region's counts and percentages", chest, meant)
