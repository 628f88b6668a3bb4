"""Films that travel in the network test: the samples in every encoding, each copy a film of its own."""

import collections
import hashlib
import pathlib
import struct
import subprocess
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "Tests/Samples/dicom"
DEFLATED = "1.2.840.10008.1.2.1.99"

Encoding = collections.namedtuple("Encoding", "syntax sample command storescu")
# name → transfer syntax, sample, what makes it of the sample, what makes storescu propose it
ENCODINGS = {
    "implicit": Encoding("1.2.840.10008.1.2", "RG3", ("dcmconv", "+ti"), "-xi"),
    "explicit": Encoding("1.2.840.10008.1.2.1", "RG3", ("dcmconv", "+te"), "-xe"),
    "big endian": Encoding("1.2.840.10008.1.2.2", "RG3", ("dcmconv", "+tb"), "-xb"),
    "deflated": Encoding(DEFLATED, "RG3", ("dcmconv", "+td"), "-xd"),
    "lossless": Encoding("1.2.840.10008.1.2.4.70", "RG1", ("dcmcjpeg", "+e1"), "-xs"),
    "JPEG-LS": Encoding("1.2.840.10008.1.2.4.80", "RG3", ("dcmcjpls",), "-xt"),
    "J2K": Encoding("1.2.840.10008.1.2.4.90", "RG1", None, "-xv"),
    "RLE": Encoding("1.2.840.10008.1.2.5", "RG3", ("dcmcrle",), "-xr"),
}
# What dcmconv makes of each other without loss, and what thus may be sent to a peer that takes one of them only.
UNCOMPRESSED = ("implicit", "explicit", "big endian", "deflated")
DECODERS = {"lossless": "dcmdjpeg", "JPEG-LS": "dcmdjpls", "RLE": "dcmdrle"}
TOOLS = ("dcmconv", *DECODERS.values(), "dcmcjpeg", "dcmcjpls", "dcmcrle", "gdcmconv")


def missing_tools():
    return [tool for tool in TOOLS if not pathlib.Path(f"/usr/bin/{tool}").exists()]


def run_tool(tool, *arguments):
    subprocess.run([f"/usr/bin/{tool}", *map(str, arguments)], check=True, capture_output=True)


def split(data):
    """(all before the data set, the data set as it travels) of a Part 10 file."""
    length = struct.unpack_from("<I", data, 140)[0]
    return data[: 144 + length], data[144 + length :]


def meta_uid(data, number):
    """The value of (0002,number), which is a UID."""
    head, _ = split(data)
    at = head.index(struct.pack("<HH2s", 2, number, b"UI"), 132)
    length = struct.unpack_from("<H", head, at + 6)[0]
    return head[at + 8 : at + 8 + length].rstrip(b"\0 ").decode()


def inflated(data_set):
    return zlib.decompressobj(-15).decompress(data_set)


def deflated(data_set):
    squeeze = zlib.compressobj(wbits=-15)
    stream = squeeze.compress(data_set) + squeeze.flush()
    return stream + b"\0" * (len(stream) % 2)


def digest(data):
    return hashlib.sha256(data).hexdigest()


class Film:
    """A Part 10 file; `uid`, `study` and `series` are its names."""

    def __init__(self, name, data, uid, study, series):
        self.name, self.data, self.uid, self.study, self.series = name, data, uid, study, series
        self.syntax = meta_uid(data, 0x10)
        _, self.data_set = split(data)
        self.digest = digest(self.data_set)
        self.content = digest(inflated(self.data_set)) if self.syntax == DEFLATED else self.digest

    def copy(self, number):
        """The same film under other names of the same length."""
        head, body = split(self.data)
        if self.syntax == DEFLATED:
            body = inflated(body)
        names = {}
        for kind, old in enumerate((self.uid, self.study, self.series), 1):
            names[old] = f"2.25.{kind}{number:0{len(old) - 6}d}"
            head, body = (part.replace(old.encode(), names[old].encode()) for part in (head, body))
        data = head + (deflated(body) if self.syntax == DEFLATED else body)
        return Film(self.name, data, names[self.uid], names[self.study], names[self.series])

    def write(self, folder):
        path = pathlib.Path(folder) / f"{self.uid}.dcm"
        path.write_bytes(self.data)
        return path


def same(film, data):
    """How a Part 10 file holds this film: `exact` when the data set has the very bytes, `equal` when they are deflated
    otherwise, else None."""
    body = split(data)[1] if data[128:132] == b"DICM" else data
    if digest(body) == film.digest:
        return "exact"
    if film.syntax == DEFLATED:
        try:
            return "equal" if digest(inflated(body)) == film.content else None
        except zlib.error:
            return None
    return None


def recoded(film, folder):
    """Digests of the data sets that DCMTK makes of a film when it has to send it uncompressed."""
    path, plain, out = film.write(folder), pathlib.Path(folder) / "plain", pathlib.Path(folder) / "recoded"
    if film.name not in UNCOMPRESSED and film.name not in DECODERS:
        return set()
    run_tool(DECODERS.get(film.name, "dcmconv"), path, plain)
    found = set()
    for option in ("+te", "+ti", "+tb"):
        run_tool("dcmconv", option, plain, out)
        found.add(digest(split(out.read_bytes())[1]))
    return found


def make(folder):
    """name → Film, for every encoding of the two samples."""
    folder = pathlib.Path(folder)
    originals = {}
    for sample in ("RG1", "RG3"):
        raw, plain = folder / f"{sample}.raw", folder / f"{sample}.plain"
        run_tool("gdcmconv", "--raw", SAMPLES / f"{sample}_J2KR.dcm", raw)
        run_tool("dcmconv", "+te", raw, plain)
        originals[sample] = plain
    made = {}
    for name, encoding in ENCODINGS.items():
        path = folder / f"{encoding.sample}-{name.replace(' ', '-')}"
        if encoding.command:
            run_tool(*encoding.command, originals[encoding.sample], path)
        else:
            run_tool("dcmconv", "+t=", SAMPLES / f"{encoding.sample}_J2KR.dcm", path)
        data = path.read_bytes()
        assert meta_uid(data, 0x10) == encoding.syntax, f"{name} is {meta_uid(data, 0x10)}"
        study, series = _names(data, encoding)
        made[name] = Film(name, data, meta_uid(data, 3), study, series)
    return made


def _names(data, encoding):
    """(study, series): the only UIDs of the samples that have these stems."""
    body = split(data)[1]
    if encoding.syntax == DEFLATED:
        body = inflated(body)
    number = "9" if encoding.sample == "RG1" else "11"
    tail = "20040826185059.5457"
    names = f"1.3.6.1.4.1.5962.1.2.{number}.{tail}", f"1.3.6.1.4.1.5962.1.3.{number}.1.{tail}"
    assert all(name.encode() in body for name in names)
    return names
