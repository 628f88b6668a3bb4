"""The checkout as scripts/check sees it: its files, their text, and the edges that Package.swift declares."""

import functools
import json
import os
import pathlib
import re
import shutil
import subprocess

from swift_text import code_only

# Written by builds and by running the programme; never looked at.
NOT_OURS = re.compile(r"^(\.git|\.build[^/]*|archive|backup|spool|reports|__pycache__)$")


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.files = sorted(self._walk())

    def _walk(self):
        for folder, folders, files in os.walk(self.root):
            folders[:] = [
                name
                for name in folders
                if name != "__pycache__" and not (folder == str(self.root) and NOT_OURS.match(name))
            ]
            for name in files:
                if not name.endswith(".pyc"):
                    yield os.path.relpath(os.path.join(folder, name), self.root)

    def under(self, *folders, ending=".swift"):
        """Paths below these folders, or the files themselves, that end so."""
        return [
            path
            for path in self.files
            if path.endswith(ending) and any(path == f or path.startswith(f + "/") for f in folders)
        ]

    @functools.cache
    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    @functools.cache
    def code(self, path):
        return code_only(self.text(path))

    def has(self, path):
        return (self.root / path).exists()

    def find(self, pattern, paths, text=None):
        """(path, line number, match) of a regular expression in these files."""
        expression = re.compile(pattern, re.M) if isinstance(pattern, str) else pattern
        for path in paths:
            content = (text or self.text)(path)
            for found in expression.finditer(content):
                yield path, content.count("\n", 0, found.start()) + 1, found

    @functools.cached_property
    def targets(self):
        """Name → (kind, path, names that it may import), as SwiftPM itself understands Package.swift."""
        swift = shutil.which("swift") or "/opt/swift/usr/bin/swift"
        answer = subprocess.run(
            [swift, "package", "--package-path", str(self.root), "dump-package"], capture_output=True, text=True
        )
        if answer.returncode != 0:
            raise SystemExit(f"error: Package.swift cannot be read:\n{answer.stderr.strip()}")
        targets = {}
        for target in json.loads(answer.stdout)["targets"]:
            edges = {next(iter(edge.values()))[0] for edge in target["dependencies"]}
            path = target.get("path") or f"Sources/{target['name']}"
            targets[target["name"]] = (target["type"], path, edges)
        return targets

    def is_generated(self, path):
        return path.endswith("+Generated.swift")
