extension Duration {
    /// At least 1: libcurl takes 0 for "no limit".
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
        guard seconds >= 0, !milliseconds.overflow, milliseconds.partialValue < Int64(Int32.max) else {
            return seconds < 0 ? 1 : Int(Int32.max)
        }
        return max(1, Int(milliseconds.partialValue + attoseconds / 1_000_000_000_000_000))
    }
}
