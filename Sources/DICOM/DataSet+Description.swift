// What logs and test reports print by themselves names no value: values are patients'. `dump()` shows them on purpose.

extension DataSet: CustomStringConvertible {
    /// `DataSet(20 elements)`.
    public var description: String { "DataSet(\(elements.count) elements)" }
}

extension Element: CustomStringConvertible {
    /// `(0010,0010) PN, 14 bytes`.
    public var description: String {
        switch value {
        case .bytes(let bytes): "\(tag) \(vr.rawValue), \(bytes.count) bytes"
        case .items(let items): "\(tag) \(vr.rawValue), \(items.count) items"
        case .fragments(_, let fragments): "\(tag) \(vr.rawValue), \(fragments.count) fragments"
        }
    }
}

extension Value: CustomStringConvertible {
    /// Its kind and size.
    public var description: String {
        switch self {
        case .bytes(let bytes): "\(bytes.count) bytes"
        case .items(let items): "\(items.count) items"
        case .fragments(let table, let fragments): "\(fragments.count) fragments, offset table \(table.count)"
        }
    }
}
