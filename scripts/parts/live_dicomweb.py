"""Our archive as dicomweb-client (PyPI) sees it: what was stored comes back byte for byte."""

import io
import pathlib

import films
import live_films
from live_ward import Ward, need, skip

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "Tests/Samples/dicom"


def dicomweb(verdicts, options):
    missing = need("dicomweb_client", "pydicom", "numpy", "PIL")
    if missing:
        return skip("dicomweb", f"{', '.join(missing)} is not installed; run scripts/setup --peers")
    ward = Ward("dicomweb", processing={"KEEP_DICOM": "yes"}, supported_regions={})
    before = verdicts.failed
    try:
        stored = stock(ward)
        ward.start()
        client = client_of(ward)
        found = queries(ward, client, verdicts, stored)
        instances(client, verdicts, stored, found)
        pictures(ward, client, verdicts, stored, found)
        odd(ward, verdicts, found)
    finally:
        ward.close(verdicts, before)
    return 0


def stock(ward):
    """Plain films, one with two frames, and every compressed sample: UID → bytes."""
    made = {live_films.uid_of(number): live_films.film(number, 128) for number in range(1, 9)}
    made |= {films.uid_of(90): two_frames(90)}
    import pydicom

    for path in sorted(SAMPLES.glob("*.dcm")):
        uid = str(pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID)
        made.setdefault(uid, path.read_bytes())
    names = {str(index): data for index, data in enumerate(made.values())}
    shelf = ward.workspace.home / "shelf"
    shelf.mkdir()
    for name, data in names.items():
        (shelf / f"{name}.dcm").write_bytes(data)
    for command in (("ingest", shelf, "--quiet"), ("analyse", "--quiet")):
        ward.workspace.do(*command)
    kept = {row[0] for row in ward.workspace.query("SELECT uid FROM films WHERE archive_path IS NOT NULL")}
    return {uid: data for uid, data in made.items() if uid in kept}


def two_frames(number):
    side = 48
    pixels = live_films.picture(number, side) + live_films.picture(number + 1, side)
    return films.film(number, rows=side, columns=side, pixels=pixels, more=[(0x28, 8, "IS", "2")])


def client_of(ward, login="chief"):
    import requests
    from dicomweb_client.api import DICOMwebClient

    session = requests.Session()
    session.auth = (login, ward.people[login][0])
    return DICOMwebClient(url=f"http://127.0.0.1:{ward.port}/dicomweb", session=session)


def value(attributes, tag):
    return (attributes.get(tag, {}).get("Value") or [None])[0]


def queries(ward, client, verdicts, stored):
    """QIDO-RS: studies, series, instances; matching, limits, fields. UID → (study, series, instance)."""
    import pydicom

    studies = client.search_for_studies()
    wanted = {
        str(pydicom.dcmread(io.BytesIO(data), stop_before_pixels=True).StudyInstanceUID) for data in stored.values()
    }
    got = {value(study, "0020000D") for study in studies}
    verdicts.see(got == wanted, f"QIDO finds all {len(wanted)} studies, and no others", wanted ^ got)
    all_of = client.search_for_instances()
    found = {
        value(one, "00080018"): (value(one, "0020000D"), value(one, "0020000E"), value(one, "00080018"))
        for one in all_of
    }
    verdicts.see(found.keys() == stored.keys(), f"and all {len(stored)} instances", found.keys() ^ stored.keys())
    name = value(studies[0], "00100010") or {}
    required = (
        "00080020",
        "00080030",
        "00080050",
        "00080061",
        "00100010",
        "00100020",
        "00100030",
        "00100040",
        "00080090",
        "0020000D",
        "00200010",
        "00201206",
        "00201208",
    )
    lacking = {tag for study in studies for tag in required if tag not in study}
    # Tables 10.6.3-4 and 10.6.3-5; what is found anywhere also says of which study and series it is.
    series, instance = ("00080060", "0020000E", "00200011", "00201209"), ("00080016", "00080018", "00200013")
    lacking |= {tag for one in client.search_for_series() for tag in (*required[:-2], *series) if tag not in one} - {
        "00080061"
    }
    lacking |= {tag for one in all_of for tag in (*required[:-2], *series[:-1], *instance) if tag not in one} - {"00080061"}
    verdicts.see(not lacking and isinstance(name, dict), "each study has what PS3.18 requires of it", lacking)
    person = live_films.PEOPLE[1][0]
    mine = client.search_for_studies(search_filters={"PatientID": person})
    owners = {value(study, "00100020") for study in mine}
    verdicts.see(owners == {person} and len(mine) > 0, "a patient's number finds that patient's studies", owners)
    starred = client.search_for_studies(search_filters={"PatientName": "POPESCU*"})
    names = {value(study, "00100010")["Alphabetic"] for study in starred}
    verdicts.see(names == {"POPESCU^ION"}, "a name with a star finds the name", names)
    day = client.search_for_studies(search_filters={"StudyDate": "20260302-20260302"})
    days = {value(study, "00080020") for study in day}
    verdicts.see(days == {"20260302"}, "a span of days finds those days", days)
    first, second = client.search_for_instances(limit=3), client.search_for_instances(limit=3, offset=3)
    uids = [value(one, "00080018") for one in first + second]
    verdicts.see(len(uids) == len(set(uids)) == 6, "limit and offset cut the list into pieces without a double", uids)
    study, series, _ = found[live_films.uid_of(1)]
    inner = client.search_for_series(study)
    verdicts.see([value(one, "0020000E") for one in inner] == [series], "a study's series are found in it", inner)
    verdicts.see(
        client.search_for_studies(search_filters={"PatientID": "NOBODY"}) == [], "nobody's studies are an empty answer"
    )
    more = client.search_for_instances(study, fields=["00280010", "00280011"])
    verdicts.see(value(more[0], "00280010") == 128, "fields that were asked for are there", more[0].keys())
    return found


