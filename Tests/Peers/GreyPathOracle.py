"""Films for comparing the standard's grey path with DCMTK's dcm2pnm.

usage: GreyPathOracle.py FOLDER

Writes films that hold every stored value of their range, and cases.json: for each, dcm2pnm's options, our choice of window,
how far the greys may differ, and, where that is more than nothing, the paragraph of the standard that says why. For those
NAME.grey holds the greys of that paragraph, computed here from the known values.
"""
import json
import math
import sys

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import UID, ExplicitVRLittleEndian, ImplicitVRLittleEndian

FOLDER = sys.argv[1]
CASES = []
# PS3.3 C.11.2.1.1: the table's range is the whole range; dcm2pnm multiplies by 256/2^n, and by 254/2^n when it inverts.
TABLE = "PS3.3 C.11.2.1.1: 2^n-1 is white; dcm2pnm scales by 2^n, truncates, and leaves inverted white short of black"
# PS3.3 C.11.1.1.2: the output of a rescale is a number; dcm2pnm keeps whole numbers only.
FRACTION = "PS3.3 C.11.1.1.2: rescaled values keep their fraction; dcm2pnm truncates them to whole numbers"
EXACT = "PS3.3 C.11.2.1.3.2: LINEAR_EXACT; dcm2pnm does not know it and draws LINEAR"
PADDING = "PS3.3 C.7.5.1.1.2: padding is no part of the picture; dcm2pnm draws it as film"


def film(stored=12, allocated=16, high=None, signed=False, mono1=False, syntax=ExplicitVRLittleEndian):
    """Every value of the range, in an order that no reader could guess, 256 × 256 pixels."""
    high = stored - 1 if high is None else high
    least = -(1 << stored - 1) if signed else 0
    values = np.random.default_rng(stored).permutation(65536) % (1 << stored) + least
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = syntax
    data.SOPClassUID = data.file_meta.MediaStorageSOPClassUID = UID("1.2.840.10008.5.1.4.1.1.1.1")
    data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = UID("2.25.1")
    data.Modality = "DX"
    data.known_values = values
    data.Rows = data.Columns = 256
    data.SamplesPerPixel = 1
    data.PhotometricInterpretation = "MONOCHROME1" if mono1 else "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit = allocated, stored, high
    data.PixelRepresentation = int(signed)
    cells = (values & ((1 << stored) - 1)) << (high + 1 - stored)
    data.add_new(0x7FE00010, "OB" if allocated == 8 else "OW", cells.astype("u1" if allocated == 8 else "<u2").tobytes())
    return data


def window(data, *pairs, function=None):
    data.WindowCenter = [center for center, _ in pairs]
    data.WindowWidth = [width for _, width in pairs]
    if function:
        data.VOILUTFunction = function
    return data


def rescale(data, slope, intercept):
    data.RescaleSlope, data.RescaleIntercept, data.RescaleType = slope, intercept, "US"
    return data


def table(values, first, bits, packed=False, vr="US", signed=False):
    item = Dataset()
    count = len(values)
    item.add_new(0x00283002, "SS" if signed else "US", [count % 65536 if not signed or count < 32768 else count - 65536, first, bits])
    values = np.asarray(values)
    if packed:
        item.add_new(0x00283006, "OW", values.astype("u1").tobytes() + b"\0" * (count % 2))
    elif vr == "OW":
        item.add_new(0x00283006, "OW", values.astype("<u2").tobytes())
    else:
        item.add_new(0x00283006, "US", [int(v) for v in values])
    return item


def modality(data, item):
    item.ModalityLUTType = "US"
    data.ModalityLUTSequence = Sequence([item])
    return data


def voi(data, *items):
    data.VOILUTSequence = Sequence(items)
    return data


def curve(count, top, power=0.6):
    return np.rint(top * (np.arange(count) / max(count - 1, 1)) ** power).astype(int)


