/// What the two sides tell each other about themselves beside the contexts. Standard: PS3.8 annex D, PS3.7 annex D.3.3.
public struct UserInformation: Sendable, Equatable {
    /// The largest variable field of a P-DATA-TF PDU that the sender of this takes, in bytes; 0 means any.
    public var maxLength: UInt32
    public var implementationClass: String
    public var implementationVersion: String?
    /// Operations that may be under way at once, invoked and performed; `nil` means one each.
    public var operations: (invoked: UInt16, performed: UInt16)?
    public var roles: [RoleSelection]
    /// Of a request only.
    public var identity: UserIdentity?
    /// Of an acceptance only: the answer to an identity that wanted one.
    public var identityResponse: [UInt8]?

    public init(
        maxLength: UInt32, implementationClass: String = Implementation.classUID,
        implementationVersion: String? = Implementation.version, roles: [RoleSelection] = []
    ) {
        (self.maxLength, self.roles) = (maxLength, roles)
        (self.implementationClass, self.implementationVersion) = (implementationClass, implementationVersion)
    }

    public static func == (a: UserInformation, b: UserInformation) -> Bool {
        a.maxLength == b.maxLength && a.implementationClass == b.implementationClass
            && a.implementationVersion == b.implementationVersion && a.roles == b.roles && a.identity == b.identity
            && a.identityResponse == b.identityResponse && a.operations?.invoked == b.operations?.invoked
            && a.operations?.performed == b.operations?.performed
    }

    /// What a peer is that sends no user information: any length, no name.
    static let none = UserInformation(maxLength: 0, implementationClass: "", implementationVersion: nil)

    /// Takes the sub-items that are known; extended negotiation (56H, 57H) and unknown ones are skipped.
    mutating func read(_ items: ArraySlice<UInt8>, startingAt origin: Int) throws(PDUError) {
        var cursor = ByteCursor(items, origin: origin)
        while let item = try cursor.item() {
            var value = item.value
            switch item.type {
            case 0x51: maxLength = try value.number32()
            case 0x52: implementationClass = value.uid()
            case 0x53: operations = (try value.number16(), try value.number16())
            case 0x54: roles.append(try RoleSelection(reading: value))
            case 0x55: implementationVersion = value.text()
            case 0x58: identity = try UserIdentity(reading: value)
            case 0x59: identityResponse = Array(try value.take(Int(try value.number16())))
            default: break
            }
        }
    }

    func write(to writer: inout ItemWriter) {
        writer.item(0x50) { item in
            item.item(0x51) { $0.number32(maxLength) }
            item.item(0x52) { $0.bytes += Array(implementationClass.utf8) }
            if let operations {
                item.item(0x53) {
                    $0.number16(operations.invoked)
                    $0.number16(operations.performed)
                }
            }
            for role in roles { role.write(to: &item) }
            if let implementationVersion {
                item.item(0x55) { $0.bytes += Array(implementationVersion.utf8.prefix(16)) }
            }
            identity?.write(to: &item)
            if let identityResponse { item.item(0x59) { $0.field16(identityResponse) } }
        }
    }
}

extension RoleSelection {
    /// Standard: PS3.7 tables D.3-9 and D.3-10.
    init(reading cursor: ByteCursor) throws(PDUError) {
        var cursor = cursor
        var name = ByteCursor(try cursor.take(Int(try cursor.number16())), origin: cursor.position)
        sopClass = name.uid()
        isUser = try cursor.byte() == 1
        isProvider = try cursor.byte() == 1
    }

    func write(to writer: inout ItemWriter) {
        writer.item(0x54) { item in
            item.field16(Array(sopClass.utf8))
            item.bytes += [isUser ? 1 : 0, isProvider ? 1 : 0]
        }
    }
}
