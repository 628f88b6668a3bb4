import DICOM
import DICOMNetwork
import Logging
import Radiology
import Store
import Synchronization

/// Where films from the network go: into the spool, under a hidden name until they are whole and durable.
package struct NetworkIntake: Sendable {
    let spool: Spool
    let reserve: DiskReserve
    /// Bytes a film may have, with what stands before its data set (`MAX_FILE`).
    let maxBytes: Int
    let log: Logger
    /// Called for each film that lies in the spool.
    let arrived: @Sendable () -> Void
    var stages: StageClock?

    /// Why a film is not taken, for the peer; never with data of a patient.
    package struct Refusal: Error, Sendable, Equatable {
        package let status: DIMSEStatus
        package let comment: String
    }

    package init(
        spool: Spool, root: String, minFree: StorageSettings.Reserve, maxBytes: Int, log: Logger,
        arrived: @escaping @Sendable () -> Void
    ) {
        (self.spool, self.maxBytes, self.log, self.arrived) = (spool, maxBytes, log, arrived)
        reserve = DiskReserve(root: root, minFree: minFree)
    }

    /// Opens the file of a film whose first bytes are about to come.
    /// - Parameter sender: calling AE title.
    package func begin(
        sopClass: String, sopInstance: String, syntax: TransferSyntax, sender: String
    ) throws(Refusal) -> ReceivedFilm {
        guard let uid = SOPInstanceUID(rawValue: sopInstance), SOPInstanceUID(rawValue: sopClass) != nil else {
            throw Refusal(status: .invalidSOPInstance, comment: "invalid SOP Instance UID")
        }
        do throws(StoreError) {
            try reserve.check()
            let file = try spool.receive(as: ReceivedName(uid: uid, sender: sender).text)
            let header = try Self.header(sopClass, uid, syntax)
            try file.write(header)
            return ReceivedFilm(
                self, file, maxBytes: maxBytes - header.count, sopClass: sopClass, sopInstance: uid.rawValue, syntax)
        } catch {
            throw refusal(error)
        }
    }

    /// What stands before the data set. It says nothing about the sender, the time or this station: the same film that
    /// comes twice, from whomever, is the same bytes and thus known. Standard: PS3.10 §7.1.
    private static func header(
        _ sopClass: String, _ uid: SOPInstanceUID, _ syntax: TransferSyntax
    ) throws(StoreError) -> [UInt8] {
        var meta = DataSet()
        meta[.fileMetaInformationVersion] = Element(.fileMetaInformationVersion, .ob, bytes: [0, 1])
        meta.set(.mediaStorageSOPClassUID, sopClass)
        meta.set(.mediaStorageSOPInstanceUID, uid.rawValue)
        do {
            return try Part10File(meta: meta, transferSyntax: syntax, dataSet: DataSet()).encodedMeta()
        } catch {
            throw .cannotWrite(path: "spool/incoming", reason: "its header cannot be encoded")
        }
    }

    fileprivate func refusal(_ error: StoreError) -> Refusal {
        log.error("A film from the network was not kept. \(error.suggestion)")
        switch error {
        case .cannotWrite: return Refusal(status: .outOfResources, comment: "no room, or not writable")
        default: return Refusal(status: .processingFailure, comment: "cannot be kept now")
        }
    }
}

/// One film on its way from the network to the spool. Its calls come one after another.
package final class ReceivedFilm: Sendable {
    fileprivate struct State {
        /// `nil` when nothing can be read before the film is whole.
        var head: DataSetHead?
        /// Bytes of the data set so far.
        var count = 0
    }

    private let intake: NetworkIntake
    private let file: IncomingFilm
    /// Of the data set.
    private let maxBytes: Int
    private let sopClass: String
    private let sopInstance: String
    private let state: Mutex<State>
    private let start = ContinuousClock.now

    fileprivate init(
        _ intake: NetworkIntake, _ file: IncomingFilm, maxBytes: Int, sopClass: String, sopInstance: String,
        _ syntax: TransferSyntax
    ) {
        (self.intake, self.file, self.maxBytes) = (intake, file, maxBytes)
        (self.sopClass, self.sopInstance) = (sopClass, sopInstance)
        state = Mutex(State(head: DataSetHead(syntax)))
    }

    /// Keeps the next bytes of the data set.
    /// - Returns: why the film cannot be kept; then all that is left is `cancel`.
    package func write(_ bytes: borrowing RawSpan) -> NetworkIntake.Refusal? {
        let isTooLarge = state.withLock { state in
            state.count += bytes.byteCount
            state.head?.take(bytes)
            return state.count > maxBytes
        }
        // Not A700H, which asks the peer to try again later: this film will not be smaller then.
        if isTooLarge { return .init(status: .cannotUnderstand, comment: "larger than MAX_FILE") }
        do throws(StoreError) {
            try file.write(bytes)
            return nil
        } catch {
            return intake.refusal(error)
        }
    }

    /// Makes the film durable. Success only when it is.
    package func finish() -> NetworkIntake.Refusal? {
        if let refusal = state.withLock({ $0.verdict(sopClass, sopInstance) }) {
            file.cancel()
            return refusal
        }
        do throws(StoreError) {
            try file.finish()
        } catch {
            return intake.refusal(error)
        }
        intake.stages?.note(.receive, (ContinuousClock.now - start) / .seconds(1))
        intake.arrived()
        return nil
    }

    package func cancel() { file.cancel() }
}

extension ReceivedFilm.State {
    /// Why the film as a whole is not kept. Standard: PS3.4 §B.2.3 (A900, Cxxx).
    fileprivate mutating func verdict(_ sopClass: String, _ sopInstance: String) -> NetworkIntake.Refusal? {
        guard count > 0 else { return .init(status: .cannotUnderstand, comment: "the data set is empty") }
        head?.end()
        guard case .names(let foundClass, let foundInstance)? = head?.finding else { return nil }
        guard let foundInstance, !foundInstance.isEmpty else {
            return .init(status: .cannotUnderstand, comment: "no SOP Instance UID in the data set")
        }
        guard foundInstance == sopInstance, foundClass == nil || foundClass == sopClass else {
            return .init(status: .dataSetDoesNotMatchSOPClass, comment: "the data set is another instance or class")
        }
        return nil
    }
}
