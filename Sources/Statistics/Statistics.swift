/// Turns paired verdicts into rates, intervals, curves and tests.
///
/// # Why it is as it is
/// - **Pure.** Values in, values out; it imports nothing, not even the C library's mathematics, whose last bit depends on
///   the processor. So the same exams give the same bytes on every machine, whatever the threads and the order of arrival.
/// - **Integers until the last division.** What is collected over the nights (`Mergeable`) are counts; everything else is
///   computed from them when it is read. A night adds its exams, and the result equals the full computation exactly.
/// - **`nil` is "not assessed".** No denominator, no figure: never NaN, never 0 % of nothing. An exam that one side has not
///   assessed is no negative.
/// - **Every rate knows its N** (`Proportion`), every estimate offers an interval, every formula names its source.
///
/// Where to look: `Rates` and `Agreement` (2 × 2 and 11 × 11 tables), `Curves` (ROC, precision–recall, thresholds),
/// `Calibration`, `Resampling` (bootstrap), `Times` (latency, time to report), `Groups` (comparisons), `Monitoring` (control
/// charts, drift, alarms that may be read every night), `Distributions` and `Numbers` underneath.
public enum StatisticsRoom {
    /// Raised when a definition changes, so that stored figures are counted anew.
    public static let definitions = 1
}
