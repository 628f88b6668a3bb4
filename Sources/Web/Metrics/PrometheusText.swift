/// Figures as Prometheus reads them: the text format 0.0.4.
///
/// Standard: Prometheus, "Exposition formats": HELP and TYPE once a name, the samples of a name together; counters end in
/// `_total`; the buckets of a histogram are cumulative and end with `+Inf`.
struct PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    enum Kind: String { case counter, gauge, histogram }

    typealias Labels = [(name: String, value: String)]

    private(set) var text = ""

    /// One figure without labels.
    mutating func gauge(_ name: String, _ help: String, _ value: Double) { family(name, .gauge, help, [([], value)]) }

    mutating func gauge(_ name: String, _ help: String, _ value: Int) { gauge(name, help, Double(value)) }

    /// - Parameter name: without `_total`.
    mutating func counter(_ name: String, _ help: String, _ value: Int) {
        family(name + "_total", .counter, help, [([], Double(value))])
    }

    /// All samples of one name; nothing at all when there is none.
    mutating func family(_ name: String, _ kind: Kind, _ help: String, _ samples: [(labels: Labels, value: Double)]) {
        if samples.isEmpty { return }
        head(name, kind, help)
        for sample in samples { line(name, sample.labels, sample.value) }
    }

    /// Durations in seconds, by label sets in a stable order.
    mutating func histograms(_ name: String, _ help: String, _ series: [(labels: Labels, histogram: Histogram)]) {
        if series.isEmpty { return }
        head(name, .histogram, help)
        for (labels, histogram) in series {
            var below = 0
            for (bound, count) in zip(Histogram.bounds, histogram.counts) {
                below += count
                line(name + "_bucket", labels + [("le", Self.number(bound))], Double(below))
            }
            let all = histogram.counts.reduce(0, +)
            line(name + "_bucket", labels + [("le", "+Inf")], Double(all))
            line(name + "_sum", labels, histogram.sum)
            line(name + "_count", labels, Double(all))
        }
    }

    private mutating func head(_ name: String, _ kind: Kind, _ help: String) {
        let help = help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private mutating func line(_ name: String, _ labels: Labels, _ value: Double) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",") + "}"
        }
        text += " \(Self.number(value))\n"
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
