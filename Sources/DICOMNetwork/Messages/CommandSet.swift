/// The command of a DIMSE message: elements of group 0000, implicit VR little endian whatever was negotiated for data.
/// Values are slices of the received bytes. Standard: PS3.7 §6.3.1, annex E.
public struct CommandSet: Sendable, Equatable {
    /// Larger command sets are refused: the largest that the standard knows has some hundred bytes.
    public static let maxBytes = 64 << 10
    private static let headerBytes = 8

    private var values: [CommandElement: ArraySlice<UInt8>] = [:]
    /// Failed SOP Instance UID List (0008,0058) as some archives put it behind a response, where a data set should hold it.
    /// It is read and never written.
    private(set) var failedInstanceList: ArraySlice<UInt8> = []

    /// A command that no data set follows, until `hasDataSet` says otherwise.
    public init(_ field: CommandField) {
        self[.commandField] = field.rawValue
        hasDataSet = false
    }

    /// Reads a whole command set.
    ///
    /// The group length may be missing (old systems); if it is there it must be right. Elements ascend, none twice.
    /// Retired and unknown elements of group 0000 are kept; an unknown service is found by `field`, so that it can be
    /// answered. Elements of other groups have no place here, but archives let some follow in a response (DCMTK's "status
    /// detail"): those behind a response are passed over, in a request they are a fault.
    public init(decoding bytes: ArraySlice<UInt8>) throws(MessageError) {
        guard bytes.count <= CommandSet.maxBytes else { throw .tooLarge(limit: CommandSet.maxBytes) }
        var offset = bytes.startIndex
        var last: CommandElement?
        while offset < bytes.endIndex {
            let (group, element, value) = try CommandSet.element(of: bytes, at: offset)
            guard group == 0 else { break }
            if let last, element <= last { throw .outOfOrder(element) }
            last = element
            values[element] = value
            offset = value.endIndex
        }
        if offset < bytes.endIndex { try passForeignElements(of: bytes, from: offset) }
        try checkGroupLength(of: bytes, groupEnd: offset)
        // It is counted anew when the command is written.
        values[.groupLength] = nil
        _ = try required(.commandField)
        _ = try required(.commandDataSetType)
    }

    /// Ascending, the group length first, each value of even length.
    public func encoded() -> [UInt8] {
        var body: [UInt8] = []
        for (element, value) in values.sorted(by: { $0.key < $1.key }) {
            CommandSet.append(element, value, to: &body)
        }
        var bytes: [UInt8] = []
        let length = UInt32(truncatingIfNeeded: body.count)
        CommandSet.append(.groupLength, length.littleEndianBytes[...], to: &bytes)
        return bytes + body
    }

    /// The raw bytes of an element.
    public subscript(bytes element: CommandElement) -> ArraySlice<UInt8>? {
        get { values[element] }
        set { values[element] = newValue }
    }

    private static func element(
        of bytes: ArraySlice<UInt8>, at offset: Int
    ) throws(MessageError) -> (group: UInt16, CommandElement, ArraySlice<UInt8>) {
        let position = offset - bytes.startIndex
        let left = bytes.endIndex - offset
        guard left >= headerBytes else { throw .truncated(offset: position, wanted: headerBytes, left: left) }
        let group = bytes.littleEndian16(at: offset)
        let element = CommandElement(bytes.littleEndian16(at: offset + 2))
        let length = Int(bytes.littleEndian32(at: offset + 4))
        guard length <= left - headerBytes else {
            throw .truncated(offset: position, wanted: length, left: left - headerBytes)
        }
        let start = offset + headerBytes
        return (group, element, bytes[start..<start + length])
    }

    /// Elements of group 0000 may not come again behind them.
    private mutating func passForeignElements(of bytes: ArraySlice<UInt8>, from start: Int) throws(MessageError) {
        let isResponse = (self[.commandField] ?? 0) & 0x8000 != 0
        var offset = start
        while offset < bytes.endIndex {
            let (group, element, value) = try CommandSet.element(of: bytes, at: offset)
            guard isResponse, group != 0 else {
                throw .foreignElement(offset: start - bytes.startIndex, group: bytes.littleEndian16(at: start))
            }
            if group == 0x0008, element.rawValue == 0x0058 { failedInstanceList = value }
            offset = value.endIndex
        }
    }

    /// Whoever lets other groups follow may count them or not.
    private func checkGroupLength(of bytes: ArraySlice<UInt8>, groupEnd: Int) throws(MessageError) {
        guard let value = values[.groupLength] else { return }
        guard value.count == 4 else { throw .badValue(.groupLength) }
        let declared = Int(value.littleEndian32(at: value.startIndex))
        let actual = groupEnd - value.endIndex
        guard declared == actual || declared == bytes.endIndex - value.endIndex else {
            throw .wrongGroupLength(declared: declared, actual: actual)
        }
    }

    private static func append(_ element: CommandElement, _ value: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        let isOdd = value.count % 2 == 1
        bytes += [0, 0, UInt8(truncatingIfNeeded: element.rawValue), UInt8(truncatingIfNeeded: element.rawValue >> 8)]
        bytes += UInt32(truncatingIfNeeded: value.count + (isOdd ? 1 : 0)).littleEndianBytes
        bytes += value
        if isOdd { bytes.append(0) }
    }
}

extension ArraySlice<UInt8> {
    /// `index` and the byte behind it must be there.
    func littleEndian16(at index: Int) -> UInt16 { UInt16(self[index]) | UInt16(self[index + 1]) << 8 }

    /// `index` and the three bytes behind it must be there.
    func littleEndian32(at index: Int) -> UInt32 {
        UInt32(littleEndian16(at: index)) | UInt32(littleEndian16(at: index + 2)) << 16
    }
}

extension FixedWidthInteger {
    var littleEndianBytes: [UInt8] {
        (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) }
    }
}
