extension Definition {
    /// docs/statistics.md: generated, so that it never says anything else than the programme.
    public static var document: String {
        var text = preface
        for (title, rows) in [
            ("How many", sizes), ("Two by two", cells), ("Rates", rates), ("Indices", indices),
            ("Severity and confidence", curves), ("Times", times), ("Failures", failures), ("Comparing groups", groups),
        ] {
            text += "\n## \(title)\n\n| figure | name | definition |\n|---|---|---|\n"
            for (measure, definition) in rows {
                let source = definition.source.isEmpty ? "" : " *\(definition.source)*"
                text += "| `\(measure)` | \(definition.name) | \(definition.text)\(source) |\n"
            }
        }
        return text
    }

    private static let preface = """
        # Statistics: what every figure means

        This file is made by `xrayvision stats --definitions`; a test compares the two. `xrayvision stats`, `GET
        /api/stats/performance`, the pages and the nightly report print the same list of figures and compute none of their own.

        - **Positive** means: severity ≥ `SEVERITY_THRESHOLD`. The **reader** is the AI. What it is compared with: 0 after a
          review "normal"; after a review "abnormal" the severity of the radiologist's report if that reaches the threshold,
          else the AI's if that does, else the threshold; without a review the severity of the radiologist's report.
        - **Not assessed is never a negative.** An exam that one side has not assessed is compared with nothing.
        - Only exams of the status `done` are counted, whatever the filter; `status.*` and `error.*` count the others, and
          `attempts.*` the attempts at all of them.
        - **Intervals** cover 95 %. Rates: Wilson (JASA 22 (1927) 209–212), or Clopper and Pearson (Biometrika 26 (1934)
          404–413) with `--interval exact`. Indices without a formula: bootstrap, bias-corrected and accelerated (B. Efron,
          JASA 82 (1987) 171–185), 2000 resamples of the table with a fixed seed, so that equal exams give equal bytes. A
          figure that is not defined in more than 5 % of the resamples, or does not vary, has no interval.
        - **Groups**: `region.<name>.<figure>`, likewise `age`, `sex`, `device`, `hour`, `radiologist`, `diagnosis`. The 50
          largest of a kind; the rest is one group "(others)". What is not known is the group "unknown". Dots and percent
          signs of names are written %2E and %25. Regions have all figures; other groups rates and p values.
        - **Thresholds**: `threshold.3.<figure>` … `threshold.8.<figure>`: what the figures of all exams would be if the
          threshold were another, for both sides.
        - **Few**: the roles `user` and `reviewer` see the films of every day one by one, with both verdicts, so all exams
          together, by day and by month are told as they are, and so is how many wait, failed or were not compared. What is
          hidden are groups of patients: no number of 1 to 4 exams of a region, sex, age, device, hour, radiologist or
          diagnosis, nor one that follows by adding and subtracting what the same answer shows. The method is then `few`, and
          all numbers are empty. Each step divides a group's exams further, and what is hidden in one is hidden in all after
          it: (1) exams; (2) reviewed and compared; (3) accuracy, disagreement and their p values; (4) the 2 × 2 table with
          all that is computed from it; (5) positive and mean severity. A step is hidden when a number of it is 1 to 4, from
          (3) on also when what is left beside it is (for the table: any of its four cells), and in as many other groups of
          the kind as the total needs to keep it. Corrected p values that are a hidden group's, and the p value that all
          groups are alike, go with it. Times are hidden when 1 to 4 exams have one. Where a kind has so few exams that its
          hidden groups could be counted, it is left out. Of regions by month, and of groups by day or month, whole lines
          are told, or not.
        - **Few, with a filter** by anything but days and status: then all exams that it means are a group as well. Thresholds
          and points of ROC and precision–recall that differ in 1 to 4 exams from one that is shown are left out, as are bins
          of confidence (then ECE and MCE are `few`) and points of the time to report. The confusion, each list of severities
          and the differences are empty as soon as one of their cells is 1 to 4. Days and months of few exams are left out.
        - What is not hidden: how two answers with two filters differ, and areas, kappas and means of tables of which more than
          they tell is hidden. How many exams of a group are not reviewed, compared or assessed, or have no report, says
          nothing of a patient, and is told.
        - Times to report take the exam's time by the modality's clock, whose zone the database knows (`[dicom] TIME_ZONE`). Exams without a report
          wait until the time of the newest exam of the archive; one that is more than a day ahead of the last change of the
          archive is of a wrong clock and does not count for that. Beyond 30 days, times are whole days, cut off.

        """
}
