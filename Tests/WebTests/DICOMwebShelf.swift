import Foundation
import Radiology
import Synchronization
import Web

/// Originals that are kept nowhere: three instances in two series of one study, one of them compressed.
struct DICOMwebShelf: Sendable {
    static let study = "1.2.3"
    static let instances = [("1.2.3.1", "1.2.3.1.1"), ("1.2.3.1", "1.2.3.1.2"), ("1.2.3.2", "1.2.3.2.1")]
    static let explicit = "1.2.840.10008.1.2.1"
    static let jls = "1.2.840.10008.1.2.4.80"

    static func path(_ number: Int) -> String {
        "/dicomweb/studies/\(study)/series/\(instances[number].0)/instances/\(instances[number].1)"
    }

    /// Longer than a piece of an answer; no two are equal.
    static func bytes(_ number: Int) -> [UInt8] {
        (0..<(1_100_000 + number)).map { UInt8(truncatingIfNeeded: $0 * (number + 3)) }
    }

    static func number(_ uid: SOPInstanceUID) -> Int? { instances.firstIndex { $0.1 == uid.rawValue } }

    static func syntax(_ number: Int) -> String { number == 2 ? jls : explicit }

    /// What was searched for last.
    let asked = AskedSearch()

    final class AskedSearch: Sendable {
        let last = Mutex<KeptOriginals.Search?>(nil)
    }

    var originals: KeptOriginals {
        KeptOriginals(
            file: { Self.number($0).map(Self.bytes) },
            metadata: { uid, base in Array(#"{"uid":"\#(uid)","at":"\#(base)"}"#.utf8) },
            frame: { uid, frame in
                guard let number = Self.number(uid), frame <= 2 else { return nil }
                let isPlain = Self.syntax(number) == Self.explicit
                return KeptOriginals.Frame(
                    bytes: [UInt8](repeating: UInt8(frame), count: 10),
                    mediaType: isPlain ? "application/octet-stream" : "image/jls", transferSyntax: Self.syntax(number))
            },
            rendered: { uid, rendering in
                Self.number(uid) == 0 ? nil : Array("\(uid) \(rendering.viewport?.width ?? 0)".utf8)
            },
            search: search, list: list,
            open: { uid in
                guard let number = Self.number(uid) else { return nil }
                let bytes = Self.bytes(number)
                return KeptOriginals.Opened(size: bytes.count, transferSyntax: Self.syntax(number)) { offset, count in
                    Array(bytes.dropFirst(offset).prefix(count))
                }
            },
            nativeFrame: { uid, frame in
                Self.number(uid) == nil || frame > 1
                    ? nil
                    : KeptOriginals.Frame(
                        bytes: [9, 9], mediaType: "application/octet-stream", transferSyntax: Self.explicit)
            },
            bulk: { _, tag in tag == "00420011" ? [1, 2, 3] : nil })
    }

    private var search: @Sendable (KeptOriginals.Search) throws -> KeptOriginals.Found {
        { [asked] search in
            asked.last.withLock { $0 = search }
            if search.matching["StudyDate"] == "yesterday" {
                throw KeptOriginals.Fault.badValue(attribute: "StudyDate")
            }
            let count = search.matching["PatientID"] == "nobody" ? 0 : min(search.limit, 2)
            return KeptOriginals.Found(
                objects: (0..<count).map { Array(#"{"n":\#($0)}"#.utf8) }, isMore: search.limit < 2,
                ignored: search.matching["Colour"] == nil ? [] : ["Colour\r\nX: \""])
        }
    }

    private var list: @Sendable (KeptOriginals.Place) throws -> [KeptOriginals.Original] {
        { place in
            Self.instances.filter { series, uid in
                place.study.rawValue == Self.study && [nil, series].contains(place.series?.rawValue)
                    && [nil, uid].contains(place.instance?.rawValue)
            }.map { series, uid in
                KeptOriginals.Original(
                    uid: SOPInstanceUID(validated: uid), study: StudyInstanceUID(validated: Self.study),
                    series: SeriesInstanceUID(validated: series))
            }
        }
    }
}

/// The parts of a multipart answer, read by its boundary.
struct MultipartText {
    struct Part {
        let headers: [String: String]
        let bytes: [UInt8]
    }

    let type: String
    let parts: [Part]

    init?(_ contentType: String?, _ body: [UInt8]) {
        guard let contentType, contentType.hasPrefix("multipart/related; type=\""),
            let boundary = contentType.split(separator: "boundary=").last
        else { return nil }
        type = String(contentType.split(separator: "\"")[1])
        let line = Array("--\(boundary)".utf8)
        var parts: [Part] = []
        var rest = body[...]
        guard rest.starts(with: line) else { return nil }
        rest = rest.dropFirst(line.count)
        while rest.starts(with: [13, 10]) {
            rest = rest.dropFirst(2)
            guard let end = Self.find([13, 10, 13, 10], in: rest), let size = Self.find([13, 10] + line, in: rest)
            else {
                return nil
            }
            var headers: [String: String] = [:]
            for field in String(decoding: rest[..<end], as: UTF8.self).components(separatedBy: "\r\n") {
                let halves = field.components(separatedBy: ": ")
                headers[halves[0]] = halves.dropFirst().joined(separator: ": ")
            }
            parts.append(Part(headers: headers, bytes: Array(rest[(end + 4)..<size])))
            rest = rest[(size + 2 + line.count)...]
        }
        guard rest.elementsEqual("--\r\n".utf8) else { return nil }
        self.parts = parts
    }

    private static func find(_ mark: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        Data(bytes).range(of: Data(mark)).map { bytes.startIndex + $0.lowerBound }
    }
}
