import DICOM
import DICOMNetwork
import Workstation

/// The tables of the conformance statement, drawn from the tables that the program works with.
struct ConformanceTables {
    static let names = [
        "storage", "query", "implementation", "syntaxes", "status store", "status find", "status move", "keys",
        "deadlines", "limits",
    ]

    private let dicom: DICOMSettings

    /// As it is without any settings file.
    init() throws { dicom = try SettingsFolder().load().settings.dicom }

    func table(_ name: String) -> String {
        switch name {
        case "storage": storage
        case "query": query
        case "implementation": implementation
        case "syntaxes": syntaxes
        case "status store": statusStore
        case "status find": statuses(Self.findStatuses, .find)
        case "status move": statuses(Self.moveStatuses, .move)
        case "keys": keys
        case "deadlines": settings(Self.deadlineKeys)
        default: settings(Self.limitKeys)
        }
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let lines = [head, head.map { _ in "---" }] + rows
        return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    private var storage: String {
        let taken = dicom.takenClasses
        let fetched = RetrievalClasses.choose(from: taken, for: dicom.query.modalities)
        return Self.table(
            ["SOP class", "UID", "C-STORE provider", "C-STORE user", "C-GET"],
            taken.map { [$0.name, $0.uid, "yes", "yes", fetched.contains($0) ? "yes" : "on request"] })
    }

    private var query: String {
        let rows = QueryModel.preferred.flatMap { model in
            [model.findClass, model.moveClass, model.getClass].map { [$0.name, $0.uid] }
        }
        return Self.table(["SOP class", "UID"], rows)
    }

    private var implementation: String {
        Self.table(
            ["", ""],
            [
                ["Implementation Class UID", Implementation.classUID],
                ["Implementation Version Name", Implementation.version],
                ["Application Context Name", Implementation.applicationContext],
            ])
    }

    private var syntaxes: String {
        let rows = ListenerConfiguration.decodable.enumerated().map { place, syntax in
            ["\(place + 1)", syntax.name, syntax.uid]
        }
        return Self.table(["", "transfer syntax", "UID"], rows)
    }

    /// What the intake and the listener answer, and when.
    private var statusStore: String {
        let reasons: [(DIMSEStatus, String)] = [
            (.success, "the film is durable on disk, or was here before"),
            (.outOfResources, "less is free than `MIN_FREE`, or we are being stopped"),
            (.dataSetDoesNotMatchSOPClass, "the data set names another instance or class than the command"),
            (
                .cannotUnderstand,
                "the data set is empty or missing, or names no instance; or the film exceeds `MAX_FILE`"
            ),
            (.processingFailure, "it cannot be kept now for another reason; the log says which"),
            (.invalidSOPInstance, "the SOP Instance UID breaks the rules of PS3.5 §9.1"),
            (DIMSEStatus(0x0118), "the SOP Class UID breaks them"),
            (.sopClassNotSupported, "the SOP class is not that of the presentation context"),
            (.unrecognizedOperation, "another service than C-STORE and C-ECHO"),
            (.mistypedArgument, "another element of the command is missing or wrong"),
        ]
        return Self.table(
            ["status", "meaning", "when"], reasons.map { [$0.hexadecimal, $0.words(in: .store), $1] })
    }

    private static let findStatuses: [UInt16] = [0, 0xFF00, 0xFF01, 0xFE00, 0xA700, 0xA900, 0x0122, 0xC000]
    private static let moveStatuses: [UInt16] = [
        0, 0xFF00, 0xB000, 0xFE00, 0xA701, 0xA702, 0xA801, 0xA900, 0x0122, 0xC000,
    ]

    private func statuses(_ values: [UInt16], _ service: DIMSEService) -> String {
        let rows = values.map { value in
            let status = DIMSEStatus(value)
            return [
                status.hexadecimal, status.words(in: service), status.category.rawValue, status.suggestion(in: service),
            ]
        }
        return Self.table(["status", "meaning", "taken for", "said to people"], rows)
    }

    private var keys: String {
        let rows = [QueryLevel.study, .series, .image].flatMap { level in
            level.usualReturnKeys.map { tag in
                [level.rawValue, DataDictionary.entry(for: tag)?.name ?? "?", "\(tag)", Self.matching(tag, level)]
            }
        }
        return Self.table(["level", "attribute", "tag", "matching"], rows)
    }

    private static func matching(_ tag: Tag, _ level: QueryLevel) -> String {
        switch (tag, level) {
        case (.patientID, .study): "wild card, or universal (returned)"
        case (.studyDate, .study), (.studyTime, .study): "range, or universal"
        case (.modalitiesInStudy, .study), (.accessionNumber, .study): "single value, or universal"
        case (.studyInstanceUID, .study), (.modality, .series): "single value, or universal"
        case (.sopInstanceUID, .image): "universal; list of UID in retrievals"
        default: "universal (returned)"
        }
    }

    private static let deadlineKeys = [
        "ARTIM_TIMEOUT", "IDLE_TIMEOUT", "ASSOCIATION_TIMEOUT", "REQUEST_TIMEOUT", "RETRIEVE_TIMEOUT", "QUERY_INTERVAL",
        "QUERY_LOOKBACK", "QUERY_SWEEP",
    ]
    private static let limitKeys = [
        "MAX_ASSOCIATIONS", "MAX_PDU", "MAX_FILE", "MAX_ELEMENTS", "MIN_FREE", "RETRIEVALS",
    ]

    private func settings(_ keys: [String]) -> String {
        let rows = keys.map { key in
            let row = SettingsSchema.rows.first { $0.key == key }
            return ["`\(key)`", row?.defaultText ?? "?", row?.meaning ?? "no such setting"]
        }
        return Self.table(["setting", "default", "meaning"], rows)
    }
}
