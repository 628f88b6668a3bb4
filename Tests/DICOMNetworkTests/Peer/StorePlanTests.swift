import DICOM
import DICOMNetwork
import Testing

@Suite("Each film gets a presentation context that can carry it")
struct StorePlanTests {
    @Test("Films of one kind and encoding share one context; plain encodings are proposed beside it")
    func oneKind() {
        let films = (1...3).map { Self.film("1.2", .jpegLosslessSV1, $0) }

        let parts = StorePlan(films).parts

        #expect(parts.map(\.films) == [[0, 1, 2]])
        #expect(
            parts.first?.list.contexts == [
                PresentationContext(
                    id: 1, abstractSyntax: "1.2", transferSyntaxes: [TransferSyntax.jpegLosslessSV1.uid]),
                PresentationContext(
                    id: 3, abstractSyntax: "1.2",
                    transferSyntaxes: [
                        TransferSyntax.explicitLittleEndian.uid, TransferSyntax.implicitLittleEndian.uid,
                    ]),
            ])
    }

    @Test(
        "More kinds than 128 contexts hold go over several associations, and no film is left out",
        arguments: [1, 63, 64, 65, 300])
    func manyKinds(kinds: Int) {
        let films = (0..<kinds).flatMap { kind in
            [Self.film("1.2.\(kind)", .jpeg2000, kind), Self.film("1.2.\(kind)", .implicitLittleEndian, kind)]
        }

        let parts = StorePlan(films).parts

        #expect(parts.flatMap(\.films).sorted() == Array(films.indices))
        for part in parts {
            #expect(part.list.contexts.count <= 128)
            #expect(Set(part.list.contexts.map(\.id)).count == part.list.contexts.count)
            #expect(part.list.contexts.allSatisfy { $0.id % 2 == 1 })
            for film in part.films {
                #expect(
                    part.list.contexts.contains {
                        $0.abstractSyntax == films[film].sopClass
                            && $0.transferSyntaxes == [films[film].transferSyntax.uid]
                    })
            }
        }
    }

    @Test("No films need no association")
    func nothing() {
        #expect(StorePlan([]).parts.isEmpty)
    }

    @Test("For a C-GET every kind and encoding has its own context while there is room, the best first")
    func retrieval() {
        let (list, whole) = ContextList.retrieval(
            [.studyRootGet], of: [.computedRadiography, .digitalXRayForPresentation],
            in: [.jpegBaseline, .jpeg2000Lossless, .explicitLittleEndian])

        #expect(list.contexts.map(\.transferSyntaxes.count) == [2, 1, 1, 1, 1, 1, 1])
        #expect(whole == [.computedRadiography, .digitalXRayForPresentation])
        let best: [TransferSyntax] = [.jpeg2000Lossless, .explicitLittleEndian, .jpegBaseline]
        for (sopClass, contexts) in zip(whole, [list.contexts[1...3], list.contexts[4...6]]) {
            #expect(contexts.allSatisfy { $0.abstractSyntax == sopClass.uid })
            #expect(contexts.map(\.transferSyntaxes) == best.map { [$0.uid] })
        }
    }

    @Test(
        "Where 128 contexts are too few the first kinds have one for every encoding, the others one with all",
        arguments: [false, true])
    func crowdedRetrieval(hasKnownKinds: Bool) {
        let syntaxes = (0..<14).map { TransferSyntax(uid: "1.2.3.\($0)") }
        let classes = SOPClass.radiographs
        let kinds =
            hasKnownKinds
            ? [SOPClass.secondaryCapture, .radiofluoroscopy].flatMap { sopClass in
                syntaxes.map { ContextList.Kind(sopClass: sopClass.uid, syntax: $0) }
            } : []
        let (list, whole) = ContextList.retrieval(
            [.studyRootGet, .patientRootGet], of: classes, in: syntaxes, including: Set(kinds))

        #expect(list.contexts.count <= 128)
        #expect(Set(list.contexts.map(\.id)).count == list.contexts.count)
        #expect(whole.count >= 6 && whole == Array(classes.prefix(whole.count)))
        let offered = { (sopClass: String) in list.contexts.filter { $0.abstractSyntax == sopClass } }
        for sopClass in whole {
            #expect(Set(offered(sopClass.uid).map(\.transferSyntaxes)) == Set(syntaxes.map { [$0.uid] }))
        }
        for sopClass in classes.dropFirst(whole.count) {
            #expect(offered(sopClass.uid).contains { $0.transferSyntaxes == syntaxes.map(\.uid) })
        }
        for kind in kinds {
            #expect(offered(kind.sopClass).contains { $0.transferSyntaxes == [kind.syntax.uid] })
        }
    }

    private static func film(_ sopClass: String, _ syntax: TransferSyntax, _ number: Int) -> FilmSource {
        FilmSource(sopClass: sopClass, sopInstance: "1.2.3.\(number)", transferSyntax: syntax, dataSetBytes: 0) {
            _, _ in
            []
        }
    }
}
