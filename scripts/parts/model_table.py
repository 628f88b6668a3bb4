"""What became of the Romanian reports, one line each, and by what is difficult about them."""

from model_questions import share

GROUPS = {
    "all": lambda report: True,
    "with a negation": lambda report: report.denies,
    "with abbreviations": lambda report: report.abbreviates,
    "typed without diacritics": lambda report: report.is_bare,
    "normal": lambda report: report.high == 0,
    "pathologic": lambda report: report.low > 0,
}
UNKNOWN = "–"


class Table:
    def __init__(self):
        self.bound, self.free, self.translated, self.times, self.romanian = {}, {}, {}, [], []

    def checks(self, bound, free, romanian):
        self.romanian = romanian
        self.bound = {report.text: asked for report, asked in bound.pairs()}
        self.free = {report.text: asked for report, asked in free.pairs()}
        self.told = bound.texts

    def translations(self, series):
        self.translated = {report.text: asked for report, asked in series.pairs()}
        self.told = series.texts

    def show(self):
        for line in self.times:
            print(line)
        if not (self.bound or self.translated):
            return
        self._rows()
        for name, group in GROUPS.items():
            self._group(name, [report for report in self.told if _is_romanian(report) and group(report)])
        self._group("English", [report for report in self.told if not _is_romanian(report)])
        self._pairs()

    def _rows(self):
        line = "{:<32}{:>6}  {:<26}{:<26}{:<44}"
        print()
        print(line.format("report", "wanted", "under a schema", "without", "translation").rstrip())
        for report in self.told:
            if not _is_romanian(report):
                continue
            wanted = f"{report.low}" if report.low == report.high else f"{report.low}-{report.high}"
            bare = " (bared)" if report.is_bare and report.text not in {one.text for one in self.romanian} else ""
            print(
                line.format(
                    report.what + bare,
                    wanted,
                    _verdict(report, self.bound.get(report.text)),
                    _verdict(report, self.free.get(report.text)),
                    _translation(self.translated.get(report.text)),
                ).rstrip()
            )
        print()

    def _group(self, name, reports):
        if not reports:
            return
        told = [f"note {name}, {len(reports)} texts:"]
        for where, answers in (("under a schema", self.bound), ("without", self.free)):
            known = [(report, answers[report.text]) for report in reports if report.text in answers]
            if known:
                fits = sum(asked.code == 0 and report.fits(asked.answer["severity"]) for report, asked in known)
                agrees = sum(asked.code == 0 and report.agrees(asked.answer["pathologic"]) for report, asked in known)
                fits, agrees = share(fits, len(known)), share(agrees, len(known))
                told.append(f"{where} severity as wanted {fits}, verdict {agrees};")
        known = [self.translated[report.text] for report in reports if report.text in self.translated]
        if known:
            taken = [asked for asked in known if asked.code == 0]
            doubted = sum(bool(asked.answer.get("problem")) for asked in taken)
            told.append(f"translated {share(len(taken), len(known))}, {doubted} of them in doubt")
        print(" ".join(told).rstrip(";"))

    def _pairs(self):
        """Whether the same report means the same without its accents."""
        for where, answers in (("under a schema", self.bound), ("without", self.free)):
            same = [
                answers[bared.text].answer["pathologic"] == answers[report.text].answer["pathologic"]
                for report in self.romanian
                for bared in [report.bared()]
                if bared.text != report.text and bared.text in answers and report.text in answers
                if answers[bared.text].code == answers[report.text].code == 0
            ]
            if same:
                print(f"note {where}: {share(sum(same), len(same))} reports have the same verdict without diacritics")


def _is_romanian(report):
    return report.text != report.english


def _verdict(report, asked):
    if asked is None:
        return UNKNOWN
    if asked.code != 0:
        return _short("none: " + _because(asked), 25)
    answer = asked.answer
    mark = "" if report.fits(answer["severity"]) else "*"
    return _short(f"{answer['severity']}{mark} {answer['summary']}", 25)


def _translation(asked):
    if asked is None:
        return UNKNOWN
    if asked.code != 0:
        return _short("none: " + _because(asked), 44)
    problem = asked.answer.get("problem")
    return _short("doubted: " + problem.removeprefix("The translation is to be checked: "), 44) if problem else "taken"


def _because(asked):
    return asked.reason.removeprefix("The answer of the model cannot be used: ")


def _short(text, longest):
    return text if len(text) <= longest else text[: longest - 1] + "…"