def instances(client, verdicts, stored, found):
    """WADO-RS: whole instances and their metadata."""
    import pydicom

    wrong, told = [], []
    for uid, data in stored.items():
        study, series, instance = found[uid]
        got = raw_instance(client, f"/studies/{study}/series/{series}/instances/{instance}")
        if got != [data]:
            wrong.append((uid, [len(one) for one in got], len(data)))
        attributes = client.retrieve_instance_metadata(study, series, instance)
        meant = pydicom.dcmread(io.BytesIO(data), stop_before_pixels=True)
        rebuilt = pydicom.Dataset.from_json(attributes)
        for element in meant:
            # JSON is UTF-8 whatever the file was: the character set (0008,0005) is not the file's.
            if element.VR != "SQ" and element.tag not in (0x7FE00010, 0x00080005) and not element.tag.is_private:
                if not same(element, rebuilt.get(element.tag)):
                    told.append((uid, str(element.tag), repr(element.value)[:40], repr(rebuilt.get(element.tag))[:60]))
    verdicts.see(not wrong, f"WADO gives {len(stored)} instances byte for byte as they were stored", *wrong)
    verdicts.see(not told, "and their metadata are those of the file", *told[:6])
    study, series, instance = found[live_films.uid_of(2)]
    whole = raw_instance(client, f"/studies/{study}")
    verdicts.see(whole == [stored[live_films.uid_of(2)]], "a study is its instances", len(whole))
    dataset = client.retrieve_instance(study, series, instance)
    verdicts.see(dataset.SOPInstanceUID == live_films.uid_of(2), "dicomweb-client reads it as a data set")


def same(element, other):
    """Equal, as far as DICOM JSON can say it."""
    if other is None:
        return element.is_empty
    mine, theirs = element.value, other.value
    if element.is_empty or other.is_empty:
        return element.is_empty and other.is_empty
    if element.VR in ("DS", "FD", "FL"):
        listed = [list(v) if element.VM > 1 else [v] for v in (mine, theirs)]
        return len(listed[0]) == len(listed[1]) and all(
            abs(float(a) - float(b)) <= 1e-6 * max(1, abs(float(a))) for a, b in zip(*listed)
        )
    return str(mine) == str(theirs) or mine == theirs


def raw_instance(client, path):
    """The parts of a multipart answer, untouched."""
    answer = client._session.get(
        client.base_url + path, headers={"Accept": 'multipart/related; type="application/dicom"; transfer-syntax=*'}
    )
    answer.raise_for_status()
    return parts_of(answer)


def parts_of(answer):
    import re

    kind = answer.headers["Content-Type"]
    mark = re.search(r'boundary="?([^";]+)', kind)[1].encode()
    pieces = answer.content.split(b"--" + mark)[1:-1]
    return [piece[2:-2].partition(b"\r\n\r\n")[2] for piece in pieces]


