"""The daemon with a text-only model: another reader reads the films, the model has the radiologists' reports."""

import records_ward
from model_questions import Desk, share
from workspace import wait_until


class Reports:
    """A workspace with a film for each report, and the reports as the hospital's files."""

    def __init__(self, witness, reports, manner, **openai):
        self.witness, self.manner = witness, manner
        self.desk = Desk(witness, OPENAI_URL_SECONDARY="builtin:baseline", **openai)
        self.texts = {records_ward.uid_of(number): report.text for number, report in enumerate(reports, 1)}
        for number, report in enumerate(reports, 1):
            who = _patient(number)
            message = records_ward.report_message(who["patientID"], who["name"], who["exposed"], report.text)
            self.desk.workspace.drop(f"{number}.dcm", records_ward.film(number, **who), aged=True)
            self.desk.workspace.drop(f"{number}.hl7", message.encode(), aged=True)

    def play(self):
        """The daemon until every exam is done."""
        self.witness.manner = self.manner
        self.witness.taken()
        running = self.desk.workspace.start()
        try:
            self.is_done = wait_until(self._settled, 1800, step=1)
        finally:
            self.code, _ = running.stop()
        self.lines, self.calls = running.lines, self.witness.taken()
        self.kept = self.query("SELECT uid, text, severity, text_en FROM rad_reports")
        self.judged = {uid for uid, _, severity, _ in self.kept if severity >= 0}
        self.translated = {uid for uid, *_, english in self.kept if english}

    def _settled(self):
        if not self.desk.workspace.has_database():
            return False
        texts = self.query("SELECT count(*) FROM rad_reports WHERE coalesce(text, '') <> ''")[0][0]
        return texts == len(self.texts) and not self.query("SELECT 1 FROM exams WHERE status <> 'done' LIMIT 1")

    def query(self, sql):
        return self.desk.workspace.query(sql)

    def reasons(self):
        """uid → why its text has no verdict, as it is kept."""
        return dict(self.query("SELECT uid, sentence FROM reasons"))

    def close(self):
        self.witness.manner = "open"
        self.desk.close()


def ward(see, witness, texts):
    for look, some, manner, openai in (
        (with_model, texts, "open", {}),
        (without_use, texts[:2], "broken", {"MAX_RETRIES": 0}),
    ):
        reports = Reports(witness, some, manner, **openai)
        try:
            reports.play()
            look(see, reports)
        finally:
            reports.close()


def with_model(see, reports):
    see(reports.is_done, f"ward: {len(reports.texts)} films are done, each with its report", *reports.lines[-8:])
    see(reports.code == 0, "ward: the daemon ends when asked", reports.code)
    sent = sum(call.pictures for call in reports.calls)
    see(sent == 0, f"ward: {sent} pictures went to the text-only model")
    kept = {uid: text for uid, text, *_ in reports.kept}
    see(kept == reports.texts, "ward: each text is at its exam, as it came")
    everybody = reports.texts.keys()
    blank = everybody - reports.judged
    see(
        blank <= reports.reasons().keys(),
        f"ward: {share(len(reports.judged), len(everybody))} reports have a verdict; of the others the reason is kept",
        reports.reasons(),
    )
    untold = len(everybody - reports.translated) - sum("stays untranslated" in line for line in reports.lines)
    see(
        untold <= 0,
        f"ward: {share(len(reports.translated), len(everybody))} are translated; of the others the log says why",
        *reports.lines[-8:],
    )
    checks = {uid for (uid,) in reports.query("SELECT uid FROM analyses WHERE kind = 'check' AND severity >= 0")}
    see(reports.judged <= checks, f"ward: where {len(reports.judged)} verdicts come from is kept")
    see(reports.desk.workspace.integrity() == "ok", "ward: the database is whole")


def without_use(see, reports):
    """Every answer of the model arrives cut in two."""
    everybody, reasons = reports.texts.keys(), reports.reasons()
    told = ", ".join(set(reasons.values()))
    see(
        reports.is_done and not reports.judged and reasons.keys() == everybody,
        f"ward, broken answers: {len(everybody)} reports have no verdict, and the reason is kept: {told}",
        reports.judged, reasons, *reports.lines[-8:],
    )  # fmt: skip
    kept = reports.query("SELECT severity, text FROM rad_reports")
    see(all(severity == -1 and text for severity, text in kept), "ward, broken answers: no text is lost", kept)
    listed = {line.get("item") for line in reports.desk.workspace.answer("failures")[1]}
    see(everybody <= listed, "ward, broken answers: they are listed among the failures", listed)


def _patient(number):
    known = {"birthDate": "1980-01-01", "sex": "F", "exposed": "2026-03-02 10:00:00", "region": "chest"}
    return known | {"patientID": f"P{number}", "name": f"TEST^NR{number}"}
