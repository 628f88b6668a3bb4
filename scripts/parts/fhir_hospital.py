"""The made-up hospital of fhir_peer.py: patients, orders and reports out of a seed, and the truth about each film.

Only Python's own library. Nobody in it lives.
"""

import base64
import datetime
import html
import random

CNP_SYSTEM, HIS_SYSTEM = "urn:oid:1.2.40.0.10.1.4.3.1", "urn:test:his"
FAMILIES = "POPESCU IONESCU DUMITRESCU STĂNESCU ȘERBAN ȚEPEȘ MARINESCU GHEORGHE VASILESCU RĂDULESCU".split()
GIVEN = {"M": "ION VASILE ȘTEFAN ANDREI MIHAI GEORGE".split(), "F": "ANA MARIA ELENA IOANA CRISTINA ȘTEFANIA".split()}
REGIONS = {"chest": "Radiografie torace", "abdomen": "Radiografie abdomen", "knee": "Radiografie genunchi"} | {
    "hand": "Radiografie mână"
}
KINDS = ("Patient", "ServiceRequest", "DiagnosticReport", "ImagingStudy", "Practitioner", "Binary")
CEDILLAS = {0x219: 0x15F, 0x21B: 0x163}

# What happens to a film's record, and how often in 200 patients.
STORIES = {
    "base64": 30, "html": 14, "latin2": 10, "conclusion": 8, "narrative": 4, "pdf_and_conclusion": 4, "pdf": 4,
    "rtf": 2,
    "missing": 10, "late": 20, "preliminary": 4, "in_error": 4, "two_orders": 8, "accession_decides": 8,
    "study_decides": 6, "merged": 8, "duplicates": 6, "duplicates_accession": 4, "by_name": 8, "namesake": 6,
    "unknown": 4, "report_by_accession": 6, "report_unnamed": 4, "amended": 4, "attachment": 4, "filler": 4, "pages": 2,
    "other_accession": 4,
    # What a careless search would take.
    "only_blood": 4, "standing_other_day": 4, "standing_both_days": 4, "undated_namesake": 4, "other_number": 4,
    "placers_number": 4, "logical_subject": 4, "vague": 4, "region_only": 2,
}  # fmt: skip
PATIENTS = sum(STORIES.values())
LABORATORY, IMAGING = "108252007", "363679005"


def reference(kind, id_):
    return {"reference": f"{kind}/{id_}"}


def cnp(sex, born, number):
    digits = f"{ {'M': 1, 'F': 2}[sex] + (4 if born.year >= 2000 else 0)}{born:%y%m%d}40{number:03d}"
    left = sum(int(digit) * weight for digit, weight in zip(digits, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9))) % 11
    return digits + str(1 if left == 10 else left)


