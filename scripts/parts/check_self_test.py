"""Plants one violation after the other in a copy of the checkout and expects scripts/check to find each."""

import pathlib
import shutil
import tempfile

import rules
from tree import NOT_OURS, Tree

FORTY_LINES = "func long() {\n" + "    work()\n" * 40 + "}\n"
# rule, file, text that is appended to it (the file is made when it is not there)
PLANTS = [
    ("sizes", "Sources/DICOM/Planted.swift", "let x = 1\n" * 401),
    ("sizes", "scripts/planted", "echo\n" * 401),
    ("function_lengths", "Sources/DICOM/Planted.swift", FORTY_LINES),
    (
        "function_lengths",
        "Sources/DICOM/Planted.swift",
        'struct A {\n    @Test("a {") public init?(\n        a: Int = { 3 }()) throws(E) {\n'
        + "        work()\n" * 40
        + "    }\n}\n",
    ),
    ("function_lengths", "Tests/Stories/Planted.swift", "var long: Int {\n" + "    work()\n" * 40 + "}\n"),
    ("names", "Sources/DICOM/StringUtils.swift", "\n"),
    ("names", "Sources/DICOM/String+Extensions.swift", "\n"),
    ("names", "Sources/Store/ExamManager.swift", "\n"),
    ("names", "scripts/parts/common.sh", "\n"),
    ("sharp_edges", "Sources/DICOM/Planted.swift", "let x = try! y()\n"),
    ("sharp_edges", "Sources/DICOM/Planted.swift", "let x = y as! Int\n"),
    ("sharp_edges", "Sources/DICOM/Planted.swift", 'fatalError("x")\n'),
    ("sharp_edges", "Sources/Workstation/Planted.swift", "Task { await x() }\n"),
    ("sharp_edges", "Sources/Workstation/Planted.swift", "Task<Void, Never>.detached(priority: .low) { await x() }\n"),
    ("sharp_edges", "Sources/Workstation/Planted.swift", "Task.detached { await x() }\n"),
    ("sharp_edges", "Sources/Store/Planted.swift", "final class X: @unchecked Sendable {}\n"),
    ("sharp_edges", "Sources/Store/Planted.swift", 'print("x")\n'),
    ("sharp_edges", "Sources/Store/Planted.swift", 'let x = "\\(try! y())"\n'),
    ("sharp_edges", "Tests/Stories/Planted.swift", "#expect(true)\n"),
    ("sharp_edges", "Tests/Stories/Planted.swift", "let x = Process()\n"),
    ("sharp_edges", "Sources/Web/Planted.swift", "let x: Foundation.Process = .init()\n"),
    ("left_over", "Sources/Store/Planted.swift", "// TO" "DO: later\n"),
    ("left_over", "scripts/planted", "# FIX" "ME\n"),
    ("imports", "Sources/DICOM/Planted.swift", "import Radiology\n"),
    ("imports", "Sources/DICOM/Planted.swift", "import Glibc\n"),
    ("imports", "Sources/Reports/Planted.swift", "public import struct Store.Archive\n"),
    ("imports", "Sources/Web/Planted.swift", "@preconcurrency import GRDB\n"),
    ("imports", "Sources/Store/Planted.swift", "import FoundationNetworking\n"),
    ("imports", "Sources/Web/Planted.swift", "import TestSupport\n"),
    (
        "imports",
        "Package.swift",
        'package.targets.append(.target(name: "Planted", dependencies: ["TestSupport"], path: "Sources/Planted"))\n',
    ),
    ("reach", "Sources/Imaging/Planted.swift", "let x = FileManager.default\n"),
    ("reach", "Sources/Reports/Planted.swift", "let x = Date()\n"),
    ("reach", "Sources/Radiology/Planted.swift", "let x = try Data(contentsOf: y)\n"),
    ("reach", "Sources/Web/Planted.swift", 'let x = "SELECT uid FROM exams"\n'),
    ("shims", "Sources/Workstation/Planted.swift", "import CPNG\n"),
    ("shims", "Sources/Workstation/Planted.swift", "let x: UnsafeMutablePointer<Int>\n"),
    ("raw_markup", "Sources/Reports/Templates/planted.mustache", "<p>{{{name}}}</p>\n"),
    ("raw_markup", "Sources/Reports/Templates/planted.mustache", "<p>{{& name}}</p>\n"),
    ("machine_paths", "README.md", "\nsee /home/" "ion/films\n"),
    ("machine_paths", "Sources/Store/Planted.swift", f"// {rules.CHECKOUT}/x\n"),
    ("machine_paths", "scripts/planted", "cd /tm" "p/x\n"),
    (
        "documented_commands",
        "Sources/xrayvision/Planted.swift",
        'struct Planted: AsyncParsableCommand {\n    static let configuration = CommandConfiguration(abstract: "x")\n}\n',
    ),
    (
        "documented_commands",
        "Sources/xrayvision/Planted.swift",
        'struct X: ParsableCommand {\n    static let configuration = CommandConfiguration(commandName: "planted-two")\n}\n',
    ),
    ("documented_endpoints", "Sources/Web/Planted.swift", 'router.get("/api/planted") { _, _ in }\n'),
    ("links", "README.md", "\n[page](docs/planted.md)\n"),
    ("scripts_run", "scripts/planted", "#!/usr/bin/env bash\nset -euo pipefail\n"),
    ("scripts_run", "scripts/planted", "#!/usr/bin/env bash\nif\n"),
    ("scripts_run", "Tests/Stories/planted.py", "def x(:\n"),
    ("corpora", "Tests/Fuzz/Planted/corpus/big", "x" * (2 << 20) + "x"),
    ("corpora", "Tests/Fuzz/Planted/target.swift", "\n"),
    ("style", "Sources/DICOM/Planted.swift", "let x = y!\n"),
    ("style", "Sources/DICOM/Planted.swift", "let x   =  3\n"),
]
# What looks like a violation and is none.
INNOCENT = [
    (
        "sharp_edges",
        "Sources/Store/Planted.swift",
        '// try! in a comment\nlet x = "Task { print(1) }"\nlet t: Task<Void, Never>?\n',
    ),
    (
        "sharp_edges",
        "Tests/Stories/Planted.swift",
        '// Process()\nlet x = "Process()"\nlet y = ChildProcess()\nlet z = otherProcess()\nlet a = ProcessInfo()\n',
    ),
    (
        "function_lengths",
        "Sources/Store/Planted.swift",
        "protocol P {\n    func a()\n" + "    var b: Int { get }\n" * 41 + "}\n",
    ),
    (
        "function_lengths",
        "Tests/Stories/Planted.swift",
        '@Test("a", arguments: [\n' + "    f(1, 2),\n" * 41 + "])\nfunc short(a: Int) {\n}\n",
    ),
    ("imports", "Sources/Store/Planted.swift", 'let x = """\n    import Web\n    """\n'),
    ("names", "Sources/Store/CommonOrigin.swift", "\n"),
]


