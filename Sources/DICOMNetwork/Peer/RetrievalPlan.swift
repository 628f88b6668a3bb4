import DICOM

/// The associations of one C-GET: more than one when more kinds of film may come than 128 contexts can carry and some did
/// not come. A peer may pass over a film that it cannot send, or give up there: then the kinds that it did send are
/// proposed again, so that it gets further.
struct RetrievalPlan: Sendable {
    /// How one association ended.
    struct End: Sendable {
        var counts: SubOperations
        /// The peer's final answer, when that was a failure and it counted films.
        var refusal: NetworkError?
    }

    private static let maxAssociations = 8

    let services: [SOPClass]
    let classes: [SOPClass]
    let syntaxes: [TransferSyntax]
    private(set) var counts = SubOperations()
    /// Why the peer gave up the last time.
    private(set) var refusal: NetworkError?
    private(set) var associations = 0
    /// Classes that had a context for each syntax.
    private var tried: Set<SOPClass> = []
    private var arrivedBefore = 0

    init(services: [SOPClass], classes: [SOPClass], syntaxes: [TransferSyntax]) {
        (self.services, self.classes, self.syntaxes) = (services, classes, syntaxes)
    }

    /// - Returns: `nil` when nothing is missing, or would not come by another association either.
    mutating func next(after films: RetrievedFilms) -> [PresentationContext]? {
        let arrived = films.arrived.count
        defer { arrivedBefore = arrived }
        var untried = classes.filter { !tried.contains($0) }
        if associations > 0 {
            guard counts.failed > 0, associations < RetrievalPlan.maxAssociations else { return nil }
            // Everything was proposed at once, or the last association brought nothing: another would bring no more.
            let mayGetFurther = associations > 1 && refusal != nil && arrived > arrivedBefore
            guard !untried.isEmpty || mayGetFurther else { return nil }
        }
        if untried.isEmpty { untried = classes }
        associations += 1
        let offered = refusal == nil ? untried : untried + classes.filter { !untried.contains($0) }
        let (list, whole) = ContextList.retrieval(
            services, of: offered, in: syntaxes, including: refusal == nil ? [] : films.kinds)
        tried.formUnion(whole)
        return list.contexts
    }

    mutating func take(_ end: End, _ films: RetrievedFilms) {
        let arrived = films.arrived
        refusal = end.refusal
        guard associations > 1 else { return counts = end.counts }
        // A peer that went through all of them knows how many there are, whichever of them it could send this time.
        let missing = end.refusal == nil ? end.counts.total - arrived.count : max(1, end.counts.failed)
        counts = SubOperations(completed: arrived.count, failed: max(0, missing), warning: 0)
        counts.failedInstances = end.counts.failedInstances.filter { !arrived.contains($0) }
    }
}
