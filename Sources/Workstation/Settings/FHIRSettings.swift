/// `[fhir]`
public struct FHIRSettings: Sendable, Equatable {
    /// Base address, without `/fhir`.
    public var url: String
    public var username: String
    public var password: Secret

    init(_ reader: inout SettingsReader) {
        url = reader.read(
            "FHIR_URL", .url(["http", "https"]), "http://127.0.0.1:44660",
            "Base address of the record system, without /fhir.")
        username = reader.read(
            "FHIR_USERNAME", .text("a user name", 0...200), "hipocrate", "User for HTTP Basic authentication.")
        password = reader.read(
            "FHIR_PASSWORD", .secret("a password"), Secret("hipocrate"), "Password for it.", isSecret: true)
    }
}
