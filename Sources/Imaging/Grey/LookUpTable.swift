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

    /// A table, or the reason why none was read: half a table drawn is a film drawn wrongly.
    ///
    /// - Parameter isInputSigned: how the second value of the descriptor is to be read. Its own VR is not asked: data sets
    ///   with implicit VR have none, and converters get it wrong.
    static func read(_ item: DataSet, isInputSigned: Bool) -> (table: LookUpTable?, flaw: String) {
        guard let descriptor = item.bytes(.lutDescriptor), descriptor.count == 6 else {
            return (nil, "its descriptor does not have three values")
        }
        let words = Self.words(descriptor)
        let (count, bits) = (words[0] == 0 ? 65_536 : Int(words[0]), Int(words[2]))
        guard (8...16).contains(bits) else { return (nil, "its entries are said to have \(bits) bits") }
        guard let data = item.bytes(.lutData), let values = entries(of: data, count: count, bits: bits) else {
            return (nil, "it does not hold the \(count) entries of \(bits) bits that it promises")
        }
        guard values.allSatisfy({ Int($0) < 1 << bits }) else {
            return (nil, "it holds values of more than its \(bits) bits")
        }
        let first = isInputSigned ? Int(Int16(bitPattern: words[1])) : Int(words[1])
        return (LookUpTable(first: first, bits: bits, values: values), "")
    }

    /// The output for one input.
    func value(at input: Int) -> UInt16 {
        values[min(max(input, first) - first, values.count - 1)]
    }

    /// 16-bit words, or bytes when the table has 8 bits and its length says so; `nil` when data are missing or ambiguous.
    private static func entries(of data: ArraySlice<UInt8>, count: Int, bits: Int) -> [UInt16]? {
        if data.count == 2 * count || (bits > 8 && data.count > 2 * count) {
            return words(data.prefix(2 * count))
        }
        // Bytes, with one more to make the length even.
        guard bits == 8, data.count == (count + 1) & ~1 else { return nil }
        return data.prefix(count).map(UInt16.init)
    }

    private static func words(_ bytes: ArraySlice<UInt8>) -> [UInt16] {
        stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
        }
    }
}
