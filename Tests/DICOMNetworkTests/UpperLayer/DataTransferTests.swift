import DICOMNetwork
import Testing

/// Fragments of a stream that arrives in parts of `size` bytes, with their bytes.
private func fragments(_ stream: [UInt8], cutAt size: Int) throws -> [(PDUReader.Fragment, [UInt8])] {
    var reader = PDUReader()
    var found: [(PDUReader.Fragment, [UInt8])] = []
    for start in stride(from: 0, to: stream.count, by: size) {
        let part = Array(stream[start..<min(start + size, stream.count)])
        var position = 0
        while let piece = try reader.next(in: part, from: &position) {
            if case .fragment(let fragment) = piece { found.append((fragment, Array(part[fragment.range]))) }
        }
    }
    #expect(reader.isBetweenPDUs)
    return found
}

@Suite("Presentation data")
struct DataTransferTests {
    @Test(
        "A message is cut as the peer can take it and comes together again",
        arguments: [0, 1, 2, 9, 10, 11, 1000], [16, 17, 128, 0] as [UInt32])
    func roundTrip(count: Int, maxLength: UInt32) throws {
        let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let stream = DataTransfer(maxLength: maxLength).encoded(message, context: 5, isCommand: false)
        for size in [1, 5, 13, stream.count] {
            let found = try fragments(stream, cutAt: size)
            #expect(found.flatMap(\.1) == message)
            #expect(found.allSatisfy { $0.0.context == 5 && !$0.0.isCommand })
            #expect(found.map(\.0.isLast).filter { $0 }.count == 1 && found.last?.0.isLast == true)
        }
    }

    @Test("No PDU is longer than the peer announced", arguments: [8, 16, 17, 16384, 131_072] as [UInt32])
    func length(maxLength: UInt32) throws {
        let message = [UInt8](repeating: 1, count: 300_000)
        let stream = DataTransfer(maxLength: maxLength).encoded(message, context: 1, isCommand: true)
        var offset = 0
        while offset < stream.count {
            let length = stream[offset + 2..<offset + 6].reduce(0) { $0 << 8 | UInt32($1) }
            #expect(length <= maxLength && length > 6)
            offset += 6 + Int(length)
        }
    }

    @Test("Several values in one PDU, one of them empty, are told apart")
    func severalValues() throws {
        let stream: [UInt8] =
            [4, 0, 0, 0, 0, 22]  // one P-DATA-TF PDU
            + [0, 0, 0, 5, 3, 1, 7, 8, 9]  // context 3, command goes on, three bytes: an odd length
            + [0, 0, 0, 2, 3, 3]  // the command ends, without a byte
            + [0, 0, 0, 3, 3, 0xF2, 6]  // the data set ends; reserved bits are not looked at
        for size in [1, 4, 28] {
            let found = try fragments(stream, cutAt: size)
            #expect(found.flatMap(\.1) == [7, 8, 9, 6])
            #expect(found.filter(\.0.isLast).map(\.1) == [[], [6]])
            #expect(found.map(\.0.isCommand).reduce(into: []) { if $0.last != $1 { $0.append($1) } } == [true, false])
        }
    }

    @Test("Whatever is cut off, a film of any size is never collected")
    func noBuffering() throws {
        var reader = PDUReader(limits: PDUReader.Limits(data: 1 << 30))
        var position = 0
        let header: [UInt8] = [4, 0, 0x3F, 0, 0, 0, 0x3E, 0xFF, 0xFF, 0xFC, 1, 0]
        #expect(try reader.next(in: header, from: &position) == .dataTransfer)
        #expect(try reader.next(in: header, from: &position) == nil)
        position = 0
        guard case .fragment(let fragment) = try reader.next(in: [1, 2, 3] as [UInt8], from: &position) else {
            Issue.record("kept")
            return
        }
        #expect(fragment.range == 0..<3 && fragment.context == 1 && !fragment.isCommand && !fragment.isLast)
    }
}
