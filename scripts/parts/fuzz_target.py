"""One fuzz target: reads its `sources` file (Tests/Fuzz/README.md), builds it outside SwiftPM, runs it."""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess

SWIFT_FLAGS = [
    "-O",
    "-parse-as-library",
    "-swift-version",
    "6",
    "-sanitize=fuzzer,address",
    "-package-name",
    "xrayvision",
    "-enable-upcoming-feature",
    "ExistentialAny",
    "-enable-upcoming-feature",
    "MemberImportVisibility",
    "-g",
]
C_FLAGS = ["-O1", "-g", "-fsanitize=fuzzer-no-link,address"]


class BuildFailed(Exception):
    pass


class FuzzTarget:
    def __init__(self, root, name):
        self.root, self.name = root, name
        self.home = root / "Tests/Fuzz" / name
        self.made = root / ".build/fuzz"
        self.program = self.made / "bin" / name
        self.grown = self.made / "corpus" / name
        self.log = self.made / f"{name}.log"
        self.modules, self.libraries, self.objects, self.includes, self.options = [], [], [], [], {}
        self.together, self.module_name = [], name
        self._read()

    def _read(self):
        """`module NAME PATH…`, `c NAME FOLDER`, `with NAME PATH…`, `link LIBRARY…`, `option NAME=VALUE…`."""
        for line in (self.home / "sources").read_text().splitlines():
            words = line.split("#")[0].split()
            if not words:
                continue
            if words[0] in ("module", "c"):
                self.modules.append((words[0], words[1], words[2:]))
            elif words[0] == "with":
                self.module_name, self.together = words[1], self.together + _files(self.root, words[2:])
            elif words[0] == "link":
                self.libraries += [f"-l{name}" for name in words[1:]]
            elif words[0] == "option":
                self.options |= dict(word.split("=", 1) for word in words[1:])
            else:
                raise BuildFailed(f"{self.home}/sources: `{words[0]}` is none of module, c, with, link, option")

    def build(self):
        self.program.parent.mkdir(parents=True, exist_ok=True)
        state = hashlib.sha256(repr((SWIFT_FLAGS, C_FLAGS)).encode())
        for kind, name, paths in self.modules:
            self._build_module(kind, name, paths, state)
        sources = [self.home / "target.swift", *self.together]
        state.update(
            repr((self.module_name, self.libraries)).encode() + b"".join(file.read_bytes() for file in sources)
        )
        mark = self.program.with_suffix(".state")
        if self.program.exists() and mark.exists() and mark.read_text() == state.hexdigest():
            return
        _compile(
            [
                "swiftc",
                *SWIFT_FLAGS,
                "-module-name",
                self.module_name,
                *self.includes,
                *sources,
                *self.objects,
                *self.libraries,
                "-o",
                self.program,
            ]
        )
        mark.write_text(state.hexdigest())

    def _build_module(self, kind, name, paths, state):
        """Builds one room (or C shim) under the state of all modules before it, once for all targets that share it."""
        files = _files(self.root, paths)
        if not files:
            raise BuildFailed(f"{self.home}/sources: nothing is at {' '.join(paths)}")
        state.update(name.encode())
        for file in files:
            state.update(str(file).encode() + file.read_bytes())
        folder = self.made / "modules" / f"{name}-{state.hexdigest()[:16]}"
        done = folder / "done"
        if kind == "c":
            sources, include = [f for f in files if f.suffix == ".c"], self.root / paths[0] / "include"
            objects = [folder / f"{source.stem}.o" for source in sources]
        else:
            sources, include, objects = [f for f in files if f.suffix == ".swift"], folder, [folder / f"{name}.o"]
        if not done.exists():
            for old in self.made.glob(f"modules/{name}-*"):
                shutil.rmtree(old)
            folder.mkdir(parents=True)
            if kind == "c":
                headers = "".join(f'  header "{header}"\n' for header in sorted(include.glob("*.h")))
                (folder / "module.modulemap").write_text(f"module {name} {{\n{headers}  export *\n}}\n")
                for source, made in zip(sources, objects):
                    _compile(["clang", *C_FLAGS, f"-I{include}", "-c", source, "-o", made])
            else:
                _compile(
                    [
                        "swiftc",
                        *SWIFT_FLAGS,
                        *self.includes,
                        "-wmo",
                        "-module-name",
                        name,
                        "-emit-module",
                        "-emit-module-path",
                        folder / f"{name}.swiftmodule",
                        "-c",
                        *sources,
                        "-o",
                        objects[0],
                    ]
                )
            done.touch()
        self.objects += objects
        self.includes += ["-I", folder]

    def run(self, seconds):
        """(went well, one line about it)"""
        crashes = self.made / "crashes"
        crashes.mkdir(parents=True, exist_ok=True)
        self.grown.mkdir(parents=True, exist_ok=True)
        (self.home / "corpus").mkdir(exist_ok=True)
        options = {
            "max_total_time": seconds,
            "rss_limit_mb": 2048,
            "malloc_limit_mb": 1024,
            "timeout": 20,
            "max_len": 65536,
            "detect_leaks": 0,
            "print_final_stats": 1,
            "artifact_prefix": f"{crashes}/{self.name}-",
        } | self.options
        status, told = self._execute(options, [self.grown, self.home / "corpus"], seconds + 300)
        runs = re.search(r"number_of_executed_units: (\d+)", told)
        cover = re.findall(r"cov: (\d+).*?corp: (\d+)", told)
        reach = f"reached {cover[-1][0]} edges, corpus of {cover[-1][1]}" if cover else "nothing reached"
        if status == 0 and runs and cover:
            return True, f"{int(runs.group(1)):,} inputs in {seconds} s, {reach}, no crash"
        crash = re.search(r"Test unit written to (\S+)", told)
        what = re.search(r"^(.*Fatal error: .*|==\d+== ?ERROR: .*|SUMMARY: .*)$", told, re.M)
        where = re.search(r"\b((?:Sources|Tests)/\S+?:\d+)", told)
        return (
            False,
            f"{what.group(1) if what else f'ended with {status}'}{f' at {where.group(1)}' if where else ''}\n     "
            f"input: {crash.group(1) if crash else 'none kept'}\n     log: {self.log}\n"
            f"     again: {self.program} {crash.group(1) if crash else ''}",
        )

    def merge(self):
        small = self.made / f"{self.name}.merged"
        shutil.rmtree(small, ignore_errors=True)
        small.mkdir(parents=True)
        self.grown.mkdir(parents=True, exist_ok=True)
        (self.home / "corpus").mkdir(exist_ok=True)
        status, told = self._execute(
            {"merge": 1, "max_len": 65536} | self.options, [small, self.home / "corpus", self.grown], 1800
        )
        kept = sorted(small.iterdir())
        if status or not kept:
            return False, f"the merge ended with {status}: {told[-300:]}"
        for old in (self.home / "corpus").iterdir():
            old.unlink()
        for file in kept:
            shutil.copy(file, self.home / "corpus" / file.name[:16])
        size = sum(file.stat().st_size for file in kept)
        return True, f"{len(kept)} inputs of {size:,} bytes reach all that was found"

    def _execute(self, options, folders, patience):
        """Output goes to a file: Swift's backtracer may outlive the crash it reports, and would hold a pipe open."""
        environment = os.environ | {
            "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
            "SWIFT_BACKTRACE": "enable=no",
        }
        command = (
            [str(self.program)] + [f"-{name}={value}" for name, value in options.items()] + list(map(str, folders))
        )
        with open(self.log, "wb") as log:
            try:
                status = subprocess.run(command, stdout=log, stderr=log, env=environment, timeout=patience).returncode
            except subprocess.TimeoutExpired:
                status = f"no end after {patience} s"
        return status, self.log.read_text(errors="replace")


def _files(root, paths):
    found = []
    for path in paths:
        place = root / path
        found += sorted(place.rglob("*")) if place.is_dir() else sorted(root.glob(path))
    return [file for file in found if file.suffix in (".swift", ".c", ".h")]


def _compile(command):
    path = os.environ["PATH"] + ":/opt/swift/usr/bin"
    if (
        pathlib.Path(shutil.which("clang", path=path) or "").parent
        != pathlib.Path(shutil.which("swiftc", path=path) or "").parent
    ):
        path = str(pathlib.Path(shutil.which("swiftc", path=path) or "/").parent) + ":" + path
    told = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=os.environ | {"PATH": path})
    if told.returncode:
        errors = [line for line in (told.stdout + told.stderr).splitlines() if "error:" in line]
        raise BuildFailed("\n".join(errors[:20]) or (told.stdout + told.stderr)[-2000:])
