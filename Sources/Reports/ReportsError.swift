/// What can go wrong while pages and charts are drawn. No case carries anything about a patient.
public enum ReportsError: Error, Equatable, Sendable {
    /// A template cannot be compiled: a mistake in the programme, found before the first page is drawn.
    case templateBroken(name: String, line: Int, problem: String)
    /// The font file of the charts cannot be opened or read.
    case fontUnusable(path: String, problem: String)
    /// libgd could not get the memory for a picture, or could not encode it.
    case chartNotDrawn(width: Int, height: Int)

    public enum Recovery: Sendable, Equatable {
        /// Pages go on, without their charts.
        case pagesWithoutCharts
        /// Nothing can be published until a person has acted.
        case tellOperator
    }

    public var recovery: Recovery {
        switch self {
        case .templateBroken: .tellOperator
        case .fontUnusable, .chartNotDrawn: .pagesWithoutCharts
        }
    }

    /// One sentence that a person can act on.
    public var suggestion: String {
        switch self {
        case .templateBroken(let name, let line, let problem):
            "The page template \(name) is broken at line \(line) (\(problem)); install an intact release."
        case .fontUnusable(let path, let problem):
            "The chart font \(path) cannot be used (\(problem)); install the package fonts-dejavu-core."
        case .chartNotDrawn(let width, let height):
            "A chart of \(width) × \(height) pixels could not be drawn; free some memory and publish again."
        }
    }
}
