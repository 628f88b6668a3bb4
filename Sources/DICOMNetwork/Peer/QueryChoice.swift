import DICOM

/// One request in each of the models that are wanted: what the peer accepts first decides. Standard: PS3.4 §C.3.
struct QueryChoice: Sendable {
    private let choices: [(model: QueryModel, sopClass: SOPClass, identifier: DataSet)]

    /// - Throws: the fault of the keys when they fit none of the models.
    init(
        _ models: [QueryModel], _ sopClass: (QueryModel) -> SOPClass,
        _ identifier: (QueryModel) throws(MessageError) -> DataSet
    ) throws(NetworkError) {
        var choices: [(QueryModel, SOPClass, DataSet)] = []
        var fault: MessageError?
        for model in models {
            do {
                choices.append((model, sopClass(model), try identifier(model)))
            } catch {
                fault = fault ?? error
            }
        }
        if choices.isEmpty, let fault { throw .message(fault) }
        self.choices = choices
    }

    /// The services, and the queries that belong to them: some archives want a retrieval to come with its query.
    var classes: [SOPClass] {
        let own = choices.map(\.sopClass)
        return own + choices.map(\.model.findClass).filter { !own.contains($0) }
    }

    /// The first that the peer accepted.
    func accepted(
        by association: Association
    ) throws(NetworkError) -> (context: AcceptedContext, sopClass: SOPClass, identifier: DataSet) {
        for choice in choices {
            if let context = try? association.context(of: choice.sopClass) {
                return (context, choice.sopClass, choice.identifier)
            }
        }
        throw .noContext(choices.first?.sopClass.name ?? "query and retrieval")
    }
}
