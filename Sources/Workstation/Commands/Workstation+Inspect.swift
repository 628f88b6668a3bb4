import DICOM
import Foundation
import Radiology

extension Workstation {
    /// Shows a film's data set and the exam it would become.
    public static func inspect(_ film: String, workspace: String, clock: Clock, console: Console) throws {
        let file = try readFile(film)
        let loaded = try settings(workspace: workspace, environment: [:])
        let rules = ReadingRules(regions: RegionRules(loaded.settings.regions), slices: loaded.settings.slices)
        var exam: ExamOutline
        do {
            exam = ExamOutline(try Exam(file: file, rules: rules.regions, receivedLocal: clock.local), rules)
            if case .noPicture(let reason) = RadiographKind(file: file, rules: rules.regions) {
                exam.destination = "rejected: \(reason)"
            }
        } catch {
            exam = ExamOutline(refusal: error.suggestion)
        }
        if console.wantsJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let outline = String(decoding: try encoder.encode(exam), as: UTF8.self)
            console.answer("{\"dataSet\":\(file.dataSet.json()),\"exam\":\(outline)}")
        } else {
            console.answer("# Transfer syntax: \(file.transferSyntax.name)")
            console.answer(file.meta.dump() + file.dataSet.dump())
            console.answer(exam.text)
        }
    }
}

/// The exam that a film would become, for a terminal.
private struct ExamOutline: Encodable {
    var uid: String?
    var created: String?
    var protocolName: String?
    var region: String?
    var projection: String?
    var modality: String?
    var subject: String?
    /// What would happen to it.
    var destination: String

    init(refusal: String) { destination = "rejected: \(refusal)" }

    init(_ exam: Exam, _ rules: ReadingRules) {
        uid = exam.uid.rawValue
        created = exam.created
        protocolName = exam.protocolName
        region = exam.region?.rawValue ?? ""
        projection = exam.projection?.rawValue
        modality = exam.modality
        subject = exam.patientWords
        destination = rules.refusal(of: exam).map { "ignored: \($0.sentence)" } ?? "queued"
    }

    var text: String {
        let lines = [
            ("exam", uid), ("taken", created), ("protocol", protocolName), ("region", region),
            ("projection", projection), ("modality", modality), ("subject", subject), ("becomes", destination),
        ]
        return lines.compactMap { name, value in
            value.map { name + String(repeating: " ", count: 12 - name.count) + $0 }
        }.joined(separator: "\n")
    }
}
