import Foundation
import Radiology

/// A resource of an answer: a JSON object that says what it is.
package struct Resource: Sendable, Equatable {
    package let json: JSONValue
    /// `Patient`, `Bundle`, …
    package let type: String

    package init?(_ json: JSONValue) {
        guard let type = json.text("resourceType") else { return nil }
        self.json = json
        self.type = type
    }

    /// Letters, digits, `-`, `.` and `_`, at most 64, or `nil`: an id becomes part of an address.
    /// Standard: FHIR R4 §2.24.0.1 (id).
    package var id: String? { json.label("id").flatMap(Self.validID) }

    static func validID(_ text: String) -> String? {
        let isLegal = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
        }
        return isLegal && (1...64).contains(text.utf8.count) && text.contains(where: { $0 != "." }) ? text : nil
    }

    /// The last parts of a reference: `Patient/7` of `https://host/fhir/Patient/7/_history/2`.
    package static func target(of reference: String) -> (type: String, id: String)? {
        var parts = reference.split(separator: "/", omittingEmptySubsequences: true)[...]
        if let history = parts.firstIndex(of: "_history") { parts = parts[..<history] }
        guard parts.count >= 2, let id = parts.last.flatMap({ validID(String($0)) }) else { return nil }
        return (String(parts[parts.endIndex - 2]), id)
    }

    /// The ids of what a list of references points to, where it is of that type.
    func references(_ name: String, to type: String) -> [String] {
        json.items(name).compactMap { item in
            guard let target = item.text("reference").flatMap(Self.target), target.type == type else { return nil }
            return target.id
        }
    }

    var identifiers: [Identifier] { json.items("identifier").compactMap(Identifier.init) }

    /// Words of coded elements: their text, their displays.
    func words(_ names: String...) -> [String] {
        names.flatMap { json.items($0) }.flatMap { concept in
            [concept.text("text"), concept.text("display")].compactMap(\.self)
                + concept.items("coding").compactMap { $0.text("display") }
        }
    }

    func codes(_ names: String...) -> [String] {
        names.flatMap { json.items($0) }.flatMap { concept in
            concept.items("coding").compactMap { $0.text("code") } + [concept.text("code")].compactMap(\.self)
        }
    }
}

/// Whom an order or a report is about.
struct Subject: Sendable, Equatable {
    /// The server's id of the patient.
    let id: String?
    /// A number of the patient, for a patient who is no resource of the server.
    let number: String?
    /// Something is said, though it may lead nowhere.
    let isTold: Bool

    init(_ resource: Resource) {
        let subject = resource.json["subject"]
        let target = subject?.text("reference").flatMap(Resource.target)
        id = target?.type == "Patient" ? target?.id : nil
        number = subject?["identifier"]?.label("value")
        isTold = subject?.text("reference") != nil || number != nil
    }
}

/// A business identifier: a personal number, an accession number, a study.
package struct Identifier: Sendable, Equatable {
    let system: String
    let value: String
    /// It says that it is an accession number.
    let isAccession: Bool
    /// It says what it is.
    let isTyped: Bool

    init?(_ json: JSONValue) {
        guard let value = json.label("value") else { return nil }
        self.value = value
        let system = json.text("system") ?? ""
        self.system = system
        let types = json.items("type").flatMap { $0.items("coding") }.compactMap { $0.text("code") }
        isTyped = !types.isEmpty
        // HL7 table 0203: ACSN. Without a type the name of the system may say so.
        isAccession = types.contains("ACSN") || types.isEmpty && system.lowercased().contains("accession")
    }

    /// A DICOM UID, written bare or as `urn:oid:…` (FHIR R4 §ImagingStudy).
    var study: StudyInstanceUID? {
        guard let bare = Self.bareUID(value), system == "urn:dicom:uid" || value.hasPrefix("urn:oid:") else {
            return nil
        }
        return bare
    }

    static func bareUID(_ text: String) -> StudyInstanceUID? {
        StudyInstanceUID(rawValue: text.hasPrefix("urn:oid:") ? String(text.dropFirst(8)) : text)
    }
}
