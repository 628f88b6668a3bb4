/// `[processing]`
public struct ProcessingSettings: Sendable, Equatable {
    /// How the grey levels for the model are lifted.
    public enum Gamma: Sendable, Equatable {
        /// From the mean of the picture.
        case adaptive
        case fixed(Double)
    }

    /// Rows a page of the list endpoints.
    public var pageSize: Int
    /// `nil` = nobody decided: originals are kept.
    public var keepDICOM: Bool?
    public var loadDICOM: Bool
    public var noQuery: Bool
    public var enableNtfy: Bool
    public var enableHIS: Bool
    public var queryInterval: Duration
    /// 0…10; an exam is positive from this severity on, everywhere.
    public var severityThreshold: Int
    public var gamma: Gamma
    /// False leaves radiologists' texts untranslated.
    public var translates: Bool
    public var canaries: [CanarySetting]
    /// Local hour of the day, 0…23.
    public var canaryHour: Int

    /// False only where the operator said so: losing originals must be a decision.
    public var keepsOriginals: Bool { keepDICOM ?? true }

    init(_ reader: inout SettingsReader) {
        pageSize = reader.read("PAGE_SIZE", .integer(1...1000), 10, "Rows a page of the list endpoints.")
        keepDICOM = reader.read(
            "KEEP_DICOM", SettingKind.boolean.orEmpty(), nil,
            "Whether original files stay after a successful reading. Empty = they stay; False removes them.")
        loadDICOM = reader.read(
            "LOAD_DICOM", .boolean, false, "Take in the .dcm files of an old images folder at start.")
        noQuery = reader.read("NO_QUERY", .boolean, false, "Switches the scheduled query of the archive off.")
        enableNtfy = reader.read("ENABLE_NTFY", .boolean, false, "Switches notifications by ntfy on.")
        enableHIS = reader.read("ENABLE_HIS", .boolean, false, "Asks the hospital's record system ([fhir]).")
        queryInterval = reader.read(
            "QUERY_INTERVAL", .duration(.seconds, .seconds(1)...(.seconds(7 * 86400))), .seconds(300),
            "Time between two scheduled queries, varied by 30 %.")
        severityThreshold = reader.read(
            "SEVERITY_THRESHOLD", .integer(0...10), 5, "An exam is positive from this severity on.")
        gamma = reader.read(
            "GAMMA", .gamma, .adaptive, "Brightness curve of the picture the model sees: from its mean, or fixed.")
        translates = reader.read(
            "TRANSLATE", .boolean, true, "Whether radiologists' texts that are not English are translated.")
        canaries = reader.read(
            "CANARIES", .list(of: .canary), [],
            "Films with a known answer, read again every night: a changed verdict means that the model or its server was "
                + "changed. Without a range the first reading's side of SEVERITY_THRESHOLD is right.")
        canaryHour = reader.read(
            "CANARY_HOUR", .integer(0...23), 3, "Local hour of the day from which CANARIES are read.")
    }
}
