"""All attacks in one daemon, one after another; at the end the audit log tells of them."""

import os

import live_attacks
import live_people
import live_wire
from live_ward import Ward, need, skip


def attacks(verdicts, options):
    ward, skipped = Ward("attacks"), 0
    before, seen = verdicts.failed, None
    try:
        ward.fill(range(1, 25), side=64)
        ward.start()
        # An address is known for a login once it has signed in: strangers' guesses do not lock it out then.
        for login in ward.people:
            ward.asker(login).get("/api/regions")
        for attack in (live_people.roles, live_people.foreign_pages, live_people.cookies, live_attacks.words, live_wire.frames,
                       live_people.passwords, live_wire.wire):  # fmt: skip
            tried(attack, ward, verdicts)
        if need("playwright") or not os.access("/usr/bin/chromium", os.X_OK):
            skipped += skip("markup in a browser", "Playwright or chromium is not installed; run scripts/setup --peers")
        else:
            from live_browser import Browser

            seen = Browser(ward)
            tried(live_attacks.markup, ward, verdicts, seen)
        tried(live_attacks.listing, ward, verdicts)
        ward.stop()
        tried(live_people.written_down, ward, verdicts)
    finally:
        if seen:
            seen.close()
        ward.close(verdicts, before)
    limits(verdicts)
    return skipped


def tried(attack, ward, verdicts, *more):
    """One group of attacks; that it breaks off is a failure and does not end the others."""
    try:
        attack(ward, verdicts, *more)
    except Exception as problem:
        verdicts.see(False, f"`{attack.__name__}` comes to its end", f"{type(problem).__name__}: {str(problem)[:400]}")
    if attack is not live_people.written_down and ward.running.process.poll() is not None:
        verdicts.see(False, f"the daemon is alive after `{attack.__name__}`", *ward.running.lines[-5:])
        ward.start()


def limits(verdicts):
    ward, before = Ward("limits", limited=True), verdicts.failed
    try:
        ward.fill(range(1, 3), side=64)
        ward.start()
        tried(live_people.budgets, ward, verdicts)
    finally:
        ward.close(verdicts, before)
