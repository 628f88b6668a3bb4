"""The edges of the house: who may import whom, and which rooms may touch the world outside."""

import re

IMPORT = (
    r"^[ \t]*(?:@\w+(?:\([^)]*\))?\s+|public\s+|package\s+|internal\s+|private\s+|fileprivate\s+)*"
    r"import\s+(?:(?:class|struct|enum|protocol|func|var|let|typealias)\s+)?(\w+)"
)

# Modules of the toolchain. Pure rooms compute; the others may also speak to the system.
PURE = {"Foundation", "Synchronization"}
SYSTEM = PURE | {"Glibc", "Dispatch"}
PURE_ROOMS = {"DICOM", "Imaging", "Radiology", "Statistics", "Reports"}
TESTING = SYSTEM | {"Testing", "FoundationNetworking"}

# What a room that touches only memory has no business calling.
FILES = (
    r"\bFileManager\b|\bFileHandle\b|\bProcessInfo\b|\bProcess\(\)|\b(?:Data|String)\(contentsOf(?:File)?:"
    r"|\bgetenv\b|\bfopen\b|\.write\(to(?:File)?:"
)
CLOCKS = r"(?<![\w.])Date\(\)|\bDate\.now\b|\bContinuousClock\b|\bSuspendingClock\b|\bTask\.sleep\b"
SQL = r"\b(?:SELECT\s+[\w*(]|INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+TABLE)"


def imports(tree):
    """Nothing imports a room that is not an edge of Package.swift, and no edge leads from Sources to the tests."""
    of_tests = {name for name, (_, folder, _) in tree.targets.items() if folder.startswith("Tests/")}
    for name, (kind, folder, edges) in tree.targets.items():
        for edge in sorted(edges & of_tests if name not in of_tests else ()):
            yield "Package.swift", 1, f"{name} depends on {edge}, which only tests may"
        files = tree.under(folder)
        if not any(path.endswith(".swift") for path in files):
            continue
        allowed = edges | (TESTING if kind == "test" else PURE if name in PURE_ROOMS else SYSTEM)
        for path, line, found in tree.find(IMPORT, files, tree.code):
            if found.group(1) not in allowed:
                yield path, line, f"{name} imports {found.group(1)}, which is no edge of Package.swift"


def reach(tree):
    """Rooms that touch only memory name no files and no clocks, and SQL stays in Store."""
    for room in sorted(PURE_ROOMS):
        files = tree.under(f"Sources/{room}")
        for path, line, found in tree.find(FILES, files, tree.code):
            yield path, line, f"{room} touches memory only, and this is `{found.group()}`"
        for path, line, found in tree.find(CLOCKS, files, tree.code):
            yield path, line, f"{room} has no clock: time is an argument, and this is `{found.group()}`"
    outside = [path for path in tree.under("Sources") if not path.startswith("Sources/Store/")]
    for path, line, found in tree.find(SQL, outside):
        yield path, line, f"SQL outside Store: `{found.group()}`"


def shims(tree):
    """Pointers are seen in one Swift file for each C library."""
    rooms = tree.under("Sources", "Tests")
    for name, (_, folder, _) in tree.targets.items():
        if not folder.startswith("Sources/CLibraries/"):
            continue
        users = [path for path, _, found in tree.find(IMPORT, rooms, tree.code) if found.group(1) == name]
        if len(users) > 1:
            for path in users:
                yield path, 1, f"{name} is imported by {len(users)} Swift files; exactly one may"
        elif not users:
            yield folder, 1, f"no Swift file imports {name}"
    pointers = re.compile(r"\bUnsafe(?:Mutable)?(?:Raw)?(?:Buffer)?Pointer\b")
    foreign = {name for name, target in tree.targets.items() if target[1].startswith("Sources/CLibraries/")} | {"Glibc"}
    # Hashes films of 20 MB and more in place; every index is computed from a length, none is read from the bytes.
    in_place = {"Sources/Radiology/SHA256.swift"}
    importers = in_place | {path for path, _, found in tree.find(IMPORT, rooms, tree.code) if found.group(1) in foreign}
    for path, line, _ in tree.find(pointers, tree.under("Sources"), tree.code):
        if path not in importers:
            yield path, line, "a pointer outside the files that speak to C or to the system"
