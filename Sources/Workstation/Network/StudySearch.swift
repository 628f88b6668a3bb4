import DICOM
import DICOMNetwork
import Radiology
import Store

/// Which radiograph studies an archive has.
package struct StudySearch: Sendable {
    let archive: ImageArchive
    let modalities: [String]

    package init(archive: ImageArchive, modalities: [String]) {
        (self.archive, self.modalities) = (archive, modalities)
    }

    /// What a search found, and what it could not see.
    package struct Result: Sendable {
        /// Each once.
        package var studies: [FoundStudy] = []
        /// Spans that were not answered whole: studies may be missing.
        package var gaps: [QueryGap] = []
        /// Why the search ended early; what was found until then is real.
        package var failure: (any Error)?
    }

    /// The studies of a window. An archive is asked for one modality at a time, because lists are not matched everywhere;
    /// one that ignores Modalities in Study (0008,0061) answers with all, and the others are left out where it says what
    /// they are. A window that is not answered whole is asked again in parts; what fails however little is asked for is a
    /// gap, and a failure only when nothing at all was answered.
    package func studies(in window: QueryWindow) async -> Result {
        var walk = WindowWalk(archive: archive)
        var failure: (any Error)?
        for modality in modalities where failure == nil {
            do { try await walk.ask(window, modality) } catch { failure = error }
        }
        if walk.isAnswered { walk.tellSilence(in: window) } else { failure = failure ?? walk.silent.first?.error }
        let wanted = walk.answers.filter { answer in
            answer.modalities.isEmpty || answer.modalities.contains { modalities.contains($0.uppercased()) }
        }
        return Result(studies: FoundStudy.unique(wanted), gaps: walk.gaps, failure: failure)
    }

    /// The studies of an order; whatever their modality, when none is among those wanted is said by the retrieval.
    package func studies(accession: String) async throws -> Result {
        let keys = QueryKeys(level: .study).matching(.accessionNumber, .single(accession))
        // A `*` or `?` in the number is asked for as "any character": only the very number is meant.
        var found = try await archive.find(keys)
        found.answers.removeAll { $0.accessionNumber != accession }
        return Result(found, day: "")
    }

    package func studies(uid: StudyInstanceUID) async throws -> Result {
        var result = Result(try await archive.find(.study(uid.rawValue)), day: "")
        result.studies.removeAll { $0.study != uid }
        return result
    }
}

extension StudySearch.Result {
    /// The answers to a question that cannot be divided.
    init(_ found: ArchiveAnswers, day: String) {
        studies = FoundStudy.unique(found.answers)
        let unusable = found.unreadable + found.answers.count { $0.studyInstanceUID == nil }
        if unusable > 0 { gaps.append(QueryGap(day: day, span: "", problem: WindowWalk.unusable(unusable))) }
        if found.isCut { gaps.append(QueryGap(day: day, span: "", problem: WindowWalk.cut)) }
    }
}

extension QueryGap {
    /// Which span it is, for a person.
    var text: String {
        let words = [day, span].filter { !$0.isEmpty }
        return words.isEmpty ? "the archive" : words.joined(separator: " ")
    }
}

/// A study that an archive has.
package struct FoundStudy: Sendable, Equatable {
    package let study: StudyInstanceUID
    /// All its instances, of whatever modality; `nil` when the archive does not count.
    package let instances: Int?
    /// What the archive says about it; holds patient data.
    package let answer: QueryAnswer

    /// Answers without a usable UID cannot be fetched: whoever asks counts them.
    static func unique(_ answers: [QueryAnswer]) -> [FoundStudy] {
        var seen: Set<StudyInstanceUID> = []
        return answers.compactMap { answer in
            guard let uid = answer.studyInstanceUID.flatMap(StudyInstanceUID.init(rawValue:)), seen.insert(uid).inserted
            else { return nil }
            return FoundStudy(study: uid, instances: answer.instanceCount, answer: answer)
        }
    }

    /// The one study that was asked about. An answer that cannot be read is no reason not to fetch it: only its counts are
    /// unknown then.
    /// - Returns: `nil` when the archive says that it has no such study.
    static func sought(_ study: StudyInstanceUID, in found: ArchiveAnswers) -> FoundStudy? {
        if let found = unique(found.answers).first(where: { $0.study == study }) { return found }
        let isUnusable = found.answers.contains { $0.studyInstanceUID.flatMap(StudyInstanceUID.init(rawValue:)) == nil }
        guard found.isCut || found.unreadable > 0 || isUnusable else { return nil }
        return FoundStudy(study: study, instances: nil, answer: QueryAnswer(DataSet()))
    }

    /// Whether everything is here by the archive's own count, as far as numbers tell. Studies with other objects (reports,
    /// presentation states) never are by this rule; a retrieval looks closer.
    func isComplete(here count: Int) -> Bool { instances.map { $0 > 0 && count >= $0 } ?? false }
}
