"""Small radiographs for end-to-end tests, written with the standard library alone: Part 10, explicit little endian."""

import array
import hashlib
import random
import struct
import zlib

CR_IMAGE = "1.2.840.10008.5.1.4.1.1.1"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
LONG = {"OB", "OW", "SQ", "UN", "UT"}
ROOT = "2.25.1"


def element(group, number, vr, value):
    if isinstance(value, str):
        value = value.encode("ascii")
    if isinstance(value, int):
        value = struct.pack("<H", value)
    if len(value) % 2:
        value += b"\0" if vr in ("UI", "OB") else b" "
    head = struct.pack("<HH2s", group, number, vr.encode())
    return head + (struct.pack("<HI", 0, len(value)) if vr in LONG else struct.pack("<H", len(value))) + value


def samples(rows, columns, bits, seed):
    """A bright field with a darker middle and noise: no two seeds give the same picture."""
    noise = random.Random(seed)
    top = (1 << bits) - 1
    middle_row, middle_column = rows / 2, columns / 2
    values = array.array("H")
    for row in range(rows):
        shade = abs(row - middle_row) / rows
        values.extend(
            int(top * min(1, 0.25 + shade + abs(column - middle_column) / columns * 0.5) * (0.9 + 0.1 * noise.random()))
            for column in range(columns)
        )
    values[0] = seed & top
    return values.tobytes()


def film(
    number,
    rows=64,
    columns=64,
    bits=12,
    protocol="CHEST PA",
    modality="CR",
    pixels=None,
    day="20260102",
    uid=None,
    patient=None,
    name=None,
    more=(),
):
    """One film; `number` gives it its own UIDs, patient and pixels; `more` are elements: (group, number, VR, value)."""
    uid = uid or f"{ROOT}.{number}.3"
    meta = (
        element(2, 1, "OB", b"\0\1")
        + element(2, 2, "UI", CR_IMAGE)
        + element(2, 3, "UI", uid)
        + element(2, 0x10, "UI", EXPLICIT_LITTLE)
        + element(2, 0x12, "UI", "2.25.987654321")
    )
    body = [
        element(8, 0x16, "UI", CR_IMAGE),
        element(8, 0x18, "UI", uid),
        element(8, 0x20, "DA", day),
        element(8, 0x21, "DA", day),
        element(8, 0x30, "TM", "101500"),
        element(8, 0x31, "TM", f"10{number % 60:02}00"),
        element(8, 0x60, "CS", modality),
        element(0x10, 0x10, "PN", name or f"TEST^FILM {number}"),
        element(0x10, 0x20, "LO", patient or f"TEST-{number}"),
        element(0x10, 0x30, "DA", "19700101"),
        element(0x10, 0x40, "CS", "F" if number % 2 else "M"),
        element(0x18, 0x1030, "LO", protocol),
        element(0x20, 0xD, "UI", f"{ROOT}.{number}.1"),
        element(0x20, 0xE, "UI", f"{ROOT}.{number}.2"),
        element(0x20, 0x13, "IS", "1"),
        element(0x28, 2, "US", 1),
        element(0x28, 4, "CS", "MONOCHROME2"),
        element(0x28, 0x10, "US", rows),
        element(0x28, 0x11, "US", columns),
        element(0x28, 0x100, "US", 16),
        element(0x28, 0x101, "US", bits),
        element(0x28, 0x102, "US", bits - 1),
        element(0x28, 0x103, "US", 0),
        element(0x7FE0, 0x10, "OW", samples(rows, columns, bits, number) if pixels is None else pixels),
    ]
    body = sorted(body + [element(*given) for given in more], key=lambda data: struct.unpack_from("<HH", data))
    return b"\0" * 128 + b"DICM" + element(2, 0, "UL", struct.pack("<I", len(meta))) + meta + b"".join(body)


def uid_of(number):
    return f"{ROOT}.{number}.3"


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def png(width, height, value):
    """An 8-bit grey PNG of one shade."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([value]) * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows, 1))
        + chunk(b"IEND", b"")
    )
