import DICOM
import DICOMNetwork
import Testing

@Suite("What a peer answers is understood and said in words")
struct StatusTests {
    @Test(
        "A status has the category of the standard",
        arguments: [
            (0x0000, DIMSEStatus.Category.success), (0xFF00, .pending), (0xFF01, .pending), (0xFE00, .cancel),
            (0x0001, .warning), (0x0107, .warning), (0x0116, .warning), (0xB000, .warning), (0xBFFF, .warning),
            (0x0110, .failure), (0x0122, .failure), (0xA700, .failure), (0xA900, .failure), (0xC000, .failure),
            (0xCFFF, .failure), (0x0002, .failure), (0xD000, .failure), (0xFFFF, .failure),
        ] as [(UInt16, DIMSEStatus.Category)])
    func category(value: UInt16, category: DIMSEStatus.Category) {
        #expect(DIMSEStatus(value).category == category)
    }

    @Test(
        "The same value says what it says in its service",
        arguments: [
            (0xA700, DIMSEService.store, "out of resources", "Make room"),
            (0xA7FE, .store, "out of resources", "Make room"),
            (0xA700, .find, "out of resources", "shorter time"),
            (0xA701, .move, "number of matches", "less at once"),
            (0xA702, .get, "cannot be sent", "address"),
            (0xA801, .move, "destination", "entered in the archive"),
            (0xA9CC, .store, "does not match", "checked"),
            (0xA900, .find, "does not match", "log"),
            (0xB000, .store, "changed", "Nothing"),
            (0xB000, .move, "did not arrive", "asked for again"),
            (0xC123, .find, "unable to process", "log of the peer"),
            (0x0124, .echo, "not authorised", "allowed"),
            (0x0122, .store, "not supported", "allowed"),
            (0x0999, .echo, "own", "0999H"),
        ] as [(UInt16, DIMSEService, String, String)])
    func words(value: UInt16, service: DIMSEService, words: String, suggestion: String) {
        #expect(DIMSEStatus(value).words(in: service).contains(words))
        #expect(DIMSEStatus(value).suggestion(in: service).contains(suggestion))
    }

    @Test("Counts of a retrieval are read from the answer, and what is absent is zero")
    func subOperations() throws {
        var command = try #require(
            GetRequest(messageID: 3, sopClass: "1.2").command.answer(
                .pending, subOperations: SubOperations(remaining: 4, completed: 3, failed: 2, warning: 1)))
        #expect(
            try Response(command).subOperations == SubOperations(remaining: 4, completed: 3, failed: 2, warning: 1))

        command[.remainingSuboperations] = nil
        command[.warningSuboperations] = nil
        let last = try Response(command).subOperations

        #expect(last == SubOperations(remaining: nil, completed: 3, failed: 2, warning: 0))
        #expect(last.total == 5)
        #expect(!last.isComplete)
    }

    @Test("A response without a status or without its request is refused")
    func incomplete() throws {
        let good = try #require(EchoRequest(messageID: 3).command.answer(.success))
        for element in [CommandElement.status, .messageIDBeingRespondedTo] {
            var command = good
            command[element] = nil
            #expect(throws: MessageError.missing(element)) { try Response(command) }
        }
        #expect(throws: MessageError.unexpectedCommand(.echoRequest)) {
            try Response(EchoRequest(messageID: 3).command)
        }
    }

    @Test("Neither a cancel nor a response is answered")
    func noAnswer() throws {
        var cancel = CancelRequest(cancelledMessageID: 1).command
        cancel[.messageID] = 2
        #expect(cancel.answer(.success) == nil)
        var response = try #require(EchoRequest(messageID: 3).command.answer(.success))
        response[.messageID] = 2
        #expect(response.answer(.success) == nil)
    }

    @Test("A peer's comment cannot steer a terminal")
    func comment() throws {
        var command = try #require(EchoRequest(messageID: 3).command.answer(.processingFailure))
        command[bytes: .errorComment] = Array("no\u{1B}[2J\u{202E}room\n".utf8)[...]
        #expect(try Response(command).comment == "no?[2J?room?")
    }

    @Test("Each radiograph class has a name of the standard and stands once in the table")
    func classes() {
        let all = SOPClass.radiographs + SOPClass.enhancedRadiographs
        #expect(Set(all).count == all.count)
        #expect(all.allSatisfy { $0.name.hasSuffix("Image Storage") || $0.name.contains("Image Storage - For") })
        #expect(SOPClass.studyRootGet.name == "Study Root Query/Retrieve Information Model - GET")
        #expect(SOPClass.patientRootFind.name == "Patient Root Query/Retrieve Information Model - FIND")
    }
}
