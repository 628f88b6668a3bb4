import DICOM
import DICOMNetwork
import Synchronization
import Testing

@Suite("A C-GET asks again for the kinds of film that one association has no room for")
struct RetrievalTests {
    private static let syntaxes = (0..<14).map { TransferSyntax(uid: "1.2.3.\($0)") }
    private static let services: [SOPClass] = [.studyRootGet, .patientRootGet, .studyRootFind, .patientRootFind]

    /// Context ids of a kind in the first association, and in the second.
    private static func contexts(of sopClass: SOPClass, in syntax: TransferSyntax) throws -> (first: UInt8?, UInt8) {
        let first = ContextList.retrieval(services, of: SOPClass.radiographs, in: syntaxes)
        let rest = Array(SOPClass.radiographs.dropFirst(first.whole.count))
        let second = ContextList.retrieval(services, of: rest + first.whole, in: syntaxes)
        let id = { (list: ContextList) in
            list.contexts.first { $0.abstractSyntax == sopClass.uid && $0.transferSyntaxes == [syntax.uid] }?.id
        }
        return (id(first.list), try #require(id(second.list)))
    }

    @Test("A film of such a kind comes over the second association, and the counts say so", arguments: [false, true])
    func second(givesUp: Bool) async throws {
        let rare = SOPClass.multiFrameTrueColorSecondaryCapture
        let ids = try Self.contexts(of: rare, in: Self.syntaxes[13])
        #expect(ids.first == nil)
        let asked = Mutex(0)
        let archive = try await TinyArchive.answering { message in
            guard message.command[.commandField] == CommandField.getRequest.rawValue else { return [] }
            let number = asked.withLock { asked in
                asked += 1
                return asked
            }
            if number == 1 {
                let status: DIMSEStatus = givesUp ? .cannotUnderstand : .subOperationsWithFailures
                return [.answer(message, status, counts: SubOperations(completed: 0, failed: 1))]
            }
            return [
                .film(rare, "1.2.1", on: ids.1),
                .answer(message, .success, counts: SubOperations(completed: 1, failed: 0)),
            ]
        }
        defer { archive.close() }
        let kept = KeptFilms()

        let counts = try await archive.peer().get(
            .study("1.2"), transferSyntaxes: Self.syntaxes, receiver: kept.receiver())

        #expect(counts.isComplete && counts.completed == 1)
        #expect(kept.all.map(\.request.sopInstance) == ["1.2.1"])
        #expect(asked.withLock { $0 } == 2)
    }

    @Test("An archive that always gives up is not asked for ever, and its refusal is told")
    func hopeless() async throws {
        let asked = Mutex(0)
        let archive = try await TinyArchive.answering { message in
            asked.withLock { $0 += 1 }
            return [.answer(message, .cannotUnderstand, counts: SubOperations(completed: 0, failed: 1))]
        }
        defer { archive.close() }
        await #expect(throws: NetworkError.refused(.get, .cannotUnderstand, comment: "")) {
            try await archive.peer().get(
                .study("1.2"), transferSyntaxes: Self.syntaxes, receiver: KeptFilms().receiver())
        }
        #expect((2...8).contains(asked.withLock { $0 }))
    }

    @Test("A film that comes a second time is not kept again, and nothing is said to be missing that came")
    func twice() async throws {
        let rare = SOPClass.multiFrameTrueColorSecondaryCapture
        let id = try Self.contexts(of: rare, in: Self.syntaxes[13]).1
        let asked = Mutex(0)
        let archive = try await TinyArchive.answering { message in
            guard message.command[.commandField] == CommandField.getRequest.rawValue else { return [] }
            let number = asked.withLock { asked in
                asked += 1
                return asked
            }
            if number == 1 {
                return [
                    .film(.computedRadiography, "1.2.1", on: 9),
                    .answer(message, .subOperationsWithFailures, counts: SubOperations(completed: 1, failed: 2)),
                ]
            }
            return [
                .film(rare, "1.2.1", on: id), .film(rare, "1.2.2", on: id),
                .answer(message, .subOperationsWithFailures, counts: SubOperations(completed: 2, failed: 1)),
            ]
        }
        defer { archive.close() }
        let kept = KeptFilms()

        let counts = try await archive.peer().get(
            .study("1.2"), transferSyntaxes: Self.syntaxes, receiver: kept.receiver())

        #expect((counts.completed, counts.failed) == (2, 1))
        #expect(kept.all.map(\.request.sopInstance) == ["1.2.1", "1.2.2"])
    }
}

extension TinyArchive.Deed {
    fileprivate static func film(_ sopClass: SOPClass, _ uid: String, on context: UInt8) -> Self {
        let command = StoreRequest(messageID: 1, sopClass: sopClass.uid, sopInstance: uid).command
        return .send(TinyArchive.Message(context: context, command: command, data: [1, 2, 3, 4]))
    }
}
