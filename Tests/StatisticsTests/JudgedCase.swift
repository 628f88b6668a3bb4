import Statistics

/// One figure of ours with what it was made of, for a `Judge`.
struct JudgedCase: Encodable {
    let kind: String
    let given: [String: Fact]
    let found: [String: Fact]

    init(_ kind: String, _ given: [String: Fact], found: [String: Fact]) {
        (self.kind, self.given, self.found) = (kind, given, found)
    }
}

/// A value of JSON.
enum Fact: Encodable {
    case number(Double)
    case whole(Int)
    case words(String)
    case list([Fact])
    case nothing

    static func of(_ value: Double?) -> Fact { value.map { $0.isFinite ? .number($0) : .words("\($0)") } ?? .nothing }
    static func of(_ value: Int?) -> Fact { value.map { .whole($0) } ?? .nothing }
    static func of(_ values: [Double?]) -> Fact { .list(values.map { of($0) }) }
    static func of(_ values: [Double]) -> Fact { .list(values.map { of($0) }) }
    static func of(_ values: [Int]) -> Fact { .list(values.map { of($0) }) }
    static func of(_ rows: [[Int]]) -> Fact { .list(rows.map { of($0) }) }
    static func of(_ interval: Interval?) -> Fact { interval.map { of([$0.lower, $0.upper]) } ?? .nothing }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let value): try container.encode(value)
        case .whole(let value): try container.encode(value)
        case .words(let value): try container.encode(value)
        case .list(let values): try container.encode(values)
        case .nothing: try container.encodeNil()
        }
    }
}
