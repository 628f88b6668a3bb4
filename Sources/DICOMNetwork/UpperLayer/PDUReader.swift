/// Finds PDUs in a stream, however it is cut. Small ones are collected and decoded; of P-DATA-TF only headers are read and
/// the caller is told which of its bytes belong to which message: nothing of a film is copied or kept here.
///
/// A length above its limit is refused by the header, before a byte of the body is taken. Standard: PS3.8 §9.3.
public struct PDUReader: Sendable {
    public struct Limits: Sendable, Equatable {
        /// Bytes of an A-ASSOCIATE PDU: room for 128 contexts with all transfer syntaxes that the standard knows.
        public var associate: Int
        /// Bytes of the variable field of a P-DATA-TF PDU: what we announced.
        public var data: Int

        public init(associate: Int = 256 << 10, data: Int = 128 << 10) {
            (self.associate, self.data) = (associate, data)
        }
    }

    /// Some of one message's bytes. `range` are positions in the bytes that the caller gave; it may be empty.
    public struct Fragment: Sendable, Equatable {
        public let context: UInt8
        public let isCommand: Bool
        /// Command or data set ends behind these bytes.
        public let isLast: Bool
        public let range: Range<Int>
    }

    public enum Piece: Sendable, Equatable {
        case pdu(PDU)
        /// A P-DATA-TF PDU begins; its fragments follow.
        case dataTransfer
        case fragment(Fragment)
    }

    private enum Place {
        case header
        case body(PDU.Kind, length: Int)
        /// Before a presentation data value: bytes of its PDU that are still to come.
        case valueHeader(left: Int)
        /// In a value: bytes of it that are still to come, and of its PDU behind it.
        case value(context: UInt8, control: UInt8, left: Int, behind: Int)
    }

    /// The largest of the PDUs that have a fixed length; they should have four bytes.
    private static let smallLimit = 64
    private static let valueHeaderBytes = 6

    private let limits: Limits
    private var place = Place.header
    private var collected: [UInt8] = []

    public init(limits: Limits = Limits()) { self.limits = limits }

    /// No PDU is half read.
    public var isBetweenPDUs: Bool {
        if case .header = place { collected.isEmpty } else { false }
    }

    /// The next piece, and `position` behind it. After an error the stream has no meaning any more.
    /// - Returns: `nil` when all is taken and more must come.
    public mutating func next<Bytes: RandomAccessCollection<UInt8>>(
        in bytes: Bytes, from position: inout Int
    ) throws(PDUError) -> Piece? where Bytes.Index == Int {
        while true {
            switch place {
            case .header:
                guard collect(PDU.headerBytes, of: bytes, from: &position) else { return nil }
                if try takeHeader() { return .dataTransfer }
            case .body(let kind, let length):
                guard collect(length, of: bytes, from: &position) else { return nil }
                place = .header
                defer { collected = [] }
                if let pdu = try PDU(kind, body: collected[...]) { return .pdu(pdu) }
            case .valueHeader(let left):
                guard collect(PDUReader.valueHeaderBytes, of: bytes, from: &position) else { return nil }
                try takeValueHeader(left: left)
                if let fragment = emptyValue(at: position) { return .fragment(fragment) }
            case .value:
                return takeValue(of: bytes, from: &position).map { .fragment($0) }
            }
        }
    }

    /// Goes on until `count` bytes are together. - Returns: false when more must come.
    private mutating func collect<Bytes: RandomAccessCollection<UInt8>>(
        _ count: Int, of bytes: Bytes, from position: inout Int
    ) -> Bool where Bytes.Index == Int {
        let taken = min(count - collected.count, bytes.endIndex - position)
        collected += bytes[position..<position + taken]
        position += taken
        return collected.count == count
    }

    /// - Returns: true for P-DATA-TF.
    private mutating func takeHeader() throws(PDUError) -> Bool {
        guard let kind = PDU.Kind(rawValue: collected[0]) else { throw .unknownType(collected[0]) }
        let length = collected[2...].reduce(0) { $0 << 8 | UInt32($1) }
        let limit = limit(of: kind)
        guard length <= limit else { throw .tooLong(type: kind.rawValue, length: length, limit: limit) }
        collected = []
        guard kind == .dataTransfer else {
            place = .body(kind, length: Int(length))
            return false
        }
        guard length > 0 else { throw .emptyData }
        guard length >= PDUReader.valueHeaderBytes else { throw .badDataLength(length) }
        place = .valueHeader(left: Int(length))
        return true
    }

    private func limit(of kind: PDU.Kind) -> Int {
        switch kind {
        case .associateRequest, .associateAccept: limits.associate
        case .dataTransfer: limits.data
        case .associateReject, .releaseRequest, .releaseReply, .abort: PDUReader.smallLimit
        }
    }

    private mutating func takeValueHeader(left: Int) throws(PDUError) {
        let length = collected[..<4].reduce(0) { $0 << 8 | UInt32($1) }
        let (context, control) = (collected[4], collected[5])
        collected = []
        // The length counts context id and control header, but not itself.
        let behind = left - 4 - Int(length)
        guard length >= 2, behind == 0 || behind >= PDUReader.valueHeaderBytes else { throw .badDataLength(length) }
        place = .value(context: context, control: control, left: Int(length) - 2, behind: behind)
    }

    /// A value without bytes is a fragment too: it may end a data set. Bytes need not be there for it.
    private mutating func emptyValue(at position: Int) -> Fragment? {
        guard case .value(let context, let control, 0, let behind) = place else { return nil }
        return fragment(context, control, left: 0, behind: behind, range: position..<position)
    }

    private mutating func takeValue<Bytes: RandomAccessCollection<UInt8>>(
        of bytes: Bytes, from position: inout Int
    ) -> Fragment? where Bytes.Index == Int {
        guard case .value(let context, let control, let left, let behind) = place, position < bytes.endIndex
        else { return nil }
        let start = position
        position += min(left, bytes.endIndex - position)
        return fragment(context, control, left: left - (position - start), behind: behind, range: start..<position)
    }

    private mutating func fragment(
        _ context: UInt8, _ control: UInt8, left: Int, behind: Int, range: Range<Int>
    ) -> Fragment {
        if left > 0 {
            place = .value(context: context, control: control, left: left, behind: behind)
        } else {
            place = behind == 0 ? .header : .valueHeader(left: behind)
        }
        return Fragment(
            context: context, isCommand: control & 1 == 1, isLast: control & 2 == 2 && left == 0, range: range)
    }
}
