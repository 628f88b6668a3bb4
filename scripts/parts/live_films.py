"""Films of people who never lived, for the live daemon: several of one patient, drawn to look like something."""

import films
import numpy
from records_ward import changed

# (number, name, birth date, sex): two have the same initials, one has no number that a CNP could be.
PEOPLE = [
    ("1800101221144", "POPESCU^ION", "19800101", "M"),
    ("2900202221149", "IONESCU^ANA MARIA", "19900202", "F"),
    ("5010203221148", "LUPU^DAN", "20010203", "M"),
    ("2850404040011", "PETRE^IOANA", "19850404", "F"),
    ("1700505050017", "DOBRE^VASILE", "19700505", "M"),
    ("HOSP-77", "ENE^RADU-MIHAI", "19610606", "M"),
    ("6050707070013", "STAN^ELENA", "20050707", "F"),
]
PROTOCOLS = ["CHEST PA", "CHEST PA", "HAND AP", "KNEE AP", "CHEST LATERAL", "ABDOMEN AP"]
DOCTORS = ["Dr. Ion Vasilescu", "Dr. Irina Voicu", "Dr. Maria Enescu", "Dr. Paul Radu"]
DAYS = ["20260301", "20260302", "20260304"]


def picture(number, side):
    """A bright field with two dark lobes and ribs; no two numbers give the same."""
    chance = numpy.random.default_rng(number)
    row, column = numpy.mgrid[0:side, 0:side] / side
    lobes = sum(numpy.exp(-(((column - middle) / 0.16) ** 2 + ((row - 0.5) / 0.33) ** 2) * 2) for middle in (0.3, 0.7))
    ribs = 0.05 * numpy.sin((row + 0.25 * numpy.abs(column - 0.5)) * 60)
    spot = numpy.exp(-(((column - 0.3) / 0.05) ** 2 + ((row - chance.uniform(0.3, 0.7)) / 0.05) ** 2))
    grey = 0.85 - 0.6 * lobes + ribs + 0.3 * chance.random() * spot + chance.normal(0, 0.01, (side, side))
    values = (grey.clip(0, 1) * 4095).astype("<u2")
    values[0, 0] = number % 4096
    return values.tobytes()


def film(number, side=256, person=None, protocol=None, day=None, clock=None, more=None):
    """One film; its number gives it its own UIDs, and one of the people."""
    patient, name, born, sex = person or PEOPLE[number % len(PEOPLE)]
    values = {
        (8, 0x05): ("CS", "ISO_IR 192"),
        (8, 0x31): ("TM", clock or f"{8 + number % 9:02}{number * 7 % 60:02}00"),
        (8, 0x50): ("SH", f"ACC{number}"),
        (0x10, 0x10): ("PN", name),
        (0x10, 0x20): ("LO", patient),
        (0x10, 0x30): ("DA", born),
        (0x10, 0x40): ("CS", sex),
    }
    drawn = films.film(
        number,
        rows=side,
        columns=side,
        pixels=picture(number, side),
        day=day or DAYS[number % len(DAYS)],
        protocol=protocol or PROTOCOLS[number % len(PROTOCOLS)],
    )
    return changed(drawn, values | (more or {}))


def uid_of(number):
    return films.uid_of(number)


def reports(database, numbers, severity_of):
    """A radiologist's text for two films of three, some of another mind than the reader."""
    rows = []
    for number in numbers:
        if number % 3 == 0:
            continue
        severity = severity_of(uid_of(number))
        said = severity if number % 4 else (0 if severity >= 5 else 8)
        rows.append(
            (
                uid_of(number),
                str(9000 + number),
                f"Fără leziuni evolutive. Film {number}."
                if said < 5
                else f"Opacitate în lobul inferior. Film {number}.",
                "No active lesions." if said < 5 else "Opacity in the lower lobe.",
                int(said >= 5),
                said,
                "normal" if said < 5 else "opacity",
                "radio",
                DOCTORS[number % len(DOCTORS)],
                "Cough for two weeks.",
            )
        )
    database.executemany(
        "INSERT INTO rad_reports (uid, id, text, text_en, positive, severity, summary, type, radiologist, justification)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    database.commit()
    return [row[0] for row in rows]
