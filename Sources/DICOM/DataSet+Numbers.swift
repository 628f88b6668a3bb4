import Foundation

extension DataSet {
    /// The first value as a whole number, from text (IS, DS) or binary; `nil` when there is none or it is not whole.
    public func integer(_ tag: Tag) -> Int? { integers(tag).first }

    /// All values that are whole numbers.
    public func integers(_ tag: Tag) -> [Int] { self[tag].map { integers(of: $0) } ?? [] }

    /// The first value as a finite number, from text or binary.
    public func number(_ tag: Tag) -> Double? { numbers(tag).first }

    /// All values that are finite numbers.
    public func numbers(_ tag: Tag) -> [Double] { self[tag].map { numbers(of: $0) } ?? [] }

    func integers(of element: Element) -> [Int] {
        let vr = element.knownVR
        guard case .bytes(let bytes) = element.value else { return [] }
        switch vr {
        case .us, .ow: return bytes.units(of: 2) { Int($0) }
        case .ss: return bytes.units(of: 2) { Int(Int16(truncatingIfNeeded: $0)) }
        case .ul, .ol: return bytes.units(of: 4) { Int($0) }
        case .sl: return bytes.units(of: 4) { Int(Int32(truncatingIfNeeded: $0)) }
        case .sv: return bytes.units(of: 8) { Int(Int64(bitPattern: $0)) }
        case .uv, .ov: return bytes.units(of: 8) { Int(exactly: $0) }
        case .ob: return bytes.map { Int($0) }
        case .at: return bytes.units(of: 4) { Int($0 << 16 & 0xFFFF_0000 | $0 >> 16) }
        case .un, .sq: return []
        default: return numbers(of: element).compactMap { Int(exactly: $0) }
        }
    }

    func numbers(of element: Element) -> [Double] {
        let vr = element.knownVR
        guard case .bytes(let bytes) = element.value else { return [] }
        let all: [Double]
        switch vr {
        case .fl, .of: all = bytes.units(of: 4) { Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0))) }
        case .fd, .od: all = bytes.units(of: 8) { Double(bitPattern: $0) }
        case .un, .sq: all = []
        case let vr where vr.isText: all = strings(of: element).compactMap { Double(tolerant: $0) }
        default: all = integers(of: element).map(Double.init)
        }
        return all.filter(\.isFinite)
    }
}

extension ArraySlice<UInt8> {
    /// Whole little endian units of 2, 4 or 8 bytes; what is left at the end belongs to none.
    func units<T>(of size: Int, _ value: (UInt64) -> T?) -> [T] {
        var result: [T] = []
        result.reserveCapacity(count / size)
        var unit = startIndex
        while unit + size <= endIndex {
            var number: UInt64 = 0
            for byte in 0..<size { number |= UInt64(self[unit + byte]) << UInt64(8 * byte) }
            if let value = value(number) { result.append(value) }
            unit += size
        }
        return result
    }
}

extension Double {
    /// A decimal string (DS, IS); a comma is taken for the point that some devices replace by it.
    package init?(tolerant text: String) {
        let plain = text.replacing(",", with: ".")
        guard plain.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let number = Double(plain),
            number.isFinite
        else { return nil }
        self = number
    }
}
