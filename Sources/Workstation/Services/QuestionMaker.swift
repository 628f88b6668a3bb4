import Analysis
import Foundation
import Imaging
import Radiology
import Store

/// A question, and how its picture came about.
struct AskedQuestion: Sendable {
    var question: Question
    let recipe: ReaderPicture.Recipe
}

/// Puts together what a reader is told about one exam: the picture, the measurements, the words. No name, no id.
struct QuestionMaker: Sendable {
    let pictures: Pictures
    let rules: RegionRules
    let reports: AIReports

    /// - Throws: `PictureError` when there is nothing to look at, and `StoreError`.
    func make(for claimed: ClaimedExam) throws -> AskedQuestion {
        let earlier = claimed.intent == .reread ? claimed.record.aiReport?.text : nil
        var asked = try make(
            for: claimed.record, archived: claimed.archivePath, recipe: claimed.recipe,
            quality: claimed.qualityJSON, earlier: earlier, priors: try priors(of: claimed.uid, earlier: earlier))
        asked.question.wish = claimed.instruction
        return asked
    }

    /// - Parameters:
    ///   - archived: the original's path relative to the workspace.
    ///   - recipe: how the kept picture was drawn.
    ///   - earlier: the answer that is to be looked at once more.
    func make(
        for record: ExamRecord, archived: String?, recipe: PictureRecipe?, quality: String?, earlier: String? = nil,
        priors: [PriorReport] = []
    ) throws(PictureError) -> AskedQuestion {
        let exam = record.exam
        let picture = try pictures.forReader(exam, archived: archived, drawnWith: recipe)
        let question = Question(
            png: picture.png, quality: quality.flatMap(Self.quality), region: exam.region,
            projection: exam.projection, subject: exam.patientWords, question: rules.question(for: exam.region),
            indication: record.radiologistReport?.justification, earlier: earlier, priors: priors)
        return AskedQuestion(question: question, recipe: picture.recipe)
    }

    /// What was written about the patient's earlier films of the region within 90 days, newest first; of one film the
    /// radiologist's words come first. A second reading is about the first one, not about other films: it has none.
    func priors(of uid: SOPInstanceUID, earlier: String?) throws(StoreError) -> [PriorReport] {
        guard earlier == nil else { return [] }
        return try reports.priors(of: uid, limit: Question.mostPriors).flatMap(Self.reports)
    }

    private static func reports(_ prior: PriorTexts) -> [PriorReport] {
        guard let day = CalendarDay(String(prior.created.prefix(10))) else { return [] }
        let told: [(PriorReport.Author, String?)] = [
            (.radiologist, prior.radiologistEnglish ?? prior.radiologistText), (.ai, prior.readerText),
        ]
        return told.compactMap { author, text in text.map { PriorReport(day: day, author: author, text: $0) } }
    }

    private static func quality(_ json: String) -> FilmQuality? {
        try? JSONDecoder().decode(FilmQuality.self, from: Data(json.utf8))
    }
}
