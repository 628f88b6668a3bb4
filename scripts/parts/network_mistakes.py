"""Mistakes of callers in requests, PDUs and messages: what it is, what makes it on a line, the answers allowed."""

import random

import network_wire as wire
from network_peers import US
from network_wire import ABORT, CR, CT, EXPLICIT, IMPLICIT, RELEASE_REQUEST, VERIFICATION, context, data, value

GOOD = "GOOD"  # the caller that is allowed
ACCEPTED = "AC 1:0 3:0"
GONE = ("CLOSED", "ABORT 0/0", "ABORT 2/0", "ABORT 2/2", "ABORT 2/6")
DIMSE_FAULT = ("ABORT 0/0", "ABORT 2/0", "ABORT 2/2", "ABORT 2/5", "ABORT 2/6")


def requests():
    """What is wrong with an A-ASSOCIATE-RQ. Standard: PS3.8 table 9-21."""

    def asks(*contexts, called=US, calling=GOOD, **options):
        return lambda line: line.open(called, calling, *contexts, **options)

    many = [context(n, VERIFICATION, IMPLICIT) for n in range(1, 256, 2)]
    all_of_them = "AC " + " ".join(f"{n}:0" for n in range(1, 256, 2))
    fine = context(1, VERIFICATION, IMPLICIT)
    both = context(1, CT, EXPLICIT), context(3, CR, EXPLICIT)
    yield "wrong called AE title", asks(called="SOMEBODY"), "RJ 1/1/7"
    yield "caller that is not allowed", asks(calling="EVIL"), "RJ 1/1/3"
    yield "caller that is allowed from elsewhere only", asks(calling="FAR"), "RJ 1/1/3"
    yield "caller that is allowed from here", asks(calling="NEAR"), ACCEPTED
    yield "called AE title of spaces", asks(called=""), "RJ 1/1/7", *GONE
    yield "unknown SOP class beside a known one", asks(*both), "AC 1:3 3:0"
    yield "unknown SOP class alone", asks(both[0]), "AC 1:3"
    yield "unsupported transfer syntax", asks(context(1, CR, "1.2.840.10008.1.2.4.100")), "AC 1:4"
    yield "wrong protocol version", asks(version=2), "RJ 1/2/2"
    yield "protocol version with further bits", asks(version=3), ACCEPTED
    yield "wrong application context", asks(application="1.2.3"), "RJ 1/1/2"
    yield "128 contexts", lambda line: "accepted" if asks(*many)(line) == all_of_them else "not so", "accepted"
    refused = "ABORT 0/0", "ABORT 2/6", "ABORT 2/0", "RJ 1/1/1", "RJ 1/2/1"
    yield "context with an even number", asks(context(2, VERIFICATION, IMPLICIT)), *refused
    yield "the same context number twice", asks(fine, fine), *refused
    yield "context without a transfer syntax", asks(context(1, VERIFICATION)), "AC 1:4", *refused
    yield "no context at all", asks(b""), "AC ", *refused
    yield "no user information", asks(information=b""), ACCEPTED, *refused
    lying = wire.user(more=wire.item(0x54, b"\xff\xff1.2.3"))
    yield "role selection longer than its item", asks(information=lying), ACCEPTED, *refused


def first_units():
    """PDUs before an association, and what is none. Standard: PS3.8 table 9-10 (Sta2)."""

    def first(*parts):
        return lambda line: (line.send(*parts), line.answers())[1]

    noise = random.Random(4).randbytes(64 << 10)
    request = wire.associate(US, GOOD)
    yield "64 KB of noise", first(noise), *GONE
    yield "an HTTP request", first(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), *GONE
    yield "data before the association", first(data(value(1, 3, wire.echo()))), *GONE
    yield "release before the association", first(RELEASE_REQUEST), *GONE
    yield "A-ABORT before the association", first(ABORT), "CLOSED"
    yield "A-ASSOCIATE-RQ of 2 GB", first(wire.pdu(1, b"\0" * 100, length=2 << 30)), *GONE
    yield "A-ASSOCIATE-RQ of 10 bytes", first(wire.pdu(1, b"\0" * 10)), *GONE
    yield "items longer than their PDU", first(request[:-8] + b"\xff" * 8), ACCEPTED + ", ABORT 2/0", *GONE