def standard(data, number):
    """The greys that the paragraphs named in `why` ask for: windows truncated, tables rounded."""
    def look_up(item, x):
        first = item[0x00283002].value[1]
        count = item[0x00283002].value[0] or 65536
        raw = item[0x00283006].value
        if isinstance(raw, bytes):
            entries = np.frombuffer(raw, "<u2" if len(raw) == 2 * count else "u1")[:count]
        else:
            entries = np.array(raw)
        return entries[np.clip(x.astype(int) - first, 0, count - 1)].astype(float)

    x = data.known_values.astype(float)
    if "ModalityLUTSequence" in data:
        x = look_up(data.ModalityLUTSequence[0], x)
    elif "RescaleSlope" in data:
        x = x * float(data.RescaleSlope) + float(data.RescaleIntercept)
    inverted = data.PhotometricInterpretation == "MONOCHROME1"
    if "VOILUTSequence" in data:
        item = data.VOILUTSequence[number - 1]
        share = look_up(item, x) / (2 ** item[0x00283002].value[2] - 1)
        return np.rint(255 * (1 - share if inverted else share)).astype("u1")
    center, width = float(data.WindowCenter), float(data.WindowWidth)
    if data.get("VOILUTFunction") == "LINEAR_EXACT":
        share = (x - center) / width + 0.5
    else:
        share = (x - (center - 0.5)) / (width - 1) + 0.5
    share = np.clip(share, 0, 1)
    return (255 * (1 - share if inverted else share)).astype("u1")


def case(name, data, options=("+Wi", "1"), number=1, most=0, why="", padding=None, window="header"):
    data.save_as(f"{FOLDER}/{name}.dcm", enforce_file_format=True)
    if why:
        standard(data, number).tofile(f"{FOLDER}/{name}.grey")
    CASES.append({"name": name, "options": list(options), "number": number, "window": window, "most": most, "why": why,
                  "padding": padding})


def linear():
    for stored, allocated in ((8, 8), (8, 16), (10, 16), (12, 16), (14, 16), (15, 16), (16, 16)):
        for signed in (False, True):
            for mono1 in (False, True):
                middle = 0 if signed else 1 << stored - 1
                data = film(stored, allocated, signed=signed, mono1=mono1)
                window(data, (middle + 7, round(0.6 * (1 << stored))), (middle + 0.5, 1 << stored), (middle, 1), (middle - 3.25, 2),
                       (middle * 1.1, 333.3))
                name = f"linear-{stored}-of-{allocated}-{'signed' if signed else 'unsigned'}-{1 if mono1 else 2}"
                number = 1 + (stored + 2 * signed + mono1) % 5
                case(name, data, ("+Wi", str(number)), number)
    for number in range(1, 6):
        for mono1 in (False, True):
            data = window(film(12, mono1=mono1), (2048, 4096), (1000, 1), (1000.5, 2), (-300, 900), (3000, 100000))
            case(f"window-{number}-{1 if mono1 else 2}", data, ("+Wi", str(number)), number)
    for high, signed in ((15, False), (13, True), (12, False)):
        case(f"high-bit-{high}", window(film(12, high=high, signed=signed), (700, 1500)))
    case("implicit", window(film(12, signed=True, syntax=ImplicitVRLittleEndian), (-5, 1500)))
    for slope, intercept in ((1, -1024), (2, -1000), (-1, 4095), (-3, 17), (1, 0.0), (16, 5)):
        for mono1 in (False, True):
            data = rescale(film(12, mono1=mono1), slope, intercept)
            middle = 2048 * slope + intercept
            case(f"rescale-{slope}-{intercept}-{1 if mono1 else 2}", window(data, (middle + 11, 2500 * abs(slope))))
    case("rescale-signed", window(rescale(film(16, signed=True), -1, -10), (200, 30001)))
    for mono1 in (False, True):
        for shape in ("IDENTITY", "INVERSE"):
            data = window(film(12, mono1=mono1), (1800, 2900))
            data.PresentationLUTShape = shape
            case(f"shape-{shape.lower()}-{1 if mono1 else 2}", data)
        data = rescale(film(10, signed=True, mono1=mono1), -2, 3)
        case(f"lowest-to-highest-{1 if mono1 else 2}", data, ("+Wm",), window="whole")


