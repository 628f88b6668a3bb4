import Radiology

/// A film about which AI and radiologist differ, for a second look.
public struct NightlyFilm: Sendable {
    /// Pages stay small enough to be mailed: so many pictures at most.
    public static let most = 24
    /// A larger thumbnail is not one.
    public static let largestThumbnail = 256 << 10

    let row: FilmRow
    let only: Agreement
    /// PNG; empty for none.
    let thumbnail: [UInt8]
    /// Whether the verdict came on the day, about a film from before.
    let isLate: Bool
    let words: String
    let compared: Severity?

    /// - Parameters:
    ///   - thumbnail: the picture's bytes; it is left out where this audience may not see it.
    ///   - isLate: whether the film is of an earlier day and its verdict of this one.
    public init(
        record: ExamRecord, audience: Audience, threshold: Severity, thumbnail: [UInt8]?, isLate: Bool = false
    ) {
        row = FilmRow(record: record, audience: audience, threshold: threshold)
        only = row.agreement
        let mayShow = FilmPicture.absence(of: record, for: audience) == nil
        let bytes = mayShow ? thumbnail ?? [] : []
        self.thumbnail = bytes.count <= Self.largestThumbnail ? bytes : []
        self.isLate = isLate
        let say = ExamWords(exam: record.exam, audience: audience)
        words = "Radiograph: \(say.regionAndProjection), \(say.subject), \(say.day)"
        compared = record.compared
    }

    /// - Parameter folder: the way from the page to the folder of the audience's film pages, with a slash at its end.
    func fields(folder: String) -> Fields {
        var fields = row.words
        fields["link"] = .text(folder + PagePaths.film(row.uid))
        fields["pictureWords"] = .text(words)
        fields["picture"] = thumbnail.isEmpty ? .flag(false) : .text(Base64.dataURL(png: thumbnail))
        fields["absent"] = thumbnail.isEmpty ? row.words["pictureAbsent"] ?? "no picture" : .flag(false)
        fields["late"] = .flag(isLate)
        fields["onlyAI"] = .flag(only == .onlyAI)
        fields["ai"] = row.words["ai"] ?? .group(SeverityMark(severity: nil).fields)
        fields["compared"] = .group(SeverityMark(severity: compared).fields)
        fields["said"] = row.words["radiologist"] ?? .flag(false)
        return fields
    }
}

/// Pictures and tables inside a page. Standard: RFC 4648 §4, RFC 2397.
package enum Base64 {
    package static func dataURL(png: [UInt8]) -> String { "data:image/png;base64," + text(png) }
    package static func dataURL(csv: [UInt8]) -> String { "data:text/csv;charset=utf-8;base64," + text(csv) }

    package static func text(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let left = min(3, bytes.count - start)
            var group = UInt32(bytes[start]) << 16
            if left > 1 { group |= UInt32(bytes[start + 1]) << 8 }
            if left > 2 { group |= UInt32(bytes[start + 2]) }
            for place in 0..<4 {
                let six = Int(group >> UInt32(18 - 6 * place)) & 63
                output.append(place <= left ? alphabet[six] : UInt8(ascii: "="))
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
