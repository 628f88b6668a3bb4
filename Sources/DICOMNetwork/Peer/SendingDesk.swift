/// An association, and the film that goes next.
struct SendingDesk {
    let association: Association
    private let accepted: StorePlan.Accepted
    private let stock: PieceStock
    private var prepared: (film: FilmSource, feed: FilmFeed)?

    init(_ association: Association, _ accepted: StorePlan.Accepted) {
        (self.association, self.accepted, stock) = (association, accepted, association.stock())
    }

    /// Begins to read a film that can go as it is.
    mutating func prepare(_ film: FilmSource) {
        guard let context = accepted.context(for: film) else { return }
        prepared = (film, association.prepare(film, on: context.id, from: stock))
    }

    mutating func feed(of film: FilmSource) throws(NetworkError) -> FilmFeed {
        defer { prepared = nil }
        if let prepared, prepared.film.sopInstance == film.sopInstance { return prepared.feed }
        guard let context = accepted.context(for: film) else { throw .noContext(film.sopClass) }
        return association.prepare(film, on: context.id, from: stock)
    }
}
