/// What is kept of an answer beside its provenance.
public struct AnswerCircumstances: Sendable, Equatable {
    /// An earlier report that the reader was told.
    public struct Prior: Sendable, Equatable {
        /// The day of that film.
        public var day: CalendarDay
        /// `AI` or `radiologist`.
        public var author: String

        public init(day: CalendarDay, author: String) { (self.day, self.author) = (day, author) }
    }

    /// SHA-256 (hex) of the body that was sent; `nil` when nothing was sent, or it was not kept.
    public var requestHash: String?
    /// Its pieces, in the form of whoever asked.
    public var request: String?
    /// When the very same bytes had been answered before, RFC 3339 UTC: that answer was taken over, nobody was asked.
    public var takenFrom: String?
    /// Read from `request` by whoever draws pages; `nil` when it is not known.
    public var priors: [Prior]?

    public init(
        requestHash: String? = nil, request: String? = nil, takenFrom: String? = nil, priors: [Prior]? = nil
    ) {
        (self.requestHash, self.request, self.takenFrom, self.priors) = (requestHash, request, takenFrom, priors)
    }
}
