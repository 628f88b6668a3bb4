import Foundation
import Testing
import Workstation

@Suite("Settings of the network")
struct SettingsNetworkTests {
    @Test(
        "Values that cannot be meant are refused",
        arguments: [
            "LISTEN = perhaps", "MAX_PDU = 100", "MAX_PDU = 2 GiB", "ARTIM_TIMEOUT = 0", "QUERY_HOURS = 20",
            "RETRIEVALS = 0",
            "RETRIEVALS = 9", "STORAGE_CLASSES = chest", "ALLOWED_AE = ROOM1@pacs.local", "ALLOWED_AE = A@1.2.3",
            "ALLOWED_AE = A@1.2.3.256", "QUERY_TLS = x",
        ])
    func refused(line: String) throws { #expect(try problems("[dicom]\n\(line)\n").count == 1) }

    @Test(
        "A time zone that nobody knows is refused, with the nearest name",
        arguments: [("Europe/Bucarest", "Europe/Bucharest"), ("Pacific/Aukland", "Pacific/Auckland")])
    func zone(name: String, nearest: String) throws {
        for section in ["dicom", "fhir"] {
            let found = try problems("[\(section)]\nTIME_ZONE = \(name)\n")
            #expect(found.count == 1 && found[0].description.hasSuffix("; the nearest is \(nearest)."))
        }
        let known = try SettingsFolder(cfg: "[dicom]\nTIME_ZONE = europe/bucharest\n").load().settings.dicom
        #expect(known.timeZone == TimeZone(identifier: "Europe/Bucharest"))
        #expect(try SettingsFolder().load().settings.dicom.timeZone == nil)
    }

    @Test("Everything that an operator may decide is read")
    func read() throws {
        let folder = try SettingsFolder(
            cfg: """
                [dicom]
                LISTEN = no
                MAX_PDU = 64 KiB
                IDLE_TIMEOUT = 2 min
                ALLOWED_AE = ROOM1, ROOM 2@10.0.0.7, C@fe80::1
                ACCEPT_ANY_CALLED_AE = yes
                STORAGE_CLASSES = 1.2.840.10008.5.1.4.1.1.2
                QUERY_HOURS = 20-6, 12:00-13:30
                RETRIEVALS = 2
                QUERY_TLS = on
                """)
        let dicom = try folder.load().settings.dicom
        #expect(!dicom.listens && dicom.maxPDU == 65_536 && dicom.timeouts.idle == .seconds(120))
        #expect(dicom.allowedAE == ["ROOM1", "ROOM 2@10.0.0.7", "C@fe80::1"] && dicom.acceptsAnyCalledTitle)
        #expect(dicom.query.hours.map(\.text) == ["20:00-06:00", "12:00-13:30"])
        #expect(dicom.retrievals == 2 && dicom.query.usesTLS && dicom.storageClasses.count == 1)
    }

    @Test("By default we listen, check how we are called, and ask at any hour")
    func defaults() throws {
        let dicom = try SettingsFolder().load().settings.dicom
        #expect(dicom.listens && !dicom.acceptsAnyCalledTitle && dicom.query.hours.isEmpty && dicom.retrievals == 1)
    }
}
