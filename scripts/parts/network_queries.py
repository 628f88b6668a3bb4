"""Questions to archives that answer half, to archives that get films late, and a list that is interrupted."""

import csv
import datetime
import subprocess

import films
import network_films
import network_peers
from network_peers import US, Orthanc
from network_station import Station
from workspace import environment, wait_until

STUDIES, SERIES, LIMIT = 20, 12, 5
LINES, PATIENCE = 300, 40


class Queries:
    def __init__(self, verdicts):
        self.verdicts = verdicts
        self.today, self.yesterday = (datetime.date.today() - datetime.timedelta(days=back) for back in (0, 1))

    def run(self):
        if not network_peers.is_here("Orthanc"):
            print("skip the queries: Orthanc is not installed; run scripts/setup --peers")
            return 1
        for story, settings in (
            (self.cut_short, {"LimitFindResults": LIMIT, "LimitFindInstances": LIMIT}),
            (self.late, {}),
            (self.whole_days, {}),
            (self.interrupted, {}),
        ):
            station = Station("queries", processing={"NO_QUERY": "no", "QUERY_INTERVAL": 2}, QUERY_LOOKBACK="1 min")
            orthanc = Orthanc((US, station.port), **settings)
            try:
                station.ask(orthanc)
                story(station, orthanc)
            finally:
                orthanc.close()
                station.remove()
        return 0

    def cut_short(self, station, orthanc):
        """More studies on a day, and films in a series, than the archive lists: all arrive, or it is said."""
        times = [f"{8 + number // 6:02}{number % 6}500" for number in range(STUDIES)]
        groups = {
            f"{STUDIES} studies": [_film(n, self.yesterday, time) for n, time in enumerate(times, 1)],
            f"{SERIES} films of a series": [_film(30, self.yesterday, "073000", part=n) for n in range(SERIES)],
            "a study without a time": [_film(31, self.yesterday, None)],
        }
        for film in sum(groups.values(), []):
            orthanc.keep(film)
        done = station.do("query", "--from", self.yesterday, "--retrieve")
        self.there_or_told("query", groups, station, done.returncode and (done.stdout + done.stderr).splitlines()[-4:])
        other = Station("queries", processing={"NO_QUERY": "no", "QUERY_INTERVAL": 2}, RETRIEVAL_METHOD="C-GET")
        try:
            other.ask(orthanc)
            other.set("dicom", QUERY_LOOKBACK="3 d")
            other.start()
            everything = sum(groups.values(), [])
            wait_until(lambda: self.here(other, everything) or other.answer("failures")[1], PATIENCE)
            wait_until(lambda: self.here(other, groups[f"{STUDIES} studies"]), 10)
            self.there_or_told("run", groups, other, other.answer("failures")[1])
        finally:
            other.remove()

    def there_or_told(self, command, groups, station, told):
        for what, group in groups.items():
            lacks = sum(film.digest not in station.digests() for film in group)
            here = f"{lacks} lack, which it says" if lacks and told else f"{lacks} lack" if lacks else "all here"
            sentence = f"`{command}` of an archive that lists {LIMIT} at most: {what}: {here}"
            self.verdicts.see(not lacks or told, sentence, *station.lines())

    @staticmethod
    def here(station, wanted):
        return {film.digest for film in wanted} <= set(station.digests())

    def late(self, station, orthanc):
        """The scheduled query's daily look at the last days (QUERY_SWEEP), which each start takes, too."""
        see = self.verdicts.see
        timeless, past = _film(1, self.today, None), _film(2, self.yesterday, "101500")
        for film in (timeless, past):
            orthanc.keep(film)
        station.start()
        arrive = lambda *wanted: wait_until(lambda: self.here(station, wanted), PATIENCE)  # noqa: E731
        see(arrive(timeless), "`run` fetches today's study that has no Study Time", *station.lines())
        see(arrive(past), "and yesterday's, which it never asked for", *station.lines())
        station.stop()
        latecomers = _film(3, self.yesterday, "090000"), _film(2, self.yesterday, "101500", part=1)
        for film in latecomers:
            orthanc.keep(film)
        station.start()
        see(arrive(latecomers[0]), "and a study that reached the archive after its day was asked for", *station.lines())
        see(arrive(latecomers[1]), "and a film that was added to a study that is here", *station.lines())
        paths = lambda: [len(station.digests().get(f.digest, [])) for f in (timeless, past, *latecomers)]  # noqa: E731
        see(wait_until(lambda: paths() == [1] * 4, 5), "each once", paths())
        code, _ = station.stop()
        see(code == 0, "and it ends with exit code 0", f"exit code {code}")

    def whole_days(self, station, orthanc):
        first, last = self.yesterday - datetime.timedelta(days=1), self.yesterday
        inside = [_film(n, last, time) for n, time in enumerate(("000000", "235959.750000", "235959", None), 1)]
        inside += [_film(n, first, time) for n, time in enumerate(("000000", None), 10)]
        outside = [_film(20, self.today, "000000"), _film(21, first - datetime.timedelta(days=1), "235959")]
        for film in inside + outside:
            orthanc.keep(film)
        for days, wanted in (((last, last), inside[:4]), ((first, last), inside)):
            code, rows = station.answer("query", "--from", days[0], "--to", days[1])
            found, studies = {row.get("study") for row in rows}, {film.study for film in wanted}
            self.verdicts.see(
                code == 0 and found == studies,
                f"`query` of {(days[1] - days[0]).days + 1} days lists the {len(studies)} studies of these days,"
                " the last second and those without a time among them",
                f"exit code {code}, lacks {studies - found}, has {found - studies}",
            )

    def interrupted(self, station, orthanc):
        """A list of accession numbers, killed in the middle and begun again."""
        see, wanted = self.verdicts.see, {}
        for number in range(1, LINES + 1):
            wanted[f"ACC{number:05}"] = film = _film(number, self.yesterday, accession=f"ACC{number:05}")
            orthanc.keep(film)
        table = station.home / "orders.csv"
        table.write_text("AccessionNumber\n" + "".join(f"{name}\n" for name in wanted))
        command = station.workspace.command("query", "--accessions", table, "--retrieve", "--quiet")
        pull = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment())
        wait_until(lambda: len(_outcomes(table)) >= LINES // 3 or pull.poll() is not None, PATIENCE, step=0.01)
        pull.kill()
        pull.wait()
        before = len(_outcomes(table))
        see(LINES // 3 <= before < LINES, f"a list of {LINES} accession numbers is killed after line {before}")
        done = station.do("query", "--accessions", table, "--retrieve", "--quiet")
        see(done.returncode == 0, "begun again, it ends well", done.returncode, done.stderr[-300:])
        rows = [(row["item"], row["outcome"], row["films"]) for row in _outcomes(table)]
        fine = sorted(rows) == sorted((name, "complete", "1") for name in wanted)
        see(fine, f"its outcome file has each of {LINES} lines once, complete", f"{len(rows)} rows", rows[:3])
        digests = station.digests()
        copies = [len(digests.get(film.digest, [])) for film in wanted.values()]
        see(copies == [1] * LINES and not station.hidden(), "each film is here once", f"{copies.count(0)} lack")


def _outcomes(table):
    path = table.with_name(table.name + ".outcome.csv")
    if not path.exists():
        return []
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def _film(number, day, time="101500", accession=None, part=0):
    """A film of a study of its own, or a further `part` of one; `time` None: without Study Time."""
    uid, one = f"2.25.7.{number}.{part}", f"{films.ROOT}.{number}"
    data = films.film(number, day=f"{day:%Y%m%d}", uid=uid)
    modality = films.element(8, 0x60, "CS", "CR")
    order = films.element(8, 0x50, "SH", accession) if accession else b""
    data = data.replace(films.element(8, 0x30, "TM", "101500"), films.element(8, 0x30, "TM", time) if time else b"")
    return network_films.Film("explicit", data.replace(modality, order + modality), uid, f"{one}.1", f"{one}.2")
