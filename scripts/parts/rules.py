"""What scripts/check refuses. A rule yields (path, line, problem); its doc comment says why it exists."""

import os
import re
import subprocess

import edges
from swift_text import functions

CHECKOUT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
LONGEST_FILE, LONG_FILE, LONG_FILES_ALLOWED, LONGEST_FUNCTION = 400, 300, 0.05, 40
CORPUS_BYTES = 2 << 20

# Names that say nothing about what is inside.
DRAWER = re.compile(r"(^|[a-z+])(Utils?|Helpers?|Managers?|Common|Misc|Extensions?)(\+\w+)?\.(swift|py|sh)$", re.I)

SHARP = {
    r"\btry!": "`try!` traps; handle the error",
    r"\bas!": "`as!` traps; use `as?` and say what happens otherwise",
    r"\bfatalError\s*\(": "`fatalError` ends the workstation; throw",
    r"@unchecked\s+Sendable": "`@unchecked Sendable` hides a race; use Mutex or an actor",
    r"\bTask\s*(<[^>\n]*>)?\s*(\.detached)?\s*(\([^)\n]*\))?\s*\{": "a stray `Task`: loops are services",
    r"\bnonisolated\(unsafe\)": "`nonisolated(unsafe)` hides a race",
}
# Foundation's: https://github.com/swiftlang/swift-corelibs-foundation/pull/5472
CRASHES = r"(?<![\w.])(?:Foundation\.)?Process\b"
CANNOT_FAIL = r"#expect\(\s*(true|Bool\(true\))\s*\)|\bwithKnownIssue\b|\bXCTSkip"


def sizes(tree):
    """Small files are read whole before they are changed."""
    swift = [path for path in tree.under("Sources", "Tests") if not tree.is_generated(path)]
    long = []
    for path in swift + tree.under("scripts", ending=""):
        lines = tree.text(path).count("\n")
        if lines > LONGEST_FILE:
            yield path, 1, f"{lines} lines; at most {LONGEST_FILE}: split by verb or by noun"
        elif lines > LONG_FILE and path in swift:
            long.append(path)
    if len(long) > LONG_FILES_ALLOWED * len(swift):
        for path in long:
            yield path, 1, f"over {LONG_FILE} lines, as more than {LONG_FILES_ALLOWED:.0%} of the files are"


def function_lengths(tree):
    """A function that does not fit on a screen does two things."""
    for path in tree.under("Sources", "Tests", "Package.swift"):
        if tree.is_generated(path):
            continue
        for name, line, length in functions(tree.code(path)):
            if length > LONGEST_FUNCTION:
                yield path, line, f"`{name}` has {length} lines; at most {LONGEST_FUNCTION}"


def names(tree):
    """There is no drawer for odds and ends."""
    for path in tree.under("Sources", "Tests", "scripts", ending=""):
        if DRAWER.search(os.path.basename(path)):
            yield path, 1, "a drawer for odds and ends: name it after what it does or is"


def sharp_edges(tree):
    """What ends the programme or hides a race; mostly Sources only, in tests a trap is a failed test."""
    sources = tree.under("Sources")
    for pattern, problem in SHARP.items():
        for path, line, _ in tree.find(pattern, sources, tree.code):
            yield path, line, problem
    rooms = [path for path in sources if not path.startswith("Sources/xrayvision/")]
    for path, line, _ in tree.find(r"(?<![.\w])(debugPrint|print)\s*\(", rooms, tree.code):
        yield path, line, "`print` belongs to the executable"
    for path, line, _ in tree.find(CRASHES, tree.under("Sources", "Tests"), tree.code):
        yield path, line, "Foundation's `Process` crashes now and then when it starts a child; tests use `ChildProcess`"
    for path, line, _ in tree.find(CANNOT_FAIL, tree.under("Tests"), tree.code):
        yield path, line, "a test that cannot fail"


