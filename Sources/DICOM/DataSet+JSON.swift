import Foundation

extension DataSet {
    /// The DICOM JSON model as text, keys in the order of tags, text in UTF-8. Standard: PS3.18 annex F.
    /// - Parameter inlineLimit: binary values above this many bytes, and compressed pixels, become a `BulkDataURI`
    ///   `#7FE00010` that only names the element.
    public func json(inlineLimit: Int = 4096) -> String {
        var text = ""
        JSONModel(inlineLimit: inlineLimit).write(self, into: &text)
        return text
    }
}

/// Writes the DICOM JSON model. Standard: PS3.18 §F.2.
private struct JSONModel {
    let inlineLimit: Int

    func write(_ dataSet: DataSet, into text: inout String) {
        text += "{"
        var isFirst = true
        for element in dataSet.elements where !element.tag.isGroupLength {
            text += isFirst ? "" : ","
            isFirst = false
            text += "\"\(element.tag.hexadecimal)\":{\"vr\":\"\(element.vr.rawValue)\""
            writeValue(of: element, in: dataSet, into: &text)
            text += "}"
        }
        text += "}"
    }

    private func writeValue(of element: Element, in dataSet: DataSet, into text: inout String) {
        switch element.value {
        case .items:
            let items = dataSet.items(of: element)
            guard !items.isEmpty else { return }
            text += ",\"Value\":["
            for (index, item) in items.enumerated() {
                text += index == 0 ? "" : ","
                write(item, into: &text)
            }
            text += "]"
        case .fragments:
            text += ",\"BulkDataURI\":\"#\(element.tag.hexadecimal)\""
        case .bytes(let bytes):
            guard !bytes.isEmpty else { return }
            switch element.vr {
            case .ob, .od, .of, .ol, .ov, .ow, .un, .sq: writeBinary(bytes, tag: element.tag, into: &text)
            default: writeValues(of: element, in: dataSet, into: &text)
            }
        }
    }

    private func writeBinary(_ bytes: ArraySlice<UInt8>, tag: Tag, into text: inout String) {
        if bytes.count > inlineLimit {
            text += ",\"BulkDataURI\":\"#\(tag.hexadecimal)\""
        } else {
            text += ",\"InlineBinary\":\"\(Data(bytes).base64EncodedString())\""
        }
    }

    private func writeValues(of element: Element, in dataSet: DataSet, into text: inout String) {
        let values: [String]
        switch element.vr {
        case .us, .ss, .ul, .sl, .sv, .uv: values = dataSet.integers(of: element).map(String.init)
        case .fl, .fd: values = dataSet.numbers(of: element).map { "\($0)" }
        case .at: values = dataSet.integers(of: element).map { quoted(Tag(UInt32(truncatingIfNeeded: $0)).hexadecimal) }
        case .is, .ds: values = dataSet.strings(of: element).map { number($0) }
        case .pn: values = dataSet.strings(of: element).map { name($0) }
        default:
            // The text is UTF-8 now, whatever it was in the file. Standard: PS3.18 §F.2.
            let texts = element.tag == .specificCharacterSet ? ["ISO_IR 192"] : dataSet.strings(of: element)
            values = texts.map { $0.isEmpty ? "null" : quoted($0) }
        }
        guard !values.isEmpty else { return }
        text += ",\"Value\":[\(values.joined(separator: ","))]"
    }

    /// A number where it is one and JSON can say it, else the text as it stands. Standard: PS3.18 §F.2.3.
    private func number(_ text: String) -> String {
        if text.isEmpty { return "null" }
        guard let number = Double(tolerant: text) else { return quoted(text) }
        return Int(exactly: number).map(String.init) ?? "\(number)"
    }

    /// The groups of a name as they stand. Standard: PS3.18 §F.2.2.
    private func name(_ text: String) -> String {
        let groups = text.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false)
        let fields = zip(["Alphabetic", "Ideographic", "Phonetic"], groups).filter { !$0.1.isEmpty }
            .map { "\"\($0.0)\":\(quoted(String($0.1)))" }
        return fields.isEmpty ? "null" : "{\(fields.joined(separator: ","))}"
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
