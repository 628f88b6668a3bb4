import Foundation

extension DataSet {
    /// Sets one text value. The VR is the dictionary's (LO for tags it does not know) unless given.
    ///
    /// Text that does not fit the data set's character set moves the whole data set to ISO_IR 192 (UTF-8). Set Specific
    /// Character Set (0008,0005) itself before any text: setting it does not write other values anew.
    public mutating func set(_ tag: Tag, _ text: String, vr: VR? = nil) {
        let vr = vr ?? DataDictionary.vr(of: tag) ?? .lo
        set(tag, text: text, vr: vr)
    }

    /// Sets several text values, joined by backslashes.
    public mutating func set(_ tag: Tag, _ values: [String], vr: VR? = nil) {
        set(tag, values.joined(separator: "\\"), vr: vr)
    }

    /// Sets whole numbers, as text (IS, DS) or binary by the VR. A number that the VR cannot hold is cut to its bits.
    public mutating func set(_ tag: Tag, integers: [Int], vr: VR? = nil) {
        let vr = vr ?? DataDictionary.vr(of: tag) ?? .is
        let size = vr == .ob ? 1 : vr.unitSize
        guard !vr.isText, vr != .un, vr != .sq else { return set(tag, integers.map(String.init), vr: vr) }
        switch vr {
        case .fl, .fd, .of, .od: set(tag, numbers: integers.map(Double.init), vr: vr)
        case .at:
            let halves = integers.flatMap { [UInt64(bitPattern: Int64($0)) >> 16, UInt64(bitPattern: Int64($0))] }
            set(tag, units: halves, size: 2, vr: vr)
        default: set(tag, units: integers.map { UInt64(bitPattern: Int64($0)) }, size: size, vr: vr)
        }
    }

    public mutating func set(_ tag: Tag, integer: Int, vr: VR? = nil) { set(tag, integers: [integer], vr: vr) }

    /// Sets numbers, as text (DS, at most 16 characters) or binary by the VR.
    public mutating func set(_ tag: Tag, numbers: [Double], vr: VR? = nil) {
        let vr = vr ?? DataDictionary.vr(of: tag) ?? .ds
        switch vr {
        case .fl, .of: set(tag, units: numbers.map { UInt64(Float($0).bitPattern) }, size: 4, vr: vr)
        case .fd, .od: set(tag, units: numbers.map(\.bitPattern), size: 8, vr: vr)
        case let vr where vr.isText: set(tag, numbers.map(\.decimalString), vr: vr)
        default: set(tag, integers: numbers.compactMap { Int(exactly: $0.rounded()) }, vr: vr)
        }
    }

    public mutating func set(_ tag: Tag, number: Double, vr: VR? = nil) { set(tag, numbers: [number], vr: vr) }

    /// Sets bytes as they are, padded to an even count as the file will have them (PS3.5 §6.2); numbers little endian.
    public mutating func set(_ tag: Tag, bytes: [UInt8], vr: VR) {
        self[tag] = Element(tag, vr, bytes: bytes.count % 2 == 0 ? bytes : bytes + [vr.padding])
    }

    /// Sets a sequence. Each item is written in its own character set, or in this data set's where it names none.
    public mutating func set(_ tag: Tag, items: [DataSet]) {
        self[tag] = Element(tag, .sq, .items(items))
    }

    /// Sets compressed pixels: one fragment for each frame or more. Standard: PS3.5 §A.4.
    public mutating func setPixels(fragments: [[UInt8]], offsetTable: [UInt32] = []) {
        let even = fragments.map { $0.count % 2 == 0 ? $0 : $0 + [0] }
        self[.pixelData] = Element(
            .pixelData, .ob, .fragments(offsetTable: offsetTable, even.map { $0[...] }), hasUndefinedLength: true)
    }

    /// Sets an element to no value (type 2), keeping its tag in the data set.
    public mutating func setEmpty(_ tag: Tag, vr: VR? = nil) {
        let vr = vr ?? DataDictionary.vr(of: tag) ?? .lo
        self[tag] = vr == .sq ? Element(tag, .sq, .items([])) : Element(tag, vr, bytes: [])
    }

    public mutating func remove(_ tag: Tag) { self[tag] = nil }

    /// Writes every text anew in ISO_IR 192 (UTF-8), items included.
    public mutating func convertToUTF8() {
        self = inUTF8(from: characterSet)
        set(.specificCharacterSet, bytes: Array("ISO_IR 192".utf8), vr: .cs)
    }

    private func inUTF8(from set: SpecificCharacterSet) -> DataSet {
        var result = self
        for element in elements {
            switch element.value {
            case .bytes(let bytes) where element.knownVR.usesCharacterSet && !bytes.isASCIIText:
                let text = set.decode(bytes, isPersonName: element.knownVR == .pn)
                result.set(element.tag, bytes: Array(text.utf8), vr: element.vr)
            case .fragments: break
            case .bytes, .items:
                let items = self.items(of: element)
                guard !items.isEmpty else { continue }
                let converted = items.map { $0.contains(.specificCharacterSet) ? $0 : $0.inUTF8(from: set) }
                result[element.tag] = Element(
                    element.tag, .sq, .items(converted), hasUndefinedLength: element.hasUndefinedLength)
            }
        }
        return result
    }

    private mutating func set(_ tag: Tag, text: String, vr: VR) {
        guard vr.usesCharacterSet else {
            return set(tag, bytes: Array(text.utf8), vr: vr)
        }
        if let bytes = characterSet.encode(text) {
            set(tag, bytes: bytes, vr: vr)
        } else {
            convertToUTF8()
            set(tag, bytes: Array(text.utf8), vr: vr)
        }
    }

    private mutating func set(_ tag: Tag, units: [UInt64], size: Int, vr: VR) {
        let bytes = units.flatMap { unit in
            (0..<size).map { UInt8(truncatingIfNeeded: unit >> UInt64(8 * $0)) }
        }
        set(tag, bytes: bytes, vr: vr)
    }
}

extension Double {
    /// At most 16 characters, as DS demands; empty when the number is not finite. Standard: PS3.5 §6.2 (DS).
    var decimalString: String {
        guard isFinite else { return "" }
        if let whole = Int(exactly: self), abs(whole) < 1_000_000_000_000_000 { return String(whole) }
        let exact = "\(self)"
        if exact.utf8.count <= 16 { return exact }
        return (1...16).reversed().lazy.map { String(format: "%.\($0)g", self) }.first { $0.utf8.count <= 16 } ?? ""
    }
}
