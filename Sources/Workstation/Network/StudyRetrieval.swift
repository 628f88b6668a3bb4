import DICOM
import DICOMNetwork
import Radiology
import Store

/// Brings the radiographs of one study here: asks what there is, what of it is missing, and for just that.
package struct StudyRetrieval: Sendable {
    /// Films that are here, with their series where they name one.
    package typealias Films = [SOPInstanceUID: SeriesInstanceUID?]

    let archive: ImageArchive
    let modalities: [String]
    /// The films of a study that were taken in or wait in the spool; reads files.
    let films: @Sendable (StudyInstanceUID) async throws -> Films
    /// Those of some films that are here: taken in, waiting in the spool, or refused; reads folders.
    let here: @Sendable ([SOPInstanceUID]) async throws -> Set<SOPInstanceUID>

    package init(
        archive: ImageArchive, modalities: [String],
        films: @escaping @Sendable (StudyInstanceUID) async throws -> Films,
        here: @escaping @Sendable ([SOPInstanceUID]) async throws -> Set<SOPInstanceUID>
    ) {
        (self.archive, self.modalities) = (archive, modalities)
        (self.films, self.here) = (films, here)
    }

    package struct Outcome: Sendable, Equatable {
        /// Radiographs of the study, as the archive lists or counts them.
        package var wanted = 0
        /// Of these, brought by this retrieval.
        package var fetched = 0
        package var missing = 0
        /// Instances that the archive counts as sent.
        package var sent = 0
        /// The archive does not find the study.
        package var isUnknown = false
        /// The archive did not name every film.
        package var isListShort = false

        /// The archive sends what is here already, and counts more than that: reports and other objects, perhaps, that are
        /// not taken. To ask again at once is to have everything sent again.
        var isFutile: Bool { isListShort && fetched == 0 && sent > 0 }

        package var isComplete: Bool { missing == 0 && !isUnknown }

        /// Why something is missing, for the list of failures.
        package var problem: String {
            if isUnknown {
                return "The archive does not find the study. Look whether it was deleted, or has another UID there."
            }
            if sent >= missing && fetched == 0 {
                return
                    "The archive says that it sent \(sent) films, and none arrived: does it know our AE title, host and port?"
            }
            let words = "\(missing) of \(wanted) films did not arrive."
            return isListShort ? words + " The archive counts more than it lists." : words
        }
    }

    /// UIDs asked for in one request: some archives cut longer lists.
    private static let batch = 50

    package func callAsFunction(_ study: StudyInstanceUID) async throws -> Outcome {
        let answer = try await archive.find(.study(study.rawValue))
        guard let found = FoundStudy.sought(study, in: answer) else { return Outcome(isUnknown: true) }
        let listing = try await archive.listing(of: found, modalities: modalities)
        return listing.isWhole ? try await byName(listing, of: study) : try await byCount(listing, of: study)
    }

    /// Every film is known by its name, and here or not.
    private func byName(_ listing: StudyListing, of study: StudyInstanceUID) async throws -> Outcome {
        let images = listing.images
        var outcome = Outcome(wanted: Set(images).count)
        let before = try await here(images)
        guard before.count < outcome.wanted else { return outcome }
        if !listing.hasOthers, before.isEmpty {
            outcome.sent += try await archive.retrieve(.study(study.rawValue)).arrived
        } else {
            for one in listing.series where !one.images.allSatisfy(before.contains) {
                outcome.sent += try await fetch(one, of: study, without: before)
            }
        }
        var arrived = try await here(images)
        if arrived.count < outcome.wanted {
            for one in listing.series { outcome.sent += try await ask(for: one, of: study, without: arrived) }
            arrived = try await here(images)
        }
        outcome.fetched = arrived.subtracting(before).count
        outcome.missing = outcome.wanted - arrived.count
        return outcome
    }

    /// Some films are not named. What is here is counted, and compared with the archive's own numbers: of its lists, and of
    /// what it found to send. An archive that counts nothing is believed when everything that it sent has arrived.
    private func byCount(_ listing: StudyListing, of study: StudyInstanceUID) async throws -> Outcome {
        var count = FilmCount(listing)
        let before = try await present(listing, of: study)
        if count.missing(before) == 0, count.isCounted {
            return Outcome(wanted: count.wanted, isListShort: true)
        }
        var sent = 0
        if listing.lacksSeries || listing.series.isEmpty || !listing.hasOthers && before.isEmpty {
            let end = try await archive.retrieve(.study(study.rawValue))
            sent = end.arrived
            count.tell(end.total)
        } else {
            for one in listing.series where count.missing(before, in: one) > 0 || !one.isWhole && one.count == nil {
                let keys = QueryKeys.series(ofStudy: study.rawValue).matching(.seriesInstanceUID, .single(one.uid))
                let end = try await archive.retrieve(keys)
                sent += end.arrived
                count.tell(end.total, of: one)
            }
        }
        let after = try await present(listing, of: study)
        let fetched = after.keys.count { before[$0] == nil }
        return Outcome(
            wanted: count.wanted, fetched: fetched, missing: count.missing(after), sent: sent, isListShort: true)
    }

    /// What of a study is here, with the series of what was refused.
    private func present(_ listing: StudyListing, of study: StudyInstanceUID) async throws -> Films {
        var present = try await films(study)
        for one in listing.series {
            for image in try await here(one.images) { present[image] = SeriesInstanceUID(rawValue: one.uid) }
        }
        return present
    }

    private func fetch(
        _ series: StudyListing.Series, of study: StudyInstanceUID, without known: Set<SOPInstanceUID>
    ) async throws -> Int {
        guard known.isDisjoint(with: series.images) else {
            return try await ask(for: series, of: study, without: known)
        }
        let keys = QueryKeys.series(ofStudy: study.rawValue).matching(.seriesInstanceUID, .single(series.uid))
        return try await archive.retrieve(keys).arrived
    }

    /// By name: what did not come with its series, or came to be there later.
    private func ask(
        for series: StudyListing.Series, of study: StudyInstanceUID, without known: Set<SOPInstanceUID>
    ) async throws -> Int {
        var sent = 0
        var missing = series.images.filter { !known.contains($0) }[...]
        while !missing.isEmpty {
            let uids = missing.prefix(Self.batch).map(\.rawValue)
            sent += try await archive.retrieve(.images(uids, series: series.uid, study: study.rawValue)).arrived
            missing = missing.dropFirst(Self.batch)
        }
        return sent
    }
}

extension SubOperations {
    /// Instances that were stored, whatever was remarked about them.
    var arrived: Int { completed + warning }
}
