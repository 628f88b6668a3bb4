"""Figures of a million exams: every page of the statistics and the nightly report, at first, on the next night, and whole again."""

import datetime
import hashlib
import shutil
import sqlite3

import live_bench
from workspace import Workspace

NEW_EXAMS = 1000


def run(line, exams, measured):
    """`measured(command)` gives (seconds, MiB, exit code, output, seconds of processor time)."""
    workspace = Workspace("bench-statistics", processing={"NO_QUERY": "yes", "ENABLE_HIS": "no"})
    for name in ("xrayvision.db", "xrayvision.db-wal"):
        source = live_bench.cached(exams) / name
        if source.exists():
            shutil.copy(source, workspace.home / name)
    forget(workspace)
    night = last_day(workspace)
    night_work(workspace, night, f"{exams:,} exams, for the first time", 60, line, measured)
    morning = night + datetime.timedelta(days=1)
    add(workspace, morning)
    night_work(workspace, morning, f"the next night, {NEW_EXAMS:,} new exams", 5, line, measured)
    step_by_step = digests(workspace)
    shutil.rmtree(workspace.home / "reports")
    forget(workspace)
    for day in (night, morning):
        night_work(workspace, day, f"counted anew, {day}", None, line, measured)
    at_once = digests(workspace)
    differing = sorted(name for name in step_by_step | at_once if step_by_step.get(name) != at_once.get(name))
    verdict = f"DIFFERENT: {differing[:5]}" if differing else "the same bytes"
    print(f"     {len(at_once)} files, step by step and at once: {verdict}")
    workspace.remove()


def night_work(workspace, day, what, goal, line, measured):
    """What a timer does in the night."""
    total, most = 0, 0
    for name, arguments in (
        ("pages", ("publish", "--statistics")),
        ("report", ("report", "nightly", "--date", day.isoformat())),
    ):
        seconds, memory, code, told, _ = measured(workspace.command(*arguments, "--quiet"))
        if code:
            print(f"  FAILED: {name}: exit code {code}: {told[-300:]}")
        line(f"  {name}", seconds, "s")
        total, most = total + seconds, max(most, memory)
    line(what, total, "s", goal=goal)
    line("  memory", most, "MiB", goal=400)


def database(workspace):
    return sqlite3.connect(workspace.home / "xrayvision.db", timeout=30)


def forget(workspace):
    """What was counted before is forgotten; the figures come from the exams again."""
    link = database(workspace)
    with link:
        for table in ("fact_mark", "fact_days"):
            link.execute(f"DELETE FROM {table}")
    link.close()


def last_day(workspace):
    """The last day whose exams are all there."""
    link = database(workspace)
    (newest,) = link.execute("SELECT max(created) FROM exams").fetchone()
    link.close()
    return datetime.date.fromisoformat(newest[:10]) - datetime.timedelta(days=1)


def add(workspace, day):
    """A day of work, as the last exams of the archive went."""
    link = database(workspace)
    with link:
        old = link.execute(
            "SELECT uid, cnp, protocol, region, type FROM exams WHERE status = 'done' ORDER BY created DESC LIMIT ?",
            (NEW_EXAMS,),
        ).fetchall()
        for number, (uid, cnp, protocol, region, kind) in enumerate(old):
            new, made = f"2.25.1{number}", f"{day} {7 + number // 100:02}:{number % 60:02}:{number // 60:02}"
            link.execute(
                "INSERT INTO exams (uid, cnp, created, protocol, region, type, status, study, series) "
                "VALUES (?, ?, ?, ?, ?, ?, 'done', ?, ?)",
                (new, cnp, made, protocol, region, kind, new + ".2", new + ".3"),
            )
            for table, columns in (
                ("ai_reports", "text, positive, confidence, severity, summary, model, latency"),
                ("rad_reports", "text, positive, severity, summary, radiologist"),
            ):
                link.execute(
                    f"INSERT INTO {table} (uid, created, updated, {columns}) "
                    f"SELECT ?, ?, ?, {columns} FROM {table} WHERE uid = ?",
                    (new, made, made, uid),
                )
    link.close()


def digests(workspace):
    """File in `reports/` → hash of its bytes."""
    folder = workspace.home / "reports"
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
