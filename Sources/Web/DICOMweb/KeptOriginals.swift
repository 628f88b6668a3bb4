import Radiology

/// The originals that were kept, as DICOMweb asks for them. Every call reads files and blocks: call it off the event
/// loops.
public struct KeptOriginals: Sendable {
    /// The Part 10 file as it came; `nil` when none is kept.
    public var file: @Sendable (SOPInstanceUID) throws -> [UInt8]?
    /// The data set as DICOM JSON (PS3.18 §F.2) without bulk data: what is left out has a `BulkDataURI` below the base.
    public var metadata: @Sendable (SOPInstanceUID, _ base: String) throws -> [UInt8]?
    /// One frame's bytes as they are stored, 1-based, and the media type of its transfer syntax.
    public var frame: @Sendable (SOPInstanceUID, _ number: Int) throws -> Frame?
    /// A picture as a reader would see it (PS3.18 §8.7.4): PNG or JPEG bytes; `nil` when there is none or it cannot be drawn.
    public var rendered: @Sendable (SOPInstanceUID, Rendering) throws -> [UInt8]?
    /// What QIDO answers: attributes of studies, series or instances as DICOM JSON objects, newest first.
    public var search: @Sendable (Search) throws -> Found
    /// What is kept of a study, a series or an instance.
    public var list: @Sendable (Place) throws -> [Original]
    /// The Part 10 file, to be read piece by piece; `nil` when it is gone.
    public var open: @Sendable (SOPInstanceUID) throws -> Opened?
    /// One frame's samples without compression, little endian; `nil` when they cannot be had.
    public var nativeFrame: @Sendable (SOPInstanceUID, _ number: Int) throws -> Frame?
    /// The value of one element that `metadata` left out, by its tag of eight hexadecimal digits.
    public var bulk: @Sendable (SOPInstanceUID, _ tag: String) throws -> [UInt8]?

    /// What was asked cannot be answered, and who asks is told why.
    public enum Fault: Error, Equatable, Sendable {
        /// A value that does not have the form of its attribute.
        case badValue(attribute: String)
        /// The file is there, but it is not readable as DICOM, or not now.
        case unreadable
    }

    public struct Place: Sendable, Equatable {
        public let study: StudyInstanceUID
        public let series: SeriesInstanceUID?
        public let instance: SOPInstanceUID?

        public init(study: StudyInstanceUID, series: SeriesInstanceUID? = nil, instance: SOPInstanceUID? = nil) {
            (self.study, self.series, self.instance) = (study, series, instance)
        }
    }

    public struct Original: Sendable, Equatable {
        public let uid: SOPInstanceUID
        public let study: StudyInstanceUID
        public let series: SeriesInstanceUID

        public init(uid: SOPInstanceUID, study: StudyInstanceUID, series: SeriesInstanceUID) {
            (self.uid, self.study, self.series) = (uid, study, series)
        }
    }

    /// A file of one instance, open.
    public struct Opened: Sendable {
        public let size: Int
        public let transferSyntax: String
        /// Bytes from an offset on; fewer at the end.
        public let read: @Sendable (_ offset: Int, _ count: Int) throws -> [UInt8]

        public init(
            size: Int, transferSyntax: String, read: @escaping @Sendable (_ offset: Int, _ count: Int) throws -> [UInt8]
        ) {
            (self.size, self.transferSyntax, self.read) = (size, transferSyntax, read)
        }
    }

    public struct Frame: Sendable {
        public let bytes: [UInt8]
        /// `application/octet-stream`, `image/jls` …
        public let mediaType: String
        public let transferSyntax: String

        public init(bytes: [UInt8], mediaType: String, transferSyntax: String) {
            self.bytes = bytes
            self.mediaType = mediaType
            self.transferSyntax = transferSyntax
        }
    }

    public struct Rendering: Sendable, Equatable {
        public enum Format: Sendable { case png, jpeg }
        public var format: Format
        /// Of a JPEG, 1 … 100.
        public var quality = 92
        /// 1-based.
        public var frame = 1
        /// Pixels; `nil` = as large as the film.
        public var viewport: (width: Int, height: Int)?
        /// Modality values.
        public var window: (center: Double, width: Double)?

        public init(
            format: Format, viewport: (width: Int, height: Int)? = nil, window: (center: Double, width: Double)? = nil
        ) {
            self.format = format
            self.viewport = viewport
            self.window = window
        }

        public static func == (left: Rendering, right: Rendering) -> Bool {
            left.format == right.format && left.quality == right.quality && left.frame == right.frame
                && left.viewport?.width == right.viewport?.width && left.viewport?.height == right.viewport?.height
                && left.window?.center == right.window?.center
                && left.window?.width == right.window?.width
        }
    }

    public struct Search: Sendable {
        public enum Level: Sendable { case studies, series, instances }
        public var level: Level
        public var study: String?
        public var series: String?
        /// Attribute (keyword, or tag of eight hexadecimal digits) → what it must match.
        public var matching: [String: String]
        /// Attributes that are wanted beside the usual ones.
        public var including: [String] = []
        /// All attributes that there are.
        public var includesAll = false
        public var limit: Int
        public var offset: Int
        /// Where DICOMweb is, for `RetrieveURL`.
        public var base = ""

        public init(
            level: Level, study: String? = nil, series: String? = nil, matching: [String: String] = [:], limit: Int,
            offset: Int = 0
        ) {
            self.level = level
            self.study = study
            self.series = series
            self.matching = matching
            self.limit = limit
            self.offset = offset
        }
    }

    public struct Found: Sendable {
        /// Each a DICOM JSON object.
        public let objects: [[UInt8]]
        public let isMore: Bool
        /// What was asked for and did not narrow the answer.
        public let ignored: [String]

        public init(objects: [[UInt8]], isMore: Bool, ignored: [String] = []) {
            self.objects = objects
            self.isMore = isMore
            self.ignored = ignored
        }
    }

    public init(
        file: @escaping @Sendable (SOPInstanceUID) throws -> [UInt8]?,
        metadata: @escaping @Sendable (SOPInstanceUID, String) throws -> [UInt8]?,
        frame: @escaping @Sendable (SOPInstanceUID, Int) throws -> Frame?,
        rendered: @escaping @Sendable (SOPInstanceUID, Rendering) throws -> [UInt8]?,
        search: @escaping @Sendable (Search) throws -> Found,
        list: @escaping @Sendable (Place) throws -> [Original] = { _ in [] },
        open: @escaping @Sendable (SOPInstanceUID) throws -> Opened? = { _ in nil },
        nativeFrame: @escaping @Sendable (SOPInstanceUID, Int) throws -> Frame? = { _, _ in nil },
        bulk: @escaping @Sendable (SOPInstanceUID, String) throws -> [UInt8]? = { _, _ in nil }
    ) {
        self.file = file
        self.metadata = metadata
        self.frame = frame
        self.rendered = rendered
        self.search = search
        self.list = list
        self.open = open
        self.nativeFrame = nativeFrame
        self.bulk = bulk
    }

    /// Nothing is kept.
    public static var none: KeptOriginals {
        KeptOriginals(
            file: { _ in nil }, metadata: { _, _ in nil }, frame: { _, _ in nil }, rendered: { _, _ in nil },
            search: { _ in Found(objects: [], isMore: false) })
    }
}
