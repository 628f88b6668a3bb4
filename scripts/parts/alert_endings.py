"""The programme ends while messages are on their way: killed, or stopped while sinks hang."""

import random
import time

from alert_ward import LINK, Ward, once_each_by_id
from workspace import wait_until


def kill(verdicts):
    ward = yield Ward(notifications={"ALERT_LINK": LINK, "ALERT_RATE": 600})
    ward.ntfy.faults, ward.hook.faults, ward.mail.faults = ["late@60"], ["late@60"], ["late@60"]
    ward.up()
    ward.start()
    ward.drop([1])
    wait_until(lambda: ward.ntfy.taken and ward.hook.taken and ward.mail.taken, 30)
    # There are two mails, and the second may set out a moment later.
    wait_until(lambda: list(ward.states().values()).count("sending") == 4, 10)
    ward.running.kill()
    states = ward.states()
    verdicts.see(
        len(states) == 4 and set(states.values()) == {"sending"},
        "killed while a message was on its way everywhere: the database says so of each",
        states,
    )
    ward.start()
    verdicts.see(ward.settled(), "the next start sends them again", ward.owed(), *ward.problems())
    once_each_by_id(verdicts, ward, "one who goes by the ids has each message once", doubles=1)
    attempts = [headers["X-Alert-Attempt"] for headers, _, _ in ward.hook.taken]
    verdicts.see(attempts == ["1", "2"], "a webhook is told that it may have come before", attempts)
    kills = 0
    for number in range(2, 10):
        ward.drop([number])
        time.sleep(random.uniform(0.2, 1.2))
        ward.running.kill()
        kills += 1
        ward.start()
    ward.read(9)
    verdicts.see(ward.settled(), f"after {kills} kills at random moments nothing is owed", ward.owed(), *ward.problems())
    once_each_by_id(verdicts, ward, "and each message came, at most one a kill twice, with the same id", doubles=1 + kills)


def hang(verdicts):
    ward = yield Ward(notifications={"ALERT_LINK": LINK})
    ward.ntfy.faults, ward.hook.faults, ward.mail.faults = ["late@2"], ["hang"], ["late@60"]
    ward.up()
    ward.start()
    ward.drop([1])
    wait_until(lambda: ward.ntfy.taken and ward.hook.asked and ward.mail.taken, 30)
    code, seconds = ward.running.stop()
    verdicts.see(code == 0 and seconds < 10, f"stopped in {seconds:.1f} s while a webhook and a mail server hang", code)
    states = ward.states()
    verdicts.see(
        states.get("ntfy") == "sent" and states.get("webhook") == "sending",
        "what arrived while it was stopping is known to have arrived; what did not is in doubt",
        states,
    )
    ward.mail.mute = True
    ward.start()
    verdicts.see(ward.settled(), "a mail server that leaves good-byes unanswered gets its mails", ward.owed())
    before = len(ward.mail.taken)
    ward.drop([2])
    wait_until(lambda: len(ward.mail.taken) > before, 20)
    code, seconds = ward.running.stop()
    verdicts.see(code == 0 and seconds < 10, f"and holds up the stop no longer than {seconds:.1f} s", code)
    ward.start()
    ward.settled()
    verdicts.see(len(ward.ntfy.taken) == 2, "nothing came twice that was known to have come", len(ward.ntfy.taken))
    once_each_by_id(verdicts, ward, "and one who goes by the ids has each message once", doubles=2)
