"""The decoding part of scripts/bench: each encoding beside the programme that is known for it.

Both sides run as whole processes that read the file and decode every sample; the peer writes what it decoded to
/dev/null, ours forgets it. The quickest of seven runs counts: what the machine did besides only ever adds. Starting
takes ours longer (one program for everything), so a line more leaves out the start of both: what each takes for a
film of 32 x 32 pixels.
"""

import json
import os
import statistics
import subprocess

TOOLS = ("dcmscale", "dcmcjpeg", "dcmdjpeg", "dcmcjpls", "dcmdjpls", "dcmcrle", "dcmdrle", "gdcmconv", "dcmj2pnm")
OURS_AT_MOST = 50  # ms in process: lossless JPEG, four million samples of 16 bits

# name, encoder, decoder (each without the two file names)
ENCODINGS = (
    ("JPEG lossless SV1", ("dcmcjpeg", "+e1"), ("dcmdjpeg",)),
    ("JPEG lossless, predictor 4", ("dcmcjpeg", "+el", "+sv", "4"), ("dcmdjpeg",)),
    ("JPEG lossless, predictor 7", ("dcmcjpeg", "+el", "+sv", "7"), ("dcmdjpeg",)),
    ("JPEG extended, 12 bits", ("dcmcjpeg", "+ee"), ("dcmdjpeg",)),
    ("JPEG baseline", ("dcmcjpeg", "+eb"), ("dcmdjpeg",)),
    ("JPEG-LS", ("dcmcjpls",), ("dcmdjpls",)),
    ("RLE", ("dcmcrle",), ("dcmdrle",)),
    ("JPEG 2000", ("gdcmconv", "--j2k"), ("gdcmconv", "--raw")),
)


def run(folder, root, binary, repeat, measured, line):
    """Prints three lines for each film and encoding, then those of `render`."""
    chest = folder / "chest.dcm"
    _do("gdcmconv", "--raw", root / "Tests/Samples/dicom/RG1_J2KR.dcm", chest)
    small = folder / "small.dcm"
    _do("dcmscale", "+Sxv", "32", folder / "decode-2048x2048-16bit.dcm", small)
    for what, film in (("4 MP 16 bit", folder / "decode-2048x2048-16bit.dcm"), ("chest", chest)):
        for name, encode, undo in ENCODINGS:
            coded = folder / "coded.dcm"
            _do(*encode, film, coded)
            inside = json.loads(measured([binary, "bench-render", coded, "--decode", "--repeat", repeat, "--json"])[3])
            goal = OURS_AT_MOST if "lossless" in name and film != chest else None
            line(f"{name}, {what}, in process", statistics.median(inside["milliseconds"]), "ms", goal=goal)
            ours, theirs = _both(measured, binary, undo, coded)
            line(f"  whole process beside {undo[0]}", ours, "ms", theirs, ratio_goal=1)
            _do(*encode, small, coded)
            starts = _both(measured, binary, undo, coded)
            line("  without the start of both", ours - starts[0], "ms", theirs - starts[1], ratio_goal=1)
    _render(folder, binary, measured, line)


def _both(measured, binary, undo, coded):
    ours = _best(measured, [binary, "bench-render", coded, "--decode", "--repeat", "1"])
    return ours, _best(measured, [f"/usr/bin/{undo[0]}", *undo[1:], coded, "/dev/null"])


def _render(folder, binary, measured, line):
    coded, out = folder / "coded.dcm", folder / "out.png"
    for name, encode in (("lossless JPEG", ("dcmcjpeg", "+e1")), ("uncompressed", ("dcmconv",))):
        _do(*encode, folder / "chest.dcm", coded)
        window = ["/usr/bin/dcmj2pnm", "+on", "+Wi", "1"]
        for size, scale in (("896", ["+Sxv", "896"]), ("full", [])):
            ours = _best(measured, [binary, "render", coded, out, "--size", size])
            theirs = _best(measured, [*window, *scale, coded, out])
            line(f"render --size {size}, {name} chest, beside dcmj2pnm", ours, "ms", theirs, ratio_goal=1)


def _do(tool, *arguments):
    subprocess.run([f"/usr/bin/{tool}", *map(str, arguments)], check=True, stderr=subprocess.DEVNULL)


def _best(measured, command, runs=7):
    """Milliseconds of the quickest of some runs: what the machine did besides only ever adds."""
    times = []
    for _ in range(runs):
        seconds, _, code, told, _ = measured(command)
        if code:
            raise SystemExit(f"error: {os.path.basename(str(command[0]))} ended with {code}: {told[-200:]}")
        times.append(seconds * 1000)
    return min(times)
