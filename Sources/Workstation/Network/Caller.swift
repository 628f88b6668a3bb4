import DICOM
import DICOMNetwork
import Foundation
import Logging
import NIOPosix
import Radiology
import Store
import Synchronization

/// Another application as this workstation calls it, with the settings' titles, deadlines and certificates.
struct Caller: Sendable {
    let peer: Peer
    /// For films that have to be written in another encoding.
    let limits: ParsingLimits
    let log: Logger

    func echo() async throws(NetworkError) { try await peer.echo() }

    /// Half an answer is said to be one.
    func find(_ keys: QueryKeys) async throws(NetworkError) -> ArchiveAnswers {
        let answers = Mutex<[QueryAnswer]>([])
        let outcome = try await peer.find(keys, limit: Self.mostAnswers) { answer in
            answers.withLock { $0.append(answer) }
        }
        return ArchiveAnswers(
            answers.withLock { $0 }, isCut: outcome.isCut, unreadable: outcome.unreadable)
    }

    private static let mostAnswers = 50_000

    /// C-MOVE to ourselves.
    func move(_ keys: QueryKeys) async throws(NetworkError) -> SubOperations {
        try await peer.move(keys, to: peer.title)
    }

    func get(
        _ keys: QueryKeys, storageClasses: [SOPClass], into receiver: FilmReceiver
    ) async throws(NetworkError) -> SubOperations {
        try await peer.get(
            keys, storageClasses: storageClasses, transferSyntaxes: ListenerConfiguration.decodable, receiver: receiver)
    }

}

extension Workstation {
    /// - Throws: `.badSettings` for certificates that cannot be used.
    func caller(_ remote: RemoteAE, usesTLS: Bool) throws -> Caller {
        let dicom = settings.dicom
        guard let ours = AETitle(rawValue: dicom.aeTitle), let theirs = AETitle(rawValue: remote.title) else {
            throw WorkstationError(
                .badSettings, "An AE title is not one.", suggestion: "Check AE_TITLE and REMOTE_AE_TITLE in [dicom].")
        }
        let wait = dicom.timeouts.request
        let peer = Peer(
            PeerAddress(title: theirs, host: remote.host, port: remote.port, tls: usesTLS ? try tlsProfile() : nil),
            as: ours,
            deadlines: Deadlines(
                connect: min(wait, .seconds(10)), association: wait, dimse: wait,
                retrieval: dicom.timeouts.retrieval, idle: dicom.timeouts.idle, total: dicom.timeouts.association,
                artim: dicom.timeouts.artim),
            group: MultiThreadedEventLoopGroup.singleton, logger: log)
        return Caller(peer: peer, limits: intakeLimits, log: log)
    }

    /// - Throws: `.badSettings` when a file cannot be read, or what is in them does not belong together.
    func tlsProfile() throws(WorkstationError) -> TLSProfile {
        let profile = try settings.dicom.tlsProfile()
        if let fault = profile.fault(at: clock.now()) {
            log.warning("Our certificate: \(fault). \(fault.suggestion)")
        }
        return profile
    }

    /// The archive of the settings, for queries and retrievals.
    func imageArchive(_ intake: NetworkIntake) throws -> ImageArchive {
        let caller = try caller(archiveAddress, usesTLS: settings.dicom.query.usesTLS)
        let classes = RetrievalClasses.choose(from: storageClasses, for: settings.dicom.query.modalities)
        return ImageArchive(
            title: archiveAddress.title, find: { try await caller.find($0) },
            retrieve: { [method = settings.dicom.retrievalMethod, title = archiveAddress.title] keys in
                switch method {
                case .move: try await caller.move(keys)
                case .get: try await caller.get(keys, storageClasses: classes, into: intake.receiver(sender: title))
                }
            })
    }

    /// What is taken and asked for.
    var storageClasses: [SOPClass] { settings.dicom.takenClasses }

    func networkIntake(arrived: @escaping @Sendable () -> Void) -> NetworkIntake {
        var intake = NetworkIntake(
            spool: spool, root: paths.root, minFree: settings.storage.minFree, maxBytes: intakeLimits.maxBytes,
            log: log, arrived: arrived)
        intake.stages = news.stages
        return intake
    }

    func studyRetrieval(_ archive: ImageArchive) -> StudyRetrieval {
        let (spool, exams) = (spool, self.archive.exams)
        let waiting = ReceivedStudies(spool, limits: intakeLimits)
        return StudyRetrieval(
            archive: archive, modalities: settings.dicom.query.modalities,
            films: { study in
                try await onBlockingThread {
                    // The spool first: a film that is taken in between the two looks is found in the database.
                    try waiting.films(of: study).merging(exams.series(ofStudy: study)) { _, known in known }
                }
            },
            here: { uids in
                try await onBlockingThread {
                    let waiting = try spool.received().intersection(uids)
                    return try waiting.union(exams.arrived(uids))
                }
            })
    }
}
