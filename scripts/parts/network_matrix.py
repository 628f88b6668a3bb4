"""Strangers × operations × encodings × plain/TLS, both ways, each film compared byte for byte."""

import itertools
import pathlib
import tempfile

import network_films
import network_peers
from network_films import ENCODINGS
from network_peers import PEER, US, Dcmqrscp, Orthanc, Pynetdicom, Storescp, dcmtk, pynetdicom
from network_station import Station, objects

DAY = "2004-08-26"
LOCAL = "127.0.0.1"
SIGNS = {"exact": "ok", "equal": "ok*", True: "ok", None: "FAIL", False: "FAIL"}


class Matrix:
    """Fills a table row by row; a cell is `exact`, `equal` (the same film, encoded anew by the peer) or a failure."""

    def __init__(self, verdicts):
        self.verdicts, self.rows, self.skipped = verdicts, [], 0
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="xrayvision-network-"))
        self.numbers = itertools.count(1)
        self.films = network_films.make(self.folder)
        self.tls = network_peers.Certificates(self.folder) if network_peers.is_here("openssl") else None

    def copies(self):
        """Each encoding as a film of a new study."""
        return {name: film.copy(next(self.numbers)) for name, film in self.films.items()}

    def row(self, who, what, link, cells, details=""):
        """`cells`: name of an encoding → verdict; or one verdict for a row without films."""
        self.rows.append((who, what, link, cells))
        fails = [name for name, cell in cells.items() if SIGNS[cell] == "FAIL"]
        exact = sum(cell in ("exact", True) for cell in cells.values())
        self.verdicts.see(
            not fails,
            f"{link:5} {who}: {what} ({exact} exact of {len(cells)})" if len(cells) > 1 else f"{link:5} {who}: {what}",
            f"failed: {', '.join(fails)}",
            *([str(details)[-600:]] if fails else []),
        )

    def skip(self, who, why):
        print(f"skip {who}: {why}", flush=True)
        self.skipped += 1

    def table(self):
        names = list(ENCODINGS)
        print(f"\n     {'stranger':12} {'operation':30} {'link':5} " + " ".join(f"{name:10}" for name in names))
        for who, what, link, cells in self.rows:
            told = [SIGNS[cells[name]] if name in cells else "" for name in names]
            if len(cells) == 1 and not set(cells) & set(names):
                told[0] = SIGNS[next(iter(cells.values()))]
            print(f"     {who:12} {what:30} {link:5} " + " ".join(f"{word:10}" for word in told))
        print("     ok: byte for byte; ok*: the peer encoded it anew, the content is equal")

    def run(self):
        links = {"plain": None} | ({"TLS": self.tls} if self.tls else {})
        if not self.tls:
            self.skip("TLS", "openssl is not installed; run scripts/setup --peers")
        for link, tls in links.items():
            self.callers(link, tls)
        for link, tls in links.items():
            self.callees(link, tls)
        self.table()

    # Peers that call us

    def callers(self, link, tls):
        station = Station("matrix", tls=tls)
        if not self.verdicts.see(station.start() is not None, f"{link}: the workstation listens", *station.lines()):
            station.remove()
            return
        try:
            for name, call in (("DCMTK", self.dcmtk_calls), ("pynetdicom", self.pynetdicom_calls)):
                if network_peers.is_here(name):
                    call(station, link, tls)
                elif link == "plain":
                    self.skip(name, "not installed; run scripts/setup --peers")
            if network_peers.is_here("Orthanc"):
                self.orthanc_calls(station, link, tls)
            elif link == "plain":
                self.skip("Orthanc", "not installed; run scripts/setup --peers")
            code, _ = station.stop()
            self.verdicts.see(code == 0, f"{link}: and ends with exit code 0 when asked", f"exit code {code}")
        finally:
            station.remove()

    def dcmtk_calls(self, station, link, tls):
        done = dcmtk("echoscu", "-aet", PEER, "-aec", US, LOCAL, station.port, tls=tls)
        self.row("echoscu", "calls: echo", link, {"echo": done.returncode == 0}, done.stderr)
        for tool in ("storescu", "dcmsend"):
            if tool == "dcmsend" and tls:
                print("note dcmsend of DCMTK 3.6.7 speaks no TLS")
                continue
            cells, told = {}, ""
            for name, film in self.copies().items():
                path = film.write(self.folder)
                options = [ENCODINGS[name].storescu] if tool == "storescu" else ["--no-uid-checks"]
                done = dcmtk(tool, *options, "-aet", PEER, "-aec", US, LOCAL, station.port, path, tls=tls)
                again = self.folder if tool == "dcmsend" else None  # it decides on an encoding for all its films
                cells[name] = station.how(film, again) if done.returncode == 0 else None
                told += "" if cells[name] else f"{name}: exit code {done.returncode} {done.stderr[-300:]}\n"
                path.unlink()
            self.row(tool, "calls: store", link, cells, told)

    def pynetdicom_calls(self, station, link, tls):
        done = pynetdicom("echo", LOCAL, station.port, US, PEER, tls=tls)
        fine = objects(done.stdout) == [{"status": 0}]
        self.row("pynetdicom", "calls: echo", link, {"echo": fine}, done.stdout + done.stderr)
        films = self.copies()
        paths = {name: film.write(self.folder) for name, film in films.items()}
        done = pynetdicom("store", LOCAL, station.port, US, PEER, *paths.values(), tls=tls)
        told = {one["file"]: one["status"] for one in objects(done.stdout)}
        cells = {name: station.how(films[name]) if told.get(str(paths[name])) == 0 else None for name in films}
        self.row("pynetdicom", "calls: store", link, cells, done.stdout + done.stderr)

    def orthanc_calls(self, station, link, tls):
        orthanc = Orthanc((US, station.port), tls=tls)
        try:
            fine, told = orthanc.do("modalities/us/echo", {})
            self.row("Orthanc", "calls: echo", link, {"echo": fine}, told)
            cells, said = {}, ""
            for name, film in self.copies().items():
                fine, told = orthanc.do("modalities/us/store", {"Resources": [orthanc.keep(film)], "Synchronous": True})
                cells[name] = station.how(film) if fine else None
                said += "" if cells[name] else f"{name}: {told}\n"
            self.row("Orthanc", "calls: store", link, cells, said)
        finally:
            orthanc.close()

    # Peers that we call

    def callees(self, link, tls):
        everything = list(ENCODINGS)
        # dcmqrscp sends every film in the first encoding that was agreed: it gets one archive for each encoding.
        strangers = {
            "Orthanc": (lambda to, names: Orthanc((US, to), tls=tls), [everything]),
            "dcmqrscp": (lambda to, names: Dcmqrscp([ENCODINGS[name].syntax for name in names], (US, to)), everything),
            "pynetdicom": (lambda to, names: Pynetdicom(modality=(US, to), tls=tls), [everything]),
        }
        for who, (make, groups) in strangers.items():
            if not network_peers.is_here(who):
                if link == "plain":
                    self.skip(who, "not installed; run scripts/setup --peers")
            elif who == "dcmqrscp" and tls:
                print("note dcmqrscp of DCMTK 3.6.7 speaks no TLS; storescp stands in for it where films are sent")
            else:
                self.asked(who, make, link, tls)
                for method in ("C-MOVE", "C-GET"):
                    self.fetched(who, make, groups, method, link, tls)
        if network_peers.is_here("DCMTK"):
            self.storescp(link, tls)
        if network_peers.is_here("pynetdicom"):
            self.choosy(link, tls)

    def asked(self, who, make, link, tls):
        """An archive that is called, asked and sent to."""
        station = Station("matrix", tls=tls)
        peer = make(station.port, list(ENCODINGS))
        try:
            station.ask(peer)
            films = self.copies()
            for film in films.values():
                peer.keep(film)
            self.echo(who, station, peer, link)
            self.find(who, station, films, link)
            self.send(who, station, peer, link)
        finally:
            peer.close()
            station.remove()

    def fetched(self, who, make, groups, method, link, tls):
        """An archive that is fetched from."""
        films, cells, said = self.copies(), {}, ""
        for group in groups:
            names = [group] if isinstance(group, str) else group
            station = Station("matrix", tls=tls, RETRIEVAL_METHOD=method)
            peer = make(station.port, names)
            try:
                station.ask(peer)
                for name in names:
                    peer.keep(films[name])
                done = station.do("query", "--from", DAY, "--retrieve")
                cells |= {name: station.how(films[name]) for name in names}
                if not all(cells[name] for name in names):
                    said += f"exit code {done.returncode}: {done.stdout}{done.stderr}"
            finally:
                peer.close()
                station.remove()
        self.row(who, f"is called: {method}", link, cells, said)

    def echo(self, who, station, peer, link):
        secure = ["--tls"] if station.tls else []
        done = station.do("echo", "--to", f"{PEER}@{LOCAL}:{peer.port}", *secure)
        self.row(who, "is called: echo", link, {"echo": done.returncode == 0}, done.stderr)

    def find(self, who, station, films, link):
        code, found = station.answer("query", "--from", DAY)
        studies = {row.get("study") for row in found}
        cells = {name: film.study in studies for name, film in films.items()}
        none, other = station.answer("query", "--from", "2004-08-27")
        if none or other or len(studies) != len(films):
            cells["others"] = False
        self.row(who, "is called: find", link, cells, f"exit codes {code} and {none}, {found}, {other}")

    def send(self, who, station, peer, link):
        films = self.copies()
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            for film in films.values():
                film.write(folder)
            secure = ["--tls"] if station.tls else []
            done = station.do("send", folder, "--to", f"{PEER}@{LOCAL}:{peer.port}", *secure)
        cells = {}
        for name, film in films.items():
            there = peer.film(film.uid)
            cells[name] = network_films.same(film, there) if there else None
        self.row(who, "is called: store", link, cells, f"exit code {done.returncode}: {done.stdout}{done.stderr}")

    def storescp(self, link, tls):
        """DCMTK's receiver: echo and store, and one that takes a single encoding, for which films are encoded anew."""
        station, peer = Station("matrix", tls=tls), Storescp("+xa", tls=tls)
        try:
            self.echo("storescp", station, peer, link)
            self.send("storescp", station, peer, link)
        finally:
            peer.close()
        try:
            peer = Storescp("+xi", tls=tls)
            self.recoded("storescp", station, peer, "implicit", link)
            peer.close()
        finally:
            station.remove()

    def choosy(self, link, tls):
        """A peer that takes a single encoding: uncompressed films are encoded anew for it."""
        station = Station("matrix", tls=tls)
        try:
            peer = Pynetdicom("--accept", ENCODINGS["explicit"].syntax, tls=tls)
            self.recoded("pynetdicom", station, peer, "explicit", link)
            peer.close()
        finally:
            station.remove()

    def recoded(self, who, station, peer, taken, link):
        """What arrives is what dcmconv makes of the films."""
        cells, told = {}, ""
        option = ENCODINGS[taken].command[1]
        for name in network_films.UNCOMPRESSED:
            film = self.films[name].copy(next(self.numbers))
            path = film.write(self.folder)
            network_films.run_tool("dcmconv", option, path, path.with_suffix(".wanted"))
            wanted = network_films.Film(
                name, path.with_suffix(".wanted").read_bytes(), film.uid, film.study, film.series
            )
            secure = ["--tls"] if station.tls else []
            done = station.do("send", path, "--to", f"{PEER}@{LOCAL}:{peer.port}", *secure)
            there = peer.film(film.uid)
            cells[name] = network_films.same(wanted, there) if there and done.returncode == 0 else None
            told += (
                ""
                if cells[name]
                else f"{name}: exit code {done.returncode}, {done.stdout[-300:]}{done.stderr[-300:]}\n"
            )
            path.unlink(), path.with_suffix(".wanted").unlink()
        self.row(who, f"is called: store, {taken} only", link, cells, told)
