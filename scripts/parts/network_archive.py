"""From an archive to the published page: `run` fetches an Orthanc empty on schedule; meanwhile it is killed once."""

import datetime
import time

import films
import network_films
import network_peers
from network_peers import US, Orthanc
from network_station import Station
from workspace import wait_until

STUDIES, FILMS_A_STUDY, PATIENCE = 20, 3, 100


class Archives:
    def __init__(self, verdicts):
        self.verdicts = verdicts
        yesterday = datetime.date.today() - datetime.timedelta(days=1)
        self.films = [
            _film(study, number, yesterday.strftime("%Y%m%d"))
            for study in range(1, STUDIES + 1)
            for number in range(1, FILMS_A_STUDY + 1)
        ]

    def run(self, method):
        if not network_peers.is_here("Orthanc"):
            print("skip the archive: Orthanc is not installed; run scripts/setup --peers")
            return 1
        station = Station(
            f"archive-{method.lower()}",
            processing={"NO_QUERY": "no", "QUERY_INTERVAL": 5},
            reports={"PUBLISH_INTERVAL": 2},
            RETRIEVAL_METHOD=method,
            QUERY_LOOKBACK="3 d",
            REQUEST_TIMEOUT=10,
        )
        orthanc = Orthanc((US, station.port))
        try:
            station.ask(orthanc)
            for film in self.films:
                orthanc.keep(film)
            self.watch(method, station, orthanc)
        finally:
            orthanc.close()
            station.remove()
        return 0

    def watch(self, method, station, orthanc):
        see, began = self.verdicts.see, time.monotonic()
        see(station.start() is not None, f"{method}: the workstation runs", *station.lines())
        some = wait_until(lambda: len(self.arrived(station)) >= 15, 60, step=0.01)
        orthanc.kill()
        at_kill = len(self.arrived(station))
        see(
            some and at_kill < len(self.films),
            f"{method}: Orthanc is killed when {at_kill} of {len(self.films)} films of {STUDIES} studies are here",
            *station.lines(),
        )
        time.sleep(3)
        see(station.alive(), f"{method}: the workstation outlives it", *station.lines())
        orthanc.start()
        wanted = {film.uid for film in self.films}
        done = lambda: {uid for uid, status in station.workspace.statuses().items() if status == "done"}  # noqa: E731
        whole = wait_until(lambda: station.workspace.has_database() and wanted <= done(), PATIENCE)
        took = time.monotonic() - began
        missing = sorted(wanted - done())
        see(
            whole,
            f"{method}: all {len(wanted)} films arrive and are analysed, after {took:.0f} s",
            f"{len(missing)} missing: {missing[:3]}, {station.answer('status')}",
            *station.lines(),
        )
        self.judge(method, station, wanted)

    def judge(self, method, station, wanted):
        see, workspace = self.verdicts.see, station.workspace
        statuses = workspace.statuses()
        see(set(statuses) == wanted, f"{method}: and nothing else", *sorted(set(statuses) - wanted)[:3])
        counts = dict(
            workspace.query("SELECT uid, count(*) FROM analyses WHERE kind = 'report' AND outcome = 'ok' GROUP BY uid")
        )
        see(
            set(counts.values()) == {1},
            f"{method}: each was read exactly once",
            {u: n for u, n in counts.items() if n > 1},
        )
        paths = [where for film in self.films for where in station.digests().get(film.digest, [])]
        see(
            len(paths) == len(self.films),
            f"{method}: each is kept exactly once, byte for byte",
            f"{len(paths)} files for {len(self.films)} films",
        )
        published = lambda: not wanted - _on_pages(workspace, wanted)  # noqa: E731
        see(
            wait_until(published, 30),
            f"{method}: each has its page",
            *sorted(wanted - _on_pages(workspace, wanted))[:3],
        )
        see(not workspace.rejected(), f"{method}: none was rejected", workspace.rejected())
        quiet = len(workspace.query("SELECT 1 FROM exams"))
        time.sleep(8)
        see(
            len(workspace.query("SELECT 1 FROM exams")) == quiet and len(list(station.files())) == len(self.films),
            f"{method}: the next queries fetch nothing again",
        )
        code, seconds = station.stop()
        see(code == 0, f"{method}: it ends in {seconds:.1f} s with exit code 0", f"exit code {code}")

    @staticmethod
    def arrived(station):
        return list(station.files())


def _film(study, number, day):
    one = f"{films.ROOT}.{1000 + study}"
    uid = f"2.25.4.{study}.{number}"
    data = films.film(1000 + study, rows=256, columns=256, day=day, uid=uid, pixels=_pixels(study, number))
    return network_films.Film("explicit", data, uid, f"{one}.1", f"{one}.2")


def _pixels(study, number):
    """256 × 256 samples of 12 bits: a ramp that no other film has."""
    step = study * 10 + number
    row = b"".join((min(4095, column * 12 + step) & 0xFFF).to_bytes(2, "little") for column in range(256))
    return row * 255 + step.to_bytes(2, "little") * 256


def _on_pages(workspace, wanted):
    text = "".join(path.read_text() for path in (workspace.home / "reports/admin").rglob("*.html"))
    return {uid for uid in wanted if uid in text}
