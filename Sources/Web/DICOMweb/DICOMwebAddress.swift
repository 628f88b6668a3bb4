import Hummingbird
import Radiology

/// Where DICOMweb is, and what a path names.
enum DICOMwebAddress {
    /// As the client wrote it: `https://host:port/dicomweb`; a path alone when the host has odd letters in it.
    static func base(_ request: Request, _ context: LiveContext) -> String {
        guard let host = request.head.authority, !host.isEmpty, host.utf8.count <= 300,
            host.utf8.allSatisfy(isHost)
        else { return DICOMwebEndpoints.root }
        return "\(context.isSecure ? "https" : "http")://\(host)\(DICOMwebEndpoints.root)"
    }

    private static func isHost(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: ".-:[]_".utf8.contains(byte)
        }
    }

    /// The UID of that name in the path, as text; `nil` when the path has none.
    static func uid(_ name: String, _ context: LiveContext) throws(Refusal) -> String? {
        guard let text = context.parameters.get(name) else { return nil }
        guard let uid = StudyInstanceUID(rawValue: text) else {
            throw Refusal(.badRequest, "The \(name) is not a UID.")
        }
        return uid.rawValue
    }

    static func place(_ context: LiveContext) throws(Refusal) -> KeptOriginals.Place {
        guard let study = try uid("study", context).flatMap(StudyInstanceUID.init(rawValue:)) else {
            throw Refusal(.badRequest, "The study is not a UID.")
        }
        return KeptOriginals.Place(
            study: study, series: try uid("series", context).flatMap(SeriesInstanceUID.init(rawValue:)),
            instance: try uid("instance", context).flatMap(SOPInstanceUID.init(rawValue:)))
    }

    /// Of an instance, below the base.
    static func path(_ original: KeptOriginals.Original) -> String {
        "/studies/\(original.study)/series/\(original.series)/instances/\(original.uid)"
    }
}
