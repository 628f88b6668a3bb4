extension DataSet {
    /// Readable text, an element a line: tag, VR, value, keyword. Long values are cut.
    /// - Parameter width: most characters of a value.
    public func dump(width: Int = 64) -> String {
        var lines: [String] = []
        dump(into: &lines, indent: "", width: width)
        return lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")
    }

    private func dump(into lines: inout [String], indent: String, width: Int) {
        for element in elements {
            let start = "\(indent)\(element.tag) \(element.vr.rawValue) "
            let name = element.tag.isPrivateCreator ? "PrivateCreator" : keyword(of: element.tag)
            switch element.value {
            case .bytes(let bytes):
                lines.append("\(start)\(shown(element, bytes, width: width))  # \(bytes.count) \(name)")
            case .items(let items):
                lines.append("\(start)(\(items.count) \(items.count == 1 ? "item" : "items"))  # \(name)")
                for (index, item) in self.items(of: element).enumerated() {
                    lines.append("\(indent)  item \(index + 1)")
                    item.dump(into: &lines, indent: indent + "    ", width: width)
                }
            case .fragments(let table, let fragments):
                let bytes = fragments.reduce(0) { $0 + $1.count }
                lines.append("\(start)(\(fragments.count) fragments, offset table \(table.count))  # \(bytes) \(name)")
            }
        }
    }

    private func keyword(of tag: Tag) -> String {
        if tag.isGroupLength { return "GroupLength" }
        return DataDictionary.entry(for: tag)?.keyword ?? (tag.isPrivate ? "Private" : "Unknown")
    }

    private func shown(_ element: Element, _ bytes: ArraySlice<UInt8>, width: Int) -> String {
        let vr = element.knownVR
        if bytes.isEmpty { return "(empty)" }
        if vr == .ui, let name = string(element.tag).flatMap({ DataDictionary.name(ofUID: $0) }) { return "=\(name)" }
        // A long value is shown by its beginning: no work for what is cut off.
        let part = Element(element.tag, vr, .bytes(bytes.prefix(max(width, 8) * 8)))
        switch vr {
        case .ob, .ow, .un, .od, .of, .ol, .ov, .sq:
            return cut(bytes.prefix(width).map { byte in hexadecimal(byte) }.joined(separator: "\\"), to: width)
        default:
            let values = strings(of: part).joined(separator: "\\")
            return vr.isText ? "[\(cut(visible(values), to: width))]" : cut(values, to: width)
        }
    }

    private func cut(_ text: String, to width: Int) -> String {
        text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
    }

    /// Control characters would break the line or the terminal.
    private func visible(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? "." : scalar
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
