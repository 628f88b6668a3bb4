/// Elements in the order of their tags, each tag once. Standard: PS3.5 §7.
public struct DataSet: Sendable, Equatable {
    /// Sorted by tag, each tag once.
    public private(set) var elements: [Element]
    /// An item that ended with a delimiter and is written so again. `==` ignores it.
    public var hasUndefinedLength = false
    /// Of the data set around an item: holds while the item names none of its own. `==` ignores it.
    var inheritedCharacterSet: SpecificCharacterSet?

    /// Sorts; of two elements with one tag the later stays.
    public init(_ elements: [Element] = []) {
        self.elements = DataSet.sorted(elements)
    }

    public static func == (a: DataSet, b: DataSet) -> Bool { a.elements == b.elements }

    public subscript(_ tag: Tag) -> Element? {
        get {
            let index = position(of: tag)
            return index < elements.count && elements[index].tag == tag ? elements[index] : nil
        }
        set {
            let index = position(of: tag)
            let isThere = index < elements.count && elements[index].tag == tag
            switch (newValue, isThere) {
            case (let element?, true) where element.tag == tag: elements[index] = element
            case (let element?, false) where element.tag == tag: elements.insert(element, at: index)
            case (nil, true): elements.remove(at: index)
            default: break
            }
        }
    }

    public var isEmpty: Bool { elements.isEmpty }

    public func contains(_ tag: Tag) -> Bool { self[tag] != nil }

    /// The raw bytes of an element; `nil` when it is absent, a sequence or encapsulated.
    public func bytes(_ tag: Tag) -> ArraySlice<UInt8>? {
        guard case .bytes(let bytes)? = self[tag]?.value else { return nil }
        return bytes
    }

    /// The items of a sequence, each knowing the character set it inherits; none when the element is absent or no
    /// sequence. A sequence that came as UN of known length is read here. Standard: PS3.5 §6.2.2.
    public func items(_ tag: Tag) -> [DataSet] {
        guard let element = self[tag] else { return [] }
        return items(of: element)
    }

    func items(of element: Element) -> [DataSet] {
        switch element.value {
        case .items(let items):
            return items.map { inheriting($0) }
        case .bytes(let bytes) where element.vr == .un && element.knownVR == .sq && !bytes.isEmpty:
            let items = try? DataSetParser.items(unknown: bytes, of: element.tag, limits: .standard)
            return (items ?? []).map { inheriting($0) }
        default:
            return []
        }
    }

    /// Elements without retired group lengths, which would be wrong after the first change.
    public var withoutGroupLengths: DataSet {
        DataSet(
            elements.filter { !$0.tag.isGroupLength }.map { element in
                guard case .items(let items) = element.value else { return element }
                return Element(
                    element.tag, element.vr, .items(items.map(\.withoutGroupLengths)),
                    hasUndefinedLength: element.hasUndefinedLength)
            })
    }

    private func inheriting(_ item: DataSet) -> DataSet {
        var item = item
        item.inheritedCharacterSet = characterSet
        return item
    }

    /// The first index whose tag is not below `tag`.
    private func position(of tag: Tag) -> Int {
        var (low, high) = (0, elements.count)
        while low < high {
            let middle = (low + high) / 2
            if elements[middle].tag < tag { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func sorted(_ elements: [Element]) -> [Element] {
        let isAscending = zip(elements, elements.dropFirst()).allSatisfy { $0.tag < $1.tag }
        if isAscending { return elements }
        let byTag = elements.enumerated().sorted { ($0.element.tag, $0.offset) < ($1.element.tag, $1.offset) }
        var result: [Element] = []
        result.reserveCapacity(byTag.count)
        for (_, element) in byTag {
            if result.last?.tag == element.tag { result.removeLast() }
            result.append(element)
        }
        return result
    }
}
