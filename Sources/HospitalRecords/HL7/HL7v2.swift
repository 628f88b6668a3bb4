/// Reads HL7 v2 files: reports that a hospital drops where films are dropped.
///
/// Accepted are ORU^R01 messages in the classic encoding, one or many (batches), framed by MLLP bytes or bare.
/// Standard: HL7 v2.5.1 chapters 2 and 7.
public enum HL7v2 {
    /// A file.
    public static let largest = 4 << 20
    static let mostMessages = 1000
    static let mostSegments = 10_000

    /// What a file holds. One broken message does not cost the others.
    public struct Delivery: Sendable, Equatable {
        /// What the orders say, as they come: reports, and reports that are taken back.
        public var orders: [ORUReport] = []
        /// What gave no report, at most once for each message.
        public var refused: [Refusal] = []

        public var reports: [ORUReport] { orders.filter { !$0.isWithdrawn } }
        /// Orders whose report is taken back (OBR-25 X, every OBX-11 D, W or X): they have no text.
        public var withdrawn: [ORUReport] { orders.filter(\.isWithdrawn) }
    }

    /// A message, counted from 1, that gave no report, or not all of its reports.
    public struct Refusal: Sendable, Equatable {
        public let message: Int
        public let problem: HL7Problem
    }

    /// Whether a file is meant as HL7 v2: to be asked before anything else tries it.
    public static func looksLike(_ bytes: some Collection<UInt8>) -> Bool {
        let head = Array(bytes.prefix(64))[...]
        let start = bare(head).prefix { !endsSegment($0) }
        return ["MSH", "FHS", "BHS"].contains { start.starts(with: $0.utf8) } && HL7Marks(header: start) != nil
    }

    /// - Parameter fallback: the character set of messages that name none and are not UTF-8.
    /// - Throws: `.messageUnreadable` for a file that is none; what is wrong with one message is in `refused`.
    public static func read(
        _ bytes: [UInt8], fallback: TextCharset = .windows1250
    ) throws(RecordError) -> Delivery {
        guard bytes.count <= largest else { throw .messageUnreadable(.tooLarge) }
        guard looksLike(bytes) else { throw .messageUnreadable(.notHL7) }
        var delivery = Delivery()
        for (index, message) in try messages(of: bytes).enumerated() {
            do {
                let contents = try HL7Message(message, fallback: fallback).contents()
                delivery.orders += contents.orders
                if let problem = contents.problems.first {
                    delivery.refused.append(Refusal(message: index + 1, problem: problem))
                }
            } catch {
                delivery.refused.append(Refusal(message: index + 1, problem: error))
            }
        }
        if delivery.orders.isEmpty, delivery.refused.isEmpty {
            throw .messageUnreadable(.noReport)
        }
        return delivery
    }

    /// Each message's segments. Frames (VT … FS CR), marks of byte order and the segments of batches are left away.
    private static func messages(of bytes: [UInt8]) throws(RecordError) -> [[ArraySlice<UInt8>]] {
        var messages: [[ArraySlice<UInt8>]] = []
        for segment in HL7Lines(bytes).segments {
            if segment.starts(with: "MSH".utf8) {
                guard messages.count < mostMessages else { throw .messageUnreadable(.tooManyMessages) }
                messages.append([segment])
            } else if let last = messages.indices.last {
                guard messages[last].count < mostSegments else { throw .messageUnreadable(.tooManySegments) }
                messages[last].append(segment)
            }
        }
        return messages
    }

    private static func endsSegment(_ byte: UInt8) -> Bool {
        byte == 0x0D || byte == 0x0A || byte == 0x0B || byte == 0x1C
    }

    /// Without frame bytes, blanks and a mark of byte order in front.
    static func bare(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = bytes.drop { $0 <= 0x20 }
        return start.starts(with: [0xEF, 0xBB, 0xBF]) ? start.dropFirst(3).drop { $0 <= 0x20 } : start
    }
}
