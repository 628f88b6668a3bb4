"""Asks the real programme about texts, and counts what came of it."""

import dataclasses
import json
import statistics
import subprocess
import time

from workspace import Workspace, environment

# What a script may meet: an answer, no usable answer, nobody to answer.
ENDINGS = (0, 1, 69)
NO_ANSWER = "xrayvision: There is no answer about the text."


@dataclasses.dataclass
class Asked:
    """One command, its end, and the calls that it cost."""

    code: int
    answer: dict | None
    reason: str
    said: str
    calls: list
    seconds: float

    @property
    def ends_well(self):
        """With an answer, or in a state that a script and a person understand. Never in a trap."""
        if self.code == 0:
            return self.answer is not None
        explained = len(self.reason) > 20 and self.reason.endswith(".") and "Error" not in self.reason
        return self.code in ENDINGS and explained and "Fatal error" not in self.said


class Desk:
    """A workspace whose model is the one behind the witness."""

    def __init__(self, witness, **openai):
        self.witness = witness
        self.workspace = Workspace(
            "model",
            openai={
                "OPENAI_URL_PRIMARY": witness.url,
                "OPENAI_URL_SECONDARY": "",
                "MODEL_NAME": "text-only",
                "TIMEOUT": 600,
                "RETRY_BASE": 1,
            }
            | openai,
            processing={"NO_QUERY": "yes", "ENABLE_HIS": "no"},
            storage={"MIN_FREE": "1 %"},
        )

    def ask(self, task, text, manner="open"):
        self.witness.manner = manner
        self.witness.taken()
        began = time.monotonic()
        done = subprocess.run(
            self.workspace.command("text", task, "--json"), input=text, capture_output=True, text=True, timeout=1800,
            env=environment(),
        )  # fmt: skip
        seconds = time.monotonic() - began
        objects = [line for line in done.stdout.splitlines() if line.startswith("{")]
        reason = done.stderr.partition(NO_ANSWER)[2].strip()
        answer = json.loads(objects[0]) if objects else None
        return Asked(done.returncode, answer, reason, done.stderr, self.witness.taken(), seconds)

    def close(self):
        self.workspace.remove()


class Series:
    """One task over many texts, in one manner."""

    def __init__(self, desk, task, manner, name, texts):
        self.name, self.texts = name, texts
        print(f"== {name}: {len(texts)} texts", flush=True)
        self.asked = []
        told = time.monotonic()
        for number, report in enumerate(texts, 1):
            self.asked.append(desk.ask(task, report.text, manner))
            if time.monotonic() - told > 30:
                told = time.monotonic()
                valid, judged, _ = self.validity(manner == "open")
                seen = f", {valid} of {judged} valid" if task != "translate" else ""
                print(f"     … {number} of {len(texts)}, {len(self.answered)} answered{seen}", flush=True)

    @property
    def answered(self):
        return [asked for asked in self.asked if asked.code == 0]

    def calls(self, usesSchema):
        """Those that reached the model."""
        return [
            call for asked in self.asked for call in asked.calls if call.usesSchema == usesSchema and call.status != 400
        ]

    def ends_well(self, verdicts):
        wrong = [f"{r.what}: exit code {a.code}, {a.said[-300:]}" for r, a in self.pairs() if not a.ends_well]
        states = {}
        for asked in self.asked:
            if asked.code != 0:
                short = asked.reason.removeprefix("The answer of the model cannot be used: ")
                states[short] = states.get(short, 0) + 1
        verdicts.see(
            not wrong,
            f"{self.name}: {len(self.answered)} of {len(self.asked)} have an answer, the others a reason; none crashed",
            *wrong[:10],
        )
        for reason, count in sorted(states.items(), key=lambda item: -item[1]):
            print(f"     {count} × {reason}")
        doubted = sum(bool(asked.answer and asked.answer.get("problem")) for asked in self.answered)
        if doubted:
            print(f"note {self.name}: {share(doubted, len(self.answered))} answers carry a doubt, and say so")

    def validity(self, usesSchema):
        """(valid, all, faults) of the model's first-hand answers as JSON of the form that was asked for."""
        calls, faults = self.calls(usesSchema), {}
        for call in calls:
            fault = call.fault()
            if fault:
                faults[fault] = faults.get(fault, 0) + 1
        return len(calls) - sum(faults.values()), len(calls), faults

    def pairs(self):
        return list(zip(self.texts, self.asked, strict=True))

    def times(self):
        seconds = sorted(asked.seconds for asked in self.asked)
        calls = [call for asked in self.asked for call in asked.calls if call.status == 200]
        words = sum(call.tokens for call in calls) / max(0.001, sum(call.seconds for call in calls))
        return (
            f"note {self.name}: median {statistics.median(seconds):.1f} s, "
            f"95 % within {seconds[int(len(seconds) * 0.95)]:.1f} s, "
            f"longest {seconds[-1]:.1f} s; {len(calls) / len(self.asked):.2f} calls a text, {words:.0f} tokens/s"
        )


def share(part, whole):
    return f"{part} of {whole}" + (f" ({100 * part / whole:.0f} %)" if whole else "")


def faults_told(faults):
    return [f"{count} × {fault}" for fault, count in sorted(faults.items(), key=lambda item: -item[1])]