def left_over(tree):
    """A note to oneself is an issue, not a comment."""
    ours = [p for p in tree.files if p.endswith((".swift", ".py", ".sh", ".h", ".c")) or p.startswith("scripts/")]
    for path, line, found in tree.find(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b", ours):
        yield path, line, f"{found.group()}: do it or open an issue"


def raw_markup(tree):
    """Escaping is the default: each unescaped tag is listed with its reason in scripts/parts/raw-markup.txt."""
    listing = "scripts/parts/raw-markup.txt"
    listed = (
        {line.split(" ", 1)[0] for line in tree.text(listing).splitlines() if line and line[0] != "#"}
        if tree.has(listing)
        else set()
    )
    used = set()
    pages = [p for p in tree.under("Sources", ending="") if p.endswith((".mustache", ".html", ".swift"))]
    for path, line, found in tree.find(r"(?<!`)\{\{\{\s*([\w.]+)|(?<!`)\{\{&\s*([\w.]+)", pages):
        use = f"{os.path.basename(path)}:{found.group(1) or found.group(2)}"
        used.add(use)
        if use not in listed:
            yield path, line, f"unescaped {found.group()}: add `{use} why it is our own markup` to {listing}"
    for use in sorted(listed - used):
        yield listing, 1, f"`{use}` is not used any more"


def machine_paths(tree):
    """A path or a word that means something on one machine only."""
    above = os.path.dirname(CHECKOUT)
    roots = ["/home", "/Users", "/tmp"] + ([above] if above not in ("/", "/usr", "/opt", "/home") else [])
    places = "|".join(re.escape(place) for place in roots)
    pattern = rf"(?<![\w.$}}/-])({places})/(?=[\w.]+)|\bsub[-]?a[g]ent\b|\bhou[s]e\.md\b|\bcra[f]t\.md\b"
    for path, line, found in tree.find(pattern, _prose(tree)):
        yield path, line, f"`{found.group()}` means something on one machine only"


def _prose(tree):
    endings = (".swift", ".py", ".sh", ".md", ".txt", ".h", ".c", ".mustache", ".css", ".js", ".cfg")
    return [
        path
        for path in tree.files
        if path.endswith(endings) or path.startswith((".ci/", "scripts/")) and "/corpus/" not in path
    ]


def documented_settings(tree):
    """Every key of the settings is explained; a test compares the page with the programme's own list."""
    page = "docs/settings.md"
    if not tree.has(page):
        yield page, 1, "missing: every setting is documented here"
    if not any("settings.md" in tree.text(path) for path in tree.under("Tests")):
        yield page, 1, "no test in Tests/ compares this page with the settings that the programme knows"


def documented_commands(tree):
    """A command that the README does not name is not there."""
    if not tree.has("README.md"):
        yield "README.md", 1, "missing"
        return
    readme = tree.text("README.md")
    command = r"struct\s+(\w+)\s*:[^{\n]*ParsableCommand\s*\{((?:(?!ParsableCommand\s*\{)[\s\S])*)"
    for path, line, found in tree.find(command, tree.under("Sources/xrayvision")):
        given = re.search(r'commandName:\s*"([\w-]+)"', found.group(2))
        name = given.group(1) if given else re.sub(r"(?<=[a-z])(?=[A-Z])", "-", found.group(1)).lower()
        if "shouldDisplay: false" in found.group(2) or "@main" in tree.text(path)[: found.start()]:
            continue
        if not re.search(rf"`[^`\n]*\b{re.escape(name)}\b[^`\n]*`", readme):
            yield path, line, f"the command `{name}` is not in README.md"


def documented_endpoints(tree):
    """A way in that no page describes is a way in that nobody guards."""
    pages = [path for path in tree.files if path.endswith(".md")]
    text = "\n".join(tree.text(path) for path in pages)
    for path, line, found in tree.find(
        r'\.(?:get|post|put|delete|head)\(\s*"(/?[\w/:*-]+)"', tree.under("Sources/Web")
    ):
        if found.group(1) not in text:
            yield path, line, f"the endpoint `{found.group(1)}` is in no page of docs/"


def links(tree):
    """A page points only to what exists."""
    pages = [path for path in tree.files if path.endswith(".md") and not path.startswith("Tests/Samples/")]
    for path, line, found in tree.find(r"\]\((?!https?:|mailto:|#)([^)\s#]+)", pages):
        if not tree.has(os.path.normpath(os.path.join(os.path.dirname(path), found.group(1)))):
            yield path, line, f"points to `{found.group(1)}`, which does not exist"


def scripts_run(tree):
    """Every script starts, from any folder."""
    for wanted in ("setup", "demo", "test", "check", "format", "fuzz", "bench"):
        if not tree.has(f"scripts/{wanted}"):
            yield f"scripts/{wanted}", 1, "missing"
    for path in [p for p in tree.files if re.fullmatch(r"scripts/[^/]+|\.ci/run", p)]:
        if not os.access(tree.root / path, os.X_OK):
            yield path, 1, "not executable: chmod +x"
        first = tree.text(path).split("\n", 1)[0]
        if not first.startswith("#!"):
            yield path, 1, "has no #! line"
        elif "bash" in first and "set -euo pipefail" not in tree.text(path):
            yield path, 1, "lacks `set -euo pipefail`"
    yield from _syntax(tree)


def _syntax(tree):
    for path in tree.under("scripts", "Tests", ".ci", ending=""):
        if "/" in path.removeprefix("scripts/").removeprefix("parts/") and not path.endswith((".py", ".sh")):
            continue
        first = tree.text(path).split("\n", 1)[0]
        if path.endswith(".py") or first.startswith("#!") and "python" in first:
            try:
                compile(tree.text(path), path, "exec")
            except SyntaxError as error:
                yield path, error.lineno or 1, f"is not Python: {error.msg}"
        elif path.endswith(".sh") or first.startswith("#!") and "bash" in first:
            told = subprocess.run(["bash", "-n", tree.root / path], capture_output=True, text=True)
            if told.returncode:
                yield path, 1, f"is not bash: {told.stderr.strip().splitlines()[0]}"


def corpora(tree):
    """The fuzz corpora are committed, so they stay small."""
    inputs = [path for path in tree.files if re.match(r"Tests/Fuzz/\w+/corpus/", path)]
    total = sum((tree.root / path).stat().st_size for path in inputs)
    if total > CORPUS_BYTES:
        yield "Tests/Fuzz", 1, f"corpora of {total} bytes; at most {CORPUS_BYTES}: scripts/fuzz --merge"
    targets = {path.split("/")[2] for path in tree.under("Tests/Fuzz", ending="target.swift")}
    for name in sorted(targets):
        for part in ("sources", "corpus"):
            if not tree.has(f"Tests/Fuzz/{name}/{part}"):
                yield f"Tests/Fuzz/{name}", 1, f"has no `{part}`"


def style(tree):
    """One layout, decided by `swift format`; scripts/format applies it."""
    where = [path for path in ("Sources", "Tests", "Package.swift") if tree.has(path)]
    told = subprocess.run(
        [
            "swift",
            "format",
            "lint",
            "--strict",
            "--parallel",
            "--configuration",
            ".swift-format",
            "--recursive",
            *where,
        ],
        cwd=tree.root,
        capture_output=True,
        text=True,
    )
    for text in told.stderr.splitlines():
        found = re.match(r"(.+?):(\d+):\d+: (?:error|warning): (.*)", text)
        if found:
            yield os.path.relpath(os.path.join(tree.root, found.group(1)), tree.root), int(found.group(2)), found.group(
                3
            )
    if told.returncode and not told.stderr.strip():
        yield ".swift-format", 1, f"swift format ended with {told.returncode}"


ALL = [
    sizes,
    function_lengths,
    names,
    sharp_edges,
    left_over,
    edges.imports,
    edges.reach,
    edges.shims,
    raw_markup,
    machine_paths,
    documented_settings,
    documented_commands,
    documented_endpoints,
    links,
    scripts_run,
    corpora,
    style,
]
