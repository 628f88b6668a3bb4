import Foundation
import Radiology

/// Everything an operator can decide, decoded and checked once, before anything starts.
public struct Settings: Sendable, Equatable {
    /// The folder that holds everything; nothing is written outside it.
    public var workspace: URL
    public var general: GeneralSettings
    public var users: [UserAccount]
    public var dicom: DICOMSettings
    public var relay: [RelayRule]
    public var openai: OpenAISettings
    public var processing: ProcessingSettings
    public var storage: StorageSettings
    public var reports: ReportSettings
    public var dashboard: DashboardSettings
    public var notifications: NotificationSettings
    public var fhir: FHIRSettings
    public var regions: RegionSettings
    public var recipes: RecipeSettings
    public var slices: SliceRules

    init(_ reader: inout SettingsReader) {
        workspace = reader.workspace
        general = reader.inSection("general") { GeneralSettings(&$0) }
        users = reader.inSection("users") { UserAccount.all(&$0) }
        dicom = reader.inSection("dicom") { DICOMSettings(&$0) }
        openai = reader.inSection("openai") { OpenAISettings(&$0) }
        processing = reader.inSection("processing") { ProcessingSettings(&$0) }
        storage = reader.inSection("storage") { StorageSettings(&$0) }
        reports = reader.inSection("reports") { ReportSettings(&$0) }
        dashboard = reader.inSection("dashboard") { DashboardSettings(&$0) }
        notifications = reader.inSection("notifications") { NotificationSettings(&$0) }
        fhir = reader.inSection("fhir") { FHIRSettings(&$0) }
        regions = RegionSettings(&reader)
        if !reader.knownRegions.isEmpty { reader.knownRegions += regions.keywords.map(\.region) }
        relay = reader.inSection("relay") { RelayRule.all(&$0) }
        recipes = reader.inSection("recipes") { RecipeSettings(&$0) }
        slices = reader.inSection("slices") { SliceRules(&$0) }
    }

    /// The built-in values for a workspace without any settings file. Reads no file.
    public static func standard(workspace: URL) -> Settings {
        var reader = SettingsReader(layers: SettingsLayers(), workspace: workspace.absoluteURL.standardizedFileURL)
        return Settings(&reader)
    }
}

/// `[general]`
public struct GeneralSettings: Sendable, Equatable {
    public var database: URL
    public var backupFolder: URL

    init(_ reader: inout SettingsReader) {
        database = reader.readPath("XRAYVISION_DB_PATH", "xrayvision.db", "The SQLite file.")
        backupFolder = reader.readPath("XRAYVISION_BACKUP_DIR", "backup", "The folder of database backups.")
    }
}
