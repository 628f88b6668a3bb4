/// Any JSON value. Foundation's decoder bounds its depth.
indirect enum LooseJSON: Decodable, Equatable {
    case text(String)
    case number(Double)
    case truth(Bool)
    case list([LooseJSON])
    case object([String: LooseJSON])
    case null

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([LooseJSON].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: LooseJSON].self))
        }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var truth: Bool? { if case .truth(let truth) = self { truth } else { nil } }
    var list: [LooseJSON]? { if case .list(let list) = self { list } else { nil } }
    var object: [String: LooseJSON]? { if case .object(let object) = self { object } else { nil } }
}
