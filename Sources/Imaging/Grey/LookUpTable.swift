import DICOM

/// One item of Modality LUT Sequence or VOI LUT Sequence: whole numbers to whole numbers.
///
/// Standard: PS3.3 §C.11.1.1.1 and §C.11.2.1.1 (the three values of LUT Descriptor, and how LUT Data is stored).
struct LookUpTable: Sendable, Hashable {
    /// The input that the first entry stands for; lower inputs get the first entry, and those after the last one the last.
    let first: Int
    /// Bits for each entry, 8 … 16: an output of `2^bits - 1` is the top of the output range.
    let bits: Int
    /// 1 … 65 536 entries, none above `2^bits - 1`.
    let values: [UInt16]

    enum Reading {
        /// A remark says what the descriptor has wrong.
        case table(LookUpTable, remark: String?)
        /// Half a table drawn is a film drawn wrongly.
        case unusable(flaw: String)
    }

    /// A table, or the reason why none was read.
    ///
    /// Where the descriptor's bits are impossible or too few for the entries, the highest entry decides them, as it does
    /// for DCMTK: without its table a film may be drawn with black and white turned round.
    /// - Parameter isInputSigned: how the second value of the descriptor is to be read. Its own VR is not asked: data sets
    ///   with implicit VR have none, and converters get it wrong.
    static func read(_ item: DataSet, isInputSigned: Bool) -> Reading {
        guard let descriptor = item.bytes(.lutDescriptor), descriptor.count == 6 else {
            return .unusable(flaw: "its descriptor does not have three values")
        }
        let words = Self.words(descriptor)
        let (count, said) = (words[0] == 0 ? 65_536 : Int(words[0]), Int(words[2]))
        guard let data = item.bytes(.lutData), let values = entries(of: data, count: count, bits: said) else {
            return .unusable(flaw: "it does not hold the \(count) entries that it promises")
        }
        let needed = Int.bitWidth - Int(values.max() ?? 0).leadingZeroBitCount
        let isSound = (8...16).contains(said) && needed <= said
        let bits = isSound ? said : max(8, needed)
        let first = isInputSigned ? Int(Int16(bitPattern: words[1])) : Int(words[1])
        return .table(
            LookUpTable(first: first, bits: bits, values: values),
            remark: isSound ? nil : "its entries are said to have \(said) bits; \(bits) were used")
    }

    /// The output for one input.
    func value(at input: Int) -> UInt16 {
        values[min(max(input, first) - first, values.count - 1)]
    }

    /// 16-bit words where there are enough of them; bytes where the table has 8 bits, or does not know. What is left over is
    /// not looked at. `nil` when entries are missing.
    private static func entries(of data: ArraySlice<UInt8>, count: Int, bits: Int) -> [UInt16]? {
        if data.count >= 2 * count { return words(data.prefix(2 * count)) }
        guard !(9...16).contains(bits), data.count >= count else { return nil }
        return data.prefix(count).map(UInt16.init)
    }

    private static func words(_ bytes: ArraySlice<UInt8>) -> [UInt16] {
        stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
        }
    }
}
