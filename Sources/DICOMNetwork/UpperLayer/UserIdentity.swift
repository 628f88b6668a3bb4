/// Who asks, as the requestor says. Nothing here is checked. Standard: PS3.7 §D.3.3.7.
public struct UserIdentity: Sendable, Equatable {
    /// 1 user name, 2 user name and passcode, 3 Kerberos ticket, 4 SAML assertion, 5 JSON web token.
    public let kind: UInt8
    public let wantsResponse: Bool
    public let primary: [UInt8]
    public let secondary: [UInt8]

    public init(kind: UInt8, wantsResponse: Bool, primary: [UInt8], secondary: [UInt8] = []) {
        (self.kind, self.wantsResponse, self.primary, self.secondary) = (kind, wantsResponse, primary, secondary)
    }

    init(reading cursor: ByteCursor) throws(PDUError) {
        var cursor = cursor
        kind = try cursor.byte()
        wantsResponse = try cursor.byte() == 1
        primary = Array(try cursor.take(Int(try cursor.number16())))
        secondary = Array(try cursor.take(Int(try cursor.number16())))
    }

    func write(to writer: inout ItemWriter) {
        writer.item(0x58) { item in
            item.bytes += [kind, wantsResponse ? 1 : 0]
            item.field16(primary)
            item.field16(secondary)
        }
    }
}
