/// Any bytes are PDUs or a typed error, however they are cut; what was read is written, and read again the same. The first
/// byte says how the stream is cut.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPDU(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    guard let first = bytes.first else { return 0 }
    let stream = bytes[1...]
    let whole = read(stream, cutAt: max(1, stream.count))
    let cut = read(stream, cutAt: Int(first) % 17 + 1)
    precondition(whole == cut, "what is read depends on how the stream is cut")
    for pdu in whole.pdus {
        let again = read(pdu.encoded()[...], cutAt: .max)
        guard again.error == nil, let second = again.pdus.first else { continue }
        precondition(read(second.encoded()[...], cutAt: .max).pdus == [second], "two writings differ")
    }
    return 0
}

/// What a stream says, independent of its cuts: fragments of one value are joined.
private struct Reading: Equatable {
    var pdus: [PDU] = []
    var values: [[UInt8]] = []
    var ends: [Bool] = []
    var error: PDUError?
}

private func read(_ stream: ArraySlice<UInt8>, cutAt size: Int) -> Reading {
    var reader = PDUReader(limits: PDUReader.Limits(associate: 4096, data: 4096))
    var reading = Reading()
    var open = false
    var start = stream.startIndex
    do {
        while start < stream.endIndex {
            let part = stream[start..<start + min(size, stream.endIndex - start)]
            var position = part.startIndex
            while let piece = try reader.next(in: part, from: &position) {
                switch piece {
                case .pdu(let pdu): reading.pdus.append(pdu)
                case .dataTransfer: open = false
                case .fragment(let fragment):
                    let key = [fragment.context, fragment.isCommand ? 1 : 0]
                    if open, let last = reading.values.last, last.starts(with: key) {
                        reading.values[reading.values.count - 1] += part[fragment.range]
                    } else {
                        reading.values.append(key + part[fragment.range])
                    }
                    open = !fragment.isLast
                    if fragment.isLast { reading.ends.append(true) }
                }
            }
            precondition(position == part.endIndex, "bytes were left behind")
            start = part.endIndex
        }
    } catch {
        reading.error = error
    }
    return reading
}
