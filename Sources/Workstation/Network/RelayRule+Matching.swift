import Radiology

/// What a relay rule says about one film.
extension RelayRule {
    /// What the rule asks of the exam, whoever sent its film.
    func matches(_ record: ExamRecord) -> Bool {
        if !modalities.isEmpty, !modalities.contains(record.exam.modality.uppercased()) { return false }
        if !regions.isEmpty {
            guard let region = record.exam.region.map({ RegionRules.canonical($0.rawValue) }), regions.contains(region)
            else { return false }
        }
        guard let leastSeverity else { return true }
        guard record.status == .done, let severity = record.aiReport?.severity else { return false }
        return severity.score >= leastSeverity
    }

    /// - Parameter source: AE title that sent the film; `nil` for one that did not come over the network.
    func takes(from source: String?) -> Bool {
        // A film that goes back to where it came from would go round for ever.
        guard source != destination.title else { return false }
        return sources.isEmpty || sources.contains { $0 == source }
    }
}
