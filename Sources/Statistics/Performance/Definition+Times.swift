extension Definition {
    private static let conover = "W. J. Conover, Practical Nonparametric Statistics (1999), §3.2"

    static let times: [Row] = [
        row("latency.mean", "Mean latency", "Mean time of the AI for one exam, in seconds; interval of Student's t."),
        row(
            "latency.median", "Median latency",
            "Half of the exams took the AI no longer; in seconds. Interval from two order statistics.", conover),
        row(
            "latency.p95", "95th percentile", "95 % of the exams took the AI no longer; in seconds.", conover),
        row(
            "throughput", "Exams an hour",
            "Exams an hour of the AI's own time: 3600 n / (sum of latencies + 1), in seconds. The 1 is "
                + "part of the definition that old clients know."),
        row(
            "check.median", "Median check",
            "Half of the radiologists' texts were understood in no longer; in seconds.", conover),
        row(
            "report.q1", "Time to report, first quarter",
            "A quarter of the reports was written within so many minutes of the exam. Only exams that "
                + "have a report.", conover),
        row(
            "report.median", "Time to report",
            "Half of the reports were written within so many minutes of the exam. Only exams that have a "
                + "report.", conover),
        row(
            "report.q3", "Time to report, third quarter",
            "Three quarters of the reports were written within so many minutes of the exam. Only exams "
                + "that have a report.",
            conover),
        row(
            "report.medianKM", "Time to report, with those that wait",
            "Minutes after which half of all exams have a report, by Kaplan and Meier: exams without one "
                + "count for as long as they have waited, at most 30 days.",
            "E. L. Kaplan, P. Meier, JASA 53 (1958) 457–481; R. Brookmeyer, J. Crowley, Biometrics 38 (1982) 29–41"),
        row("report.waiting", "Without a report", "Of the exams whose time is known, those that have no report."),
    ]

    static let failures: [Row] = [
        row(
            "attempts.failed", "Failed attempts",
            "Of all attempts to have exams read (answers that stand and attempts that failed), those that failed."),
        row(
            "attempts.unreadable", "Unreadable answers",
            "Of the same attempts, those whose answer could not be understood."),
        row("status.", "By status", "Exams of each status, of all exams that the filter means."),
        row("error.", "By error", "Exams that failed, by what went wrong last, of all exams that the filter means."),
    ]

    static let groups: [Row] = [
        row(
            "p", "p",
            "Probability of a disagreement at least as unusual if this group were like all others "
                + "together: Fisher's exact test for few exams, Pearson's chi-squared otherwise."),
        row(
            "holm", "p (Holm)",
            "The same, corrected for the number of groups: even one false finding is rarer than it.",
            "S. Holm, Scand. J. Stat. 6 (1979) 65–70"),
        row(
            "fdr", "p (FDR)", "The same, corrected so that it bounds the expected share of false findings.",
            "Y. Benjamini, Y. Hochberg, J. R. Stat. Soc. B 57 (1995) 289–300"),
        row(
            "homogeneity", "Groups alike",
            "p value that all groups of the kind disagree equally often: Pearson's chi-squared.",
            "K. Pearson, Phil. Mag. 50 (1900) 157–175"),
    ]
}
