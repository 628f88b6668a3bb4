/// `[storage]`
public struct StorageSettings: Sendable, Equatable {
    /// Free space that intake leaves alone.
    public enum Reserve: Sendable, Equatable {
        /// Of the whole disk, 0…90.
        case percent(Double)
        case bytes(Int)

        /// In bytes, for a disk of the given size.
        public func bytes(ofDisk size: Int) -> Int {
            switch self {
            case .percent(let share): Int(exactly: (Double(max(0, size)) * share / 100).rounded()) ?? size
            case .bytes(let bytes): bytes
            }
        }
    }

    public var minFree: Reserve
    /// In bytes; larger files are rejected.
    public var maxFile: Int
    /// Data elements of one file, nested ones counted.
    public var maxElements: Int
    /// Rows × columns of one film.
    public var maxPixels: Int
    /// Longest side of the picture the model sees, in pixels.
    public var imageSize: Int
    /// Longest side of the picture on the pages, in pixels.
    public var displaySize: Int
    /// Longest side of the values that the viewer on a film's page works with, in pixels; 0 = no viewer.
    public var viewerSize: Int
    /// Depth of these values: 8 or 16 bits.
    public var viewerBits: Int
    /// Backups that are kept.
    public var backupKeep: Int

    init(_ reader: inout SettingsReader) {
        minFree = reader.read("MIN_FREE", .reserve, .percent(5), "Intake stops before the disk has less free space.")
        maxFile = reader.read("MAX_FILE", .bytes(1024...(64 << 30)), 1 << 30, "Larger files are rejected.")
        maxElements = reader.read(
            "MAX_ELEMENTS", .integer(100...10_000_000), 500_000, "A file with more data elements is rejected.")
        maxPixels = reader.read(
            "MAX_PIXELS", .integer(1000...1_000_000_000), 100_000_000, "A film with more pixels is rejected.")
        imageSize = reader.read(
            "IMAGE_SIZE", .integer(64...4096, unit: "pixels"), 896, "Longest side of the picture the model sees.")
        displaySize = reader.read(
            "DISPLAY_SIZE", .integer(256...8192, unit: "pixels"), 2048, "Longest side of the picture on the pages.")
        viewerSize = reader.read(
            "VIEWER_SIZE", .zero(or: 256...16384, unit: "pixels"), 4096,
            "Longest side of the values that the viewer on a film's page works with. 0 = no viewer, smaller folders.")
        viewerBits = reader.read(
            "VIEWER_BITS", .choice(8, 16), 16, "Depth of these values: 16 keeps every grey, 8 halves the size.")
        backupKeep = reader.read("BACKUP_KEEP", .integer(1...3650), 14, "Database backups that are kept.")
    }
}
