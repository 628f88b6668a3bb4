import Radiology

/// The exams that a filter means: 1 or 0 for each place.
extension ExamColumns {
    func selection(_ filter: ExamFilter, threshold: Int) -> [UInt8] {
        var marks = baseSelection(filter, threshold: threshold)
        if let part = filter.region.map(SearchText.folded) {
            narrow(&marks, by: regions, Self.marks(regionNames, containing: part))
        }
        if !filter.radiologists.isEmpty {
            narrow(&marks, by: radiologists, Self.marks(radiologistNames, anyOf: filter.radiologists))
        }
        if !filter.diagnoses.isEmpty {
            narrow(&marks, by: diagnoses, Self.marks(diagnosisNames, anyOf: filter.diagnoses))
        }
        if let sex = filter.sex {
            let letter = Self.letter(of: sex)
            narrow(&marks, by: patients, people.sexes.map { $0 == letter ? 1 : 0 })
        }
        if filter.firstDay != nil || filter.lastDay != nil { narrow(&marks, from: filter.firstDay, to: filter.lastDay) }
        if let part = filter.search.map(SearchText.folded), !part.isEmpty {
            narrow(&marks, bySearch: part, filter.wholeWords)
        }
        return marks
    }

    /// What can be said by the byte columns: three looks into tables for each exam.
    private func baseSelection(_ filter: ExamFilter, threshold: Int) -> [UInt8] {
        let standing = (0..<256).map { Self.admits(filter, StandingCode(code: UInt8($0))) ? UInt8(1) : 0 }
        let verdict = VerdictCode.table { Self.admits(filter, $0, threshold: threshold) ? 1 : 0 }
        let confidence = (0..<256).map { code -> UInt8 in
            guard let wanted = filter.confidence else { return 1 }
            return code <= 100 && wanted.contains(code) ? 1 : 0
        }
        let (standings, verdicts, confidences) = (standings.span, verdicts.span, confidences.span)
        return [UInt8](unsafeUninitializedCapacity: standings.count) { marks, count in
            count = standings.count
            for place in standings.indices {
                marks[place] =
                    standing[Int(standings[place])] & verdict[Int(verdicts[place])]
                    & confidence[Int(confidences[place])]
            }
        }
    }

    private static func admits(_ filter: ExamFilter, _ standing: StandingCode) -> Bool {
        guard let status = standing.status else { return false }
        return filter.statuses?.contains(status) != false
            && (filter.flagged ?? standing.isFlagged) == standing.isFlagged
            && (filter.hasReview ?? standing.hasReview) == standing.hasReview
    }

    static func admits(_ filter: ExamFilter, _ verdict: VerdictCode, threshold: Int) -> Bool {
        if let reviewed = filter.reviewed, reviewed != (verdict.compared != nil) { return false }
        if let positive = filter.positive {
            guard let ai = verdict.ai, positive == (ai.score >= threshold) else { return false }
        }
        if let correct = filter.correct {
            let agreement = Agreement(ai: verdict.ai, compared: verdict.compared, threshold: threshold)
            if agreement != (correct ? .agree : .differ) { return false }
        }
        guard let wanted = filter.severity else { return true }
        return verdict.compared.map { wanted.contains($0.score) } ?? false
    }

    /// - Parameter meant: 1 or 0 by the number in the column.
    private func narrow(_ marks: inout [UInt8], by column: [UInt32], _ meant: [UInt8]) {
        let (column, meant) = (column.span, meant.span)
        for place in marks.indices { marks[place] &= meant[Int(column[place])] }
    }

    private func narrow(_ marks: inout [UInt8], from first: CalendarDay?, to last: CalendarDay?) {
        let meant = Self.clocks(from: first, to: last)
        for place in marks.indices where !meant.contains(created[place]) { marks[place] = 0 }
    }

    /// The `ClockText.key`s of some days; all when neither is given.
    static func clocks(from first: CalendarDay?, to last: CalendarDay?) -> Range<UInt64> {
        let start = first.map { ClockText.start(ofYear: $0.year, month: $0.month, day: $0.day) } ?? 0
        let end = last.map { ClockText.start(ofYear: $0.year, month: $0.month, day: $0.day + 1) } ?? UInt64.max
        return start..<max(start, end)
    }

    private func narrow(_ marks: inout [UInt8], bySearch folded: [UInt8], _ wholeWords: Bool) {
        let found = wholeWords ? people.marks(ofWhole: folded) : people.marks(containing: folded)
        guard var part = UIDPart(folded) else { return narrow(&marks, by: patients, found) }
        for place in marks.indices where marks[place] != 0 && found[Int(patients[place])] == 0 {
            if !part.isIn(uids[place]) { marks[place] = 0 }
        }
    }

    private static func marks(_ names: Vocabulary, containing part: [UInt8]) -> [UInt8] {
        names.marks { ByteSearch.contains(SearchText.folded($0), part) }
    }

    private static func marks(_ names: Vocabulary, anyOf wanted: [String]) -> [UInt8] {
        let wanted = Set(wanted.map { $0.lowercased() })
        return names.marks { !$0.isEmpty && wanted.contains($0.lowercased()) }
    }

    static func letter(of sex: Sex?) -> UInt8 { sex?.rawValue.utf8.first ?? 0 }
}
