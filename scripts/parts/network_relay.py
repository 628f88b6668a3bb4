"""Films that are passed on: to a system that comes late, while rules change, and again when one is corrected."""

import tempfile
from collections import Counter

import films
import network_films
import network_peers
from network_peers import PEER, Orthanc, Storescp, dcmtk
from network_station import Station
from workspace import ModelServer, free_port, wait_until

BATCH, PATIENCE = 24, 60
ROOMS = ("ROOM_1", "ROOM_2", "ROOM_1")


class Relaying:
    """`ward`, an Orthanc, gets all DX; `alerts`, a storescp, what is severe and comes from one room."""

    def __init__(self, verdicts):
        self.verdicts = verdicts
        self.films, self.rooms = {}, {}  # number → film, calling AE title
        self.alerts = []  # each storescp that ever stood for it

    def run(self):
        missing = [who for who in ("DCMTK", "Orthanc") if not network_peers.is_here(who)]
        if missing:
            print(f"skip the relay: {', '.join(missing)} is not installed; run scripts/setup --peers")
            return 1
        counting = Orthanc(LuaScripts=[str(network_peers.ROOT / "scripts/parts/count_received.lua")])
        self.model, self.ward, port = ModelServer("varied"), counting, free_port()
        model = {"OPENAI_URL_PRIMARY": self.model.url, "MODEL_NAME": "scripted", "CONCURRENCY": 4}
        rules = {"ward": self.rule(self.ward.port, "modality = DX")}
        rules |= {"alerts": self.rule(port, "severity >= 5", "source = ROOM_1")}
        self.station = Station("relay", openai=model, relay=rules)
        try:
            self.late(port)
            self.edited()
            self.corrected()
            self.judge()
        finally:
            self.station.remove()
            for server in (self.model, self.ward, *self.alerts):
                server.close()
        return 0

    @staticmethod
    def rule(port, *conditions):
        return " | ".join((f"{PEER}@127.0.0.1:{port}", *conditions))

    # What is sent, and what is to arrive

    def send(self, numbers):
        """To the workstation, and waits until all are read."""
        for number in numbers:
            self.films[number], self.rooms[number] = _film(number), ROOMS[number % 3]
        for room in set(ROOMS):
            self.store(room, [self.films[number] for number in numbers if self.rooms[number] == room])
        uids = {self.films[number].uid for number in numbers}
        return wait_until(lambda: uids <= self.read(), PATIENCE)

    def store(self, room, chosen):
        with tempfile.TemporaryDirectory(prefix="xrayvision-network-") as folder:
            paths = [film.write(folder) for film in chosen]
            done = dcmtk("storescu", "-aet", room, "-aec", network_peers.US, "127.0.0.1", self.station.port, *paths)
        if done.returncode:
            raise RuntimeError(f"storescu ended with {done.returncode}: {done.stderr[-300:]}")

    def read(self):
        found = self.station.workspace.statuses() if self.station.workspace.has_database() else {}
        return {uid for uid, status in found.items() if status == "done"}

    def for_ward(self):
        return Counter(film.uid for number, film in self.films.items() if _is_dx(number))

    def for_alerts(self):
        severities = dict(self.station.workspace.query("SELECT uid, severity FROM ai_reports"))
        chosen = [film for number, film in self.films.items() if self.rooms[number] == "ROOM_1"]
        return Counter(film.digest for film in chosen if severities.get(film.uid, 0) >= 5)

    # What has arrived: how often, by the receiver's own count

    def at_ward(self):
        received = self.ward.folder / "received.txt"
        return Counter(received.read_text().split() if received.exists() else ())

    def at_alerts(self):
        files = [path for peer in self.alerts for path in (peer.folder / "kept").glob("*")]
        return Counter(network_films.digest(network_films.split(path.read_bytes())[1]) for path in files)

    def see(self, sentence, arrived, wanted):
        """Waits until just these have arrived, each as often as it should."""
        fine = wait_until(lambda: arrived() == wanted, PATIENCE)
        there = arrived()
        lacks, extra = wanted - there, there - wanted
        details = f"{sum(lacks.values())} lack, {sum(extra.values())} are too many", self.backlog()
        told = f"relay: {sentence} ({sum(wanted.values())} films)"
        self.verdicts.see(fine and wanted, told, *details, *self.station.lines())

    def backlog(self):
        """name → what `status` says of this rule."""
        _, answers = self.station.answer("status")
        return {relay["name"]: relay for relay in answers[0]["network"]["relays"]}

    # The story

    def late(self, port):
        ready = self.station.start() is not None
        read = self.send(range(1, BATCH + 1))
        self.verdicts.see(ready and read, "relay: the films are here and read", *self.station.lines())
        self.see("one modality reaches Orthanc while another system is away", self.at_ward, self.for_ward())
        wanted = self.for_alerts()
        waits = lambda: (self.backlog().get("alerts") or {}).get("toSend") == len(wanted)  # noqa: E731
        self.verdicts.see(wait_until(waits, 20), f"relay: `status` says that {len(wanted)} wait", self.backlog())
        self.alerts.append(Storescp("+uf", "+xa", port=port))
        self.see("severe films of one room reach a system that came late", self.at_alerts, wanted)

    def edited(self):
        """While both are away films come in; then both rules read otherwise, and one system has moved."""
        self.ward.kill()
        self.alerts[-1].kill()
        self.send(range(BATCH + 1, 2 * BATCH + 1))
        self.station.stop()
        self.ingest(range(2 * BATCH + 1, 2 * BATCH + 7))
        self.ward.start()
        self.alerts.append(Storescp("+uf", "+xa"))
        moved = self.rule(self.alerts[-1].port, "severity >= 5", "source = ROOM_1, ROOM_9")
        self.station.set("relay", ward=self.rule(self.ward.port, "modality = DX, MG"), alerts=moved)
        self.station.start()
        self.see("a change of a rule's condition loses none", self.at_ward, self.for_ward())
        self.see("nor does a new address", self.at_alerts, self.for_alerts())

    def ingest(self, numbers):
        """Films that nobody has looked at when the rules change."""
        with tempfile.TemporaryDirectory(prefix="xrayvision-network-") as folder:
            for number in numbers:
                self.films[number], self.rooms[number] = _film(number), None
                self.films[number].write(folder)
            self.station.do("ingest", folder)

    def corrected(self):
        """The same SOP Instance UID with other bytes, which is not severe."""
        number = next(number for number in self.films if _is_dx(number) and self.rooms[number] == "ROOM_2")
        film = _film(number, pixels=bytes(64 * 64 * 2))
        self.store("ROOM_2", [film])
        twice = self.for_ward() + Counter([film.uid])
        self.see("a corrected film is passed on again", self.at_ward, twice)
        there = self.ward.film(film.uid)
        fine = there and network_films.same(film, there) == "exact"
        self.verdicts.see(fine, "relay: and Orthanc has the corrected one")

    def judge(self):
        see = self.verdicts.see
        see(all(not one["toSend"] + one["givenUp"] for one in self.backlog().values()), "relay: nothing waits any more")
        code, failures = self.station.answer("failures")
        see(not failures, "relay: nothing has failed", *failures[:3])
        code, seconds = self.station.stop()
        see(code == 0, f"relay: it ends in {seconds:.1f} s with exit code 0", f"exit code {code}")


def _is_dx(number):
    return number % 2 == 1


def _film(number, **options):
    uid, one = f"2.25.6.{number}", f"{films.ROOT}.{number}"
    data = films.film(number, modality="DX" if _is_dx(number) else "CR", uid=uid, **options)
    return network_films.Film("explicit", data, uid, f"{one}.1", f"{one}.2")
