/// The sampling settings of an image report; the predecessor's, so that answers stay comparable.
package enum Sampling {
    /// In the order in which they are sent; the values are JSON text.
    static let report: [(key: String, value: String)] = [
        ("timings_per_token", "true"), ("min_p", "0.05"), ("top_k", "40"), ("top_p", "0.95"), ("temperature", "0.6"),
        ("cache_prompt", "true"), ("stream", "false"), ("keep_alive", "1800"),
    ]

    /// Text-only calls leave the rest to the server.
    static let text: [(key: String, value: String)] = [("stream", "false"), ("keep_alive", "1800")]

    /// As JSON text with sorted keys, for the provenance.
    package static let reportJSON =
        "{"
        + report.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        .joined(separator: ",") + "}"
}
