"""The invented reports of Tests/AnalysisTests/RomanianReport*.swift, with what a good reader makes of each."""

import dataclasses
import re
import unicodedata

from workspace import ROOT

TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|(\d+)\.\.\.(\d+)|([+,])|(\))')
DENIES = re.compile(r"\b(fără|fara|nu|niciun|nicio)\b", re.I)
SHORT = re.compile(r"\b[A-Z]{2,4}\b|\b(?:dr|stg|opac|aprox|Rg)\b\.?")
CAPITALS = re.compile(r"\b[A-Z]{5,}\b")


@dataclasses.dataclass(frozen=True)
class Report:
    what: str
    low: int
    high: int
    text: str
    english: str

    @property
    def denies(self):
        return bool(DENIES.search(self.text))

    @property
    def abbreviates(self):
        return bool(SHORT.search(self.text)) and not CAPITALS.search(self.text)

    @property
    def is_bare(self):
        """As typed on a keyboard without Romanian letters."""
        return self.text.isascii()

    def bared(self):
        plain = unicodedata.normalize("NFD", self.text)
        return dataclasses.replace(self, text="".join(c for c in plain if not unicodedata.combining(c)))

    def in_english(self):
        return dataclasses.replace(self, text=self.english)

    def fits(self, severity):
        return self.low <= severity <= self.high

    def agrees(self, pathologic):
        """0...2 and the like may be called either way."""
        return pathologic == (self.low > 0) or (self.low == 0 < self.high)


def reports():
    found = []
    for path in sorted((ROOT / "Tests/AnalysisTests").glob("RomanianReport+*.swift")):
        for start in re.finditer(r"\.init\(", path.read_text()):
            found.append(_report(path.read_text()[start.end() :]))
    return found


def _report(source):
    """One call of the initialiser: a name, a range, a summary, the text, its translation; texts may be joined by +."""
    values, joins = [], False
    for text, low, high, mark, end in (token.groups() for token in TOKEN.finditer(source)):
        if end:
            break
        if mark:
            joins = mark == "+"
        elif low:
            values.append((int(low), int(high)))
        elif joins:
            values[-1] += text
            joins = False
        else:
            values.append(text)
    what, (low, high), _, text, english = values
    return Report(what, low, high, text, english)
