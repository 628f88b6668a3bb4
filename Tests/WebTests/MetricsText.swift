/// Reads the Prometheus text format 0.0.4 as strictly as a scraper may.
struct MetricsText {
    struct Sample: Equatable {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    struct Wrong: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var types: [String: String] = [:]
    private(set) var samples: [Sample] = []

    init(_ text: String) throws {
        var helped: Set<String> = []
        var family = ""
        guard text.hasSuffix("\n") else { throw Wrong(description: "no end of line") }
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            if line.hasPrefix("# HELP ") {
                guard words.count == 4, helped.insert(words[2]).inserted else { throw Wrong(description: "\(line)") }
            } else if line.hasPrefix("# TYPE ") {
                guard words.count == 4, helped.contains(words[2]), types[words[2]] == nil,
                    ["counter", "gauge", "histogram"].contains(words[3])
                else { throw Wrong(description: "\(line)") }
                family = words[2]
                types[family] = words[3]
                guard (words[3] == "counter") == family.hasSuffix("_total") else { throw Wrong(description: family) }
            } else {
                let sample = try Self.sample(line)
                guard Self.belongs(sample.name, family, types[family] ?? "") else {
                    throw Wrong(description: "\(line) below \(family)")
                }
                guard !samples.contains(where: { $0.name == sample.name && $0.labels == sample.labels }) else {
                    throw Wrong(description: "twice: \(line)")
                }
                samples.append(sample)
            }
        }
        try checkHistograms()
    }

    subscript(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        samples.first { $0.name == name && $0.labels == labels }?.value
    }

    private static func belongs(_ name: String, _ family: String, _ type: String) -> Bool {
        if type != "histogram" { return name == family }
        return ["_bucket", "_sum", "_count"].contains { name == family + $0 }
    }

    private static func sample(_ line: Substring) throws -> Sample {
        let name = line.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        var rest = line.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            guard let end = rest.lastIndex(of: "}") else { throw Wrong(description: "\(line)") }
            var inside = rest[rest.index(after: rest.startIndex)..<end]
            while !inside.isEmpty {
                let label = inside.prefix { $0.isLetter || $0 == "_" }
                inside = inside.dropFirst(label.count)
                guard inside.hasPrefix("=\"") else { throw Wrong(description: "\(line)") }
                inside = inside.dropFirst(2)
                var (value, isEscaped) = ("", false)
                while let letter = inside.popFirst() {
                    if isEscaped {
                        value.append(letter)
                        isEscaped = false
                    } else if letter == "\\" {
                        isEscaped = true
                    } else if letter == "\"" {
                        break
                    } else {
                        value.append(letter)
                    }
                }
                labels[String(label)] = value
                if inside.first == "," { inside = inside.dropFirst() }
            }
            rest = rest[rest.index(after: end)...]
        }
        guard !name.isEmpty, rest.first == " ", let value = Double(rest.dropFirst()) else {
            throw Wrong(description: "\(line)")
        }
        return Sample(name: String(name), labels: labels, value: value)
    }

    /// Buckets rise, end with everything, and agree with the count.
    private func checkHistograms() throws {
        for family in types.filter({ $0.value == "histogram" }).keys {
            let buckets = samples.filter { $0.name == family + "_bucket" }
            let series = Dictionary(grouping: buckets) { $0.labels.filter { $0.key != "le" } }
            for (labels, buckets) in series {
                let bounds = buckets.compactMap {
                    $0.labels["le"].flatMap { $0 == "+Inf" ? Double.infinity : Double($0) }
                }
                let counts = buckets.map(\.value)
                guard bounds == bounds.sorted(), counts == counts.sorted(), bounds.last == .infinity,
                    counts.last == self[family + "_count", labels], self[family + "_sum", labels] != nil
                else { throw Wrong(description: "\(family) \(labels)") }
            }
        }
    }
}