def modality_tables():
    for mono1 in (False, True):
        name = 1 if mono1 else 2
        data = modality(film(12, mono1=mono1), table(curve(4096, 65535), 0, 16))
        case(f"modality-16-bit-{name}", window(data, (30000, 41000)))
        data = modality(film(12, signed=True, mono1=mono1), table(curve(1000, 65535, 2.2), -500, 16, signed=True))
        case(f"modality-signed-{name}", window(data, (30000, 61000)))
        data = modality(film(8, 8, mono1=mono1), table(curve(256, 255, 1.7), 0, 8, packed=True))
        case(f"modality-8-bit-packed-{name}", window(data, (120, 200)))
        data = modality(film(8, 8, mono1=mono1), table(curve(255, 255, 1.7)[::-1], 1, 8, packed=True))
        case(f"modality-falling-odd-{name}", window(data, (120, 200)))
    data = modality(film(16), table(curve(65536, 65535, 0.4), 0, 16, vr="OW"))
    case("modality-65536", window(data, (30000, 61000)))
    data = voi(modality(film(12), table(curve(4096, 4095, 1.5), 0, 16)), table(curve(3000, 4095), 500, 12))
    case("modality-then-voi-table", data, ("+Wl", "1"), most=1, why=TABLE)


def voi_tables():
    for bits in (8, 10, 12, 16):
        for mono1 in (False, True):
            data = voi(film(12, mono1=mono1), table(curve(4096, (1 << bits) - 1), 0, bits))
            case(f"voi-table-{bits}-{1 if mono1 else 2}", data, ("+Wl", "1"), most=1, why=TABLE)
    data = voi(film(12), table(curve(100, 4095), 0, 12), table(curve(1001, 255, 2), 1500, 8, packed=True))
    case("voi-table-second-packed", data, ("+Wl", "2"), 2, most=1, why=TABLE)
    data = voi(film(12, signed=True), table(curve(2000, 1023, 1.3), -900, 10, signed=True))
    case("voi-table-signed", data, ("+Wl", "1"), most=1, why=TABLE)
    data = voi(rescale(film(12, mono1=True), 1, -1024), table(curve(2000, 1023, 1.3), -900, 10, signed=True))
    case("voi-table-after-rescale", data, ("+Wl", "1"), most=1, why=TABLE)
    data = window(voi(film(16), table(curve(65536, 65535, 0.8), 0, 16, vr="OW")), (100, 200))
    case("voi-table-65536-before-window", data, ("+Wl", "1"), most=1, why=TABLE)
    case("window-behind-voi-table", data, ("+Wi", "1"), 2)


def other_functions():
    for mono1 in (False, True):
        name = 1 if mono1 else 2
        for center, width in ((2048, 1000), (1500.5, 3000), (600, 64)):
            data = window(film(12, mono1=mono1), (center, width), function="SIGMOID")
            case(f"sigmoid-{center}-{width}-{name}", data)
        for center, width in ((2048, 4096), (1000, 500), (2048, 16)):
            data = window(film(12, mono1=mono1), (center, width), function="LINEAR_EXACT")
            case(f"linear-exact-{center}-{width}-{name}", data, most=math.ceil(0.5 * 255 / width) * 2, why=EXACT)
        for slope, intercept, width in ((0.5, 0, 1500), (0.1, -100, 300), (-0.25, 1023.5, 800), (1.7, 0.3, 5000), (0.01, 0, 30)):
            data = rescale(film(12, mono1=mono1), slope, intercept)
            data = window(data, (2100 * slope + intercept, width))
            case(f"fraction-{slope}-{intercept}-{name}", data, most=math.ceil(255 / (width - 1)), why=FRACTION)


def paddings():
    for mono1 in (False, True):
        for signed in (False, True):
            data = window(film(12, signed=signed, mono1=mono1), (300, 2000))
            value = -2048 if signed else 0
            data.add_new(0x00280120, "SS" if signed else "US", value)
            name = f"{'signed' if signed else 'unsigned'}-{1 if mono1 else 2}"
            case(f"padding-{name}", data, why=PADDING, padding=[value, value])
            data = window(film(12, signed=signed, mono1=mono1), (300, 2000))
            data.add_new(0x00280120, "SS" if signed else "US", 1900)
            data.add_new(0x00280121, "SS" if signed else "US", 1500)
            case(f"padding-range-{name}", data, why=PADDING, padding=[1500, 1900])


for group in (linear, modality_tables, voi_tables, other_functions, paddings):
    group()
with open(f"{FOLDER}/cases.json", "w") as file:
    json.dump(CASES, file)
