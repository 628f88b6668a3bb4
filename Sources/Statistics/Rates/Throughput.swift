/// How fast exams are read.
public enum Throughput {
    /// Exams an hour of the reader's own time, 3600 n / (Σ latency + 1), latency in seconds. The 1 s keeps the figure
    /// finite; it is part of the definition that clients of the API know.
    /// - Returns: `nil` without exams.
    public static func examsAnHour(latencies: ValueCounts, perSecond: Int = 1000) -> Double? {
        guard latencies.count > 0, perSecond > 0, let mean = latencies.mean else { return nil }
        let n = Double(latencies.count)
        return 3600 * n / (mean * n / Double(perSecond) + 1)
    }
}
