import Foundation

#if canImport(Web)
    import Web
#endif

/// Any bytes behind the `?` are parameters or a typed error, and what they say is written as JSON that says the same and
/// holds nothing that a browser could take for markup.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzQuery(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    _ = QueryText.decoded(path: text)
    guard let words = try? QueryText.parameters(text) else { return 0 }
    let json = JSONWriter.object { object in
        for (name, word) in words { object.field(name, word) }
        object.array("list") { list in for word in words.values { list.value(word) } }
    }
    let markup = [UInt8](arrayLiteral: 0x3c, 0x3e, 0x26, 0x7f)
    precondition(!json.contains { $0 < 0x20 || markup.contains($0) }, "markup in JSON")
    let told = try? JSONSerialization.jsonObject(with: Data(json)) as? [String: Any]
    precondition(told != nil, "no JSON")
    // Names that differ only in how Unicode composes them are one name to a dictionary.
    for (name, word) in words where name != "list" {
        precondition((told?[name] as? String).map { Array($0.utf8) } == Array(word.utf8), "another word")
    }
    return 0
}
