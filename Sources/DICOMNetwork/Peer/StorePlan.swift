import DICOM

/// Which associations films need, and on which context each film goes. Standard: PS3.4 annex B, PS3.8 §9.3.2.2.
///
/// One context for each kind and encoding of film. Beside them each kind is proposed in plain encodings, which every peer can
/// decode (PS3.5 §10.1): a peer that refuses the film's own encoding says so what the caller could convert it to.
public struct StorePlan: Sendable {
    /// One association and the films that it carries.
    package struct Part: Sendable {
        package var list = ContextList()
        /// Positions in the list of films, in its order.
        package var films: [Int] = []
    }

    /// What a film is to an association: its kind and its encoding.
    struct Kind: Hashable, Sendable {
        let sopClass: String
        let syntax: TransferSyntax

        init(_ film: FilmSource) { (sopClass, syntax) = (film.sopClass, film.transferSyntax) }
    }

    package private(set) var parts: [Part] = []

    package init(_ films: [FilmSource]) {
        var partOfKind: [Kind: Int] = [:]
        let kinds = StorePlan.kindsByClass(films)
        for (sopClass, syntaxes) in kinds {
            for syntax in syntaxes.own {
                if (parts.last?.list.room ?? 0) == 0 { parts.append(Part()) }
                let part = parts.count - 1
                parts[part].list.propose(sopClass, in: [syntax])
                partOfKind[Kind(sopClass: sopClass.uid, syntax: syntax)] = part
            }
            // Only advice: left out where there is no room.
            if !syntaxes.plain.isEmpty { parts[parts.count - 1].list.propose(sopClass, in: syntaxes.plain) }
        }
        for (index, film) in films.enumerated() {
            if let part = partOfKind[Kind(film)] { parts[part].films.append(index) }
        }
    }

    private typealias Syntaxes = (own: [TransferSyntax], plain: [TransferSyntax])

    /// In the order in which they first come.
    private static func kindsByClass(_ films: [FilmSource]) -> [(SOPClass, Syntaxes)] {
        var order: [String] = []
        var syntaxes: [String: [TransferSyntax]] = [:]
        for film in films where syntaxes[film.sopClass]?.contains(film.transferSyntax) != true {
            if syntaxes[film.sopClass] == nil { order.append(film.sopClass) }
            syntaxes[film.sopClass, default: []].append(film.transferSyntax)
        }
        return order.map { sopClass in
            let own = syntaxes[sopClass] ?? []
            return (SOPClass(uid: sopClass), (own, ContextList.plainSyntaxes.filter { !own.contains($0) }))
        }
    }

    /// What a peer accepted in one association.
    public struct Accepted: Sendable {
        private let contexts: [AcceptedContext]

        init(_ contexts: [AcceptedContext]) { self.contexts = contexts.filter(\.isUser) }

        func context(for film: FilmSource) -> AcceptedContext? {
            contexts.first { $0.abstractSyntax == film.sopClass && $0.transferSyntax == film.transferSyntax }
        }

        /// The encodings in which films of a kind can be sent.
        public func syntaxes(ofClass sopClass: String) -> [TransferSyntax] {
            contexts.filter { $0.abstractSyntax == sopClass }.map(\.transferSyntax)
        }
    }
}

extension StorePlan.Kind {
    fileprivate init(sopClass: String, syntax: TransferSyntax) { (self.sopClass, self.syntax) = (sopClass, syntax) }
}
