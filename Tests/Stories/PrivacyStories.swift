import Foundation
import Radiology
import Reports
import Store
import Testing
import Workstation

@Suite("Who may see what")
struct PrivacyStories {
    /// A patient whose name, numbers and birth date are like nothing else in the workspace.
    private let canary = SyntheticFilm.chest(1).with {
        ($0.name, $0.patientID, $0.birthDate) = ("Kanarienvogel^Zebulon", "1610413170017", "19610413")
        $0.protocolName = "Torace PA Kanarienvogel"
    }
    private let traces = [
        "kanarienvogel", "zebulon", "1610413170017", "1961-04-13", "19610413", "13.04.1961", "sk-secret-canary",
    ]

    private func found(in text: String) -> [String] {
        let text = text.lowercased()
        return traces.filter { text.contains($0) }
    }

    @Test("Pages with initials tell no name, number or birth date; pages with names do; nobody is told a key")
    func pages() async throws {
        let server = try ModelServer("varied")
        let clinic = try Clinic(Clinic.asking(server.url))
        let leg = SyntheticFilm.lowerLeg(3).with {
            ($0.name, $0.patientID, $0.birthDate) = (canary.name, canary.patientID, canary.birthDate)
        }
        try await clinic.take(canary, canary.with { ($0.number, $0.day) = (2, "20260201") }, leg)
        try await clinic.open().runOnce()
        for name in clinic.files("reports") where !name.hasPrefix("admin/") {
            #expect(try found(in: clinic.text("reports/\(name)")).isEmpty, "\(name)")
        }
        let page = try clinic.text("reports/admin/\(PagePaths.film(canary.uid))")
        #expect(page.contains("Kanarienvogel Zebulon") && !page.contains("sk-secret"))
        #expect(try !clinic.text("reports/admin/about.html").contains("sk-secret"))
    }

    @Test("Names in film headers, file names and folders are not repeated in logs, answers and reasons")
    func logs() async throws {
        let server = try ModelServer("http500x1")
        let clinic = try Clinic(Clinic.asking(server.url))
        try clinic.drop(canary.bytes(), as: "Kanarienvogel Zebulon/1961-04-13.dcm")
        let broken = try canary.with { $0.instance = "1.2.x.Kanarienvogel" }.bytes()
        try clinic.drop(broken, as: "broken.dcm")
        try clinic.drop(Array(try canary.bytes().prefix(3000)), as: "cut.dcm")
        #expect(try await ending { try await clinic.open().runOnce() } == .someFailed)
        #expect(try clinic.status(canary) == .done)
        try clinic.open().failures(retry: false, dryRun: false)
        try await clinic.open().status(watch: false)
        #expect(found(in: clinic.everythingSaid).isEmpty)
        for name in clinic.files("spool/rejected") where name.hasSuffix(".reason.json") {
            #expect(try found(in: clinic.text("spool/rejected/\(name)")).isEmpty, "\(name)")
        }
        let events = try clinic.archive().events.after(0).map(\.detail).joined()
        #expect(found(in: events).isEmpty)
    }

    @Test("The model is told age and sex, and neither name nor number")
    func question() async throws {
        let server = try ModelServer("ok")
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(canary)
        try await clinic.open().analyse(limit: nil, region: nil, dryRun: false)
        let asked = try await server.lastQuestion()
        #expect(asked.contains("64") && asked.contains("sha256:"))
        #expect(found(in: asked).isEmpty)
    }

    @Test("What the workspace holds is for its owner alone")
    func permissions() async throws {
        let clinic = try Clinic()
        try await clinic.take(canary)
        try await clinic.open().runOnce()
        var open: [String] = []
        for name in ["xrayvision.db", "archive"] + clinic.files("archive").map({ "archive/\($0)" }) {
            let attributes = try FileManager.default.attributesOfItem(atPath: clinic.paths.absolute(name))
            let mode = try #require(attributes[.posixPermissions] as? NSNumber).intValue
            if mode & 0o077 != 0 { open.append(name) }
        }
        #expect(open.isEmpty)
    }
}
