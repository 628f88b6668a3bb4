import Foundation
import HospitalRecords

/// `[fhir]`
public struct FHIRSettings: Sendable, Equatable {
    public var url: String
    public var dialect: RecordServer.Dialect
    public var username: String
    public var password: Secret
    /// Empty = user and password are sent.
    public var token: Secret
    /// Bounds each question.
    public var timeout: Duration
    /// Empty = any system.
    public var identifierSystem: String
    /// `nil` = the zone of this machine.
    public var timeZone: TimeZone?
    /// How far an order may lie before and after its film.
    public var before: Duration
    public var after: Duration
    /// Time between two films of an old archive.
    public var poll: Duration
    public var authorities: URL?

    init(_ reader: inout SettingsReader) {
        url = reader.read(
            "FHIR_URL", .url(["http", "https"]), "http://127.0.0.1:44660",
            "Address of the record system: without /fhir in the predecessor's dialect, the service base for r4.")
        dialect = reader.read(
            "DIALECT", .word, .predecessor,
            "predecessor: the words of the hospital system that earlier versions spoke to; r4: the FHIR standard.")
        username = reader.read(
            "FHIR_USERNAME", .text("a user name", 0...200), "hipocrate",
            "User for HTTP Basic authentication. Empty = none is sent.")
        password = reader.read(
            "FHIR_PASSWORD", .secret("a password"), Secret("hipocrate"), "Password for it.", isSecret: true)
        token = reader.read(
            "TOKEN", .secret("a bearer token, or empty"), Secret(""),
            "Bearer token; where there is one, user and password are not sent.", isSecret: true)
        timeout = reader.read(
            "TIMEOUT", .duration(.seconds, .milliseconds(100)...(.seconds(600))), .seconds(30),
            "Longest time one question may take; the films' readings never wait for it.")
        identifierSystem = reader.read(
            "IDENTIFIER_SYSTEM", .text("a system of identifiers, such as urn:oid:…", 0...200), "",
            "r4: the system of the patient numbers that the films carry. Empty = any.")
        timeZone = reader.read(
            "TIME_ZONE", SettingKind.timeZone.orEmpty(), nil,
            "Zone of the films' times and of record times without one, such as Europe/Bucharest. Empty = this machine's."
        )
        before = reader.read(
            "WINDOW_BEFORE", .duration(.days, .zero...(.seconds(31 * 86_400))), .seconds(3 * 86_400),
            "r4: how much older than its film an order may be.")
        after = reader.read(
            "WINDOW_AFTER", .duration(.days, .zero...(.seconds(31 * 86_400))), .seconds(86_400),
            "r4: how long after its film an order may be written.")
        poll = reader.read(
            "POLL", .duration(.seconds, .zero...(.seconds(3600))), .seconds(1),
            "Time between two films when those of an old archive are first asked about.")
        authorities = reader.readFile(
            "TLS_CA", "Certificates (PEM) that the record system may be signed by, besides the system's.")
    }
}

extension FHIRSettings {
    /// - Parameters:
    ///   - zone: where `TIME_ZONE` is empty.
    ///   - authorities: what the file of `TLS_CA` holds.
    package func server(zone: TimeZone, authorities: [UInt8]) -> RecordServer {
        func seconds(_ duration: Duration) -> Int { Int(duration.components.seconds) }
        let authorization: RecordServer.Authorization =
            if !token.revealed.isEmpty {
                .bearer(token: token.revealed)
            } else if username.isEmpty {
                .none
            } else {
                .basic(user: username, password: password.revealed)
            }
        return RecordServer(
            dialect: dialect, base: url, authorization: authorization, timeout: timeout,
            identifierSystem: identifierSystem, zone: timeZone ?? zone,
            window: RecordServer.Window(before: seconds(before), after: seconds(after)), authorities: authorities)
    }

    /// For people: without user and password.
    var shownURL: String { Secret.withoutCredentials(url) }

    /// - Throws: `.badSettings` when the file of `TLS_CA` cannot be read.
    func authorityBytes() throws(WorkstationError) -> [UInt8] {
        guard let authorities else { return [] }
        do throws(FileBytes.Failure) {
            return try FileBytes.read(authorities.resolvingSymlinksInPath().path, limit: 1 << 20).bytes
        } catch {
            throw WorkstationError(
                .badSettings, "[fhir] TLS_CA cannot be read: \(error.words).",
                suggestion: "Name a PEM file that this user may read.")
        }
    }
}
