"""The third implementation of DICOM's network as a peer. Runs in the Python of .build/peers, which has pynetdicom.

usage: pynetdicom_peer.py serve PORT FOLDER [--title AE] [--move AE:PORT] [--models WORDS] [--accept UID,…]
       pynetdicom_peer.py echo HOST PORT TITLE CALLING
       pynetdicom_peer.py store HOST PORT TITLE CALLING FILE…          (each: --tls CERTIFICATE KEY AUTHORITY)

serve offers FOLDER/store/*.dcm and keeps what it is sent in FOLDER/kept. The others print JSON, a line an answer.
"""

import argparse
import fnmatch
import json
import pathlib
import ssl
import sys
import threading
import warnings

import pydicom
from pydicom.uid import UID
from pynetdicom import AE, _config, evt, sop_class
from pynetdicom.presentation import build_context
from pynetdicom.sop_class import ComputedRadiographyImageStorage, Verification

warnings.simplefilter("ignore")
SYNTAXES = [
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2.2",
    "1.2.840.10008.1.2.1.99",
    "1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.4.80",
    "1.2.840.10008.1.2.4.90",
    "1.2.840.10008.1.2.5",
]
UNIQUE = {"STUDY": "StudyInstanceUID", "SERIES": "SeriesInstanceUID", "IMAGE": "SOPInstanceUID"}


def context(options, purpose):
    if not options.tls:
        return None
    certificate, key, authority = options.tls
    made = ssl.create_default_context(purpose, cafile=authority)
    made.load_cert_chain(certificate, key)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_REQUIRED
    return made


def outgoing(options):
    made = context(options, ssl.Purpose.SERVER_AUTH)
    return (made, None) if made else None


class Archive:
    """The films of a folder, and the answers to questions about them."""

    def __init__(self, folder, options):
        self.folder, self.options, self.lock, self.heads = folder, options, threading.Lock(), {}

    def films(self):
        """path → data set without pixels."""
        with self.lock:
            for path in (self.folder / "store").glob("*.dcm"):
                if path not in self.heads:
                    self.heads[path] = pydicom.dcmread(path, stop_before_pixels=True)
            return dict(self.heads)

    def matching(self, keys):
        """(path, head) of each film that the unique keys and the common ones allow."""
        for path, head in sorted(self.films().items()):
            if all(self.matches(keys, head, word) for word in (*UNIQUE.values(), "StudyDate", "AccessionNumber")):
                if not (modalities := words(keys, "ModalitiesInStudy")) or head.Modality in modalities:
                    yield path, head

    def matches(self, keys, head, word):
        wanted, value = words(keys, word), str(head.get(word, ""))
        if word == "StudyDate" and wanted and "-" in wanted[0]:
            first, last = wanted[0].split("-")
            return (first or "0") <= value <= (last or "9")
        return not wanted or any(fnmatch.fnmatchcase(value, one) for one in wanted)

    def find(self, event):
        keys = event.identifier
        level, answers = keys.QueryRetrieveLevel, {}
        for _, head in self.matching(keys):
            answers.setdefault(head[UNIQUE[level]].value, []).append(head)
        for heads in answers.values():
            if event.is_cancelled:
                yield 0xFE00, None
                return
            answer = pydicom.Dataset()
            answer.QueryRetrieveLevel = level
            for element in keys:
                if element.keyword in heads[0] and element.VR != "SQ" and element.keyword != "SpecificCharacterSet":
                    answer[element.tag] = heads[0][element.tag]
            answer.StudyInstanceUID = heads[0].StudyInstanceUID
            if level == "STUDY":
                answer.ModalitiesInStudy = sorted({head.Modality for head in heads})
                answer.NumberOfStudyRelatedInstances = str(len(heads))
            yield 0xFF00, answer

    def get(self, event):
        paths = [path for path, _ in self.matching(event.identifier)]
        yield len(paths)
        for path in paths:
            yield 0xFF00, pydicom.dcmread(path)

    def move(self, event):
        title, port = self.options.move.split(":")
        paths = [path for path, _ in self.matching(event.identifier)]
        if event.move_destination.strip() != title:
            yield None, None
            return
        films = [pydicom.dcmread(path) for path in paths]
        yield "127.0.0.1", int(port), {"contexts": single_contexts(films), "tls_args": outgoing(self.options)}
        yield len(films)
        for film in films:
            yield 0xFF00, film

    def keep(self, event):
        (self.folder / "kept" / f"{event.request.AffectedSOPInstanceUID}.dcm").write_bytes(event.encoded_dataset())
        return 0


