/// Writes P-DATA-TF PDUs: one presentation data value each. Standard: PS3.8 §9.3.5, annex E.2.
public struct DataTransfer: Sendable {
    /// PDU header, length of the value, context id and message control header.
    public static let headerBytes = 12
    /// What a PDU holds at most where the peer sets no limit, in bytes.
    public static let ownLimit = 1 << 20
    /// Length of the value, context id and control header: they count as part of the variable field.
    private static let valueHeaderBytes = 6

    /// Bytes of a message in one PDU: even, so that every fragment is.
    public let payloadBytes: Int

    /// - Parameter maxLength: what the peer announced; 0 means any. A peer that leaves no room for a byte of a message gets
    ///   two a PDU all the same: its limit has no meaning.
    public init(maxLength: UInt32) {
        let limit = maxLength == 0 ? DataTransfer.ownLimit : min(Int(maxLength), DataTransfer.ownLimit)
        payloadBytes = max(2, limit - DataTransfer.valueHeaderBytes) & ~1
    }

    /// What stands before `count` bytes of a message, of which there are at most `payloadBytes`.
    public func header(context: UInt8, isCommand: Bool, isLast: Bool, count: Int) -> [UInt8] {
        var writer = ItemWriter(bytes: [PDU.Kind.dataTransfer.rawValue, 0])
        writer.number32(UInt32(truncatingIfNeeded: count + DataTransfer.valueHeaderBytes))
        writer.number32(UInt32(truncatingIfNeeded: count + 2))
        writer.bytes += [context, (isCommand ? 1 : 0) | (isLast ? 2 : 0)]
        return writer.bytes
    }

    /// A whole command or data set, in as many PDUs as it takes; one, if it is empty.
    public func encoded(_ message: [UInt8], context: UInt8, isCommand: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(message.count + (message.count / payloadBytes + 1) * DataTransfer.headerBytes)
        var start = 0
        repeat {
            let end = min(start + payloadBytes, message.count)
            let isLast = end == message.count
            bytes += header(context: context, isCommand: isCommand, isLast: isLast, count: end - start)
            bytes += message[start..<end]
            start = end
        } while start < message.count
        return bytes
    }
}
