import Foundation
import Radiology

/// The bytes behind an exam, as they were received and kept.
public struct FilmReceipt: Sendable, Equatable {
    /// SHA-256 of the file, hex.
    public var contentHash: String
    public var bytes: Int
    /// Where it came from: a folder, an AE title, a command. No patient data.
    public var source: String
    public var received: Date
    /// Relative to the workspace; `nil` when the original is not kept.
    public var archivePath: String?
    /// What `Imaging` measured, as a JSON object.
    public var qualityJSON: String?
    /// How its pictures were drawn; `nil` when nobody tried.
    public var drawing: FilmDrawing?

    public init(
        contentHash: String, bytes: Int, source: String, received: Date, archivePath: String? = nil,
        qualityJSON: String? = nil, drawing: FilmDrawing? = nil
    ) {
        self.contentHash = contentHash
        self.bytes = bytes
        self.source = source
        self.received = received
        self.archivePath = archivePath
        self.qualityJSON = qualityJSON
        self.drawing = drawing
    }
}

/// Why an exam stands where it stands.
public struct Reason: Sendable, Equatable {
    /// For programs: `unsupported-region`, `max_retries` …
    public var code: String
    /// For a person, without patient data.
    public var sentence: String

    public init(code: String, sentence: String) {
        self.code = code
        self.sentence = sentence
    }
}

/// Where a new exam goes.
public enum Destination: Sendable, Equatable {
    case queued
    /// Kept and shown, not analysed: its region is not supported, …
    case ignored(Reason)
    /// Kept, but no picture could be drawn.
    case failed(Reason)

    var status: ExamStatus {
        switch self {
        case .queued: .queued
        case .ignored: .ignore
        case .failed: .error
        }
    }

    var reason: Reason? {
        switch self {
        case .queued: nil
        case .ignored(let reason), .failed(let reason): reason
        }
    }
}

/// What became of a film that was offered.
public enum Admission: String, Sendable, Equatable {
    /// An exam that was not known.
    case new
    /// These very bytes are kept already: nothing was changed.
    case sameBytes
    /// The exam is known with other bytes. The first film stays the film of the exam; this one is kept beside it and
    /// the exam is flagged for a person. Nothing is read again by itself.
    case revision
    /// The exam is known (from the predecessor) without its film: what was missing was filled in. An exam that was
    /// never read, failed or ignored gets its chance now.
    case filledIn
}
