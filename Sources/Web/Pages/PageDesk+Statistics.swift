import Foundation
import Hummingbird
import Radiology
import Reports
import Store

/// The pages of the statistics and their charts: the figures of `/api/stats/performance`, with the same filters.
extension PageDesk {
    func statistics(
        _ subject: StatisticsSubject, _ request: Request, _ context: inout LiveContext
    ) async throws -> Response {
        let reader = try reader(context)
        let asked = Self.query(request)
        do {
            let kept = try await figures(asked, reader, number: nil)
            note(kept, request, &context)
            let page = StatisticsPage(
                subject, kept.figures, place: .daemon(query: asked.text, version: kept.number),
                form: try form(asked, reader))
            return Self.html(try pages(for: reader).statistics(page), reader, request)
        } catch let error as StoreError { throw Self.refusal(error) }
    }

    /// A chart, drawn when it is asked for, or its table.
    func chart(_ request: Request, _ context: inout LiveContext) async throws -> Response {
        let reader = try reader(context)
        guard let (name, ending) = StatisticsChartName.named(try Self.part(context, "file")) else {
            throw Refusal(.notFound, "There is no such chart.")
        }
        let number = Self.parameters(request).first { $0.name == "of" }?.value
        do {
            let kept = try await figures(Self.query(request), reader, number: number)
            note(kept, request, &context)
            let bytes = try await Self.file(name, ending, kept)
            let tag = Self.tag(of: bytes)
            if Self.isFresh(tag, for: request) { return Self.notModified(tag) }
            return Self.answer(bytes, type: ending == .table ? "text/csv; charset=utf-8" : "image/png", tag: tag)
        } catch let error as StoreError {
            throw Self.refusal(error)
        } catch let error as ReportsError {
            throw Refusal(.serviceUnavailable, error.suggestion, retryAfter: 60)
        }
    }

    private static func file(
        _ name: StatisticsChartName, _ ending: StatisticsChartName.Ending, _ kept: FiguresShelf.Kept
    ) async throws -> [UInt8] {
        if ending == .table { return name.chart(of: kept.figures).table.csv }
        let file = name.rawValue + ending.rawValue
        if let picture = kept.picture(file) { return picture }
        return try await Blocking.draw {
            if let picture = kept.picture(file) { return picture }
            let picture = try name.chart(of: kept.figures)
                .png(font: Charts.debianFont, scale: ending == .sharpPicture ? 2 : 1)
            kept.keep(picture, as: file)
            return picture
        }
    }

    /// How many a search means is written down with it.
    private func note(_ kept: FiguresShelf.Kept, _ request: Request, _ context: inout LiveContext) {
        guard AskedSearch(request.uri.query) != nil else { return }
        context.noted["hits"] = String(kept.hits)
    }

    private static func query(_ request: Request) -> StatisticsForm.Query {
        let parameters = parameters(request)
        let isExact = parameters.contains { $0.name == "interval" && $0.value.lowercased() == "exact" }
        return StatisticsForm.Query(FilmQuery(parameters), isExact: isExact)
    }

    /// - Parameter number: of the figures of a page whose chart this is.
    private func figures(
        _ asked: StatisticsForm.Query, _ reader: Reader, number: String?
    ) async throws -> FiguresShelf.Kept {
        let key = FiguresShelf.Key(audience: reader.audience, query: asked.text)
        if let number, let kept = shelf.figures(key, number: number) { return kept }
        return try await shelf.counting {
            let version = "\(try house.actions.figuresVersion()) \(try house.index.version())"
            // Whoever counted before may have counted the same.
            if let kept = shelf.figures(key, version: version) { return kept }
            let wish = try FiguresWish(house, AskedQuery(asked.text), reader.audience)
            var figures = try house.actions.statistics(wish)
            let requeues = try house.index.insights(wish.filter).requeues
            figures.add(
                GroupDetails.Requeues(
                    requeued: requeues.requeued, compared: requeues.compared,
                    savedMilliseconds: requeues.savedMilliseconds), hidingFew: wish.hidesFew)
            let name = Self.tag(of: Array("\(key) \(version)".utf8)).filter { $0 != "\"" }.prefix(12)
            let kept = FiguresShelf.Kept(key, version, String(name), figures, hits: try house.index.count(wish.filter))
            shelf.keep(kept)
            return kept
        }
    }

    private func form(_ asked: StatisticsForm.Query, _ reader: Reader) throws -> StatisticsForm {
        let say = try wording(reader)
        let regions = Set(try house.index.regions().map { say.region($0.name) } + house.settings.supportedRegions)
        return StatisticsForm(
            query: asked, regions: regions.filter { !$0.isEmpty }.sorted(),
            radiologists: try house.index.radiologists().map { say.radiologist($0.name) }.filter { !$0.isEmpty }
                .sorted(),
            diagnoses: try house.index.diagnoses().map { say.diagnosis($0.name) }.filter { !$0.isEmpty })
    }
}
