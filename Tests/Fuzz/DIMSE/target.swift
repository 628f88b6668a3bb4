import DICOM
import DICOMNetwork

/// The first byte says what the others are: a command set, a row of fragments, an identifier, or a value to ask for.
///
/// Fragments are for contexts 1 and 3: a control byte (bit 0 command, bit 1 last, bit 2 context 3, bit 3 a context that was
/// not accepted), a length byte, and so many bytes. What comes out whole is read as request and response, written and read
/// again: it must be the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDIMSE(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: data, count: count))
    guard let kind = input.first else { return 0 }
    let bytes = Array(input.dropFirst())
    switch kind & 7 {
    case 0: if let command = try? CommandSet(decoding: bytes[...]) { look(at: command) }
    case 1: assemble(bytes)
    case 2: read(bytes, .implicitLittleEndian)
    case 3: read(bytes, .explicitLittleEndian)
    case 4: ask(String(decoding: bytes.prefix(1100), as: UTF8.self))
    default: break
    }
    return 0
}

private func read(_ bytes: [UInt8], _ syntax: TransferSyntax) {
    if let answer = try? QueryAnswer(bytes, transferSyntax: syntax) { look(at: answer) }
}

private func assemble(_ bytes: [UInt8]) {
    var assembler = MessageAssembler(contexts: [1, 3], limits: .init(commandBytes: 1024, dataSetBytes: 2048))
    var offset = 0
    var dataBytes = 0
    while offset + 2 <= bytes.count {
        let control = bytes[offset]
        let end = min(bytes.count, offset + 2 + Int(bytes[offset + 1]))
        let piece = bytes[(offset + 2)..<end]
        offset = end
        let context: UInt8 = control & 8 != 0 ? 5 : control & 4 != 0 ? 3 : 1
        guard
            let step = try? assembler.take(
                context: context, isCommand: control & 1 != 0, isLast: control & 2 != 0, bytes: piece)
        else { return }
        switch step {
        case .incomplete: precondition(!assembler.isBetweenMessages, "half a command and no message under way")
        case .command(let id, let command):
            precondition(id == context && assembler.isBetweenMessages != command.hasDataSet, "a command lost its place")
            dataBytes = 0
            look(at: command)
        case .data(let isLast):
            dataBytes += piece.count
            precondition(dataBytes <= 2048 && assembler.isBetweenMessages == isLast, "a data set beyond its limit")
        }
    }
}

private func look(at command: CommandSet) {
    guard let again = try? CommandSet(decoding: command.encoded()[...]) else {
        fatalError("what we wrote we cannot read")
    }
    precondition(again.encoded() == command.encoded(), "two writings differ")
    if let request = try? Request(command) {
        precondition((try? Request(again)) == request, "a request changed on its way")
        switch request {
        case .store(let store): precondition((try? StoreRequest(store.command)) != nil, "our store is no store")
        case .move(let move): precondition((try? MoveRequest(move.command)) != nil, "our move is no move")
        default: break
        }
    }
    if (try? command.field) != nil,
        let answer = command.answer(.processingFailure, comment: command.text(.errorComment), subOperations: .init())
    {
        precondition((try? Response(answer)) != nil, "our answer is no answer")
    }
    if let response = try? Response(command) {
        precondition((response.comment?.unicodeScalars.count ?? 0) <= 64, "a long comment")
        for service in DIMSEService.allCases {
            _ = response.status.words(in: service)
            _ = response.status.suggestion(in: service)
        }
        _ = response.subOperations.total
    }
}

private func look(at answer: QueryAnswer) {
    _ = (answer.level, answer.studyInstanceUID, answer.seriesInstanceUID, answer.sopInstanceUID, answer.sopClassUID)
    _ = (answer.patientID, answer.patientName, answer.accessionNumber, answer.studyDate, answer.studyTime)
    _ = (answer.studyDescription, answer.seriesNumber, answer.modalities, answer.instanceCount, answer.seriesCount)
}

/// A hostile value asks for itself or for nothing, never for everything and never for more than one value.
private func ask(_ text: String) {
    for tag in [Tag.patientID, .patientName, .studyInstanceUID, .studyDate, .modalitiesInStudy] {
        let keys = QueryKeys(level: .study, returning: []).matching(tag, .single(text))
        guard let identifier = try? keys.identifier(in: .studyRoot) else { continue }
        precondition(identifier.strings(tag).count == 1, "one value became none or several")
        let signs = identifier.bytes(tag)?.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "\\") }
        precondition(signs == false, "a wild card of a stranger")
    }
    _ = try? QueryKeys(level: .study).matching(.patientName, .wildCard(text)).identifier(in: .patientRoot)
}
