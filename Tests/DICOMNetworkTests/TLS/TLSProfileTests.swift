import DICOMNetwork
import Foundation
import NIOSSL
import Testing

@Suite("A TLS profile is read once, and says what is wrong with it")
struct TLSProfileTests {
    @Test("Certificate, key and authorities that belong together make a profile for both roles")
    func whole() throws {
        let profile = try TLSProfile(.archive)

        #expect(profile.canServe)
        #expect(profile.fault(at: Date(timeIntervalSince1970: 1_900_000_000)) == nil)
        _ = try profile.serverHandler()
        _ = try profile.clientHandler(host: "archive.test")
        _ = try profile.clientHandler(host: "192.0.2.1")
        _ = try profile.clientHandler(host: "2001:db8::1")
    }

    @Test("Authorities alone are enough to call, not to listen")
    func clientOnly() throws {
        let profile = try TLSProfile(.authorityOnly)

        #expect(!profile.canServe)
        #expect(profile.expires == nil)
        #expect(throws: TLSProfileError.missing(.certificate)) { try profile.serverHandler() }
    }

    @Test("A key behind a passphrase is read with it, and refused without it")
    func passphrase() throws {
        var material = TLSProfile.Material.archive
        material.key = Array(TestCertificates.lockedArchiveKey.utf8)
        #expect(throws: TLSProfileError.unreadable(.key)) { try TLSProfile(material) }

        material.passphrase = Array("wrong".utf8)
        #expect(throws: TLSProfileError.unreadable(.key)) { try TLSProfile(material) }

        material.passphrase = Array("secret".utf8)
        #expect(try TLSProfile(material).canServe)
    }

    @Test("What does not belong together is refused by name", arguments: Fault.all)
    func faults(fault: Fault) {
        #expect(throws: fault.error) { try TLSProfile(fault.material) }
        #expect(!fault.error.suggestion.isEmpty)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let material: TLSProfile.Material
        let error: TLSProfileError

        static let all = [
            Fault("a key of another certificate", .keyDoesNotFit) { $0.key = Array(TestCertificates.stationKey.utf8) },
            Fault("no key", .missing(.key)) { $0.key = [] },
            Fault("no certificate", .missing(.certificate)) { $0.certificateChain = [] },
            Fault("text for a certificate", .unreadable(.certificate)) { $0.certificateChain = Array("hello".utf8) },
            Fault("a certificate for a key", .unreadable(.key)) { $0.key = $0.certificateChain },
            Fault("a key for authorities", .unreadable(.authorities)) { $0.authorities = $0.key },
            Fault("half a certificate", .unreadable(.certificate)) { $0.certificateChain.removeLast(300) },
        ]

        init(_ name: String, _ error: TLSProfileError, change: (inout TLSProfile.Material) -> Void) {
            var material = TLSProfile.Material.archive
            change(&material)
            (testDescription, self.material, self.error) = (name, material, error)
        }
    }

    @Test("A certificate past its day is told with the day")
    func expired() throws {
        var material = TLSProfile.Material.archive
        material.certificateChain = Array(TestCertificates.expired.utf8)
        let profile = try TLSProfile(material)

        #expect(profile.fault(at: Date(timeIntervalSince1970: 1_700_000_000)) == .expired(day: "2021-01-01"))
        #expect(profile.fault(at: Date(timeIntervalSince1970: 1_590_000_000)) == nil)
        #expect(profile.fault(at: Date(timeIntervalSince1970: 1_500_000_000)) == .notYetValid(day: "2020-01-01"))
    }
}

extension TLSProfile.Material {
    init(_ certificate: String, _ key: String, authorities: String = TestCertificates.authority) {
        self.init()
        certificateChain = Array(certificate.utf8)
        self.key = Array(key.utf8)
        self.authorities = Array(authorities.utf8)
    }

    static let archive = Self(TestCertificates.archive, TestCertificates.archiveKey)
    static let station = Self(TestCertificates.station, TestCertificates.stationKey)
    static let stranger = Self(TestCertificates.stranger, TestCertificates.strangerKey)
    static let authorityOnly = Self("", "")

    /// The same for hosts that the certificate does not name.
    var forAnyHost: Self {
        var material = self
        material.checksHost = false
        return material
    }
}
