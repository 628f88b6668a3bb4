import GRDB
import Radiology

/// What can go wrong with what is kept. No case carries patient data: paths are relative to the workspace and never
/// contain the name of a dropped file, since people put patients' names there.
public enum StoreError: Error, Equatable, Sendable {
    /// Another process holds the database or the workspace.
    case busy(what: String)
    /// `path` is relative to the workspace, `reason` is the system's text (disk full, permission denied …).
    case cannotWrite(path: String, reason: String)
    case cannotRead(path: String, reason: String)
    /// A rename would have to cross file systems, which is not atomic.
    case otherFileSystem(path: String)
    /// The file is no database of this programme or of its predecessor.
    case foreignDatabase(reason: String)
    /// A predecessor database so old that a key column is missing.
    case tooOldDatabase(missing: String)
    /// Written by a newer version of this programme.
    case newerDatabase
    case damagedDatabase(reason: String)
    case unknownExam(SOPInstanceUID)
    /// The exam does not stand where the caller believes; nothing was changed.
    case illegalMove(SOPInstanceUID, from: ExamStatus, to: ExamStatus)
    /// Any other answer of SQLite: its result code and message.
    case database(code: Int, message: String)

    public enum Recovery: Sendable, Equatable {
        /// The same call may succeed in a moment.
        case retry
        /// Stop taking in work until a person made room or gave permission.
        case stopIntake
        /// This one exam or file is the problem: go on with the next.
        case setAside
        /// Nothing can be done without a person.
        case tellOperator
    }

    public var recovery: Recovery {
        switch self {
        case .busy: .retry
        case .cannotWrite: .stopIntake
        case .cannotRead, .otherFileSystem, .unknownExam, .illegalMove: .setAside
        case .foreignDatabase, .tooOldDatabase, .newerDatabase, .damagedDatabase, .database: .tellOperator
        }
    }

    /// The exit code of the command line for this failure (sysexits).
    public var exitCode: Int32 {
        switch self {
        case .busy: 75
        case .cannotWrite, .otherFileSystem: 73
        case .cannotRead, .foreignDatabase, .tooOldDatabase, .newerDatabase, .damagedDatabase: 65
        case .unknownExam, .illegalMove: 65
        case .database: 73
        }
    }

    /// One sentence for the person who reads the log.
    public var suggestion: String {
        switch self {
        case .busy(let what): "Another process is using \(what); try again when it has finished."
        case .cannotWrite(let path, let reason):
            "Could not write \(path) (\(reason)); make room or give permission, then start again."
        case .cannotRead(let path, let reason):
            "Could not read \(path) (\(reason)); check the file and its permissions."
        case .otherFileSystem(let path):
            "\(path) is on another file system than its neighbours; keep the whole spool on one file system."
        case .foreignDatabase(let reason):
            "This is not a database of XRayVision (\(reason)); choose another file in XRAYVISION_DB_PATH."
        case .tooOldDatabase(let missing):
            "The database is too old to be adopted (\(missing) is missing); it was left as it is."
        case .newerDatabase: "The database was written by a newer version; start that version or restore a backup."
        case .damagedDatabase(let reason):
            "The database is damaged (\(reason)); stop, copy it away and restore a backup."
        case .unknownExam(let uid): "No exam has the UID \(uid)."
        case .illegalMove(let uid, let from, let to):
            "Exam \(uid) is \(from.rawValue) and cannot become \(to.rawValue); it was left as it is."
        case .database(let code, let message): "SQLite answered \(code) (\(message)); run `xrayvision db verify`."
        }
    }
}

extension StoreError {
    /// Puts any error that leaves a database access into the words of this room.
    init(_ error: any Error) {
        switch error {
        case let known as StoreError: self = known
        case let answer as DatabaseError: self.init(answer)
        default: self = .database(code: 1, message: String(describing: type(of: error)))
        }
    }

    private init(_ answer: DatabaseError) {
        // The message without the statement's arguments: they can be patient data.
        let message = answer.message ?? "no message"
        switch answer.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(what: "the database")
        case .SQLITE_FULL, .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_PERM:
            self = .cannotWrite(path: "the database", reason: message)
        case .SQLITE_NOTADB: self = .foreignDatabase(reason: "not an SQLite file")
        case .SQLITE_CORRUPT: self = .damagedDatabase(reason: message)
        default: self = .database(code: Int(answer.extendedResultCode.rawValue), message: message)
        }
    }
}
