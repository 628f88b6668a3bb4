import DICOM

/// Presentation contexts under construction, each with the next odd id. Standard: PS3.8 §9.3.2.2.
package struct ContextList: Sendable {
    /// Odd ids of one byte: 1, 3, … 255.
    package static let limit = 128

    package private(set) var contexts: [PresentationContext] = []

    package var room: Int { ContextList.limit - contexts.count }

    /// - Returns: `false` when there is no room for another.
    @discardableResult
    package mutating func propose(_ sopClass: SOPClass, in syntaxes: [TransferSyntax]) -> Bool {
        guard room > 0 else { return false }
        let id = UInt8(truncatingIfNeeded: contexts.count * 2 + 1)
        contexts.append(
            PresentationContext(id: id, abstractSyntax: sopClass.uid, transferSyntaxes: syntaxes.map(\.uid)))
        return true
    }

    /// What commands and identifiers are sent in; every peer knows the second. Standard: PS3.5 §10.1.
    static let plainSyntaxes: [TransferSyntax] = [.explicitLittleEndian, .implicitLittleEndian]

    /// Services without films.
    package static func services(_ classes: [SOPClass]) -> ContextList {
        var list = ContextList()
        for sopClass in classes { list.propose(sopClass, in: plainSyntaxes) }
        return list
    }

    /// One kind of film in one encoding.
    package struct Kind: Hashable, Sendable {
        package let sopClass: String
        package let syntax: TransferSyntax

        package init(sopClass: String, syntax: TransferSyntax) { (self.sopClass, self.syntax) = (sopClass, syntax) }
    }

    /// A C-GET and the films that may come by it.
    ///
    /// A peer sends a film in the syntax in which it has it only if that syntax was accepted on a context of its own: where a
    /// context offers several, it accepts one. So the first classes get a context for each syntax, as many classes as 128
    /// contexts reach for; each of the others gets one with all syntaxes, and single ones while there is room.
    /// - Parameter kinds: that must have their own context, whatever their place in the order.
    /// - Returns: the contexts, and the classes that have one for each syntax.
    package static func retrieval(
        _ services: [SOPClass], of classes: [SOPClass], in syntaxes: [TransferSyntax], including kinds: Set<Kind> = []
    ) -> (list: ContextList, whole: [SOPClass]) {
        var list = ContextList.services(services)
        let classes = Array(classes.prefix(list.room))
        let syntaxes = syntaxes.filter { !$0.isSeldomKept } + syntaxes.filter(\.isSeldomKept)
        let isKnown = { (sopClass: SOPClass, syntax: TransferSyntax) in
            kinds.contains(Kind(sopClass: sopClass.uid, syntax: syntax))
        }
        for sopClass in classes {
            for syntax in syntaxes where isKnown(sopClass, syntax) && list.room > classes.count {
                list.propose(sopClass, in: [syntax])
            }
        }
        var whole: [SOPClass] = []
        for (index, sopClass) in classes.enumerated() {
            let own = syntaxes.filter { !isKnown(sopClass, $0) }
            guard own.count + classes.count - index - 1 <= list.room else { break }
            for syntax in own { list.propose(sopClass, in: [syntax]) }
            whole.append(sopClass)
        }
        let rest = classes.dropFirst(whole.count)
        for sopClass in rest { list.propose(sopClass, in: syntaxes) }
        for syntax in syntaxes {
            for sopClass in rest where !isKnown(sopClass, syntax) { list.propose(sopClass, in: [syntax]) }
        }
        return (list, whole)
    }
}

extension TransferSyntax {
    /// Archives keep films in these seldom, or the plain form is as good: they come last where room is scarce.
    fileprivate var isSeldomKept: Bool {
        switch self {
        case .encapsulatedUncompressed, .deflated, .explicitBigEndian, .jpegLSNearLossless, .jpegExtended,
            .jpegBaseline,
            .jpeg2000:
            true
        default: false
        }
    }
}
