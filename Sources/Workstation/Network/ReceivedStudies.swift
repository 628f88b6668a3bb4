import DICOM
import Radiology
import Store
import Synchronization

/// Whose the films are that wait in the spool: their names do not say. Each file is read once, however many studies are
/// compared with it while it waits.
final class ReceivedStudies: Sendable {
    private struct Owner {
        let study: String?
        let series: SeriesInstanceUID?
    }

    private let spool: Spool
    private let limits: ParsingLimits
    private let known = Mutex<[SOPInstanceUID: Owner]>([:])

    init(_ spool: Spool, limits: ParsingLimits) { (self.spool, self.limits) = (spool, limits) }

    /// The films of a study that wait; reads files.
    func films(of study: StudyInstanceUID) throws -> StudyRetrieval.Films {
        let files = try spool.receivedFiles()
        var owners = known.withLock { $0 }
        var films: StudyRetrieval.Films = [:]
        for (uid, path) in files {
            // One that is no film, or gone by now, is nobody's.
            guard let owner = owners[uid] ?? owner(path) else { continue }
            owners[uid] = owner
            if owner.study == study.rawValue { films[uid] = .some(owner.series) }
        }
        let waiting = Set(files.map(\.uid))
        known.withLock { $0 = owners.filter { waiting.contains($0.key) } }
        return films
    }

    private func owner(_ path: String) -> Owner? {
        guard let bytes = try? FileBytes.read(path, limit: limits.maxBytes).bytes,
            let film = try? Part10File(bytes, limits: limits).dataSet
        else { return nil }
        return Owner(
            study: film.string(.studyInstanceUID),
            series: film.string(.seriesInstanceUID).flatMap(SeriesInstanceUID.init(rawValue:)))
    }
}
