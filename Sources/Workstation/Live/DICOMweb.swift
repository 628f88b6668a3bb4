import DICOM
import Radiology
import Store
import Web

extension Workstation {
    /// - Parameter index: finds names.
    func keptOriginals(_ index: ExamIndex) -> KeptOriginals {
        KeptOriginals(archive: archive, index: index, limits: intakeLimits)
    }
}

/// The kept originals as other viewers read them: DICOMweb asks, this answers from `archive/` and the database.
extension KeptOriginals {
    package init(archive: Archive, index: ExamIndex, limits: ParsingLimits) {
        let desk = OriginalDesk(originals: archive.originals, index: index, limits: limits)
        self.init(
            file: { try desk.film($0)?.bytes() },
            metadata: { try desk.film($0)?.metadata(base: $1) },
            frame: { try desk.film($0)?.frame($1) },
            rendered: { try desk.film($0)?.rendered($1) },
            search: { try desk.search($0) },
            list: { try desk.list($0) },
            open: { try desk.film($0)?.opened() },
            nativeFrame: { try desk.film($0)?.nativeFrame($1) },
            bulk: { try desk.film($0)?.bulk($1) })
    }
}

/// Finds originals; the files themselves are read by `KeptFile`.
struct OriginalDesk: Sendable {
    let originals: Originals
    let index: ExamIndex
    let limits: ParsingLimits

    func film(_ uid: SOPInstanceUID) throws -> KeptFile? {
        try originals.original(uid).map { KeptFile($0.file, limits) }
    }

    func list(_ place: KeptOriginals.Place) throws -> [KeptOriginals.Original] {
        try originals.list(.init(study: place.study, series: place.series, instance: place.instance)).map {
            KeptOriginals.Original(uid: $0.uid, study: $0.study, series: $0.series)
        }
    }

    /// What no column of the database knows is compared with the headers of the newest films that the rest finds: so many
    /// at most.
    private static let mostHeads = 200

    func search(_ search: KeptOriginals.Search) throws -> KeptOriginals.Found {
        let asked = try AskedOriginals(search)
        var query = asked.query
        if !asked.others.isEmpty { (query.limit, query.offset) = (Self.mostHeads, 0) }
        let answer = try originals.search(query, names: index)
        let attributes = OriginalAttributes(search, including: asked.including)
        var found = answer.hits.map { hit in (hit: hit, head: try? KeptFile(hit.original.file, limits).head()) }
        var isMore = answer.isMore || answer.isCut
        if !asked.others.isEmpty {
            found = found.filter { pair in asked.others.allSatisfy { $0.isMet(by: pair.head?.dataSet) } }
            found = Array(found.dropFirst(search.offset))
            isMore = isMore || found.count > search.limit
            found = Array(found.prefix(search.limit))
        }
        return KeptOriginals.Found(
            objects: found.map { Array(attributes.object($0.hit, $0.head).utf8) }, isMore: isMore,
            ignored: asked.ignored)
    }
}
