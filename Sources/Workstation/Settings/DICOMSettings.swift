import Foundation
import Radiology

/// `[dicom]`
public struct DICOMSettings: Sendable, Equatable {
    public enum RetrievalMethod: String, Sendable, CaseIterable {
        case move = "C-MOVE"
        case get = "C-GET"
    }

    public var aeTitle: String
    /// Whether `run` listens for films at all.
    public var listens: Bool
    public var port: Int
    public var bind: String
    public var remoteAETitle: String
    public var remoteHost: String
    public var remotePort: Int
    public var retrievalMethod: RetrievalMethod
    /// `AE` or `AE@address`; empty = anyone may store.
    public var allowedAE: [String]
    /// Whether peers may call us by any title; else only by ours.
    public var acceptsAnyCalledTitle: Bool
    /// Of the films' times; `nil` = as the database has recorded it.
    public var timeZone: TimeZone?
    public var maxAssociations: Int
    /// Bytes.
    public var maxPDU: Int
    public var timeouts: Timeouts
    /// UIDs of storage classes that are taken beside those of radiographs.
    public var storageClasses: [String]
    public var tls: TLSFiles
    public var query: Query
    /// Studies that are fetched at once.
    public var retrievals: Int

    init(_ reader: inout SettingsReader) {
        aeTitle = reader.read("AE_TITLE", .applicationEntity, "XRAYVISION", "Our own AE title.")
        listens = reader.read("LISTEN", .boolean, true, "Whether `run` takes films from the network.")
        port = reader.read("AE_PORT", .port, 4010, "TCP port of our listener.")
        bind = reader.read("BIND", .host, "0.0.0.0", "Address our listener is bound to.")
        remoteAETitle = reader.read(
            "REMOTE_AE_TITLE", .applicationEntity, "DICOM_SERVER", "AE title of the archive (PACS).")
        remoteHost = reader.read("REMOTE_AE_IP", .host, "192.168.1.1", "Host of the archive.")
        remotePort = reader.read("REMOTE_AE_PORT", .integer(1...65535), 104, "TCP port of the archive.")
        retrievalMethod = Self.method(&reader)
        allowedAE = reader.read(
            "ALLOWED_AE", .list(of: .caller), [],
            "Who may store films here: calling AE titles, optionally with their numeric address. Empty = anyone.")
        acceptsAnyCalledTitle = reader.read(
            "ACCEPT_ANY_CALLED_AE", .boolean, false,
            "Whether peers may call us by any AE title, as the predecessor let them; else only by AE_TITLE.")
        timeZone = reader.read(
            "TIME_ZONE", SettingKind.timeZone.orEmpty(), nil,
            "Zone of the modalities' clocks, such as Europe/Bucharest: the time to a report needs it. Empty = as recorded in "
                + "the database, where the first counting notes [fhir] TIME_ZONE, or else this machine's zone.")
        maxAssociations = reader.read(
            "MAX_ASSOCIATIONS", .integer(1...1024), 64, "Peers that may be connected at once.")
        maxPDU = reader.read(
            "MAX_PDU", .bytes(4096...(1 << 20)), 128 << 10, "Longest PDU that peers may send us.")
        timeouts = Timeouts(&reader)
        storageClasses = reader.read(
            "STORAGE_CLASSES", .list(of: .uid), [],
            "UIDs of storage SOP classes that are taken and fetched beside those of radiographs.")
        tls = TLSFiles(&reader)
        query = Query(&reader)
        retrievals = reader.read(
            "RETRIEVALS", .integer(1...8), 1, "Studies that are fetched from the archive at once.")
    }

    /// The predecessor takes every word but C-GET for C-MOVE; so do we, and say so.
    private static func method(_ reader: inout SettingsReader) -> RetrievalMethod {
        let word = reader.read(
            "RETRIEVAL_METHOD", .text("C-MOVE or C-GET"), "C-MOVE",
            "How films are fetched from the archive; any word but C-GET means C-MOVE.")
        if let method = RetrievalMethod(rawValue: word.uppercased()) { return method }
        reader.note("RETRIEVAL_METHOD", "\"\(word)\" is neither C-MOVE nor C-GET and is taken for C-MOVE.")
        return .move
    }
}

extension SettingKind where Value == String {
    /// Names of hosts are not looked up: a name server must not decide who may store.
    fileprivate static let caller = Self(
        expects: "an AE title, or AE@address with a numeric address", write: { $0 }
    ) { text in
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let title = SettingKind.applicationEntity.read(parts[0]) else { return nil }
        guard parts.count == 2 else { return title }
        let isNumeric =
            parts[1].contains(":")
            ? parts[1].allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
            : parts[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { UInt8($0) != nil }
                && parts[1].count { $0 == "." } == 3
        return isNumeric ? text : nil
    }

    /// Standard: PS3.5 §9.1.
    fileprivate static let uid = Self(expects: "a UID: digits and dots, at most 64", write: { $0 }) { text in
        SOPInstanceUID(rawValue: text)?.rawValue
    }
}
