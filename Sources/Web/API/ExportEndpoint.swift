import Hummingbird
import NIOCore
import Radiology
import Reports
import Store

/// The exams of a filter as a table, one row each, newest first; written while it is read.
enum ExportEndpoint {
    static func endpoints(_ desk: DataDesk) -> [Endpoint] {
        [
            Endpoint(
                method: .get, path: "/api/exams.csv", access: .atLeast(.user), budget: .data, audited: .export,
                described: .init(
                    summary: "All exams that a filter means, as CSV (RFC 4180) with a header line.", tag: "Exams",
                    parameters: ExamEndpoints.filters,
                    answers: [
                        .init(status: 200, meaning: "The table.", contentType: "text/csv", schema: .string())
                    ])
            ) { request, context in
                let audience = try desk.viewer(context).role.audience
                let asked = try desk.house.filter(try AskedQuery(request.uri.query), for: audience)
                for (name, word) in asked.words where !Self.isPersonal(name) { context.noted[name] = word }
                do {
                    let exams = try desk.house.index.count(asked.filter)
                    context.noted["exams"] = String(exams)
                    if asked.filter.search != nil { context.noted["hits"] = String(exams) }
                } catch let error as StoreError { throw DataDesk.refusal(error) }
                return response(Rows(house: desk.house, filter: asked.filter, audience: audience), request)
            }
        ]
    }

    /// What must not stand in the audit log: a name or a number that was searched for.
    private static func isPersonal(_ parameter: String) -> Bool {
        ["search", "radiologist", "diagnostic"].contains(parameter)
    }

    private static func response(_ rows: Rows, _ request: Request) -> Response {
        let fields: HTTPFields = [
            .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
            .contentDisposition: "attachment; filename=\"exams.csv\"",
        ]
        if request.method == .head { return Response(status: .ok, headers: fields) }
        return Response(
            status: .ok, headers: fields,
            body: ResponseBody { writer in
                var rows = rows
                try await writer.write(ByteBuffer(bytes: Rows.header))
                while let bytes = try rows.next() { try await writer.write(ByteBuffer(bytes: bytes)) }
                try await writer.finish(nil)
            })
    }

    /// Reads a thousand exams at a time: what arrives meanwhile neither doubles a row nor drops one.
    private struct Rows: Sendable {
        let house: LiveHouse
        let filter: ExamFilter
        let audience: Audience
        private var place: ExamPlace? = .page(1)

        init(house: LiveHouse, filter: ExamFilter, audience: Audience) {
            (self.house, self.filter, self.audience) = (house, filter, audience)
        }

        static let header = ExamTable.line(ExamTable.names)

        /// `nil` behind the last one.
        mutating func next() throws -> [UInt8]? {
            guard let place else { return nil }
            let page = try house.index.page(filter, place, size: ExamIndex.largestPage)
            self.place = page.next.map(ExamPlace.after)
            let names = house.names.current(for: audience)
            var bytes: [UInt8] = []
            for entry in page.exams {
                let exam = ShownExam(entry, for: audience, names: names, threshold: house.settings.threshold)
                bytes += ExamTable.line(ExamTable.cells(exam))
            }
            return bytes
        }
    }
}