def later_units():
    """PDUs within an association. Standard: PS3.8 table 9-10 (Sta6), table 9-26."""

    def then(*parts):
        return lambda line: (line.send(*parts), line.answers())[1]

    request, reply = (wire.associate(US, GOOD, kind=kind) for kind in (1, 2))
    over = "ABORT 2/6", "ABORT 2/0"
    yield "PDU of unknown type", then(wire.pdu(0x99, b"abcd")), "ABORT 2/1"
    yield "A-ASSOCIATE-RQ a second time", then(request), "ABORT 2/2"
    yield "A-ASSOCIATE-AC from a caller", then(reply), "ABORT 2/2"
    yield "release reply that nobody asked for", then(wire.RELEASE_REPLY), "ABORT 2/2"
    yield "PDU of 4 GB", then(wire.pdu(4, b"\0" * 100, length=0xFFFFFFF0)), *over
    yield "PDU above what we announced", then(wire.pdu(4, value(3, 0, b"\0" * (2 << 20)))), *over
    yield "P-DATA without a value", then(wire.pdu(4, b"")), *over
    yield "value of length 0", then(data(value(1, 3, b"", length=0))), *over
    yield "value longer than its PDU", then(data(value(1, 3, b"abcd", length=5000))), *over
    yield "release, twice at once", then(RELEASE_REQUEST, RELEASE_REQUEST), "RELEASE-RP"
    yield "release", then(RELEASE_REQUEST), "RELEASE-RP"
    yield "A-ABORT", then(ABORT), "CLOSED"

def messages():
    """DIMSE messages that are none. Standard: PS3.7 §6.3, §9.3, annex C."""

    def told(*parts):
        return lambda line: (line.send(*parts), line.answer())[1]

    def both(*parts):
        return lambda line: (line.send(*parts), line.answers(2))[1]

    echo = wire.echo()
    singles = [data(value(1, 1 if at + 1 < len(echo) else 3, echo[at : at + 1])) for at in range(len(echo))]
    empties = data(value(1, 1, b""), value(1, 1, echo[:20]), value(1, 1, b""), value(1, 3, echo[20:]))
    yield "echo", told(data(value(1, 3, echo))), "STATUS 0000"
    yield "echo in fragments of one byte", told(*singles), "STATUS 0000"
    yield "echo between values without bytes", told(empties), "STATUS 0000"
    yield "echo with an empty last value", told(data(value(1, 1, echo), value(1, 3, b""))), "STATUS 0000"
    without = wire.echo(group_length=False)
    yield "command set without group length", told(data(value(1, 3, without))), "STATUS 0000"
    wrong = echo[:8] + b"\x01" + echo[9:]
    yield "command set with a wrong group length", told(data(value(1, 3, wrong))), *DIMSE_FAULT
    yield "command on a context that was not accepted", told(data(value(99, 3, echo))), *DIMSE_FAULT
    split = data(value(1, 1, echo[:20]), value(3, 3, echo[20:]))
    yield "command in two contexts", told(split), *DIMSE_FAULT
    yield "command in fragments out of order", told(data(value(1, 1, echo[20:]), value(1, 3, echo[:20]))), *DIMSE_FAULT
    yield "data set before any command", told(data(value(3, 2, b"abcd"))), *DIMSE_FAULT
    unannounced = data(value(1, 3, echo)), data(value(1, 2, b"\x08\0\x18\0\2\0\0\0aa"))
    late = [f"STATUS 0000, {fault}" for fault in DIMSE_FAULT]
    yield "data set for a command that announced none", both(*unannounced), *late, *DIMSE_FAULT
    yield "command set that ends inside an element", told(data(value(1, 3, echo[:-5]))), *DIMSE_FAULT
    yield "command set of 1 MB", told(*[data(value(1, 1, b"\0" * 16000))] * 64), *DIMSE_FAULT
    yield "noise as a command set", told(data(value(1, 3, random.Random(5).randbytes(300)))), *DIMSE_FAULT
    get = wire.command([(3, CR), (0x100, 0x110), (0x110, 5), (0x800, 0x101), (0x1001, "1.2.3")])
    yield "a service that is not offered (N-GET)", told(data(value(3, 3, get))), "STATUS 0211"
    find = wire.command([(2, CR), (0x100, 0x20), (0x110, 5), (0x700, 0), (0x800, 0x101)])
    yield "C-FIND of us", told(data(value(3, 3, find))), "STATUS 0211", "STATUS 0122", "STATUS C000"
    response = wire.command([(2, VERIFICATION), (0x100, 0x8030), (0x120, 1), (0x800, 0x101), (0x900, 0)])
    yield "a response that nobody waits for", told(data(value(1, 3, response))), *DIMSE_FAULT
    foreign = wire.command([(2, CR), (0x100, 0x30), (0x110, 1), (0x800, 0x101)])
    yield "echo under another SOP class", told(data(value(1, 3, foreign))), "STATUS 0122", "STATUS 0000"
