"""The other side of scripts/bench: a DICOM film to a grey PNG of 896 px with pydicom, numpy and OpenCV.

usage: predecessor_recipe.py FILM OUT.png [REPEAT]     prints {"milliseconds": […], "peakKiB": N}
       predecessor_recipe.py --make FOLDER              writes the films that both sides are timed with
"""

import json
import math
import pathlib
import resource
import sys
import time

import numpy as np
import pydicom


def recipe(path):
    """float32 → area average to a long side of 896 → percentiles 1 and 99 → 8 bit → gamma from the mean → PNG."""
    import cv2

    image = pydicom.dcmread(path).pixel_array.astype(np.float32)
    height, width = image.shape
    if max(height, width) > 896:
        if height > width:
            height, width = 896, int(width * 896 / height)
        else:
            height, width = int(height * 896 / width), 896
        image = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    image = np.clip(image, np.percentile(image, 1), np.percentile(image, 99))
    image -= image.min()
    if image.max() != 0:
        image /= image.max()
    grey = (image * 255).astype(np.uint8)
    mean = grey.mean()
    gamma = min(max(math.log(127.5) / math.log(mean), 0.5), 2.5) if mean > 1 else 1
    table = np.array([255 * (value / 255) ** (1 / gamma) for value in range(256)]).astype(np.uint8)
    _, png = cv2.imencode(".png", cv2.LUT(grey, table))
    return png.tobytes()


def make(folder):
    """A chest-like film: two bright lung fields on a darker body, with the noise of a detector."""
    for name, rows, columns, bits in (
        ("film-2828x2320-12bit", 2828, 2320, 12),
        ("film-3000x3000-16bit", 3000, 3000, 16),
        ("decode-2048x2048-16bit", 2048, 2048, 16),
    ):
        chance = np.random.default_rng(896)
        y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j].astype(np.float32)
        lungs = np.exp(-((np.abs(x) - 0.45) ** 2 / 0.06 + (y + 0.1) ** 2 / 0.3))
        light = 0.25 + 0.45 * lungs + 0.1 * (1 - x * x) + 0.03 * np.sin(14 * y) * (np.abs(x) < 0.9)
        light += chance.normal(0, 0.008, light.shape)
        _write(
            pathlib.Path(folder) / f"{name}.dcm", np.clip(light * (2**bits - 1), 0, 2**bits - 1), rows, columns, bits
        )


def _write(path, values, rows, columns, bits):
    meta = pydicom.dataset.FileMetaDataset()
    meta.MediaStorageSOPClassUID = pydicom.uid.ComputedRadiographyImageStorage
    meta.MediaStorageSOPInstanceUID = f"2.25.{rows}{columns}{bits}"
    meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    film = pydicom.dataset.Dataset()
    film.file_meta = meta
    film.SOPClassUID, film.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    film.StudyInstanceUID, film.SeriesInstanceUID = "2.25.11", "2.25.12"
    film.Modality, film.ProtocolName, film.PatientID, film.PatientName = "CR", "CHEST PA", "BENCH", "BENCH^FILM"
    film.Rows, film.Columns, film.SamplesPerPixel, film.PhotometricInterpretation = rows, columns, 1, "MONOCHROME2"
    film.BitsAllocated, film.BitsStored, film.HighBit, film.PixelRepresentation = 16, bits, bits - 1, 0
    film.PixelData = values.astype("<u2").tobytes()
    film.save_as(path, enforce_file_format=True)


def main(arguments):
    if arguments[0] == "--make":
        make(arguments[1])
        return
    times = []
    for _ in range(int(arguments[2]) if len(arguments) > 2 else 1):
        start = time.perf_counter()
        png = recipe(arguments[0])
        times.append(round((time.perf_counter() - start) * 1000, 2))
    pathlib.Path(arguments[1]).write_bytes(png)
    print(json.dumps({"milliseconds": times, "peakKiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))


main(sys.argv[1:])
