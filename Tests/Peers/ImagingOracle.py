"""An independent opinion about how a film is drawn: numpy, OpenCV, Pillow and pydicom.

usage: ImagingOracle.py FOLDER [FILM.dcm ...]

Writes synthetic films of known pixel values into FOLDER and, for each of them and for each FILM, what a model must see:
NAME.grey (8-bit picture), listed in cases.json with a checksum of the stored values. The pictures are computed from the
known values, not from the file, so that a mistake in reading shows.
"""
import io
import json
import math
import os
import sys

import cv2
import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate, encapsulate_extended
from pydicom.uid import (UID, DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ExplicitVRLittleEndian,
                         ImplicitVRLittleEndian, JPEG2000Lossless, JPEGBaseline8Bit)

SIZE = 896
cv2.setNumThreads(1)


def model_picture(values, inverted=False, padding=None, fixed_gamma=None):
    """The predecessor's recipe on float32, polarity put right after the window, padding left out."""
    if values.min() == values.max():
        # OpenCV's rounding would be stretched to a picture; the recipe says black.
        values = np.zeros_like(values)
    # Far from zero float32 is too coarse for the values; the offset cancels in the stretch.
    x = (values - (values.min() if values.min() > 1 << 24 else 0)).astype(np.float32)
    film = np.ones(x.shape, np.float32)
    if padding is not None:
        film = ((values < min(padding)) | (values > max(padding))).astype(np.float32)
    height, width = x.shape
    long = max(height, width)
    if long > SIZE:
        if height > width:
            size = (max(1, int(width * SIZE / long)), SIZE)
        else:
            size = (SIZE, max(1, int(height * SIZE / long)))
        x = cv2.resize(x * film, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0])
        film = cv2.resize(film, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0])
        if padding is not None:
            x = x / np.where(film > 1e-6, film, 1)
    shown = film > 1e-6
    if not shown.any():
        return np.zeros(x.shape, np.uint8)
    low, high = np.percentile(x[shown].astype(np.float64), [1, 99]).astype(np.float32)
    if low >= high:
        return np.zeros(x.shape, np.uint8)
    x = np.clip(x, low, high) - low
    x = x / (high - low) * np.float32(255)
    grey = x.astype(np.uint8)
    if inverted:
        grey = 255 - grey
    mean = float(grey[shown].mean())
    gamma = fixed_gamma or (1 if mean <= 1 else min(2.5, max(0.5, math.log(127.5) / math.log(mean))))
    if gamma != 1:
        grey = cv2.LUT(grey, np.array([int(255 * (i / 255) ** (1 / gamma)) for i in range(256)], np.uint8))
    return np.where(shown, grey.reshape(shown.shape), 0).astype(np.uint8)


