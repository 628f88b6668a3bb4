import DICOM
import DICOMNetwork
import Testing

@Suite("Associations under TLS")
struct TLSAssociationTests {
    private func profile(_ change: (inout TLSProfile.Material) -> Void = { _ in }) throws -> TLSProfile {
        var material = TLSProfile.Material()
        material.certificateChain = Array(TestCertificates.archive.utf8)
        material.key = Array(TestCertificates.archiveKey.utf8)
        material.authorities = Array(TestCertificates.authority.utf8)
        material.checksHost = false
        change(&material)
        return try TLSProfile(material)
    }

    @Test("A film arrives as it was sent")
    func film() async throws {
        let (kept, tls) = (KeptFilms(), try profile())
        let film = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        try await Station.open(kept.receiver(), change: { $0.tls = tls }) { station in
            let association = try await station.call(tls: tls)
            #expect(try await association.store(film, "1.2.3").status == .success)
            try await association.release()
        }
        #expect(kept.all.map(\.bytes) == [film])
    }

    @Test("A caller in the clear, or without a certificate, gets no association; the next one does")
    func refused() async throws {
        let tls = try profile()
        let stranger = try profile { ($0.certificateChain, $0.key) = ([], []) }
        try await Station.open(change: { $0.tls = tls }) { station in
            await #expect(throws: NetworkError.self) { try await station.call() }
            await #expect(throws: NetworkError.self) {
                let association = try await station.call(tls: stranger)
                _ = try await association.ask(EchoRequest(messageID: 1).command)
            }
            let association = try await station.call(tls: tls)
            #expect(try await association.ask(EchoRequest(messageID: 1).command).status == .success)
            try await association.release()
        }
    }

    @Test("Whoever answers with the certificate of another host is not talked to, and the error names the host")
    func otherHost() async throws {
        let (tls, strict) = (try profile(), try profile { $0.checksHost = true })
        let reason = "the peer's certificate does not name 127.0.0.1"
        try await Station.open(change: { $0.tls = tls }) { station in
            await #expect(throws: NetworkError.tlsHandshake(reason: reason)) { try await station.call(tls: strict) }
        }
    }

    @Test("A silent caller is disconnected in mid-handshake")
    func silent() async throws {
        let tls = try profile()
        let change: @Sendable (inout ListenerConfiguration) -> Void = {
            ($0.tls, $0.deadlines.artim) = (tls, .milliseconds(50))
        }
        try await Station.open(change: change) { station in
            try await station.talk { peer in
                try? await peer.send([0x16, 0x03, 0x01, 0x01, 0x00])
                let heard = try await peer.hear()
                #expect(heard == .closed)
            }
        }
    }
}
