extension NightWatch {
    /// A change is noted when more than half of a day's answers carry another model, prompt or recipe than before: two
    /// servers that take turns are no change every day.
    static func marks(of nights: [Night]) -> [ChangeMark] {
        let kinds: [(ChangeMark.Kind, (Night) -> [String: Int])] = [
            (.model, \.models), (.prompt, \.prompts), (.recipe, \.recipes),
        ]
        let all = kinds.flatMap { kind, names -> [ChangeMark] in
            var (present, marks): (String?, [ChangeMark]) = (nil, [])
            for (index, night) in nights.enumerated() {
                guard let name = majority(names(night)), name != present else { continue }
                if present != nil { marks.append(ChangeMark(night: index, kind: kind, label: name)) }
                present = name
            }
            return marks
        }
        return all.sorted { ($0.night, order($0.kind)) < ($1.night, order($1.kind)) }
    }

    private static func order(_ kind: ChangeMark.Kind) -> Int { ChangeMark.Kind.allCases.firstIndex(of: kind) ?? 0 }

    /// The name that more than half carry.
    static func majority(_ counts: [String: Int]) -> String? {
        let total = counts.values.reduce(0, +)
        return counts.first { !$0.key.isEmpty && 2 * $0.value > total }?.key
    }
}
