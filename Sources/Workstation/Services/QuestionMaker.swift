import Analysis
import Foundation
import Imaging
import Radiology
import Store

/// A question, and how its picture came about.
struct AskedQuestion: Sendable {
    let question: Question
    let recipe: ReaderPicture.Recipe
}

/// Puts together what a reader is told about one claimed exam: the picture, the measurements, the words. No name, no id.
struct QuestionMaker: Sendable {
    let pictures: Pictures
    let rules: RegionRules

    /// - Throws: `PictureError` when there is nothing to look at.
    func make(for claimed: ClaimedExam) throws(PictureError) -> AskedQuestion {
        let exam = claimed.record.exam
        let quality = claimed.qualityJSON.flatMap { try? JSONDecoder().decode(FilmQuality.self, from: Data($0.utf8)) }
        let picture = try pictures.forReader(exam, archived: claimed.archivePath, drawnWith: claimed.recipe)
        let question = Question(
            png: picture.png, quality: quality,
            region: exam.region, projection: exam.projection, subject: exam.patientWords,
            question: rules.question(for: exam.region),
            indication: claimed.record.radiologistReport?.justification,
            earlier: claimed.intent == .reread ? claimed.record.aiReport?.text : nil)
        return AskedQuestion(question: question, recipe: picture.recipe)
    }
}
