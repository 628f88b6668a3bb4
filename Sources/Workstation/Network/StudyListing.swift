import DICOM
import DICOMNetwork
import Radiology

/// What an archive says that a study has, and how far it can be believed to be all.
struct StudyListing: Sendable {
    struct Series: Sendable {
        let uid: String
        /// As far as they are listed, sorted.
        let images: [SOPInstanceUID]
        /// The archive's own number; `nil` when it does not count.
        let count: Int?
        /// Whether `images` are all.
        let isWhole: Bool

        /// Images that are known to be.
        var known: Int { max(images.count, count ?? 0) }
    }

    /// Those that may hold radiographs.
    var series: [Series] = []
    /// Whether there are series of other kinds, which are left out.
    var hasOthers = false
    /// Whether there may be series that are not listed.
    var lacksSeries = false
    /// The archive's number of all instances, of whatever kind; `nil` when it does not count.
    var instances: Int?

    var images: [SOPInstanceUID] { series.flatMap(\.images) }

    /// Whether every radiograph is known by its name.
    var isWhole: Bool { !lacksSeries && series.allSatisfy(\.isWhole) && !(series.isEmpty && !hasOthers) }
}

extension ImageArchive {
    /// Lists a study series by series: the answers to one query are fewer, and each list is compared with the archive's own
    /// count.
    func listing(of found: FoundStudy, modalities: [String]) async throws -> StudyListing {
        var listing = StudyListing(instances: found.instances)
        let all = try await series(of: found.study, [nil])
        var answers = all.answers
        if all.isCut {
            let radiographs = try await series(of: found.study, modalities)
            answers += radiographs.answers
            (listing.lacksSeries, listing.hasOthers) = (radiographs.isCut, true)
        }
        var seen: Set<String> = []
        var total: Int? = 0
        for answer in answers {
            guard let uid = answer.seriesInstanceUID, seen.insert(uid).inserted else { continue }
            total = total.flatMap { sum in answer.instanceCount.map { sum + $0 } }
            // A series that does not say what it is may be films.
            let kinds = answer.modalities
            if kinds.isEmpty || kinds.contains(where: { modalities.contains($0.uppercased()) }) {
                listing.series.append(try await series(uid, of: found.study, count: answer.instanceCount))
            } else {
                listing.hasOthers = true
            }
        }
        // Fewer than the archive itself counts: some end a list early and call it a success.
        let isShort = seen.count < found.answer.seriesCount ?? 0 || total.map { $0 < found.instances ?? 0 } ?? false
        if !all.isCut, isShort { listing.lacksSeries = true }
        return listing
    }

    /// - Parameter modalities: one question each; `nil` asks for all.
    private func series(
        of study: StudyInstanceUID, _ modalities: [String?]
    ) async throws -> (answers: [QueryAnswer], isCut: Bool) {
        var (answers, isCut) = ([QueryAnswer](), false)
        for modality in modalities {
            var keys = QueryKeys.series(ofStudy: study.rawValue)
            if let modality { keys[.modality] = .single(modality) }
            let found = try await find(keys)
            let isUsable = found.unreadable == 0 && found.answers.allSatisfy { $0.seriesInstanceUID != nil }
            if found.isCut || !isUsable { isCut = true }
            answers += found.answers
        }
        return (answers, isCut)
    }

    private func series(_ uid: String, of study: StudyInstanceUID, count: Int?) async throws -> StudyListing.Series {
        var found = ArchiveAnswers(isCut: true)
        do {
            found = try await find(.images(ofSeries: uid, study: study.rawValue))
        } catch NetworkError.refused {
            // An archive need not answer about images.
        }
        let names = found.answers.map { $0.sopInstanceUID.flatMap(SOPInstanceUID.init(rawValue:)) }
        let images = Set(names.compactMap(\.self))
        // Nothing is not the same as none.
        let isWhole =
            !found.isCut && found.unreadable == 0 && !names.contains(nil) && images.count >= count ?? 1
        return StudyListing.Series(
            uid: uid, images: images.sorted { $0.rawValue < $1.rawValue }, count: count, isWhole: isWhole)
    }
}
