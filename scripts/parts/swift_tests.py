"""Says what `swift test` printed again for people: failures with their reasons, skipped tests, one line of sums.

usage: swift_tests.py LOG EXIT-STATUS
"""

import pathlib
import re
import sys

NAME = r'(?:"(.*)"|(\S+\(.*?\)|\S+))'
PASSED = re.compile(rf"^. Test {NAME}(?: with \d+ test cases?)? passed after")
FAILED = re.compile(rf"^. Test {NAME}(?: with \d+ test cases?)? failed after")
SKIPPED = re.compile(r'^. Test (?:"(.*?)"|(\S+)) skipped(?:: "?(.*?)"?)?$')
ISSUE = re.compile(rf"^. Test {NAME} recorded an issue(?: with .*?)? at (\S+?): (.*)")
DETAIL = re.compile(r"^. {1,3}(?!Test |Suite |Case )(\S.*)")
SUMMARY = re.compile(r"^. (Test run with \d+ tests? .*)")
XCTEST = re.compile(r"Executed (\d+) tests?, with (?:\d+ tests? skipped and )?(\d+) failures?")


def main(log, status):
    passed, failed, skipped, xctests, summary = [], {}, [], (0, 0), None
    last = None
    for line in pathlib.Path(log).read_text(errors="replace").splitlines():
        if found := ISSUE.match(line):
            last = found[1] or found[2]
            failed.setdefault(last, []).append(f"{found[3]}: {found[4]}")
            continue
        if last and line.startswith("↳") and (found := DETAIL.match(line)):
            failed[last].append(f"  {found[1]}")
            continue
        if last and line[:1] not in "◇✔✘➜↳" and len(failed[last]) < 12:
            failed[last].append(f"  {line}")
            continue
        last = None
        if found := PASSED.match(line):
            passed.append(found[1] or found[2])
        elif found := FAILED.match(line):
            failed.setdefault(found[1] or found[2], [])
        elif found := SKIPPED.match(line):
            skipped.append((found[1] or found[2], found[3] or "no reason given"))
        elif found := SUMMARY.match(line):
            summary = found[1]
        elif found := XCTEST.search(line):
            xctests = max(xctests, (int(found[1]), int(found[2])))
    count = len(passed) + len(failed) + xctests[0]
    for name, reasons in failed.items():
        print(f"FAIL {name}")
        print("\n".join(f"     {reason}" for reason in reasons))
    for reason in sorted({why for _, why in skipped}):
        names = [name for name, why in skipped if why == reason]
        print(
            f"skip {reason.removeprefix('SKIPPED: ')}: {len(names)} test{'s' if len(names) > 1 else ''}, "
            f"such as “{names[0]}”"
        )
    trouble = len(failed) + xctests[1]
    if summary is None:
        trouble += 1
        print("FAIL the test run did not come to its end (a trap?); the last lines were:")
        print("\n".join("     " + line for line in pathlib.Path(log).read_text(errors="replace").splitlines()[-15:]))
    elif status and not trouble:
        trouble += 1
        print(f"FAIL swift test ended with {status}")
    if not count:
        trouble += 1
        print("FAIL no test ran at all")
    if summary:
        print(f"     {summary}")
        # A signal may cost the runner a page of lines; its sum is what it counted itself.
        unseen = int(re.search(r"\d+", summary)[0]) - len(passed) - len(failed) - len(skipped)
        if unseen > 0 and not status:
            passed += ["?"] * unseen
            print(f"note {unseen} of them passed without a line of their own")
    print(f"swift test: {len(passed) + xctests[0] - xctests[1]} passed, {trouble} failed, {len(skipped)} skipped")
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