def run(root):
    failures = []
    with tempfile.TemporaryDirectory(prefix="xrayvision-check-") as folder:
        copy = pathlib.Path(folder) / "checkout"
        shutil.copytree(
            root,
            copy,
            symlinks=True,
            ignore=lambda where, names: {
                name
                for name in names
                if name in ("__pycache__", "Samples", "corpus") or where == str(root) and NOT_OURS.match(name)
            },
        )
        by_name = {rule.__name__: rule for rule in rules.ALL}
        clean = {name: _found(rule, copy) for name, rule in by_name.items()}
        for expected, plants in ((True, PLANTS), (False, INNOCENT)):
            for name, path, text in plants:
                if _is_found(by_name[name], copy, path, text, clean[name]) != expected:
                    failures.append(
                        f"{name}: {path}: {text.splitlines()[0]!r:.60} was {'missed' if expected else 'refused'}"
                    )
        untested = set(by_name) - {name for name, _, _ in PLANTS} - {"documented_settings"}
        failures += [f"{name}: no violation is planted for it" for name in sorted(untested)]
    for failure in failures:
        print(failure)
    total = len(PLANTS) + len(INNOCENT)
    print(f"check --self-test: {total - len(failures)} passed, {len(failures)} failed, 0 skipped")
    return 1 if failures else 0


def _found(rule, root):
    return {(path, problem) for path, _, problem in rule(Tree(root))}


def _is_found(rule, root, path, text, clean):
    file = root / path
    before = file.read_bytes() if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as planted:
        planted.write(text)
    try:
        return any(path.startswith(where) for where, _ in _found(rule, root) - clean)
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_bytes(before)