def single_contexts(films):
    """One context for each encoding: where a context offers several, the peer takes one."""
    pairs = {(film.SOPClassUID, film.file_meta.TransferSyntaxUID) for film in films}
    return [build_context(kind, syntax) for kind, syntax in sorted(pairs)]


def words(keys, word):
    value = keys.get(word)
    if value is None or value == "":
        return []
    return [str(one) for one in value] if isinstance(value, (list, pydicom.multival.MultiValue)) else [str(value)]


def serve(options):
    archive, entity = Archive(pathlib.Path(options.folder), options), AE(options.title)
    entity.maximum_pdu_size = 0
    entity.add_supported_context(Verification)
    accepted = options.accept.split(",") if options.accept else SYNTAXES
    entity.add_supported_context(ComputedRadiographyImageStorage, accepted, scu_role=True, scp_role=True)
    for model in options.models.split(","):
        for service in ("Find", "Move", "Get"):
            name = f"{model.title()}RootQueryRetrieveInformationModel{service}"
            entity.add_supported_context(getattr(sop_class, name))
    handlers = [
        (evt.EVT_C_ECHO, lambda event: 0),
        (evt.EVT_C_FIND, archive.find),
        (evt.EVT_C_GET, archive.get),
        (evt.EVT_C_MOVE, archive.move),
        (evt.EVT_C_STORE, archive.keep),
    ]
    secure = context(options, ssl.Purpose.CLIENT_AUTH)
    entity.start_server(("127.0.0.1", options.port), block=True, evt_handlers=handlers, ssl_context=secure)


def associate(options, contexts):
    entity = AE(options.calling)
    entity.maximum_pdu_size = 0
    entity.dimse_timeout = entity.network_timeout = 60
    for name, syntax in contexts:
        entity.add_requested_context(name, syntax)
    association = entity.associate(options.host, options.port, ae_title=options.called, tls_args=outgoing(options))
    if not association.is_established:
        sys.exit("no association")
    return association


def echo(options):
    association = associate(options, [(Verification, SYNTAXES[0])])
    print(json.dumps({"status": association.send_c_echo().get("Status")}), flush=True)
    association.release()


def store(options):
    _config.STORE_SEND_CHUNKED_DATASET = True
    metas = [pydicom.filereader.read_file_meta_info(path) for path in options.files]
    contexts = sorted({(UID(meta.MediaStorageSOPClassUID), UID(meta.TransferSyntaxUID)) for meta in metas})
    association = associate(options, contexts)
    for path in options.files:
        try:
            status = association.send_c_store(path).get("Status")
        except (ValueError, RuntimeError) as trouble:
            status = str(trouble)
        print(json.dumps({"file": str(path), "status": status}), flush=True)
    association.release()


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1])
    does = parser.add_subparsers(required=True)
    server = does.add_parser("serve")
    server.add_argument("port", type=int)
    server.add_argument("folder")
    server.add_argument("--title", default="STRANGER")
    server.add_argument("--move", default="XRV_TEST:4010")
    server.add_argument("--models", default="study,patient")
    server.add_argument("--accept")
    server.set_defaults(do=serve)
    for do in (echo, store):
        caller = does.add_parser(do.__name__)
        caller.add_argument("host")
        caller.add_argument("port", type=int)
        caller.add_argument("called")
        caller.add_argument("calling")
        caller.set_defaults(do=do)
        if do is store:
            caller.add_argument("files", nargs="+", type=pathlib.Path)
    for part in does.choices.values():
        part.add_argument("--tls", nargs=3)
    options = parser.parse_args()
    options.do(options)


main()
