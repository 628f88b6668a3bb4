#if canImport(DICOM)
    import DICOM
#endif

/// Any bytes are a file or a typed error. What was read is shown, and written again: the second writing must be the first,
/// and what it says must be what was read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDataSet(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    let limits = ParsingLimits(maxElements: 20_000, maxInflatedBytes: 1 << 20)
    guard let file = try? Part10File(bytes, limits: limits) else { return 0 }
    look(at: file.dataSet, depth: 0)
    guard let first = try? file.encoded() else { return 0 }
    guard let again = try? Part10File(first) else { fatalError("what we wrote we cannot read") }
    guard again.transferSyntax == file.transferSyntax else {
        // A few elements can look like another encoding; that guess must only not fall.
        return 0
    }
    precondition(isSame(file.dataSet, again.dataSet), "written and read is not what it was")
    guard let second = try? again.encoded() else { fatalError("what we wrote once we cannot write twice") }
    precondition(first == second, "two writings differ")
    return 0
}

/// Every accessor on every element.
private func look(at dataSet: DataSet, depth: Int) {
    _ = dataSet.dump(width: 16)
    _ = dataSet.json(inlineLimit: 64)
    for element in dataSet.elements {
        _ = dataSet.strings(element.tag)
        _ = dataSet.numbers(element.tag)
        _ = dataSet.integers(element.tag)
        _ = dataSet.personName(element.tag)?.displayName
        _ = dataSet.date(element.tag)
        _ = dataSet.time(element.tag)
        _ = dataSet.dateTime(element.tag)
        for item in dataSet.items(element.tag) where depth < 3 { look(at: item, depth: depth + 1) }
    }
    var copy = dataSet
    copy.convertToUTF8()
}

/// Equal but for what writing changes on purpose: no group lengths, even lengths, long values and sequences as UN or SQ.
private func isSame(_ old: DataSet, _ new: DataSet) -> Bool {
    let kept = old.elements.filter { !$0.tag.isGroupLength || $0.tag.group == 0 }
    guard kept.map(\.tag) == new.elements.map(\.tag) else { return false }
    return zip(kept, new.elements).allSatisfy { old, new in
        switch (old.value, new.value) {
        case (.bytes(let a), .bytes(let b)): a.elementsEqual(b) || a.count % 2 == 1 && a.elementsEqual(b.dropLast())
        case (.items(let a), .items(let b)):
            a.count == b.count && zip(a, b).allSatisfy { isSame($0, $1) }
        case (.fragments(let a, let ours), .fragments(let b, let theirs)):
            a == b
                && zip(ours, theirs).allSatisfy {
                    $0.elementsEqual($1) || $0.count % 2 == 1 && $0.elementsEqual($1.dropLast())
                }
        default: false
        }
    }
}
