import DICOM
import Foundation
import HospitalRecords
import Imaging
import Radiology
import Store

/// Takes one claimed file in: parse, draw, keep the original, admit. Each step may be repeated after a crash: the
/// original is kept by its content hash, pictures are written whole, and the exam is admitted in one transaction.
struct Ingest: Sendable {
    let archive: Archive
    let spool: Spool
    let reading: ReadingRules
    let pictures: Pictures
    let limits: ParsingLimits
    /// False removes the original of a film that is done (`KEEP_DICOM = False`), also when it comes again.
    let keepsOriginals: Bool
    let reports: ReportDesk
    let clock: Clock
    let stages: StageClock

    enum Outcome: Equatable {
        case queued(SOPInstanceUID)
        /// Admitted, but not read: the sentence says why.
        case ignored(SOPInstanceUID, reason: String)
        case known(SOPInstanceUID)
        /// Same UID, other bytes: kept beside the first and flagged.
        case revision(SOPInstanceUID)
        /// An HL7 file: reports that are at their exams, and those that wait for one.
        case reports(kept: Int, waiting: Int)
        case rejected(RejectionReason, detail: String)
        /// It changed while it was read: back where it was dropped, to be looked at again.
        case stillWritten
    }

    private struct StillWritten: Error {}

    /// Why a file is not taken in.
    struct Refusal: Error, Equatable {
        let reason: RejectionReason
        let detail: String
        var offset: Int?
    }

    /// - Throws: `StoreError` when the store cannot take it; the file is then still where it was claimed.
    func callAsFunction(_ claimed: ClaimedFile, source: String, priority: Int = 0) throws -> Outcome {
        let before = FileBytes.identity(RawPath(claimed.path))
        do {
            return try admit(claimed, before, source: source, priority: priority)
        } catch is StillWritten {
            try spool.giveBack(claimed)
            return .stillWritten
        } catch let refusal as Refusal {
            if FileBytes.identity(RawPath(claimed.path)) != before {
                try spool.giveBack(claimed)
                return .stillWritten
            }
            let rejection = try spool.reject(
                claimed, reason: refusal.reason, detail: refusal.detail, offset: refusal.offset,
                received: clock.now(), source: source)
            try archive.rejections.add(rejection, at: clock.now())
            return .rejected(refusal.reason, detail: refusal.detail)
        }
    }

    /// What a file would become; nothing is kept and nothing is written.
    func preview(_ bytes: [UInt8]) throws(Refusal) -> Exam { try read(bytes).exam }

    private func admit(
        _ claimed: ClaimedFile, _ before: FileBytes.Identity?, source: String, priority: Int
    ) throws -> Outcome {
        func requireSame() throws {
            guard FileBytes.identity(RawPath(claimed.path)) == before else { throw StillWritten() }
        }
        let bytes = try contents(of: claimed)
        if HL7v2.looksLike(bytes) {
            return try takeReports(bytes, of: claimed, source: source, requireSame: requireSame)
        }
        let (file, exam) = try read(bytes)
        let hash = ContentHash(of: bytes)
        let known = try archive.exams.films(of: exam.uid)
        // An original that somebody deleted or cut is put back by going on.
        if let kept = known.first(where: { $0.contentHash == hash.rawValue })?.archivePath,
            spool.holds(kept, size: bytes.count)
        {
            try requireSame()
            try spool.release(claimed, storedAs: kept)
            return .known(exam.uid)
        }
        let drawn = try draw(file, of: exam)
        try requireSame()
        // The first film of a UID is the film people see; a revision does not replace its pictures.
        if known.isEmpty { try pictures.keep(drawn, of: exam.uid) }
        let kept = try spool.keepOriginal(claimed, hash: hash.rawValue, bytes: bytes)
        let receipt = FilmReceipt(
            contentHash: hash.rawValue, bytes: bytes.count, source: source, received: clock.now(),
            archivePath: kept, qualityJSON: drawn.quality.flatMap(Self.json), drawing: drawn.drawing)
        let refusal = reading.refusal(of: exam)
        let destination = refusal.map {
            Destination.ignored(Reason(code: $0.cause.rawValue, sentence: $0.sentence))
        }
        let admission = try archive.exams.admit(exam, film: receipt, to: destination ?? .queued, priority: priority)
        try requireSame()
        try spool.release(claimed, storedAs: kept)
        return try outcome(of: admission, exam.uid, refused: refusal?.sentence)
    }

    private func outcome(of admission: Admission, _ uid: SOPInstanceUID, refused: String?) throws -> Outcome {
        switch admission {
        case .new, .filledIn: return refused.map { .ignored(uid, reason: $0) } ?? .queued(uid)
        case .sameBytes:
            if !keepsOriginals { try archive.discardOriginal(of: uid) }
            return .known(uid)
        case .revision: return .revision(uid)
        }
    }

    private func contents(of claimed: ClaimedFile) throws -> [UInt8] {
        do throws(FileBytes.Failure) {
            return try FileBytes.read(claimed.path, limit: limits.maxBytes).bytes
        } catch {
            switch error {
            case .notAFile: throw Refusal(reason: .notDICOM, detail: "It is a link, a folder or a device, not a file.")
            case .tooLarge(let size):
                throw Refusal(reason: .tooLarge, detail: "It has \(size) bytes; the limit is \(limits.maxBytes).")
            case .busy(let words): throw StoreError.busy(what: "the system's files and memory (\(words))")
            case .unreadable(let words): throw Refusal(reason: .ioError, detail: "It cannot be read: \(words).")
            }
        }
    }

    private func read(_ bytes: [UInt8]) throws(Refusal) -> (file: Part10File, exam: Exam) {
        if bytes.isEmpty { throw Refusal(reason: .notDICOM, detail: "The file is empty.") }
        let file: Part10File
        do {
            file = try Part10File(bytes, limits: limits)
        } catch {
            throw Refusal(error)
        }
        if case .noPicture(let reason) = RadiographKind(file: file, rules: reading.regions) {
            throw Refusal(reason: .notARadiograph, detail: reason)
        }
        do {
            return (file, try Exam(file: file, rules: reading.regions, receivedLocal: clock.local))
        } catch {
            throw Refusal(reason: .badUID, detail: error.suggestion)
        }
    }

    /// A film that is not read is kept even when nothing can be drawn from it.
    private func draw(_ file: Part10File, of exam: Exam) throws(Refusal) -> FilmPictures {
        do {
            return try stages.measure(.draw) { () throws(ImagingError) in try pictures.draw(file, of: exam) }
        } catch {
            throw Refusal(error)
        }
    }

    private static func json(_ quality: FilmQuality) -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(quality)).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension Ingest.Refusal {
    /// What the parser found, in the words of the spool's contract.
    init(_ error: DICOMError) {
        let reason: RejectionReason =
            switch error {
            case .notDICOM: .notDICOM
            case .truncated, .badDeflate: .truncated
            case .tooDeep, .tooManyElements, .tooLarge: .tooLarge
            case .badStructure, .cannotEncode: .notDICOM
            }
        self.init(reason: reason, detail: "\(error). \(error.suggestion)", offset: error.offset)
    }

    /// What the decoder found, in the words of the spool's contract.
    init(_ error: ImagingError) {
        let reason: RejectionReason =
            switch error {
            case .noPixels: .noPixels
            case .unsupportedSyntax, .unsupportedPixels: .unsupportedSyntax
            case .truncated, .codec, .noSuchFrame: .truncated
            case .tooLarge: .tooLarge
            }
        self.init(reason: reason, detail: error.suggestion)
    }
}
