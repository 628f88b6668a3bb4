import DICOM
import Foundation

/// What a reader found in one file, flat: `00082218[0].00080100` and its values.
struct ReadingOfFile: Codable, Equatable {
    struct Finding: Codable, Equatable {
        var text: [String]?
        var numbers: [Double]?
        /// Length and sum of the bytes.
        var bytes: [Int]?

        /// As if a padding zero stood behind an odd value.
        var even: Finding {
            guard let bytes, bytes[0] % 2 == 1 else { return self }
            return Finding(bytes: [bytes[0] + 1, bytes[1]])
        }
    }

    var file: String
    var error: String?
    var elements: [String: Finding]?

    /// The same as `DICOMOracle.script` says it, by our reader.
    init(_ dataSet: DataSet, file: String) {
        self.file = file
        var found: [String: Finding] = [:]
        ReadingOfFile.collect(dataSet, under: "", into: &found)
        elements = found
    }

    private static func collect(_ dataSet: DataSet, under path: String, into found: inout [String: Finding]) {
        for element in dataSet.elements where !element.tag.isGroupLength {
            let key = path + element.tag.hexadecimal
            let items = dataSet.items(element.tag)
            for (index, item) in items.enumerated() { collect(item, under: "\(key)[\(index)].", into: &found) }
            switch element.value {
            case .items: continue
            case .bytes where !items.isEmpty: continue
            case .fragments(_, let fragments):
                let all = fragments.joined()
                found[key] = Finding(bytes: [all.count, all.reduce(0) { $0 + Int($1) }])
            case .bytes(let bytes):
                found[key] = finding(dataSet, element, bytes)
            }
        }
    }

    private static func finding(_ dataSet: DataSet, _ element: Element, _ bytes: ArraySlice<UInt8>) -> Finding {
        switch element.knownVR {
        case .sq: return Finding(text: [])
        case .ds, .is, .us, .ss, .ul, .sl, .sv, .uv, .fl, .fd, .at:
            return Finding(numbers: dataSet.numbers(element.tag))
        case .ob, .ow, .of, .od, .ol, .ov, .un:
            return Finding(bytes: [bytes.count, bytes.reduce(0) { $0 + Int($1) }])
        default:
            let texts = dataSet.strings(element.tag)
            // pydicom drops empty groups at the end of a name.
            return Finding(text: element.knownVR == .pn ? texts.map { $0.replacing(/=+$/, with: "") } : texts)
        }
    }
}

/// Reads files with pydicom.
enum DICOMOracle {
    /// Arguments: where to write the findings, then files (`.json`: the DICOM JSON model); without files, every test file of pydicom and pydicom-data.
    static let script = #"""
        import glob, json, math, os, sys, warnings
        warnings.simplefilter("ignore")
        import pydicom, pydicom.data
        from pydicom.encaps import generate_fragments
        # We keep private elements as they are; so must pydicom.
        pydicom._private_dict.private_dictionaries.clear()

        def summed(raw): return {"bytes": [len(raw), sum(raw)]}

        def finding(e, encapsulated):
            v, many = e.value, None
            if v is None: v = []
            if e.VR in ("OB", "OW", "OF", "OD", "OL", "OV", "UN") or isinstance(v, bytes):
                raw = bytes(v)
                if encapsulated and e.tag == 0x7fe00010: raw = b"".join(list(generate_fragments(raw))[1:])
                return summed(raw)
            many = list(v) if isinstance(v, (list, pydicom.multival.MultiValue)) else [v]
            if e.VR in ("DS", "IS", "US", "SS", "UL", "SL", "SV", "UV", "FL", "FD", "AT"):
                numbers = [float(x) for x in many if x not in ("", None)]
                return {"numbers": [x for x in numbers if math.isfinite(x)]}
            text = [str(x).strip(" \0").rstrip("=" if e.VR == "PN" else "\0") for x in many]
            return {"text": [] if text == [""] else text}

        def walk(ds, path, encapsulated, out):
            for e in ds:
                if e.tag.element == 0: continue
                key = path + "%08X" % e.tag
                if e.VR == "SQ":
                    for i, item in enumerate(e.value): walk(item, "%s[%d]." % (key, i), encapsulated, out)
                else: out[key] = finding(e, encapsulated)

        target, files = sys.argv[1], sys.argv[2:]
        if not files:
            roots = [os.path.join(os.path.dirname(pydicom.__file__), "data")]
            try:
                import data_store; roots.append(list(data_store.__path__)[0])
            except ImportError: pass
            files = sorted(f for r in roots for f in glob.glob(r + "/**/*", recursive=True) if os.path.isfile(f) and not f.endswith(".json"))
        with open(target, "w") as result:
            for f in files:
                one = {"file": f}
                try:
                    if f.endswith(".json"):
                        ds, out = pydicom.Dataset.from_json(open(f).read(), lambda *a: b""), {}
                        walk(ds, "", False, out)
                        result.write(json.dumps({"file": f, "elements": out}) + "\n")
                        continue
                    with open(f, "rb") as opened: is_part10 = opened.read(132)[128:] == b"DICM"
                    if not is_part10 and not f.endswith(".dcm"): continue
                    ds = pydicom.dcmread(f, force=True)
                    syntax = getattr(getattr(ds, "file_meta", None), "TransferSyntaxUID", None)
                    encapsulated = bool(syntax) and not syntax.is_private and syntax.is_encapsulated
                    out = {}
                    walk(ds, "", encapsulated, out)
                    one["elements"] = out
                except Exception as error: one["error"] = repr(error)[:200]
                result.write(json.dumps(one) + "\n")
        """#

    static func read(_ files: [String]) throws -> [ReadingOfFile] {
        let target = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".json")
        defer { try? FileManager.default.removeItem(at: target) }
        let (status, output) = try Stranger.python.run(["-c", script, target.path] + files)
        guard status == 0 else { throw CocoaError(.fileReadUnknown, userInfo: ["said": output]) }
        return try Data(contentsOf: target).split(separator: 0x0A)
            .map { try JSONDecoder().decode(ReadingOfFile.self, from: $0) }
    }
}
