import Foundation

/// Every section and key there is. Nothing is listed twice: the rows come from the code that decodes the settings.
public enum SettingsSchema {
    /// In the order of the manual.
    public static let sections: [SettingsSection] = [
        SettingsSection("general", "Files of the workspace."),
        SettingsSection(
            "users",
            "Who may sign in to the dashboard. `xrayvision users` writes these lines, with hashes of the passwords; a plain "
                + "password works, with a warning. A running daemon follows changes within a second.",
            freeKey: "*user name*", expects: "password,role; the role is admin, reviewer or user",
            example: "maria = $argon2id$v=19$…,reviewer"),
        SettingsSection("dicom", "Our DICOM listener, and the archive (PACS) that films are fetched from."),
        SettingsSection(
            "relay",
            "Where films are passed on to. After the address come conditions, all of which must hold: region, modality and "
                + "source (calling AE titles) name one of a list; severity >= is asked of the reader's answer, so such a "
                + "film waits until it was read. `tls` speaks TLS with TLS_CERT, TLS_KEY and TLS_CA of [dicom]. A new "
                + "name concerns films that arrive from then on. When a line is changed, all films since its name was new are "
                + "looked at once more: what it asks for now and was not passed on goes. No film goes back to where it came "
                + "from, and a corrected film goes again.",
            freeKey: "*name*", expects: "AE@host:port, then conditions after `|`",
            example: "ward = WARD_PACS@10.0.0.5:11112 | region = chest, hand | severity >= 5 | tls"),
        SettingsSection("openai", "The model that reads the films."),
        SettingsSection("processing", "What is done with films, and when."),
        SettingsSection("storage", "Limits and sizes of what is kept."),
        SettingsSection("reports", "The static pages."),
        SettingsSection("dashboard", "The live daemon."),
        SettingsSection("notifications", "Who is told about positive findings and failures."),
        SettingsSection("fhir", "The hospital's record system."),
        SettingsSection(
            "regions",
            "Words in the name of a protocol that tell the region. The first region with a matching word wins, in the "
                + "order of the file. A file with this section replaces the built-in list.",
            freeKey: "*region*", expects: "words with commas", example: "chest = torace, pulmon, thorax, chest"),
        SettingsSection(
            "questions", "The clinical question for a region; regions not named here keep the built-in question.",
            freeKey: "*region*", expects: "one sentence", example: "knee = Is there a fracture or a dislocation?"),
        SettingsSection(
            "supported_regions",
            "The regions that are analysed; films of all others end as ignored. A file with this section replaces the "
                + "built-in list. abdominal, nasal_bones and paranasal_sinuses mean abdomen, nose and sinuses.",
            freeKey: "*region*", expects: "yes or no", example: "chest = True"),
        SettingsSection(
            "recipes",
            "How the picture that the model sees is drawn: model (percentiles and a gamma from the mean, the default), or "
                + "viewer (the windows and look-up tables of the file, as a viewer shows it). The most specific line wins: "
                + "modality/region, region, modality, default. A line with a change has waiting films drawn again.",
            freeKey: "`default`, a modality, a region, or modality/region", expects: "model or viewer",
            example: "MG = viewer"),
        SettingsSection(
            "slices",
            "CT and MR are kept and shown, and read only when a line here chooses one slice of a series (by its instance "
                + "number) or one frame of an object. Windows for CT: lung (-600/1500 HU), bone (480/2500), soft-tissue "
                + "(40/400), brain (40/80), abdomen (60/400), which are common reading-room values; for CT and MR: header "
                + "(the file's own) and percentiles. Slices: first, middle, last, or a number from 1.",
            freeKey: "`CT` or `MR`", expects: "WINDOW @ SLICE", example: "CT = lung @ middle"),
    ]

    /// One row for each key with a fixed name, in the order of the manual.
    public static var rows: [SettingRow] {
        var reader = SettingsReader(layers: SettingsLayers(), workspace: URL(filePath: "/"))
        _ = Settings(&reader)
        return reader.rows
    }

    static func section(_ name: String) -> SettingsSection? { sections.first { $0.name == name } }
}

/// A section of the settings files.
public struct SettingsSection: Sendable, Equatable {
    public let name: String
    public let meaning: String
    /// What its keys are when they have no fixed names.
    public let freeKey: String?
    /// What the values of free keys must be.
    public let expects: String
    /// A line for the manual.
    public let example: String

    init(_ name: String, _ meaning: String, freeKey: String? = nil, expects: String = "", example: String = "") {
        self.name = name
        self.meaning = meaning
        self.freeKey = freeKey
        self.expects = expects
        self.example = example
    }
}

/// One key with a fixed name.
public struct SettingRow: Sendable, Equatable {
    public let section: String
    /// Upper case, as people write it; files may use any case.
    public let key: String
    public let defaultText: String
    /// Kind, unit and range in words; completes "must be …".
    public let expects: String
    public let meaning: String
    public let isSecret: Bool

    /// The environment variable that overrides the files.
    public var variable: String { "XRV_\(section.uppercased())_\(key)" }
}
