/// Values of a command set by their meaning. Reading a wrong value throws; it never traps.
extension CommandSet {
    /// What is asked or answered.
    /// - Throws: `MessageError.unknownCommand` for services that this room does not know (N-GET, …).
    public var field: CommandField {
        get throws(MessageError) {
            let number = try required(.commandField)
            guard let field = CommandField(rawValue: number) else { throw .unknownCommand(number) }
            return field
        }
    }

    /// A data set follows. 0101H means none, every other value means one. Standard: PS3.7 annex E.1 (0000,0800).
    public var hasDataSet: Bool {
        get { self[.commandDataSetType] != CommandSet.noDataSet }
        set { self[.commandDataSetType] = newValue ? 0x0001 : CommandSet.noDataSet }
    }
    private static let noDataSet: UInt16 = 0x0101

    /// Of a request: Message ID (0000,0110).
    public var messageID: UInt16 {
        get throws(MessageError) { try required(.messageID) }
    }

    /// Of a response or a cancel: the request that it is about (0000,0120).
    public var answeredMessageID: UInt16 {
        get throws(MessageError) { try required(.messageIDBeingRespondedTo) }
    }

    /// A whole number of 16 bits; `nil` when it is absent or not of that size.
    public subscript(_ element: CommandElement) -> UInt16? {
        get { (try? number(element)) ?? nil }
        set { self[bytes: element] = newValue.map { $0.littleEndianBytes[...] } }
    }

    /// - Returns: `nil` when the element is absent or empty.
    public func number(_ element: CommandElement) throws(MessageError) -> UInt16? {
        guard let value = self[bytes: element], !value.isEmpty else { return nil }
        guard value.count == 2 else { throw .badValue(element) }
        return value.littleEndian16(at: value.startIndex)
    }

    public func required(_ element: CommandElement) throws(MessageError) -> UInt16 {
        guard let number = try number(element) else { throw .missing(element) }
        return number
    }

    /// A unique identifier that may name things: 1 to 64 digits and dots. Standard: PS3.5 §9.1.
    /// - Returns: `nil` when the element is absent or empty.
    public func uid(_ element: CommandElement) throws(MessageError) -> String? {
        guard let text = text(element), !text.isEmpty else { return nil }
        guard text.isUniqueIdentifier else { throw .badValue(element) }
        return text
    }

    public func requiredUID(_ element: CommandElement) throws(MessageError) -> String {
        guard let uid = try uid(element) else { throw .missing(element) }
        return uid
    }

    public mutating func set(_ element: CommandElement, uid: String?) {
        self[bytes: element] = uid.map { ($0.utf8.count % 2 == 0 ? Array($0.utf8) : Array($0.utf8) + [0])[...] }
    }

    /// Text as the peer sent it, without blanks and NULs around it: hostile until checked.
    public func text(_ element: CommandElement) -> String? {
        self[bytes: element].map { bytes in
            let isPadding: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0 }
            guard let first = bytes.firstIndex(where: { !isPadding($0) }),
                let last = bytes.lastIndex(where: { !isPadding($0) })
            else { return "" }
            return String(decoding: bytes[first...last], as: UTF8.self)
        }
    }

    /// Text of the default repertoire, cut to `limit` characters and padded with a blank; other characters become `?`.
    public mutating func set(_ element: CommandElement, text: String?, limit: Int) {
        guard let text else { return self[bytes: element] = nil }
        let safe = text.unicodeScalars.prefix(limit).map { scalar in
            (0x20...0x7E).contains(scalar.value) && scalar != "\\"
                ? UInt8(truncatingIfNeeded: scalar.value) : UInt8(ascii: "?")
        }
        self[bytes: element] = (safe.count % 2 == 0 ? safe : safe + [0x20])[...]
    }
}

extension String {
    /// 1 to 64 digits and dots, no empty component. Leading zeros are let through: devices write them.
    /// Standard: PS3.5 §9.1.
    var isUniqueIdentifier: Bool {
        let isLegal = utf8.allSatisfy { $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }
        return (1...64).contains(utf8.count) && isLegal && first != "." && last != "." && !contains("..")
    }
}