def pictures(ward, client, verdicts, stored, found):
    """Frames against pydicom's own decoding; the rendered picture must be one."""
    import numpy
    import pydicom
    from PIL import Image

    wrong, frames = [], 0
    for uid, data in stored.items():
        study, series, instance = found[uid]
        dataset = pydicom.dcmread(io.BytesIO(data))
        count = int(dataset.get("NumberOfFrames", 1) or 1)
        compressed = dataset.file_meta.TransferSyntaxUID.is_compressed
        meant = ([*pydicom.encaps.generate_frames(dataset.PixelData, number_of_frames=count)] if compressed else
                 [dataset.PixelData[n * (size := dataset.Rows * dataset.Columns * dataset.BitsAllocated // 8) :][:size] for n in range(count)])  # fmt: skip
        for number in range(count):
            got = client._session.get(
                f"{client.base_url}/studies/{study}/series/{series}/instances/{instance}/frames/{number + 1}",
                headers={
                    "Accept": 'multipart/related; type="application/octet-stream"; transfer-syntax=*, multipart/related; type="image/*"; transfer-syntax=*, */*'
                },
            )
            frames += 1
            body = parts_of(got)[0] if got.status_code == 200 else b""
            if body.rstrip(b"\0") != meant[number].rstrip(b"\0"):
                wrong.append(
                    (uid, number + 1, got.status_code, got.headers.get("Content-Type"), len(body), len(meant[number]))
                )
    verdicts.see(not wrong, f"{frames} frames are those of the file", *wrong)
    plain = live_films.uid_of(3)
    [pixels] = client.retrieve_instance_frames(
        *found[plain], frame_numbers=[1], media_types=("application/octet-stream",)
    )
    array = numpy.frombuffer(pixels, "<u2").reshape(128, 128)
    verdicts.see(
        numpy.array_equal(array, pydicom.dcmread(io.BytesIO(stored[plain])).pixel_array),
        "dicomweb-client gets the pixels pydicom sees",
    )
    bad = []
    for uid in stored:
        study, series, instance = found[uid]
        for kind in ("image/png", "image/jpeg"):
            path = f"{client.base_url}/studies/{study}/series/{series}/instances/{instance}/rendered"
            got = client._session.get(path, headers={"Accept": kind})
            try:
                image = Image.open(io.BytesIO(got.content))
                image.load()
                values = numpy.asarray(image.convert("L"))
                if values.std() < 3 or got.headers["Content-Type"] != kind or image.format.lower() != kind[6:]:
                    bad.append((uid, kind, values.std(), image.format))
            except (OSError, ValueError) as problem:
                bad.append((uid, kind, got.status_code, got.headers.get("Content-Type"), str(problem)[:80]))
    verdicts.see(not bad, f"{len(stored)} rendered pictures decode, as PNG and as JPEG", *bad[:6])
    # PS3.18 table 8.7.4-1 makes JPEG the form of who asks for none.
    plainly = client._session.get(f"{client.base_url}/studies/{found[plain][0]}/rendered", headers={"Accept": "*/*"})
    verdicts.see(plainly.headers.get("Content-Type") == "image/jpeg", "without a wish it is a JPEG", plainly.headers)
    study, series, instance = found[plain]
    small = client._session.get(
        f"{client.base_url}/studies/{study}/series/{series}/instances/{instance}/rendered?viewport=64,64",
        headers={"Accept": "image/png"},
    )
    size = Image.open(io.BytesIO(small.content)).size if small.status_code == 200 else small.text[:100]
    verdicts.see(small.status_code == 200 and max(size) == 64, "a viewport is kept to", size)
    thumb = client._session.get(f"{client.base_url}/studies/{study}/thumbnail", headers={"Accept": "image/png"})
    print(f"note thumbnail of a study answers {thumb.status_code}")


def odd(ward, verdicts, found):
    """What is not there, not allowed, not acceptable, or not for everyone."""
    study, series, instance = found[live_films.uid_of(1)]
    other = found[live_films.uid_of(2)][0]
    chief = ward.asker("chief")
    base = f"/dicomweb/studies/{study}/series/{series}/instances/{instance}"
    asked = {
        "an instance of another study": (f"/dicomweb/studies/{other}/series/{series}/instances/{instance}", (404,)),
        "a study that is not there": ("/dicomweb/studies/1.2.3", (404,)),
        "frame 2 of 1": (base + "/frames/2", (404, 400)),
        "frame 0": (base + "/frames/0", (404, 400)),
        "frame x": (base + "/frames/x", (404, 400)),
        "a name that is no UID": ("/dicomweb/studies/..%2f..%2fx", (400, 404)),
        "limit=x": ("/dicomweb/studies?limit=x", (400,)),
        "a date that is none": ("/dicomweb/studies?StudyDate=yesterday", (400, 200)),
    }
    wrong = [(what, answer) for what, (path, fine) in asked.items() if (answer := chief.get(path)).status not in fine]
    verdicts.see(not wrong, f"{len(asked)} wrong questions are 400 or 404", *wrong)
    refused = chief.get(base + "/rendered", Accept="image/x-unheard-of")
    verdicts.see(refused.status == 406, "a picture in a form we cannot make is 406", refused)
    stored = chief.ask("POST", "/dicomweb/studies", b"x", {"Content-Type": "multipart/related; type=application/dicom"})
    verdicts.see(stored.status in (404, 405), "it takes nothing: STOW is refused", stored)
    for login in ("nurse", "doctor", None):
        answer = ward.asker(login).get(base)
        verdicts.see(answer.status == (403 if login else 401), f"{login or 'nobody'} opens no original", answer)
    gone = [line for line in ward.audit() if line.get("action") in ("image", "export") and instance in str(line)]
    verdicts.see(len(gone) > 0, "who fetched an original is in the audit log", len(ward.audit()))
    chief.close()