class Hospital:
    """Resources by kind and id, and the truth about each film."""

    def __init__(self, seed, patients):
        self.dice, self.number, self.films, self.late_reports = random.Random(seed), 1000, [], {}
        self.kept = {kind: {} for kind in KINDS}
        self.add("Practitioner", {"name": [{"family": "Stan", "given": ["Radu"], "prefix": ["Dr."]}]}, "p1")
        stories = [name for name, count in STORIES.items() for _ in range(count)]
        for index in range(patients):
            self.person(index, stories[index % len(stories)])

    def add(self, kind, resource, id_=None):
        if id_ is None:
            self.number += 1
            id_ = f"{kind[:2].lower()}{self.number}"
        self.kept[kind][id_] = {"resourceType": kind, "id": id_} | resource
        return id_

    def person(self, index, story):
        sex = self.dice.choice("MF")
        born = datetime.date(1940, 1, 1) + datetime.timedelta(days=self.dice.randrange(30000))
        who = {
            "family": FAMILIES[index % len(FAMILIES)], "given": self.dice.choice(GIVEN[sex]), "sex": sex, "born": born,
            "cnp": cnp(sex, born, index),
        }  # fmt: skip
        when = datetime.datetime(2026, 3, 2, 8) + datetime.timedelta(minutes=self.dice.randrange(30 * 1440))
        region = self.dice.choice(sorted(REGIONS))
        self.story = story
        self.film = {
            "patientID": who["cnp"], "name": f"{who['family']}^{who['given']}", "birthDate": str(born), "sex": sex,
            "study": f"1.2.826.0.1.3680043.9.7.{index + 1}.1", "exposed": f"{when:%Y-%m-%d %H:%M:%S}", "modality": "CR",
            "region": region,
        }  # fmt: skip
        getattr(self, story)(who, when, region)

    def patient(self, who, identified=True, **more):
        numbers = [{"system": HIS_SYSTEM, "value": f"H{self.number}"}]
        if identified:
            numbers.append({"system": CNP_SYSTEM, "value": who["cnp"]})
        name = {"use": "official", "family": who["family"], "given": [who["given"]]}
        gender = {"M": "male", "F": "female"}[who["sex"]]
        person = {"identifier": numbers, "name": [name], "gender": gender, "birthDate": str(who["born"])}
        return self.add("Patient", person | more)

    def decoys(self, patient, when, region):
        """What must not be taken: blood, ordered or not, other kinds, other regions, other years."""
        lab = {"status": "final", "category": [self.coded("LAB")], "conclusion": "Hb 12,1 g/dl"}
        self.report(patient, when, "chest", "lab", named=lab)
        self.blood(patient, when)
        if self.dice.random() < 0.3:
            self.answered(patient, when, region, code="CT torace", kind="CT")
        if self.dice.random() < 0.3:
            other = next(name for name in sorted(REGIONS) if name != region)
            self.answered(patient, when, other)
        if self.dice.random() < 0.4:
            self.answered(patient, when - datetime.timedelta(days=340), region)

    def blood(self, patient, when):
        """A laboratory's order of the film's hour with its answer; how the laboratory is told differs, or it is not."""
        category = self.dice.choice([[self.coded("LAB")], [self.snomed(LABORATORY)], None])
        order = self.order(patient, when, None, code="Hemoleucograma", category=category)
        text = {"category": category, "code": {"text": "Hemoleucograma"}, "conclusion": "Hb 7,1 g/dl, anemie severa"}
        self.report(patient, when, "chest", "", order, form="none", named=text)
        for kept in (self.kept["ServiceRequest"][order], self.kept["DiagnosticReport"][f"di{self.number}"]):
            if kept["category"] is None:
                del kept["category"]

    @staticmethod
    def snomed(code):
        return {"coding": [{"system": "http://snomed.info/sct", "code": code}]}

    @staticmethod
    def coded(code):
        return {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": code}]}

    def order(self, patient, when, region, code=None, kind="RAD", field=None, **more):
        resource = {
            "status": "active", "intent": "order", "subject": reference("Patient", patient),
            "category": [self.snomed(IMAGING) if kind == "RAD" and self.number % 3 == 0 else self.coded(kind)],
            "code": {"text": code or REGIONS[region]}, "reasonCode": [{"text": "tuse și febră"}],
        }  # fmt: skip
        zone = "+03:00" if when >= datetime.datetime(2026, 3, 29, 3) else "+02:00"
        field = field or self.dice.choice(["occurrenceDateTime", "authoredOn"])
        resource[field] = f"{when - datetime.timedelta(minutes=20):%Y-%m-%dT%H:%M:%S}{zone}"
        return self.add("ServiceRequest", resource | more)

    def report(self, patient, when, region, text, order=None, form="base64", status="final", named=None, **more):
        issued = when + datetime.timedelta(hours=3)
        resource = {
            "status": status, "subject": reference("Patient", patient), "category": [self.coded("RAD")],
            "code": {"text": REGIONS[region]}, "effectiveDateTime": f"{when:%Y-%m-%dT%H:%M:%S}Z",
            "issued": f"{issued:%Y-%m-%dT%H:%M:%S}Z",
        }  # fmt: skip
        if order:
            resource["basedOn"] = [reference("ServiceRequest", order)]
        signer = self.dice.choice([{"display": "Dr. Radu Stan"}, reference("Practitioner", "p1")])
        resource |= {"resultsInterpreter": [signer]} | self.form(form, text) | more | (named or {})
        return self.add("DiagnosticReport", resource)

    def form(self, form, text):
        def attachment(kind, data):
            return {"contentType": kind, "data": base64.b64encode(data).decode()}

        page = "<html><head><style>p{color:red}</style><script>alert('<p>nu</p>')</script></head><body>"
        lines = "<br/>".join(html.escape(line) for line in text.split("\n"))
        page += f"<p>{lines}</p></body></html>"
        div = f'<div xmlns="http://www.w3.org/1999/xhtml">{lines}</div>'
        latin2 = attachment("text/plain;charset=ISO-8859-2", text.translate(CEDILLAS).encode("iso8859-2", "replace"))
        return {
            "base64": {"presentedForm": [attachment("text/plain; charset=utf-8", text.encode())]},
            "html": {"presentedForm": [attachment("text/html", page.encode())]},
            "latin2": {"presentedForm": [latin2]},
            "conclusion": {"conclusion": text},
            "narrative": {"text": {"status": "generated", "div": div}},
            "pdf_and_conclusion": {"presentedForm": [attachment("application/pdf", b"%PDF-1.4 x")], "conclusion": text},
            "pdf": {"presentedForm": [attachment("application/pdf", b"%PDF-1.4 x")]},
            "rtf": {"presentedForm": [attachment("text/rtf", b"{\\rtf1 x}")]},
            "none": {},
        }[form]

    def words(self, region):
        self.number += 1
        return f"{REGIONS[region]}: fără modificări; cord în limite normale.\nReferință R{self.number}, ă â î < 5 mm."

    def answered(self, patient, when, region, **more):
        order = self.order(patient, when, region, **more)
        return order, self.report(patient, when, region, self.words(region), order)

    def expect(self, result, report=None, text=None, **film):
        truth = {"story": self.story, "expect": result, "film": self.film | film}
        self.films.append(truth | ({"report": report, "text": text} if report else {}))
        return self.films[-1]

    def usual(self, who, when, region, form="base64", status="final", result="report", patient=None, **more):
        patient = patient or self.patient(who)
        self.decoys(patient, when, region)
        order, text = self.order(patient, when, region), self.words(region)
        id_ = self.report(patient, when, region, text, order, form=form, status=status, **more)
        if form == "latin2":
            text = text.translate(CEDILLAS)
        self.expect(result, *((id_, text) if result in ("report", "preliminary") else ()))
        return order, id_, text

    def missing(self, who, when, region):
        patient = self.patient(who)
        self.decoys(patient, when, region)
        self.order(patient, when, region)
        self.expect("none")

    def late(self, who, when, region):
        _, id_, text = self.usual(who, when, region, result="none")
        self.films[-1]["later"] = {"report": id_, "text": text}
        self.late_reports[id_] = self.kept["DiagnosticReport"].pop(id_)

    def preliminary(self, who, when, region):
        self.usual(who, when, region, status="preliminary", result="preliminary")

    def in_error(self, who, when, region):
        status = self.dice.choice(["entered-in-error", "cancelled", "registered"])
        self.usual(who, when, region, status=status, result="none")

    def two_orders(self, who, when, region):
        patient = self.patient(who)
        for hours in (0, 2):
            self.answered(patient, when + datetime.timedelta(hours=hours), region)
        self.expect("ambiguous-request")

    def numbered(self, accession):
        kind = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "ACSN"}]}
        return [{"type": kind, "value": accession}]

    def accession_decides(self, who, when, region, patient=None):
        patient = patient or self.patient(who)
        for number in (1, 2):
            accession = f"A{self.number}{number}"
            order = self.order(patient, when, region, identifier=self.numbered(accession))
            text = self.words(region)
            self.expect("report", self.report(patient, when, region, text, order), text, accession=accession)

    def study_decides(self, who, when, region):
        patient = self.patient(who)
        for number in (1, 2):
            uid = f"{self.film['study']}.{number}"
            series = {"identifier": [{"system": "urn:dicom:uid", "value": f"urn:oid:{uid}"}], "status": "available"}
            study = self.add("ImagingStudy", series | {"subject": reference("Patient", patient)})
            order, text = self.order(patient, when, region), self.words(region)
            id_ = self.report(patient, when, region, text, order, imagingStudy=[reference("ImagingStudy", study)])
            self.expect("report", id_, text, study=uid)

    def merged(self, who, when, region):
        kept = self.patient(who)
        old = {"active": False, "link": [{"other": reference("Patient", kept), "type": "replaced-by"}]}
        self.answered(self.patient(who, **old), when, region)
        self.usual(who, when, region, patient=kept)

    def duplicates(self, who, when, region):
        for _ in range(2):
            self.answered(self.patient(who), when, region)
        self.expect("ambiguous-patient")

    def duplicates_accession(self, who, when, region):
        self.answered(self.patient(who), when, region)
        self.accession_decides(who, when, region)

    def by_name(self, who, when, region):
        self.usual(who, when, region, patient=self.patient(who, identified=False))

    def namesake(self, who, when, region):
        other = who | {"born": who["born"] + datetime.timedelta(days=400)}
        self.answered(self.patient(other, identified=False), when, region)
        self.expect("unknown")

    def unknown(self, who, when, region):
        self.expect("unknown")

    def report_by_accession(self, who, when, region):
        patient, accession, text = self.patient(who), f"B{self.number}", self.words(region)
        self.decoys(patient, when, region)
        id_ = self.report(patient, when, region, text, identifier=self.numbered(accession))
        self.report(patient, when, region, self.words(region), identifier=self.numbered(accession + "9"))
        self.expect("report", id_, text, accession=accession)

    def report_unnamed(self, who, when, region):
        patient = self.patient(who)
        self.report(patient, when, region, self.words(region))
        self.expect("ambiguous-report")

    def amended(self, who, when, region):
        order, _, _ = self.usual(who, when, region)
        truth, patient = self.films[-1], self.kept["ServiceRequest"][order]["subject"]["reference"].split("/")[1]
        truth["text"] = "Corectat: " + truth["text"]
        truth["report"] = self.report(patient, when, region, truth["text"], order, status="amended")
        self.report(patient, when, region, "Preliminar.", order, status="preliminary")

    def attachment(self, who, when, region):
        _, id_, text = self.usual(who, when, region)
        data = base64.b64encode(text.encode()).decode()
        binary = self.add("Binary", {"contentType": "text/plain", "data": data})
        self.kept["DiagnosticReport"][id_]["presentedForm"] = [{"contentType": "text/plain", "url": f"Binary/{binary}"}]

    def filler(self, who, when, region):
        patient = self.patient(who)
        placer, text = self.order(patient, when, region), self.words(region)
        order = self.order(patient, when, region, intent="filler-order", basedOn=[reference("ServiceRequest", placer)])
        self.expect("report", self.report(patient, when, region, text, order), text)

    def pages(self, who, when, region):
        patient = self.patient(who)
        for _ in range(35):
            self.order(patient, when, region, code="CT abdomen", kind="CT")
        self.usual(who, when, region, patient=patient)

    def other_accession(self, who, when, region):
        patient = self.patient(who)
        order = self.order(patient, when, region, identifier=self.numbered("C1"))
        self.report(patient, when, region, self.words(region), order)
        self.expect("none", accession=f"C{self.number}9")

    def only_blood(self, who, when, region):
        self.blood(self.patient(who), when)
        self.expect("none")

    def standing(self, who, when, region, days):
        """An order for as long as somebody lies in bed, and a report for each of some days."""
        patient = self.patient(who)
        order = self.order(patient, when, region, field="authoredOn")
        found = [(day, self.words(region)) for day in days]
        for day, text in found:
            id_ = self.report(patient, when + datetime.timedelta(days=day), region, text, order)
            if day == 0:
                self.expect("report", id_, text)
        if 0 not in days:
            self.expect("none")

    def standing_other_day(self, who, when, region):
        self.standing(who, when, region, (1, 2))

    def standing_both_days(self, who, when, region):
        self.standing(who, when, region, (-1, 0, 1))

    def undated_namesake(self, who, when, region):
        """Brought in without papers: the name is all that is known, and somebody has it."""
        self.usual(who, when, region, patient=self.patient(who, identified=False), result="unknown")
        self.films[-1]["film"] |= {"patientID": f"URG-{self.number}", "birthDate": ""}

    def other_number(self, who, when, region):
        patient = self.patient(who)
        order = self.order(patient, when, region, identifier=[{"system": "urn:ris:accession", "value": "D1"}])
        self.report(patient, when, region, self.words(region), order)
        self.expect("none", accession=f"D{self.number}9")

    def placers_number(self, who, when, region):
        """The number of the ward is another film's accession number."""
        patient, number = self.patient(who), str(self.number)
        ward = {"type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "PLAC"}]}}
        order = self.order(patient, when, region, identifier=[ward | {"value": number}] + self.numbered("E1"))
        self.report(patient, when, region, self.words(region), order)
        self.expect("none", accession=number)

    def logical_subject(self, who, when, region):
        """A report of the right order that is about somebody else, who is no resource here."""
        patient = self.patient(who)
        order = self.order(patient, when, region)
        somebody = {"identifier": {"system": CNP_SYSTEM, "value": cnp("M", who["born"], 999)}}
        self.report(patient, when, region, self.words(region), order, subject=somebody)
        self.expect("none")

    def vague(self, who, when, region):
        """An order of pictures that does not say of what."""
        patient = self.patient(who)
        self.report(patient, when, region, self.words(region), self.order(patient, when, region, code="Radiografie"))
        self.expect("ambiguous-request")

    def region_only(self, who, when, region):
        patient = self.patient(who)
        code = REGIONS[region].split()[-1]
        self.report(patient, when, region, self.words(region), self.order(patient, when, region, code=code))
        self.expect("ambiguous-request")


def with_form(form):
    result = "unreadable" if form in ("pdf", "rtf") else "report"
    return lambda self, who, when, region: self.usual(who, when, region, form=form, result=result)


for name in ("base64", "html", "latin2", "conclusion", "narrative", "pdf_and_conclusion", "pdf", "rtf"):
    setattr(Hospital, name, with_form(name))
