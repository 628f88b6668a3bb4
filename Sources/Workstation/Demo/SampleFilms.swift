import DICOM
import Foundation
import Imaging
import Radiology

/// The sample films as DICOM files, ready for the spool.
struct SampleFilms {
    let folder: URL

    /// Looks where a checkout and an installed programme keep the samples.
    /// - named: what the user said; nothing else is tried then.
    static func find(named: String?, executable: String) throws -> SampleFilms {
        let binary = URL(filePath: executable).resolvingSymlinksInPath()
        var candidates = [binary.deletingLastPathComponent().appending(path: "../share/xrayvision/samples")]
        var place = binary
        for _ in 0..<6 {
            place = place.deletingLastPathComponent()
            candidates.append(place.appending(path: "Tests/Samples"))
        }
        if let named { candidates = [URL(filePath: named)] }
        let films = candidates.map { SampleFilms(folder: $0.standardizedFileURL) }
        if let found = films.first(where: \.isComplete) { return found }
        throw WorkstationError(
            .badInput, "The sample films were not found.",
            suggestion: "Start the demo from a checkout, or name their folder with --samples DIR.")
    }

    private var isComplete: Bool {
        SampleFilm.all.allSatisfy { FileManager.default.fileExists(atPath: folder.appending(path: $0.file).path) }
    }

    /// The bytes of a film: those published, or its JPEG wrapped by our own writer under a header that tells nothing.
    func bytes(of film: SampleFilm) throws -> [UInt8] {
        let published = try Workstation.fileBytes(folder.appending(path: film.file).path)
        guard let wrapping = film.wrapping else { return published }
        guard let jpeg = StrippedJPEG(published) else {
            throw WorkstationError(
                .badInput, "A sample picture is damaged.", suggestion: "Restore Tests/Samples from the repository.")
        }
        let number = wrapping.number
        let header = WrappedJPEG.Header(
            instance: uid("instance \(number)"), series: uid("series \(number)"), study: uid("study \(number)"),
            patientName: "Demo^Child \(number)", patientID: "DEMO-\(number)", protocolName: wrapping.protocolName,
            bodyPart: "CHEST", viewPosition: "AP")
        return try WrappedJPEG(jpeg, header: header).file.encoded()
    }

    /// A UID under 2.25 from a text, the same every time. Standard: PS3.5 §B.2.
    private func uid(_ text: String) -> String {
        let digits = SHA256.hex(of: Array("xrayvision demo \(text)".utf8)).prefix(32)
        return "2.25.\(UInt128(digits, radix: 16) ?? 0)"
    }
}
