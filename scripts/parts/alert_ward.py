"""A workspace whose findings are told to three sinks that we keep, and what is asked of every test of it."""

import json

import films
from alert_sinks import MailSink, WebSink, fields
from workspace import ModelServer, Workspace, wait_until

READERS = ("ward@hospital.example", "duty@hospital.example")
LINK = "https://xray.example/exams/{uid}"


class NotStarted(Exception):
    pass


class Ward:
    """The three sinks, a model server and a workspace whose findings go there."""

    def __init__(self, mail=None, notifications=None, ntfy=True, script="ok", severity=8):
        self.ntfy, self.hook, self.mail = WebSink(), WebSink(), mail or MailSink()
        self.model = ModelServer(script)
        if script == "ok":
            self.answer(severity)
        self.workspace = Workspace(
            "alerts",
            openai={"OPENAI_URL_PRIMARY": self.model.url, "MODEL_NAME": "scripted", "RETRY_BASE": 1},
            processing={"NO_QUERY": "yes", "ENABLE_HIS": "no", "ENABLE_NTFY": "yes" if ntfy else "no"},
            storage={"VIEWER_SIZE": 0, "DISPLAY_SIZE": 512, "MIN_FREE": "1 %"},
            dicom={"LISTEN": "no"},
            notifications={
                "NTFY_URL": self.ntfy.url,
                "WEBHOOK_URL": self.hook.url,
                "SMTP_URL": self.mail.url(),
                "MAIL_FROM": "xray@hospital.example",
                "MAIL_TO": ",".join(READERS),
                "ALERT_RATE": 100,
            }
            | (notifications or {}),
        )
        self.running = None

    def answer(self, severity, summary="opacity"):
        check = {"pathologic": "yes" if severity else "no", "severity": severity, "summary": summary, "confidence": 80}
        self.model.post("/answer", json.dumps(check))

    def up(self):
        for sink in (self.ntfy, self.hook, self.mail):
            sink.up()

    def down(self):
        for sink in (self.ntfy, self.hook, self.mail):
            sink.down()

    def start(self):
        self.running = self.workspace.start()
        if self.running.wait_ready(30) is None:
            raise NotStarted(self.running.process.poll(), self.running.lines[-5:])

    def tell(self, *arguments):
        """One command to its end: (exit code, its last object)."""
        code, answers = self.workspace.answer(*arguments)
        return code, answers[-1] if answers else {}

    def drop(self, numbers):
        for number in numbers:
            self.workspace.drop(f"film-{number}.dcm", films.film(number), aged=True)

    def read(self, count, seconds=60):
        """Waits until so many exams are read."""
        return wait_until(lambda: list(self.statuses().values()).count("done") >= count, seconds)

    def statuses(self):
        return self.workspace.statuses() if self.workspace.has_database() else {}

    def findings(self):
        return dict(self.workspace.query("SELECT uid, severity FROM ai_reports WHERE severity >= 5"))

    def owed(self):
        return dict(self.workspace.query("SELECT state, count(*) FROM alerts GROUP BY state"))

    def settled(self, seconds=60):
        """Waits until nothing is owed any more."""
        return wait_until(lambda: not {"waiting", "sending"} & self.owed().keys(), seconds)

    def states(self):
        """channel → states of its messages"""
        return dict(self.workspace.query("SELECT channel, group_concat(DISTINCT state) FROM alerts GROUP BY channel"))

    def ids(self):
        """channel → the id of every message that came, as often as it came."""
        return {
            "ntfy": [headers.get("X-Sequence-ID") for headers, _, _ in self.ntfy.taken],
            "webhook": [headers.get("X-Alert-ID") for headers, _, _ in self.hook.taken],
        } | {
            f"mail to {reader}": [message["Message-ID"] for _, to, message, _ in self.mail.taken if to == (reader,)]
            for reader in READERS
        }

    def problems(self):
        return self.workspace.query("SELECT channel, state, status, problem FROM alerts WHERE problem IS NOT NULL")

    def arrived(self):
        """channel → the severities that came, by exam."""
        links = [fields(body) for _, body, _ in self.hook.taken]
        return {
            "ntfy": sorted(body.splitlines()[-1].rsplit("/", 1)[-1] for _, body, _ in self.ntfy.taken),
            "webhook": sorted(note["link"].rsplit("/", 1)[-1] for note in links),
        } | {
            f"mail to {reader}": sorted(
                message.get_content().strip().splitlines()[-2].rsplit("/", 1)[-1]
                for _, to, message, _ in self.mail.taken
                if to == (reader,)
            )
            for reader in READERS
        }

    def everything(self):
        """All that left the house."""
        web = [f"{headers} {body}" for sink in (self.ntfy, self.hook) for headers, body, _ in sink.taken]
        return web + [f"{content} {message.get_content()}" for _, _, message, content in self.mail.taken]

    def close(self, verdicts):
        if self.running and self.running.process.poll() is None:
            self.running.kill()
        self.down()
        self.model.close()
        if verdicts.failed:
            print(f"     the workspace: {self.workspace.home}; it said {self.running.lines[-5:] if self.running else ''}")
        else:
            self.workspace.remove()


def once_each(verdicts, ward, sentence, channels=None):
    wanted = sorted(ward.findings())
    arrived = ward.arrived()
    wrong = {
        channel: uids for channel, uids in arrived.items() if (not channels or channel in channels) and uids != wanted
    }
    return verdicts.see(wanted and not wrong, sentence, f"wanted {wanted}", f"came {wrong}", *ward.problems()[:5])


def once_each_by_id(verdicts, ward, sentence, doubles):
    wanted, wrong = len(ward.findings()), {}
    for channel, ids in ward.ids().items():
        if len(set(ids)) != wanted or None in ids or len(ids) - wanted > doubles:
            wrong[channel] = ids
    told = sorted(headers["X-Alert-Attempt"] != "1" for headers, _, _ in ward.hook.taken)
    unmarked = told.count(False) > wanted
    return verdicts.see(wanted and not wrong and not unmarked, sentence, f"wanted {wanted}", wrong, told)


def rewrite(ward, settings):
    config = ward.workspace.home / "local.cfg"
    lines = config.read_text().splitlines()
    for key, value in settings.items():
        lines = [line for line in lines if not line.startswith(f"{key} =")]
        lines.insert(lines.index("[notifications]") + 1, f"{key} = {value}")
    config.write_text("\n".join(lines) + "\n")
