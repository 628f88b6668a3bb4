"""What pydicom decodes of its own test files and of pydicom-data, frame by frame, before any rescale.

usage: PydicomCorpus.py FOLDER

Writes FOLDER/cases.json: for each file with pixels its path and, for the first and the last frame, either
  {"refused": …}                          pydicom and its plug-ins do not decode it
  {"components", "checksum", "low", …}    the samples of a lossless encoding, side by side for each pixel
  {"grey": NAME}                          a lossy one: FOLDER/NAME holds its grey (int32, little endian); colour is
                                          luminance (PS3.3 C.7.6.3.1.2), which does not depend on how a decoder
                                          spreads subsampled colour differences
"""
import json
import os
import sys
import warnings

import numpy as np
import pydicom
import pydicom.data
from pydicom.pixels import pixel_array

LOSSY = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.91"}


def files():
    """Every file of the two packages; which of them are films is seen by reading them."""
    inside = os.path.join(os.path.dirname(pydicom.__file__), "data")
    import data_store  # the package pydicom-data

    for root in (inside, list(data_store.__path__)[0]):
        for folder, _, names in sorted(os.walk(root)):
            for name in sorted(names):
                if not name.endswith((".py", ".pyc", ".json", ".md", ".txt", ".xml", ".zip")):
                    yield os.path.join(folder, name)


def read(path):
    try:
        return pydicom.dcmread(path)
    except Exception:
        try:
            return pydicom.dcmread(path, force=True)
        except Exception:
            return None


def luminance(values, photometric):
    if values.ndim == 2:
        return values
    if photometric.startswith("YBR_FULL"):
        return values[..., 0]
    return (299 * values[..., 0] + 587 * values[..., 1] + 114 * values[..., 2] + 500) // 1000


def frame(film, path, index, folder, number):
    try:
        values = pixel_array(film, raw=True, index=index).astype(np.int64)
    except Exception as error:
        return {"refused": type(error).__name__}
    if str(film.file_meta.TransferSyntaxUID) in LOSSY:
        name = f"{number}-{index}.grey"
        luminance(values, film.PhotometricInterpretation).astype("<i4").tofile(f"{folder}/{name}")
        return {"grey": name}
    flat = values.ravel()
    return {"components": 1 if values.ndim == 2 else values.shape[2], "count": flat.size, "low": int(flat.min()),
            "high": int(flat.max()), "checksum": int((flat * (np.arange(flat.size) % 9973 + 1)).sum())}


def main(folder):
    warnings.simplefilter("ignore")
    cases = []
    for number, path in enumerate(files()):
        film = read(path)
        if film is None or not any(word in film for word in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
            continue
        try:
            frames = int(film.get("NumberOfFrames") or 1)
        except Exception:
            frames = 1
        for index in sorted({0, frames - 1}):
            said = frame(film, path, index, folder, number)
            cases.append({"name": os.path.basename(path), "path": path, "frame": index, **said})
    with open(f"{folder}/cases.json", "w") as file:
        json.dump(cases, file)
    print(len(cases), "frames")


if __name__ == "__main__":
    main(sys.argv[1])