def anatomy(rows, columns, low, high, seed):
    """Smooth shapes with noise over the whole range, so that no two percentiles fall together."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float64)
    x, y = x / max(columns - 1, 1), y / max(rows - 1, 1)
    picture = 0.5 + 0.3 * np.sin(7 * x + 3 * y) * np.cos(5 * y) + 0.12 * x + rng.normal(0, 0.04, (rows, columns))
    return np.clip(np.rint(low + picture * (high - low)), low, high).astype(np.int64)


def header(rows, columns, allocated, stored, high, signed, photometric):
    film = Dataset()
    film.SOPClassUID = UID("1.2.840.10008.5.1.4.1.1.1")
    film.SOPInstanceUID = UID("2.25.1")
    film.Modality = "CR"
    film.Rows, film.Columns = rows, columns
    film.SamplesPerPixel = 1
    film.PhotometricInterpretation = photometric
    film.BitsAllocated, film.BitsStored, film.HighBit = allocated, stored, high
    film.PixelRepresentation = int(signed)
    return film


def save(film, path, syntax):
    film.file_meta = FileMetaDataset()
    film.file_meta.TransferSyntaxUID = syntax
    film.file_meta.MediaStorageSOPClassUID = film.SOPClassUID
    film.file_meta.MediaStorageSOPInstanceUID = film.SOPInstanceUID
    film.save_as(path, enforce_file_format=True)


def pack(values, allocated, stored, high, big, swapped_bytes, seed):
    """Pixel cells with noise in the bits that belong to no value."""
    mask = (1 << stored) - 1
    shift = high + 1 - stored
    cells = (values & mask) << shift
    rng = np.random.default_rng(seed)
    unused = ((1 << allocated) - 1) ^ (mask << shift)
    cells = cells | (rng.integers(0, 1 << allocated, values.shape) & unused)
    data = cells.astype({8: "u1", 16: ">u2" if big else "<u2", 32: "<u4"}[allocated]).tobytes()
    if len(data) % 2:
        data += b"\0"
    if swapped_bytes or (big and allocated == 32):
        # OW: cells are laid into 16-bit words from the lowest bit on, and the words are turned round (PS3.5 8.2).
        data = np.frombuffer(data, "u2").byteswap().tobytes()
    return data


CASES = []


def checksum(values):
    flat = values.astype(np.int64).ravel()
    return int((flat * (np.arange(flat.size) % 9973 + 1)).sum())


def keep(folder, name, values, grey, tolerance, share):
    grey.tofile(f"{folder}/{name}.grey")
    CASES.append({"name": name, "width": grey.shape[1], "height": grey.shape[0], "checksum": checksum(values),
                  "most": tolerance, "share": share})


def native(folder, name, rows=1001, columns=1793, allocated=16, stored=12, high=None, signed=False, mono1=False,
           slope=None, intercept=None, padding=None, syntax=ExplicitVRLittleEndian, constant=None, vr=None,
           low=None, top=None, exact=False):
    high = stored - 1 if high is None else high
    seed = sum(map(ord, name))
    least, most = (-(1 << stored - 1), (1 << stored - 1) - 1) if signed else (0, (1 << stored) - 1)
    values = anatomy(rows, columns, least if low is None else low, most if top is None else top, seed)
    if constant is not None:
        values[:] = constant
    if padding is not None:
        values[: rows // 5, : columns // 3] = padding[0]
        values[-3:, :] = padding[-1]
        values[rows // 2, columns // 2] = padding[0]
    film = header(rows, columns, allocated, stored, high, signed, "MONOCHROME1" if mono1 else "MONOCHROME2")
    if slope is not None:
        film.RescaleSlope, film.RescaleIntercept = slope, intercept
    if padding is not None:
        film.add_new(0x00280120, "SS" if signed else "US", padding[0])
        if len(padding) > 1:
            film.add_new(0x00280121, "SS" if signed else "US", padding[1])
    big = syntax == ExplicitVRBigEndian
    swapped = big and allocated == 8 and vr == "OW"
    data = pack(values, allocated, stored, high, big, swapped, seed)
    film.add_new(0x7FE00010, vr or ("OB" if allocated == 8 and syntax != ImplicitVRLittleEndian else "OW"), data)
    save(film, f"{folder}/{name}.dcm", syntax)
    inverted = mono1 != (slope is not None and slope < 0)
    keep(folder, name, values, model_picture(values, inverted, padding), 0 if exact else 1, 1.0 if exact else 0.999)


def depths(folder):
    native(folder, "8-bit", allocated=8, stored=8)
    native(folder, "8-bit-of-16", allocated=16, stored=8)
    native(folder, "7-bit-of-8", allocated=8, stored=7)
    native(folder, "10-bit-monochrome1", stored=10, mono1=True)
    native(folder, "12-bit", stored=12)
    native(folder, "12-bit-signed", stored=12, signed=True)
    native(folder, "12-bit-high-15", stored=12, high=15)
    native(folder, "12-bit-signed-high-13", stored=12, high=13, signed=True, mono1=True)
    native(folder, "14-bit", stored=14)
    native(folder, "16-bit", stored=16)
    native(folder, "16-bit-signed-monochrome1", stored=16, signed=True, mono1=True)
    native(folder, "8-bit-signed", allocated=8, stored=8, signed=True)
    native(folder, "32-allocated-16-stored", allocated=32, stored=16)
    native(folder, "32-stored-far-from-zero", allocated=32, stored=32, low=3_000_000_000, top=3_000_060_000)
    native(folder, "32-signed", allocated=32, stored=32, signed=True, low=-40_000, top=20_000)


def rescales_and_padding(folder):
    native(folder, "slope-2", slope=2, intercept=-1024)
    native(folder, "slope-fraction", slope=0.25, intercept=0.5, mono1=True)
    native(folder, "slope-minus-1", slope=-1, intercept=4095)
    native(folder, "slope-minus-1-monochrome1", slope=-1, intercept=4095, mono1=True)
    native(folder, "padding-0", padding=(0,))
    native(folder, "padding-0-monochrome1", padding=(0,), mono1=True)
    native(folder, "padding-range", padding=(4000, 4095))
    native(folder, "padding-signed-range", stored=16, signed=True, padding=(-32768, -30000))
    native(folder, "padding-small-film", rows=300, columns=200, padding=(0,), exact=True)


def shapes(folder):
    native(folder, "one-pixel", rows=1, columns=1)
    native(folder, "one-row", rows=1, columns=3000)
    native(folder, "one-column", rows=3000, columns=1)
    native(folder, "two-rows", rows=2, columns=5000)
    native(folder, "constant", constant=77)
    native(folder, "constant-monochrome1", constant=77, mono1=True)
    native(folder, "small-stays-small", rows=333, columns=257, exact=True)
    native(folder, "exactly-896", rows=896, columns=700, exact=True)
    native(folder, "just-over-896", rows=897, columns=700)
    native(folder, "half", rows=1792, columns=1344, exact=True)
    native(folder, "half-monochrome1", rows=1792, columns=1792, mono1=True, stored=16, exact=True)
    native(folder, "third", rows=1344, columns=2688, exact=True)
    native(folder, "quarter", rows=3584, columns=1792, stored=14, exact=True)
    native(folder, "odd-sizes", rows=2021, columns=1777, stored=14)
    native(folder, "wide", rows=700, columns=2828)
    native(folder, "large", rows=3000, columns=2320, stored=16)


def syntaxes(folder):
    native(folder, "implicit", syntax=ImplicitVRLittleEndian)
    native(folder, "big-endian", syntax=ExplicitVRBigEndian)
    native(folder, "big-endian-signed", syntax=ExplicitVRBigEndian, stored=16, signed=True)
    native(folder, "big-endian-8-bit-bytes", syntax=ExplicitVRBigEndian, allocated=8, stored=8, vr="OB")
    native(folder, "big-endian-8-bit-words", syntax=ExplicitVRBigEndian, allocated=8, stored=8, vr="OW")
    native(folder, "big-endian-32", syntax=ExplicitVRBigEndian, allocated=32, stored=16)
    native(folder, "deflated", syntax=DeflatedExplicitVRLittleEndian)


def jpeg2000(folder, name, stored, signed, mono1, frames=1, fragments=1, table=True, extended=False):
    least = -(1 << stored - 1) if signed else 0
    stack = [anatomy(701, 1201, least, least + (1 << stored) - 1, 5 + i) for i in range(frames)]
    coded = []
    for values in stack:
        film = header(701, 1201, 8 if stored <= 8 else 16, stored, stored - 1, signed, "MONOCHROME2")
        film.PixelData = values.astype(("i" if signed else "u") + ("1" if stored <= 8 else "2")).tobytes()
        film["PixelData"].VR = "OB" if stored <= 8 else "OW"
        film.file_meta = FileMetaDataset()
        film.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        film.compress(JPEG2000Lossless, encoding_plugin="pylibjpeg")
        coded.append(next(pydicom.encaps.generate_frames(film.PixelData, number_of_frames=1)))
    film.PhotometricInterpretation = "MONOCHROME1" if mono1 else "MONOCHROME2"
    if frames > 1:
        film.NumberOfFrames = frames
    if extended:
        film.PixelData, film.ExtendedOffsetTable, film.ExtendedOffsetTableLengths = encapsulate_extended(coded)
    else:
        film.PixelData = encapsulate(coded, fragments_per_frame=fragments, has_bot=table)
    film["PixelData"].VR = "OB"
    film["PixelData"].is_undefined_length = True
    save(film, f"{folder}/{name}.dcm", JPEG2000Lossless)
    keep(folder, name, stack[0], model_picture(stack[0], mono1), 1, 0.999)


def jpeg(folder, name, mono1, progressive=False, fragments=1):
    pixels = anatomy(1001, 1501, 0, 255, 9).astype(np.uint8)
    coded = io.BytesIO()
    Image.fromarray(pixels).save(coded, "JPEG", quality=92, progressive=progressive)
    values = np.array(Image.open(io.BytesIO(coded.getvalue())))
    film = header(1001, 1501, 8, 8, 7, False, "MONOCHROME1" if mono1 else "MONOCHROME2")
    film.PixelData = encapsulate([coded.getvalue()], fragments_per_frame=fragments, has_bot=False)
    film["PixelData"].VR = "OB"
    film["PixelData"].is_undefined_length = True
    save(film, f"{folder}/{name}.dcm", JPEGBaseline8Bit)
    keep(folder, name, values, model_picture(values, mono1), 1, 0.999)


def compressed(folder):
    jpeg2000(folder, "j2k-12-bit", 12, False, False)
    jpeg2000(folder, "j2k-16-bit-signed", 16, True, True)
    jpeg2000(folder, "j2k-8-bit-fragments", 8, False, True, fragments=7)
    jpeg2000(folder, "j2k-three-frames", 12, False, False, frames=3, table=True)
    jpeg2000(folder, "j2k-three-frames-no-table", 12, False, False, frames=3, table=False)
    jpeg2000(folder, "j2k-three-frames-fragments-table", 12, False, False, frames=3, fragments=4, table=True)
    jpeg2000(folder, "j2k-three-frames-fragments-no-table", 12, False, False, frames=3, fragments=4, table=False)
    jpeg2000(folder, "j2k-three-frames-extended-table", 12, False, False, frames=3, extended=True)
    jpeg(folder, "jpeg", False)
    jpeg(folder, "jpeg-monochrome1-fragments", True, fragments=5)
    jpeg(folder, "jpeg-progressive", False, progressive=True)


def samples(folder, paths):
    """Real films; a grey that differs by one before the gamma table may differ by two after it."""
    for path in paths:
        name = os.path.basename(path).removesuffix(".dcm")
        film = pydicom.dcmread(path)
        values = film.pixel_array.astype(np.int64)
        os.symlink(os.path.abspath(path), f"{folder}/{name}.dcm")
        keep(folder, name, values, model_picture(values, film.PhotometricInterpretation == "MONOCHROME1"), 2, 0.999)


if __name__ == "__main__":
    folder = sys.argv[1]
    for group in (depths, rescales_and_padding, shapes, syntaxes, compressed):
        group(folder)
    samples(folder, sys.argv[2:])
    with open(f"{folder}/cases.json", "w") as file:
        json.dump(CASES, file)
    print(len(CASES), "films")
